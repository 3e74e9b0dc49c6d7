//! Lines in words, from the same message files as the window's.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::fact::Fact;
use crate::line::{Line, Outcome};

const ENGLISH: &str = include_str!("../../../../ui/src/messages/en.json");
/// So wide are the longest outcome and the longest name.
const COLUMNS: (usize, usize) = (7, 18);

/// The messages of one language.
#[derive(Debug, Clone)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// What a terminal is told.
    pub fn english() -> Self {
        // The file is part of the program and read in a test.
        Self(serde_json::from_str(ENGLISH).unwrap_or_default())
    }

    /// What was seen.
    pub fn seen(&self, fact: &Fact) -> String {
        self.of(&format!("doctor.seen.{}", kind(fact)), fact)
    }

    /// What to do about it.
    pub fn todo(&self, fact: &Fact) -> String {
        self.of(&format!("doctor.do.{}", kind(fact)), fact)
    }

    fn of(&self, key: &str, fact: &Fact) -> String {
        let text = self.0.get(key).cloned().unwrap_or_else(|| key.to_owned());
        let Ok(Value::Object(values)) = serde_json::to_value(fact) else { return text };
        values.iter().fold(text, |text, (name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.replace(&format!("{{{name}}}"), &value)
        })
    }

    fn named(&self, key: &str, value: &impl Serialize) -> String {
        let word = word(value);
        self.0.get(&format!("{key}.{word}")).cloned().unwrap_or(word)
    }

    /// For a terminal: a line a check, and what to do below those that are not good.
    pub fn page(&self, lines: &[Line]) -> String {
        lines.iter().map(|line| self.paragraph(line)).collect()
    }

    fn paragraph(&self, line: &Line) -> String {
        let (first, second) = COLUMNS;
        let outcome = self.named("doctor.outcome", &line.outcome);
        let name = self.named("doctor.check", &line.check);
        let head = format!("{outcome:first$}  {name:second$}  ");
        let below = " ".repeat(first + second + 4);
        let mut text = String::new();
        for (at, seen) in line.seen.iter().enumerate() {
            let margin = if at == 0 { &head } else { &below };
            text.extend([margin, &self.seen(&seen.fact), "\n"]);
            if seen.outcome != Outcome::Ok {
                let todo = self.todo(&seen.fact).replace('\n', &format!("\n{below}   "));
                text.extend([&below, "-> ", &todo, "\n"]);
            }
        }
        text
    }

    /// For scripts: the facts with their words.
    pub fn json(&self, lines: &[Line]) -> Value {
        let seen = |line: &Line| -> Vec<Value> {
            let one = |seen: &crate::line::Seen| {
                let mut fact = serde_json::to_value(&seen.fact).unwrap_or_default();
                if let Some(members) = fact.as_object_mut() {
                    members.insert("outcome".to_owned(), word(&seen.outcome).into());
                    members.insert("says".to_owned(), self.seen(&seen.fact).into());
                    if seen.outcome != Outcome::Ok {
                        members.insert("do".to_owned(), self.todo(&seen.fact).into());
                    }
                }
                fact
            };
            line.seen.iter().map(one).collect()
        };
        let row = |line: &Line| serde_json::json!({ "check": word(&line.check), "outcome": word(&line.outcome), "seen": seen(line) });
        lines.iter().map(row).collect()
    }
}

/// Under which name a fact is worded.
pub fn kind(fact: &Fact) -> String {
    let value = serde_json::to_value(fact).unwrap_or_default();
    value["kind"].as_str().unwrap_or_default().to_owned()
}

fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Check;

    #[test]
    fn a_page_says_what_was_seen_and_below_it_what_to_do() {
        let lines = [
            Line::new(Check::Clock, vec![Fact::Clock { seconds: 1 }, Fact::ClockAhead { seconds: 90 }]),
            Line::new(Check::ReportPort, vec![Fact::PortFree { port: 8260 }]),
        ];
        let page = Words::english().page(&lines);
        let page: Vec<&str> = page.lines().collect();
        assert!(page[0].starts_with("warn     clock "), "{page:#?}");
        assert!(page[1].trim().contains("90"), "{page:#?}");
        assert!(page[2].trim().starts_with("-> "), "{page:#?}");
        assert!(
            page[3].starts_with("ok       report port ") && page[3].ends_with("8260 is free"),
            "{page:#?}"
        );
        let column = page[0].find("this computer’s clock");
        assert!(
            column.is_some() && page[1].len() - page[1].trim_start().len() == column.unwrap(),
            "{page:#?}"
        );
    }

    #[test]
    fn scripts_get_facts_and_words() {
        let json =
            Words::english().json(&[Line::new(Check::ReportPort, vec![Fact::PortFree { port: 8260 }])]);
        assert_eq!(json[0]["check"], "report-port");
        assert_eq!(json[0]["seen"][0]["kind"], "port-free");
        assert_eq!(json[0]["seen"][0]["port"], 8260);
        assert_eq!(json[0]["seen"][0]["outcome"], "ok");
        assert!(json[0]["seen"][0]["says"].as_str().unwrap().contains("8260"));
    }
}
