//! Going home, signed out or with the program ended: what becomes of the queues comes first.

use super::Desk;
use crate::command::QueueCommand;
use crate::failure::Refusal;
use crate::queues::leaving::{Left, Then};
use crate::quit::{Otherwise, QuitAnswer, QuitIntent, Quitting};
use crate::settings::Wish;

impl Desk {
    pub(super) fn on_quit(&mut self, intent: QuitIntent) -> Result<(), Refusal> {
        let by_policy = self.shared.governed.policy().at_quit();
        match (intent, &self.quitting) {
            // Pressed again: it is under way, or stands in the window.
            (QuitIntent::Quit, Quitting::Asked { .. } | Quitting::UnderWay { .. } | Quitting::Done) => {}
            (QuitIntent::Quit, Quitting::No) => match by_policy {
                Some(answer) => self.quit(answer, Otherwise::Ask),
                None => self.ask_about_queues(),
            },
            (QuitIntent::AnswerQuit { answer }, Quitting::Asked { .. }) => self.quit(answer, Otherwise::Stay),
            (QuitIntent::CancelQuit, Quitting::Asked { .. } | Quitting::UnderWay { .. }) => self.stay(),
            (QuitIntent::EndSession, _) => self.quit(by_policy.unwrap_or(QuitAnswer::Stay), Otherwise::Go),
            (QuitIntent::Sleep, _) => self.fall_asleep(by_policy),
            (QuitIntent::AnswerQuit { .. } | QuitIntent::CancelQuit, _) => return Err(Refusal::NotNow),
        }
        Ok(())
    }

    /// Nobody goes home.
    pub(super) fn stay(&mut self) {
        self.queues.stay();
        self.quitting = Quitting::No;
    }

    /// What the administrator has said of the queues, as at the end of a session; the program goes on when it wakes.
    fn fall_asleep(&mut self, by_policy: Option<QuitAnswer>) {
        let (queues, shared) = (&mut self.queues, &mut self.shared);
        match by_policy {
            Some(QuitAnswer::Leave) => {
                // Nothing to leave holds nobody.
                let _ = queues.act(None, QueueCommand::Leave, shared);
            }
            Some(QuitAnswer::Pause)
                if shared.signed_in().is_ok() && !shared.settings.wish.wish.is_pause() =>
            {
                self.duty.apply(Wish::Paused { reason: None }, queues, shared);
            }
            Some(QuitAnswer::Pause | QuitAnswer::Stay) | None => {}
        }
    }

    fn ask_about_queues(&mut self) {
        let queues = self.queues.names_to_leave(&self.shared);
        self.quitting = if queues.is_empty() { Quitting::Done } else { Quitting::Asked { queues } };
    }

    fn quit(&mut self, answer: QuitAnswer, otherwise: Otherwise) {
        let shared = &mut self.shared;
        // What can't be asked of them holds nobody.
        let is_asked = match answer {
            QuitAnswer::Leave => self.queues.leave_all(Then::Quit, shared).is_ok(),
            QuitAnswer::Pause => self.queues.pause_all(Then::Quit, shared).is_ok(),
            QuitAnswer::Stay => false,
        };
        self.quitting = if is_asked { Quitting::UnderWay { answer, otherwise } } else { Quitting::Done };
    }

    /// The queues have answered, or have had their time.
    pub(super) fn follow_leaving(&mut self) {
        let Some(Left { command, then, is_done }) = self.queues.take_left(&mut self.shared) else { return };
        match (then, is_done) {
            (Then::SignOut, true) if command == QueueCommand::Pause => self.sign_out_paused(),
            (Then::SignOut, true) => self.sign_out_for_good(),
            // Why not is told, and the agent stays signed in.
            (Then::SignOut, false) => {}
            (Then::Quit, true) => {
                self.duty.on_quit(command, &mut self.shared);
                self.quitting = Quitting::Done;
            }
            (Then::Quit, false) => match self.quitting {
                Quitting::UnderWay { otherwise: Otherwise::Go, .. } => self.quitting = Quitting::Done,
                Quitting::UnderWay { otherwise: Otherwise::Ask, .. } => self.ask_about_queues(),
                _ => self.quitting = Quitting::No,
            },
        }
    }
}
