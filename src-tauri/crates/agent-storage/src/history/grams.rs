//! Search as you type, from the first letter on and in the middle of words, in any script: texts are kept as their
//! letters in threes (found by what is typed from three letters on) and in ones and twos (for less).
//!
//! Each token is the letters' code points in hex, so that the database's tokenizer takes blanks and signs for letters
//! like any other.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Between two texts of one call: nothing that is typed runs over it.
const GAP: &str = "gap";

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grams {
    pub(super) three: String,
    pub(super) short: String,
}

pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Grams {
    let mut three = String::new();
    let mut short = BTreeSet::new();
    for text in texts.filter(|text| !text.is_empty()) {
        let letters = letters(text);
        for window in letters.windows(3) {
            three.push_str(&token(window));
            three.push(' ');
        }
        three.push_str(GAP);
        three.push(' ');
        // Without their places: what is so short is looked for as it is, and a set of them is small.
        for length in [1, 2] {
            short.extend(letters.windows(length).map(token));
        }
    }
    Grams { three, short: short.into_iter().collect::<Vec<_>>().join(" ") }
}

/// The token of a fact about a call, to narrow a search by: a direction, an outcome, a queue.
pub(super) fn fact(kind: char, value: &str) -> String {
    let letters: Vec<char> = std::iter::once(kind).chain(value.chars()).collect();
    format!("fact{}", token(&letters))
}

/// What is typed as a query; nothing for nothing. `digits`: what it is found by as well, when it is a number.
pub(super) fn query(typed: &str, digits: Option<&str>) -> Option<String> {
    let text = words(typed)?;
    Some(match digits.and_then(words) {
        Some(digits) => format!("({text} OR {digits})"),
        None => text,
    })
}

fn words(typed: &str) -> Option<String> {
    let letters = letters(typed.trim());
    match letters.len() {
        0 => None,
        1 | 2 => Some(format!("short : {}", token(&letters))),
        _ => {
            let tokens: Vec<String> = letters.windows(3).map(token).collect();
            Some(format!("three : \"{}\"", tokens.join(" ")))
        }
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Begins with a letter, so that it is never one of the query language's words or numbers.
fn token(letters: &[char]) -> String {
    letters.iter().fold(String::with_capacity(letters.len() * 3), |mut token, letter| {
        // Writing to a String can't fail.
        let _ = write!(token, "x{:x}", u32::from(*letter));
        token
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_twos_and_threes() {
        let grams = of(["ab李", ""].into_iter());
        assert_eq!(grams.three, "x61x62x674e gap ");
        assert_eq!(grams.short, "x61 x61x62 x62 x62x674e x674e");
        assert_eq!(query(" B李 ", None).as_deref(), Some("short : x62x674e"));
        assert_eq!(query("13%", None).as_deref(), Some("three : \"x31x33x25\""));
        assert_eq!(query("  ", None), None);
    }
}
