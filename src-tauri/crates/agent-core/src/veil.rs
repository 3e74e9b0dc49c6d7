//! Names and numbers hidden from whoever else looks at the screen. Laid over all that is shown; what is kept, dialled and
//! told to other programs knows nothing of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Extensions and queues are shorter and tell nobody.
const LONGEST_INTERNAL: usize = 4;
/// So many digits at the end stay: enough to tell two callers apart.
const SHOWN_DIGITS: usize = 2;
const HIDDEN: &str = "•••";
/// Members that hold somebody's name or number.
const PEOPLE: [&str; 14] = [
    "name", "fromName", "company", "label", "number", "numbers", "dials", "examples", "from", "to", "by",
    "with", "names", "handedTo",
];
/// Members that hold a number at times, and else words of the program.
const NUMBERS: [&str; 2] = ["pending", "text"];
/// Members that hold what somebody wrote about a person at another time.
const WORDS: [&str; 2] = ["lastNote", "earlierNote"];
/// Members in which nobody is named, or that go back as they are: what is typed now, ids of files, the settings.
const OTHERS: [&str; 14] = [
    "settings",
    "policy",
    "connection",
    "agent",
    "agentState",
    "results",
    "media",
    "pages",
    "mark",
    "note",
    "crmTests",
    "webhooks",
    "failure",
    "refusal",
];

/// Which number is meant by what is shown of it.
#[derive(Debug, Default)]
pub(crate) struct Veil {
    shown: BTreeMap<String, String>,
    meant: BTreeMap<String, String>,
}

impl Veil {
    /// The same, with initials for names and the end of numbers. `None`: it can't be told what is in it.
    pub(crate) fn cover<T: Serialize + DeserializeOwned>(&mut self, open: &T) -> Option<T> {
        let mut value = serde_json::to_value(open).ok()?;
        self.cover_member("", &mut value);
        serde_json::from_value(value).ok()
    }

    /// What is meant by something that was made of what is shown.
    pub(crate) fn uncover<T: Serialize + DeserializeOwned>(&self, wish: T) -> T {
        let Ok(mut value) = serde_json::to_value(&wish) else { return wish };
        self.uncover_value(&mut value);
        serde_json::from_value(value).unwrap_or(wish)
    }

    /// The number that is shown like this, or the text itself.
    pub(crate) fn number(&self, text: &str) -> String {
        self.meant.get(text.trim()).map_or_else(|| text.to_owned(), Clone::clone)
    }

