//! What is known of a caller besides this call: contact, last calls, last note.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallDirection;
use crate::history::CallOutcome;
use crate::now::WallMillis;
use crate::shown;

/// More are no choice any longer.
const MOST_PEOPLE: usize = 8;
const MOST_NUMBERS: usize = 8;

/// What is known of a caller besides this call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct CallerCard {
    /// From the contacts.
    pub name: Option<String>,
    /// From the contacts.
    pub company: Option<String>,
    /// Everybody whose number it is, as far as is known; the name and the company are those of the first, or of the one
    /// whom the agent has chosen.
    pub people: Vec<CardPerson>,
    /// The number with its country, e.g. `+8613800138000`, where that is known.
    pub e164: Option<String>,
    /// The latest calls with this number, newest first.
    pub last_calls: Vec<PastCall>,
    /// What was last written about a call with this number.
    pub last_note: Option<String>,
}

impl CallerCard {
    /// With names as they can be shown: contacts may be from a file of anybody's.
    pub(crate) fn shown(self) -> Self {
        let person = |one: CardPerson| CardPerson {
            name: shown::name(one.name),
            company: one.company.map(shown::name),
            numbers: one
                .numbers
                .into_iter()
                .take(MOST_NUMBERS)
                .map(|number| shown::in_short(&number, 40))
                .collect(),
        };
        Self {
            name: self.name.map(shown::name),
            company: self.company.map(shown::name),
            people: self.people.into_iter().take(MOST_PEOPLE).map(person).collect(),
            ..self
        }
    }
}

/// Somebody who has the number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct CardPerson {
    /// Empty where only the company is known.
    pub name: String,
    pub company: Option<String>,
    /// All of their numbers, as they were written.
    pub numbers: Vec<String>,
}

/// An earlier call, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastCall {
    pub started: WallMillis,
    /// From where to where.
    pub direction: CallDirection,
    /// How it ended.
    pub outcome: CallOutcome,
}
