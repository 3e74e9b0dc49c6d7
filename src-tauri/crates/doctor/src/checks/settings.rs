//! What the person and the administrator have set, and whether it can be read. Reads only: the program itself sets a
//! damaged file aside at its next start.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use agent_core::{Settings, in_short};
use policy::Policy;
use serde_json::{Map, Value};

use crate::fact::Fact;

/// Under this name they stand in the file.
const KEY: &str = "settings";
/// What is shown of a name that anybody may have written.
const LONGEST: usize = 80;

/// The settings as far as they can be read, and what there is to say of the file.
pub(crate) fn read(file: &Path) -> (Settings, Vec<Fact>) {
    let path = file.display().to_string();
    let nothing = |fact| (Settings::default(), vec![fact]);
    let text = match std::fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return nothing(Fact::SettingsNone),
        Err(error) => return nothing(Fact::SettingsUnreadable { path, detail: error.to_string() }),
    };
    let kept: Map<String, Value> = match serde_json::from_slice(&text) {
        Ok(kept) => kept,
        Err(error) => {
            // Where it breaks, and nothing of what stands there.
            let detail = format!("line {}, column {}", error.line(), error.column());
            return nothing(Fact::SettingsDamaged { path, detail });
        }
    };
    let (settings, lost) = kept.get(KEY).map_or_else(Default::default, Settings::read);
    let mut facts = vec![Fact::Settings { path }];
    if !lost.is_empty() {
        facts.push(Fact::SettingsLost { fields: in_short(&lost.join(", "), LONGEST) });
    }
    (settings, facts)
}

/// What the administrator has set, and what of it does not hold.
pub(crate) fn policy_facts(policy: &Policy) -> Vec<Fact> {
    let places: BTreeSet<&str> = policy.settings().map(|(_, setting)| setting.place.as_str()).collect();
    let places = places.into_iter().collect::<Vec<_>>().join(", ");
    let count = u32::try_from(policy.settings().count()).unwrap_or(u32::MAX);
    let whole = if count == 0 { Fact::PolicyNone } else { Fact::Policy { count, places } };
    let wrong = policy.troubles().iter().map(|trouble| Fact::PolicyWrong { what: trouble.to_string() });
    std::iter::once(whole).chain(wrong).collect()
}

#[cfg(test)]
mod tests {
    use policy::{Origin, layer_of_json};

    use super::*;

    fn seen(text: &str) -> (Settings, Vec<Fact>) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings.json");
        std::fs::write(&file, text).unwrap();
        let read = read(&file);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "it is left as it is");
        read
    }

    #[test]
    fn a_damaged_file_is_told_with_the_place_and_nothing_of_it() {
        let (_, facts) = seen("{\"settings\":{\"account\":{\"username\":\"Eve");
        assert!(
            matches!(&facts[..], [Fact::SettingsDamaged { detail, .. }] if detail.starts_with("line 1")),
            "{facts:?}"
        );
        assert!(!format!("{facts:?}").contains("Eve"));
    }

    #[test]
    fn fields_that_mean_nothing_are_named_and_the_rest_holds() {
        let (settings, facts) =
            seen(r#"{"settings":{"account":{"host":"10.0.0.5","port":"x"},"preferences":{"theme":"pink"}}}"#);
        assert_eq!(settings.account.map(|account| account.host).as_deref(), Some("10.0.0.5"));
        assert!(
            matches!(&facts[1], Fact::SettingsLost { fields } if fields.contains("preferences.theme")),
            "{facts:?}"
        );
    }

    #[test]
    fn none_and_an_unreadable_one_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(&dir.path().join("none.json")).1, [Fact::SettingsNone]);
        assert!(matches!(read(dir.path()).1[..], [Fact::SettingsUnreadable { .. }]), "a folder");
    }

    #[test]
    fn a_policys_bad_keys_are_named() {
        let text = br#"{ "extension": "101", "serverr": "x", "password": "hunter2" }"#;
        let policy = Policy::of(vec![layer_of_json(text, "policy.json", Origin::Machine)]);
        let facts = policy_facts(&policy);
        assert_eq!(facts[0], Fact::Policy { count: 1, places: "policy.json".to_owned() });
        let wrong = format!("{:?}", &facts[1..]);
        assert!(wrong.contains("serverr") && wrong.contains("there is no such key"), "{wrong}");
        assert!(wrong.contains("never holds a password") && !wrong.contains("hunter2"), "{wrong}");
        assert_eq!(policy_facts(&Policy::default()), [Fact::PolicyNone]);
    }
}
