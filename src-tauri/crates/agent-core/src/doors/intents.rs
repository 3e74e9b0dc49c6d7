//! What is wished of numbers and pages, from inside our windows and from outside.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DialAnswer, DialSource, Door, Doors};
use crate::calls::Calls;
use crate::failure::Refusal;
use crate::intent::Page;
use crate::session::Session;
use crate::shared::Shared;

/// Why nobody knows what is marked in another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum NotRead {
    /// No text is.
    NothingMarked,
    /// Passwords are nobody's business.
    Password,
    /// The system lets nobody read there whom the person has not allowed to.
    NotAllowed,
    /// The program says nothing of it, or not in time.
    NotTold,
}

/// What can come through any door, and is asked about where that is another program's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DoorIntent {
    /// Call a number: inside when it is an extension, else outside.
    Dial {
        /// As typed or linked: `tel:` and friends are understood.
        number: String,
    },
    /// Call a number that is marked in another program: it is asked about, and of several the person chooses one.
    DialMarked {
        /// Those that stand in it, see [`numbers_in`](crate::numbers_in).
        numbers: Result<Vec<String>, NotRead>,
    },
    /// Of several numbers, ask about this one.
    ChooseDial {
        /// The choice that was seen.
        id: u32,
        /// Which of them, from 0 on.
        at: usize,
    },
    /// Show the dial field: the person wants to type a number.
    ShowDial,
    /// Show a page of the main window.
    ShowPage { page: Page },
    /// Answer the question whether a number from outside is to be called.
    AnswerDial {
        /// The question that was seen.
        id: u32,
        /// What the person says.
        answer: DialAnswer,
    },
    /// The number that waits in the dial field is not wanted any more.
    DropWaiting,
}

impl Doors {
    pub(crate) fn on_intent(
        &mut self,
        intent: DoorIntent,
        door: Door,
        calls: &mut Calls,
        session: &Session,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match intent {
            DoorIntent::Dial { number } => self.dial(&number, door, calls, session, shared),
            DoorIntent::DialMarked { numbers } => self.dial_marked(numbers, door, calls, session, shared),
            DoorIntent::ChooseDial { id, at } => {
                let number = self.questions.take_chosen(id, at).ok_or(Refusal::NoSuchItem)?;
                self.dial_for_other(&number, DialSource::Selection, Door::Hotkey, calls, session, shared)
            }
            DoorIntent::ShowDial => {
                self.show_dial();
                Ok(())
            }
            DoorIntent::ShowPage { page } => {
                self.page = Some(page);
                Ok(())
            }
            DoorIntent::AnswerDial { id, answer } => self.answer(id, answer, calls, shared),
            DoorIntent::DropWaiting => self.drop_waiting(shared),
        }
    }
}
