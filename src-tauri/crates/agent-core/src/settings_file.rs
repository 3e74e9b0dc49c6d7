//! What stands in the settings file, read field by field and written so that nothing of another version is lost.

mod earlier;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use ts_rs::TS;

use crate::failure::Failure;
use crate::hotkeys::action::HotkeyAction;
use crate::queues::mark::QueueColour;
use crate::settings::Settings;
use crate::window_keys::deed::KeyDeed;

/// What is wrong with the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SettingsTrouble {
    /// It was damaged; the settings begin anew.
    SetAside {
        /// Where it is now.
        path: String,
    },
    /// Some fields mean nothing; they begin anew, the others are kept.
    FieldsLost {
        /// Which, from the outside in: `preferences.theme`.
        fields: Vec<String>,
    },
    /// It can't be read now. It is left as it is, so nothing is kept until the next start.
    Unreadable { failure: Failure },
    /// It can't be written; this is tried again.
    NotKept { failure: Failure },
}

impl Settings {
    /// Reads each field by itself: one that means nothing costs no other. Also says which did.
    pub fn read(kept: &Value) -> (Self, Vec<String>) {
        let mut read = Reading { good: Value::Object(Map::new()), lost: Vec::new() };
        read.take(&[], &earlier::taken_over(kept.clone()));
        (serde_json::from_value(read.good).unwrap_or_default(), read.lost)
    }

    /// Writes them over what is kept; what is not known here is a later version's and stays.
    pub fn write_over(&self, kept: &mut Value) {
        // Settings are plain data, which is always JSON.
        if let Ok(ours) = serde_json::to_value(self) {
            take_out::<BTreeMap<HotkeyAction, String>>(kept, &ours, "/preferences/hotkeys");
            take_out::<BTreeMap<KeyDeed, String>>(kept, &ours, "/preferences/keys");
            take_out::<BTreeMap<String, QueueColour>>(kept, &ours, "/preferences/queueColours");
            merge(kept, ours);
            earlier::leave_out(kept);
        }
    }
}

/// What could be read so far. It can be read as settings at any time.
struct Reading {
    good: Value,
    lost: Vec<String>,
}

impl Reading {
    fn take(&mut self, path: &[&str], given: &Value) {
        // As a whole first: only where that fails is it taken apart, to find what is wrong in it.
        if self.put(path, given.clone()) {
            return;
        }
        match given {
            Value::Object(fields) if self.put(path, Value::Object(Map::new())) => {
                for (name, value) in fields {
                    self.take(&[path, &[name.as_str()]].concat(), value);
                }
            }
            Value::Array(list) if self.put(path, Value::Array(Vec::new())) => {
                let mut good: Vec<Value> = Vec::new();
                for one in list {
                    good.push(one.clone());
                    if !self.put(path, Value::Array(good.clone())) {
                        good.pop();
                    }
                }
                // Named as a list: an item has no name that a person could look for in the file.
                self.lost.push(path.join("."));
            }
            _ => self.lost.push(path.join(".")),
        }
    }

    /// Puts it there if the whole can still be read.
    fn put(&mut self, path: &[&str], value: Value) -> bool {
        // Tried on a copy: what can't be read must leave no trace in what can.
        let mut whole = self.good.clone();
        let mut place = &mut whole;
        for name in path {
            place = &mut place[*name];
        }
        *place = value;
        let can_be_read = Settings::deserialize(&whole).is_ok();
        if can_be_read {
            self.good = whole;
        }
        can_be_read
    }
}

/// What this version can read there and has no more was taken out by the person: merged, it would be back.
fn take_out<T: DeserializeOwned>(kept: &mut Value, ours: &Value, place: &str) {
    let Some(Value::Object(kept)) = kept.pointer_mut(place) else { return };
    let is_ours = |name: &str| ours.pointer(place).is_some_and(|ours| ours.get(name).is_some());
    let is_known = |name: &str, value: &Value| T::deserialize(json!({ name: value })).is_ok();
    kept.retain(|name, value| is_ours(name) || !is_known(name, value));
}

