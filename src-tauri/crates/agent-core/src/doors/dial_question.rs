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
}

impl DialSource {
    /// The source behind a door; `None` for a door at which a person stands.
    pub(crate) fn of(door: Door) -> Option<Self> {
        match door {
            Door::Link => Some(Self::Link),
            Door::CommandLine => Some(Self::CommandLine),
            Door::Window | Door::PopUp | Door::Tray | Door::Notification => None,
        }
    }

    fn door(self) -> Door {
        match self {
            Self::Link => Door::Link,
            Self::CommandLine => Door::CommandLine,
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
    /// Whose number it is, where known. Untrusted text.
    pub name: Option<String>,
    pub source: DialSource,
    /// The source is trusted: it is dialled as soon as that is possible, unless the person says no.
    pub by_itself: bool,
    /// After this it is dead.
    pub until: WallMillis,
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
    last_id: u32,
}

#[derive(Debug)]
struct Asked {
    question: DialQuestion,
    dead_at: Duration,
}

impl DialQuestions {
    pub(crate) fn ask(
        &mut self,
        number: String,
        name: Option<String>,
        source: DialSource,
        by_itself: bool,
        now: Now,
    ) {
        // Each has an id of its own: a press that was meant for the number before must not call this one.
        self.last_id += 1;
        let until = WallMillis(now.wall.0.saturating_add(i64::try_from(ASKED_FOR.as_millis()).unwrap_or(0)));
        let question = DialQuestion { id: self.last_id, number, name, source, by_itself, until };
        // The wall's time is for the eye; it dies by the clock that nobody can set.
        self.asked = Some(Asked { question, dead_at: now.monotonic + ASKED_FOR });
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
    }

    pub(crate) fn take_dead(&mut self, now: Now) -> Option<(String, Door)> {
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
        self.asked.as_ref().map(|asked| asked.dead_at)
    }

    pub(crate) fn view(&self) -> Option<DialQuestion> {
        self.asked.as_ref().map(|asked| asked.question.clone())
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
            questions.ask(number.to_string(), None, DialSource::Link, false, Now::default());
        }
        let question = questions.view().unwrap();
        assert_eq!((question.number.as_str(), question.id), ("150", 50));
        assert!(questions.find(49).is_none(), "a press that was meant for the one before calls nobody");
    }
}
