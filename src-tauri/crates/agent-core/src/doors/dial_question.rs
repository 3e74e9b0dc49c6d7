//! A number that another program wants called. Any web page can write a link, so nobody is called before the person
//! says so, or has said so for good; and a question that nobody answers is soon no wish any more.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::caller_card::CallerCard;
use crate::doors::Door;
use crate::now::{Now, WallMillis};

/// Who clicked a link still knows why; later the phone would ring out of the blue.
const ASKED_FOR: Duration = Duration::from_mins(1);

/// Where numbers come from that are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DialSource {
    /// A link in another program.
    Link,
    /// `dial` on the command line.
    CommandLine,
    /// Text that is marked in another program, by a key.
    Selection,
}

impl DialSource {
    /// The source behind a door; `None` for a door at which a person stands.
    pub(crate) fn of(door: Door) -> Option<Self> {
        match door {
            Door::Link => Some(Self::Link),
            Door::CommandLine => Some(Self::CommandLine),
            Door::Hotkey => Some(Self::Selection),
            Door::Window | Door::PopUp | Door::Tray | Door::Notification => None,
        }
    }

    fn door(self) -> Door {
        match self {
            Self::Link => Door::Link,
            Self::CommandLine => Door::CommandLine,
            Self::Selection => Door::Hotkey,
        }
    }
}

/// The question whether a number is to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DialQuestion {
    /// To answer it by; another number is another question.
    pub id: u32,
    /// What would be dialled, and behind a comma what is to be keyed in.
    pub number: String,
    /// What the phone system is given for it, where that is another: behind a prefix.
    pub dials: Option<String>,
    /// Whose number it is, where known. Untrusted text.
    pub name: Option<String>,
    pub source: DialSource,
    /// The source is trusted: it is dialled as soon as that is possible, unless the person says no.
    pub by_itself: bool,
    /// After this it is dead.
    pub until: WallMillis,
}

/// Several numbers stand in what is marked: the person chooses the one that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DialChoice {
    /// To choose or to drop it by, as a question's.
    pub id: u32,
    pub numbers: Vec<String>,
}

/// What the person says to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DialAnswer {
    Call,
    /// Call, and ask no more about this source.
    CallAndTrust,
    Drop,
}

/// The one question that is asked: a later one takes its place.
#[derive(Debug, Default)]
pub(crate) struct DialQuestions {
    asked: Option<Asked>,
    choice: Option<(DialChoice, Duration)>,
    last_id: u32,
}

/// What is asked about a number.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) number: String,
    pub(crate) dials: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) source: DialSource,
    pub(crate) by_itself: bool,
}

#[derive(Debug)]
struct Asked {
    question: DialQuestion,
    dead_at: Duration,
}

impl DialQuestions {
    pub(crate) fn ask(&mut self, wanted: Wanted, now: Now) {
        let Wanted { number, dials, name, source, by_itself } = wanted;
        let until = WallMillis(now.wall.0.saturating_add(i64::try_from(ASKED_FOR.as_millis()).unwrap_or(0)));
        let question = DialQuestion { id: self.next_id(), number, dials, name, source, by_itself, until };
        // The wall's time is for the eye; it dies by the clock that nobody can set.
        self.asked = Some(Asked { question, dead_at: now.monotonic + ASKED_FOR });
        self.choice = None;
    }

    pub(crate) fn offer(&mut self, numbers: Vec<String>, now: Now) {
        let choice = DialChoice { id: self.next_id(), numbers };
        self.choice = Some((choice, now.monotonic + ASKED_FOR));
        self.asked = None;
    }

    /// Each has an id of its own: a press that was meant for the number before must not call this one.
    fn next_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    /// The number that was chosen, if it is of what is offered now.
    pub(crate) fn take_chosen(&mut self, id: u32, at: usize) -> Option<String> {
        let (choice, _) = self.choice.as_ref().filter(|(choice, _)| choice.id == id)?;
        let number = choice.numbers.get(at).cloned()?;
        self.choice = None;
        Some(number)
    }

    /// Whether it was offered.
    pub(crate) fn drop_choice(&mut self, id: u32) -> bool {
        self.choice.take_if(|(choice, _)| choice.id == id).is_some()
    }

    /// The question that is asked now, if it is this one.
    pub(crate) fn find(&self, id: u32) -> Option<&DialQuestion> {
        self.asked.as_ref().map(|asked| &asked.question).filter(|question| question.id == id)
    }

    pub(crate) fn due_by_itself(&self) -> Option<&DialQuestion> {
        self.asked.as_ref().map(|asked| &asked.question).filter(|question| question.by_itself)
    }

    pub(crate) fn forget(&mut self) {
        self.asked = None;
        self.choice = None;
    }

    pub(crate) fn take_dead(&mut self, now: Now) -> Option<(String, Door)> {
        // Of several numbers none is the one that was wished.
        self.choice.take_if(|(_, dead_at)| *dead_at <= now.monotonic);
        let dead = self.asked.take_if(|asked| asked.dead_at <= now.monotonic)?;
        Some((dead.question.number, dead.question.source.door()))
    }

    pub(crate) fn on_identified(&mut self, number: &str, card: &CallerCard) {
        // Contacts that know nobody leave the name that the directory gave.
        if let Some(asked) = &mut self.asked
            && dialled(&asked.question.number) == number
            && card.name.is_some()
        {
            asked.question.name.clone_from(&card.name);
        }
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        let choice = self.choice.as_ref().map(|(_, dead_at)| *dead_at);
        self.asked.as_ref().map(|asked| asked.dead_at).into_iter().chain(choice).min()
    }

    pub(crate) fn view(&self) -> Option<DialQuestion> {
        self.asked.as_ref().map(|asked| asked.question.clone())
    }

    pub(crate) fn choice(&self) -> Option<DialChoice> {
        self.choice.as_ref().map(|(choice, _)| choice.clone())
    }
}

/// The number without what is keyed in behind it.
pub(crate) fn dialled(number: &str) -> &str {
    number.split(',').next().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_links_in_a_second_are_one_question_the_latest() {
        let mut questions = DialQuestions::default();
        for number in 101..=150 {
            let (number, source) = (number.to_string(), DialSource::Link);
            let wanted = Wanted { number, dials: None, name: None, source, by_itself: false };
            questions.ask(wanted, Now::default());
        }
        let question = questions.view().unwrap();
        assert_eq!((question.number.as_str(), question.id), ("150", 50));
        assert!(questions.find(49).is_none(), "a press that was meant for the one before calls nobody");
    }
}