fn merge(kept: &mut Value, ours: Value) {
    match (kept, ours) {
        (Value::Object(kept), Value::Object(ours)) => {
            for (name, value) in ours {
                merge(kept.entry(name).or_insert(Value::Null), value);
            }
        }
        // Lists are ours as a whole: merged, what a person has taken out would be back.
        (kept, ours) => *kept = ours,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::target::{CrmTarget, CrmWhen};
    use crate::scripts::{CallEvent, Webhook};
    use crate::settings::{Language, Theme};

    fn kept() -> Value {
        json!({
            "account": { "scheme": "http", "host": "10.0.0.5", "port": 9011, "apiVersion": "v1.1.0",
                "username": "api", "extension": "101", "reportHost": null, "reportPort": 8260, "certificate": null },
            "heard": ["101 msg1.wav"],
            "lacksTold": [],
            "preferences": { "outsidePrefix": "9", "theme": "dark", "language": "en", "historyDays": 30,
                "scripts": { "events": ["ring", "end"], "webhook": "https://crm.example" } },
        })
    }

    #[test]
    fn a_language_of_every_version_is_kept() {
        let tag = |tag: &str| Language::Tag(tag.to_owned());
        for (word, language) in
            [("system", Language::System), ("en", tag("en")), ("zh-CN", tag("zh-CN")), ("tlh", tag("tlh"))]
        {
            let mut file = kept();
            file["preferences"]["language"] = json!(word);
            let (settings, lost) = Settings::read(&file);
            assert_eq!((&settings.preferences.language, lost), (&language, vec![]));
            settings.write_over(&mut file);
            assert_eq!(file["preferences"]["language"], json!(word));
        }
    }

    #[test]
    fn a_field_that_means_nothing_costs_no_other() {
        let (whole, lost) = Settings::read(&kept());
        assert_eq!(lost, [""; 0]);
        for (place, value, named) in [
            ("/preferences/theme", json!("sepia"), "preferences.theme"),
            ("/preferences/language", json!(7), "preferences.language"),
            ("/preferences/historyDays", json!(-1), "preferences.historyDays"),
            ("/preferences/scripts/events", json!(["ring", "hum", "end"]), "preferences.scripts.events"),
            ("/account/port", json!("many"), "account.port"),
            ("/account/certificate", json!(7), "account.certificate"),
            ("/heard", json!({}), "heard"),
            ("/preferences/scripts", json!(true), "preferences.scripts"),
        ] {
            let mut spoiled = kept();
            *spoiled.pointer_mut(place).unwrap() = value;
            let (read, lost) = Settings::read(&spoiled);
            assert_eq!(lost, [named]);
            assert_eq!(read.account.as_ref().unwrap().host, "10.0.0.5", "{named}");
            assert_eq!(read.account.as_ref().unwrap().port, 9011, "{named}");
            assert_eq!(read.preferences.outside_prefix, "9", "{named}");
            if named.ends_with("events") {
                assert_eq!(read.preferences.scripts, whole.preferences.scripts, "the words that are known");
            }
        }
        assert_eq!(whole.preferences.theme, Theme::Dark);
        assert_eq!(whole.preferences.scripts.events, [CallEvent::Ring, CallEvent::End]);
        assert_eq!(Settings::read(&json!([1])), (Settings::default(), vec![String::new()]));
    }

    #[test]
    fn what_an_earlier_version_did_not_have_is_the_default() {
        let mut old = kept();
        old["account"].as_object_mut().unwrap().remove("reportPort");
        let (read, lost) = Settings::read(&old);
        assert_eq!((read.account.unwrap().report_port, lost), (8260, vec![]));
    }

    #[test]
    fn the_one_web_address_of_an_earlier_version_is_the_first_of_several() {
        let mut file = kept();
        let (mut settings, lost) = Settings::read(&file);
        let events = vec![CallEvent::Ring, CallEvent::End];
        let one = Webhook { slot: 0, address: "https://crm.example".to_owned(), events };
        assert_eq!((&settings.preferences.scripts.webhooks, lost), (&vec![one], vec![]));
        settings.preferences.scripts.webhooks.clear();
        settings.write_over(&mut file);
        assert_eq!(
            file["preferences"]["scripts"]["webhook"],
            Value::Null,
            "an earlier version would tell it"
        );
        assert_eq!(Settings::read(&file).0.preferences.scripts.webhooks, []);
    }

    #[test]
    fn the_callers_page_of_an_earlier_version_is_the_first_of_several() {
        for (word, when) in
            [("on-ring", CrmWhen::OnRing), ("on-answer", CrmWhen::OnAnswer), ("at noon", CrmWhen::OnClick)]
        {
            let mut file = kept();
            file["preferences"]["crmUrl"] = json!("https://crm.example/?n={number}");
            file["preferences"]["crmWhen"] = json!(word);
            let (mut settings, lost) = Settings::read(&file);
            let address = "https://crm.example/?n={number}".to_owned();
            let first = CrmTarget { address, when, ..CrmTarget::default() };
            assert_eq!((&settings.preferences.crm, lost), (&vec![first], vec![]));
            settings.preferences.crm.clear();
            settings.write_over(&mut file);
            assert_eq!(file["preferences"]["crmUrl"], Value::Null, "an earlier version would open it");
            assert_eq!(Settings::read(&file).0.preferences.crm, []);
        }
    }

    #[test]
    fn what_the_person_took_out_stays_out_and_what_nobody_knows_stays() {
        let mut file = kept();
        file["preferences"]["keys"] = json!({ "hold": "F9", "mute": "F8", "dance": "F7", "note": 7 });
        file["preferences"]["queueColours"] = json!({ "6400": "teal", "6401": "plaid" });
        let (mut settings, lost) = Settings::read(&file);
        assert_eq!(
            lost,
            ["preferences.keys.dance", "preferences.keys.note", "preferences.queueColours.6401"]
        );
        assert_eq!(settings.preferences.keys.len(), 2);
        assert_eq!(settings.preferences.outside_prefix, "9");
        settings.preferences.keys.remove(&KeyDeed::Hold);
        settings.preferences.queue_colours.clear();
        settings.write_over(&mut file);
        assert_eq!(file["preferences"]["keys"], json!({ "mute": "F8", "dance": "F7", "note": 7 }));
        assert_eq!(file["preferences"]["queueColours"], json!({ "6401": "plaid" }));
    }

    #[test]
    fn what_a_later_version_has_besides_is_kept() {
        let mut later = kept();
        later["accounts"] = json!(["two"]);
        later["preferences"]["pet"] = json!({ "kind": "cat" });
        let (mut settings, lost) = Settings::read(&later);
        assert_eq!(lost, [""; 0]);
        settings.preferences.theme = Theme::Light;
        settings.heard.clear();
        let mut written = later.clone();
        settings.write_over(&mut written);
        assert_eq!(
            (&written["accounts"], &written["preferences"]["pet"]["kind"]),
            (&json!(["two"]), &json!("cat"))
        );
        assert_eq!((&written["preferences"]["theme"], &written["heard"]), (&json!("light"), &json!([])));
        assert_eq!(Settings::read(&written).0, settings);
    }
}
