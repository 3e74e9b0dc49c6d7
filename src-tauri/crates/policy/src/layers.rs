//! What the places hold, laid over each other.

use serde_json::{Map, Value as Json};

use crate::value::{PauseReason, Ports, Server};
use crate::{KEYS, Key, Name, Trouble, Value, Why};

/// Who has set something, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// For everybody on the machine.
    Machine,
    /// For this person.
    Person,
    /// Proposed by the installer: the person may choose otherwise.
    Proposal,
}

impl Origin {
    /// As `uc policy --json` has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Person => "person",
            Self::Proposal => "proposal",
        }
    }
}

/// What one place holds, not yet checked.
#[derive(Debug)]
pub struct Layer {
    /// The file, or the key of the registry.
    pub place: String,
    pub origin: Origin,
    /// Names and plain values, or why there are none.
    pub entries: Result<Map<String, Json>, Why>,
}

/// One value, and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub name: Name,
    pub value: Value,
    pub place: String,
    pub origin: Origin,
}

/// What holds, and what is wrong.
#[derive(Debug, Default)]
pub struct Policy {
    settings: Vec<Setting>,
    troubles: Vec<Trouble>,
}

impl Policy {
    /// Lays them over each other; of a key that several have, the strongest good value holds.
    pub fn of(mut layers: Vec<Layer>) -> Self {
        // Whoever comes first wins below; the sort is stable, so that of two files of one origin the first one does.
        layers.sort_by_key(|layer| layer.origin);
        let mut policy = Self::default();
        for Layer { place, origin, entries } in layers {
            match entries {
                Ok(entries) => {
                    entries.iter().for_each(|(path, given)| policy.take(&place, origin, path, given));
                }
                Err(why) => policy.troubles.push(Trouble { place, key: None, why }),
            }
        }
        policy
    }

    fn take(&mut self, place: &str, origin: Origin, path: &str, given: &Json) {
        let is_group =
            KEYS.iter().any(|key| key.path.split_once('.').is_some_and(|(group, _)| group == path));
        if let (true, Json::Object(members)) = (is_group, given) {
            for (member, given) in members {
                self.take(place, origin, &format!("{path}.{member}"), given);
            }
            return;
        }
        match read(path, is_group, given) {
            // A bad value of the machine's leaves the key to the person: no policy at all would be worse than theirs.
            Ok((key, value)) => {
                if self.setting(key.name).is_none() {
                    let setting = Setting { name: key.name, value, place: place.to_owned(), origin };
                    self.settings.push(setting);
                }
            }
            Err(why) => {
                self.troubles.push(Trouble { place: place.to_owned(), key: Some(path.to_owned()), why });
            }
        }
    }

    /// What holds for this key, fixed or proposed.
    pub fn setting(&self, name: Name) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.name == name)
    }

    /// All that hold, in the order of the schema.
    pub fn settings(&self) -> impl Iterator<Item = (&'static Key, &Setting)> {
        KEYS.iter().filter_map(|key| self.setting(key.name).map(|setting| (key, setting)))
    }

    /// What does not hold, in the order of the places.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// Where the PBX is, as far as it is said.
    pub fn server(&self) -> Option<&Server> {
        let Value::Server(server) = &self.setting(Name::Server)?.value else { return None };
        Some(server)
    }

    /// The ports for reports.
    pub fn ports(&self) -> Option<Ports> {
        let Value::Ports(ports) = &self.setting(Name::ReportPorts)?.value else { return None };
        Some(*ports)
    }

    /// The value of a key of texts: version, certificate, user, extension, host, language, level.
    pub fn text(&self, name: Name) -> Option<&str> {
        let Value::Text(text) = &self.setting(name)?.value else { return None };
        Some(text)
    }

    /// `None`: nobody has decided it, which is neither true nor false.
    pub fn switch(&self, name: Name) -> Option<bool> {
        let Value::Switch(on) = &self.setting(name)?.value else { return None };
        Some(*on)
    }

    /// For how many days calls are kept.
    pub fn days(&self) -> Option<u32> {
        let Value::Days(days) = &self.setting(Name::KeepHistoryDays)?.value else { return None };
        Some(*days)
    }

    /// Why one can be paused.
    pub fn reasons(&self) -> Option<&[PauseReason]> {
        let Value::Reasons(reasons) = &self.setting(Name::PauseReasons)?.value else { return None };
        Some(reasons)
    }

    /// Where files are saved.
    pub fn downloads(&self) -> Option<&std::path::Path> {
        let Value::Folder(folder) = &self.setting(Name::DownloadsFolder)?.value else { return None };
        Some(folder)
    }
}

fn read(path: &str, is_group: bool, given: &Json) -> Result<(&'static Key, Value), Why> {
    // Before all else, however it is spelt and wherever it stands: it has to be named as what it is, not as unknown.
    if path.split('.').any(|part| part.eq_ignore_ascii_case("password")) {
        return Err(Why::Password);
    }
    if is_group {
        return Err(Why::HasToBe("a group of keys"));
    }
    let key = KEYS.iter().find(|key| key.path == path).ok_or(Why::UnknownKey)?;
    Ok((key, key.kind.check(given)?))
}
