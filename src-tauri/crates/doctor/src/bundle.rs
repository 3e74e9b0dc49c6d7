//! What a person sends to whoever repairs the program. It tells of a computer, and of nobody.

use agent_core::Account;
use policy::{Name, Policy};
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::fact::Fact;
use crate::line::Line;
use crate::words::Words;

/// Under which the program offers it.
pub const FILE_NAME: &str = "uc-companion-support.json";
/// What stands in the place of what is nobody's business.
const PERSON: &str = "(person)";
const SET: &str = "(set)";

/// Lines, policy and journal together, each masked.
#[derive(Debug)]
pub struct Bundle<'a> {
    pub lines: &'a [Line],
    pub policy: &'a Policy,
    /// Masked already, lines of JSON; none where the program does not run.
    pub journal: Option<&'a str>,
    /// Whose names and numbers must not be in it.
    pub account: Option<&'a Account>,
    pub environment: &'a Environment,
    pub computer: &'a str,
}

impl Bundle<'_> {
    /// As one text of JSON.
    pub fn text(&self) -> String {
        let mask = Mask::of(self);
        let journal: Vec<Value> = self
            .journal
            .unwrap_or_default()
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let lines: Vec<Line> = self.lines.iter().map(without_wrong_keys).collect();
        let whole = json!({
            "doctor": mask.value(Words::english().json(&lines)),
            "policy": mask.value(policy(self.policy)),
            "journal": journal,
        });
        // A value always serialises.
        serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
    }
}

/// What is wrong with the policy stands in the policy's own part, without the keys that nobody knows.
fn without_wrong_keys(line: &Line) -> Line {
    let facts = line.seen.iter().map(|seen| seen.fact.clone());
    let facts = facts.filter(|fact| !matches!(fact, Fact::PolicyWrong { .. })).collect();
    Line { outcome: line.outcome, ..Line::new(line.check, facts) }
}

/// Each key with its source; whoever it names stays unnamed.
fn policy(policy: &Policy) -> Value {
    // Also where the administrator has set them for all: they tell whose desk it is.
    let is_personal = |name| matches!(name, Name::Username | Name::Extension);
    let row = |(key, setting): (&policy::Key, &policy::Setting)| {
        let value = if is_personal(setting.name) { SET.to_owned() } else { setting.value.to_string() };
        json!({ "key": key.path, "value": value, "set_for": setting.origin.word(), "source": setting.place })
    };
    // What somebody wrote in the place of a key may be anything.
    let known = |key: &String| policy::KEYS.iter().any(|known| known.path == key);
    let wrong = |trouble: &policy::Trouble| {
        let key = trouble.key.clone().filter(known);
        json!({ "source": trouble.place, "key": key, "why": trouble.why.to_string() })
    };
    json!({
        "settings": policy.settings().map(row).collect::<Vec<_>>(),
        "wrong": policy.troubles().iter().map(wrong).collect::<Vec<_>>(),
    })
}

/// Words that tell who somebody is, the longest first.
struct Mask(Vec<String>);

impl Mask {
    fn of(bundle: &Bundle<'_>) -> Self {
        let variables = ["HOME", "USERPROFILE", "USER", "USERNAME", "LOGNAME"];
        let people = variables.iter().filter_map(|name| bundle.environment.get(name).map(str::to_owned));
        let account =
            bundle.account.into_iter().flat_map(|one| [one.username.clone(), one.extension.clone()]);
        let mut words: Vec<String> = people.chain(account).chain([bundle.computer.to_owned()]).collect();
        words.extend(bundle.policy.text(Name::Username).map(str::to_owned));
        words.extend(bundle.policy.text(Name::Extension).map(str::to_owned));
        // Replaced, a blank or a root would take the text apart.
        words.retain(|word| !word.trim().is_empty() && word != "/");
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(list) => list.into_iter().map(|one| self.value(one)).collect(),
            // Names of members are ours, and stay readable.
            Value::Object(members) => {
                members.into_iter().map(|(name, one)| (name, self.value(one))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
        }
    }

    fn text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, word| replace_word(&text, word))
    }
}

/// Where it stands alone: an extension 101 is no part of 10.0.1.101 or of port 8101.
fn replace_word(text: &str, word: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, behind) = (&rest[..at], &rest[at + word.len()..]);
        // What was taken out already counts as well: `masked` ends where the rest begins.
        let joins = before.chars().next_back().or_else(|| masked.chars().next_back()).is_some_and(is_part)
            || behind.chars().next().is_some_and(char::is_alphanumeric);
        masked += before;
        masked += if joins { word } else { PERSON };
        rest = behind;
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use policy::{Origin, layer_of_json};

    use super::*;
    use crate::line::Check;

    #[test]
    fn nothing_that_was_planted_is_in_it() {
        let text = br#"{ "server": "https://pbx.example", "username": "desk-evelina", "extension": "4711",
            "password": "hunter2", "13800138000": "x", "allow": { "export": false } }"#;
        let policy = Policy::of(vec![layer_of_json(text, "/etc/policy.json", Origin::Machine)]);
        let environment = Environment::of([("HOME", "/home/evelina"), ("USER", "evelina")]);
        let account = Account {
            username: "agent-evelina".to_owned(),
            extension: "101".to_owned(),
            ..Account::default()
        };
        let path = |path: &str| path.to_owned();
        let lines = [
            Line::new(
                Check::DataFolder,
                vec![Fact::DataFolder { path: path("/home/evelina/.local/share/x") }],
            ),
            Line::new(Check::Settings, crate::checks::settings::policy_facts(&policy)),
            Line::new(
                Check::Instance,
                vec![Fact::RunsElsewhere {
                    host: path("evelinas-laptop"),
                    pid: 7,
                    since: path("2026-03-12 10:32"),
                }],
            ),
            Line::new(
                Check::Pbx,
                vec![Fact::Pbx { address: path("10.0.1.101:9011"), version: path("agent-evelina 101 4711") }],
            ),
        ];
        let bundle = Bundle {
            lines: &lines,
            policy: &policy,
            journal: Some("{\"version\":2}\nno JSON of evelina\n"),
            account: Some(&account),
            environment: &environment,
            computer: "evelinas-laptop",
        };
        let text = bundle.text();
        for planted in ["evelina", "hunter2", "13800138000", "desk-evelina", "agent-evelina", "4711", " 101 "]
        {
            assert!(!text.contains(planted), "{planted} is in {text}");
        }
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["journal"], json!([{ "version": 2 }]));
        assert_eq!(read["doctor"][3]["seen"][0]["address"], "10.0.1.101:9011", "an address is no extension");
        assert_eq!(read["policy"]["settings"][0]["value"], "https://pbx.example");
        let keys: Vec<&str> = read["policy"]["settings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|row| row["key"].as_str())
            .collect();
        assert_eq!(keys, ["server", "username", "extension", "allow.export"]);
        assert_eq!(read["policy"]["settings"][0]["source"], "/etc/policy.json");
    }

    #[test]
    fn a_word_inside_of_another_stays() {
        assert_eq!(
            replace_word("101 8101 10.0.1.101 1011 101", "101"),
            "(person) 8101 10.0.1.101 1011 (person)"
        );
        assert_eq!(replace_word("/home/eve/x", "/home/eve"), "(person)/x");
        assert_eq!(replace_word("eve@pbx never", "eve"), "(person)@pbx never");
    }
}