    fn cover_member(&mut self, key: &str, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(covered) = self.covered(key, text) {
                    *text = covered;
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|one| self.cover_member(key, one)),
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    // A queue is no person; who serves it is.
                    let is_of_queue = key == "queues" && name != "members";
                    if !is_of_queue && !OTHERS.contains(&name.as_str()) {
                        self.cover_member(name, member);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn covered(&mut self, key: &str, text: &str) -> Option<String> {
        let is_number = digits(text) > LONGEST_INTERNAL;
        match key {
            "e164" => Some(end_of(text)),
            _ if WORDS.contains(&key) => Some(HIDDEN.to_owned()),
            _ if PEOPLE.contains(&key) && is_number => Some(self.of_number(text)),
            _ if NUMBERS.contains(&key) && is_number => Some(self.of_number(text)),
            _ if PEOPLE.contains(&key) && text.chars().any(char::is_alphabetic) => Some(initials(text)),
            _ => None,
        }
    }

    fn of_number(&mut self, number: &str) -> String {
        if let Some(shown) = self.shown.get(number) {
            return shown.clone();
        }
        let end = end_of(number);
        // Two that end alike must not be dialled for each other.
        let numbered = (2..).map(|nth: u32| format!("{end} ({nth})"));
        let free = std::iter::once(end.clone()).chain(numbered).find(|shown| !self.meant.contains_key(shown));
        let shown = free.unwrap_or(end);
        self.shown.insert(number.to_owned(), shown.clone());
        self.meant.insert(shown.clone(), number.to_owned());
        shown
    }

    fn uncover_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(meant) = self.meant.get(text.trim()) {
                    text.clone_from(meant);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|one| self.uncover_value(one)),
            Value::Object(members) => members.values_mut().for_each(|one| self.uncover_value(one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn end_of(number: &str) -> String {
    let all: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let end: String = all[all.len().saturating_sub(SHOWN_DIGITS)..].iter().collect();
    format!("{HIDDEN}{end}")
}

/// `W. F.`; of a name in one piece, as Chinese ones are, the first letter.
fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphabetic());
    let letters: Vec<char> = name.split_whitespace().filter_map(first).take(3).collect();
    match letters[..] {
        [one] => format!("{one}{HIDDEN}"),
        _ => letters.iter().map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn covered(value: &Value) -> Value {
        Veil::default().cover(value).unwrap()
    }

    #[test]
    fn names_become_initials_and_numbers_their_end() {
        for (name, shown) in [
            ("Wang Fang", "W. F."),
            ("Nordwind & Söhne GmbH", "N. S. G."),
            ("王小明", "王•••"),
            ("Ada", "A•••"),
            ("<b>Eve</b>", "b•••"),
            ("13800138000", "•••00"),
            ("+49 (30) 12 34-56", "•••56"),
            ("6500", "6500"),
            ("102", "102"),
            ("", ""),
        ] {
            assert_eq!(covered(&json!({ "name": name })), json!({ "name": shown }), "{name}");
        }
    }

    #[test]
    fn what_names_nobody_stays() {
        let open = json!({
            "queues": [{ "number": "6500", "name": "Sales", "members": [{ "extension": "101", "name": "Li Na" }] }],
            "calls": [{ "number": "13800138000", "name": null, "called": "02081234567", "pending": "hold",
                "note": { "text": "call 13800138000" }, "pages": { "offered": [{ "name": "Customer file" }] },
                "card": { "e164": "+8613800138000", "lastNote": "wants an offer" } }],
            "media": [{ "media": { "name": "13800138000.wav" } }],
            "settings": { "favourites": [{ "number": "13800138000" }] },
        });
        let mut expected = open.clone();
        expected["queues"][0]["members"][0]["name"] = json!("L. N.");
        expected["calls"][0]["number"] = json!("•••00");
        expected["calls"][0]["card"] = json!({ "e164": "•••00", "lastNote": "•••" });
        assert_eq!(covered(&open), expected);
    }

    #[test]
    fn people_of_contacts_and_marked_numbers_are_covered() {
        let open = json!({
            "card": { "people": [{ "name": "Ada Byron", "company": "Nordwind", "numbers": ["02081234567"] }] },
            "choice": { "numbers": ["13800138000", "02081234567"] },
            "question": { "number": "13800138000", "dials": "913800138000" },
            "contactSources": [{ "test": { "kind": "worked", "examples": ["Ada Byron"] } }],
        });
        let expected = json!({
            "card": { "people": [{ "name": "A. B.", "company": "N•••", "numbers": ["•••67"] }] },
            "choice": { "numbers": ["•••00", "•••67"] },
            "question": { "number": "•••00", "dials": "•••00 (2)" },
            "contactSources": [{ "test": { "kind": "worked", "examples": ["A. B."] } }],
        });
        assert_eq!(covered(&open), expected);
    }

    #[test]
    fn who_is_shown_is_who_is_dialled() {
        let mut veil = Veil::default();
        let numbers =
            json!([{ "number": "13800138000" }, { "number": "13900139100" }, { "number": "13800138000" }]);
        let shown = veil.cover(&numbers).unwrap();
        assert_eq!(shown, json!([{ "number": "•••00" }, { "number": "•••00 (2)" }, { "number": "•••00" }]));
        assert_eq!(veil.uncover(json!({ "to": " •••00 (2)" })), json!({ "to": "13900139100" }));
        assert_eq!(veil.uncover(shown), numbers);
        assert_eq!(veil.number("•••00"), "13800138000");
        assert_eq!(veil.number("•••77"), "•••77", "nobody who was shown");
    }
}
