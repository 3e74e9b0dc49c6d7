//! By what queues are told apart at a glance: a colour, and a letter for whoever does not see colours.

use std::collections::{BTreeMap, BTreeSet};

use pbx_protocol::QueueNumber;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::shared::Shared;

/// One of eight hues; what each looks like is a matter of the theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum QueueColour {
    #[default]
    Blue,
    Orange,
    Green,
    Violet,
    Teal,
    Pink,
    Olive,
    Red,
}

impl QueueColour {
    /// All of them, neighbours unlike each other: queues tend to have numbers in a row.
    const ALL: [Self; 8] =
        [Self::Blue, Self::Orange, Self::Green, Self::Violet, Self::Teal, Self::Pink, Self::Olive, Self::Red];

    /// By the number alone, so that it stays when other queues come and go.
    pub(crate) fn usual(number: &QueueNumber) -> Self {
        // Digit by digit: no integer is as long as a number can be.
        let rest = number
            .as_str()
            .bytes()
            .filter(u8::is_ascii_digit)
            .fold(0, |rest, digit| (rest * 10 + usize::from(digit - b'0')) % Self::ALL.len());
        Self::ALL.get(rest).copied().unwrap_or_default()
    }
}

/// The mark of a queue, the same wherever it is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueMark {
    pub number: String,
    pub colour: QueueColour,
    /// One or two characters. Of another queue they are others.
    pub letter: String,
}

/// `None`: there is no such queue.
pub(crate) fn mark(number: &str, shared: &Shared) -> Option<QueueMark> {
    let number = QueueNumber::parse(number).ok()?;
    let letter = shared.directory.queue_letter(&number)?.to_owned();
    let chosen = shared.settings.preferences.queue_colours.get(number.as_str()).copied();
    let colour = chosen.unwrap_or_else(|| QueueColour::usual(&number));
    Some(QueueMark { number: number.to_string(), colour, letter })
}

/// The first letter of each name. Where a queue with a lower number has it already, the next one that is free.
pub(crate) fn letters(names: &BTreeMap<QueueNumber, String>) -> BTreeMap<QueueNumber, String> {
    // In the order of the numbers, so that a queue keeps its letter when one behind it comes or goes.
    let mut taken = BTreeSet::new();
    let mut letter_of = |(number, name): (&QueueNumber, &String)| {
        let letter = candidates(number, name).find(|letter| !taken.contains(letter)).unwrap_or_default();
        taken.insert(letter.clone());
        (number.clone(), letter)
    };
    names.iter().map(&mut letter_of).collect()
}

/// What may stand for a queue, the best first: letters of its name, its last digits, then any two digits.
fn candidates(number: &QueueNumber, name: &str) -> impl Iterator<Item = String> {
    let of_name: Vec<String> = name.chars().filter(|c| c.is_alphanumeric()).map(capital).collect();
    let digits = number.as_str();
    let last = [1, 2].map(|count| digits[digits.len().saturating_sub(count)..].to_owned());
    let any = (0..100).map(|two| format!("{two:02}"));
    of_name.into_iter().chain(last).chain(any)
}

/// One character: what is written large as two (`ß`) stays as it is.
fn capital(letter: char) -> String {
    let mut large = letter.to_uppercase();
    match (large.next(), large.next()) {
        (Some(one), None) => one.to_string(),
        _ => letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> QueueNumber {
        QueueNumber::parse(text).unwrap()
    }

    fn letters_of(names: &[(&str, &str)]) -> Vec<String> {
        letters(&names.iter().map(|(digits, name)| (number(digits), (*name).to_owned())).collect())
            .into_values()
            .collect()
    }

    #[test]
    fn eight_numbers_in_a_row_have_eight_colours() {
        let colours: BTreeSet<QueueColour> =
            (6400..6408).map(|at: u32| QueueColour::usual(&number(&at.to_string()))).collect();
        assert_eq!(colours.len(), 8);
        assert_eq!(QueueColour::usual(&number("6400")), QueueColour::usual(&number("6408")));
    }

    #[test]
    fn no_two_queues_have_one_letter() {
        let same = [("6400", "Support"), ("6401", "Sales"), ("6402", "sss"), ("6403", ""), ("6404", "👩‍💻")];
        assert_eq!(letters_of(&same), ["S", "A", "2", "3", "4"]);
        assert_eq!(letters_of(&[("6400", "售前"), ("6401", "售后"), ("6402", "ßeta")]), ["售", "后", "ß"]);
        let many: Vec<(String, &str)> = (6400..6460).map(|at: u32| (at.to_string(), "Queue")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(at, name)| (at.as_str(), *name)).collect();
        assert_eq!(letters_of(&many).into_iter().collect::<BTreeSet<_>>().len(), 60);
    }
}
