//! The PBX's extensions: names, and what each phone is doing.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{ExtensionStatus, ListedExtension};
use pbx_protocol::{Extension, QueueNumber};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::now::WallMillis;
use crate::phone::PhoneStatus;
use crate::shown;

/// Milliseconds. Within that a colleague has perhaps not even hung up.
const OLD_AFTER: i64 = 5 * 60_000;

/// Somebody who can be called, for suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryEntry {
    pub number: String,
    pub name: String,
    /// What the phone is doing.
    pub status: PhoneStatus,
    /// When that was told, if it is some minutes ago.
    pub as_of: Option<WallMillis>,
}

/// Who can be called inside, and what each is called.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    entries: BTreeMap<Extension, Entry>,
    /// The queues' names.
    queues: BTreeMap<QueueNumber, String>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    status: PhoneStatus,
    /// When the status was told.
    as_of: WallMillis,
}

impl Entry {
    /// When that was told, if that is so long ago that it has to be said; nothing is said of what is not known.
    fn old_since(&self, now: WallMillis) -> Option<WallMillis> {
        // The wall's clock may have been set back since; then it is not old.
        let age = now.0.saturating_sub(self.as_of.0);
        (self.status != PhoneStatus::Unknown && age >= OLD_AFTER).then_some(self.as_of)
    }
}

impl Directory {
    pub(crate) fn replace(&mut self, list: Vec<ListedExtension>, as_of: WallMillis) {
        let entry = |listed: ListedExtension| {
            let status = PhoneStatus::of(&listed.status);
            (listed.number, Entry { name: shown::name(listed.username), status, as_of })
        };
        self.entries = list.into_iter().map(entry).collect();
    }

    pub(crate) fn set_status(&mut self, extension: &Extension, status: &ExtensionStatus, as_of: WallMillis) {
        if let Some(entry) = self.entries.get_mut(extension) {
            (entry.status, entry.as_of) = (PhoneStatus::of(status), as_of);
        }
    }

    /// Nothing more is told: what phones do now is not known.
    pub(crate) fn on_offline(&mut self) {
        self.entries.values_mut().for_each(|entry| entry.status = PhoneStatus::Unknown);
    }

    pub(crate) fn contains(&self, extension: &Extension) -> bool {
        self.entries.contains_key(extension)
    }

    /// How many digits the longest extension has; nothing while none is known.
    pub(crate) fn longest_number(&self) -> Option<usize> {
        self.entries.keys().map(|extension| extension.as_str().len()).max()
    }

    /// The name, unless it only repeats the number.
    pub(crate) fn name(&self, extension: &Extension) -> Option<String> {
        let name = &self.entries.get(extension)?.name;
        (!name.trim().is_empty() && name != extension.as_str()).then(|| name.clone())
    }

    /// The name for a number as calls report it.
    pub(crate) fn name_of_number(&self, number: &str) -> Option<String> {
        Extension::parse(number).ok().and_then(|extension| self.name(&extension))
    }

    pub(crate) fn status(&self, extension: &Extension) -> PhoneStatus {
        self.entries.get(extension).map_or(PhoneStatus::Unknown, |entry| entry.status)
    }

    pub(crate) fn set_queues(&mut self, queues: BTreeMap<QueueNumber, String>) {
        self.queues = queues;
    }

    pub(crate) fn forget_queue(&mut self, number: &QueueNumber) {
        self.queues.remove(number);
    }

    pub(crate) fn has_queue(&self, number: &str) -> bool {
        QueueNumber::parse(number).is_ok_and(|number| self.queues.contains_key(&number))
    }

    pub(crate) fn queue_name(&self, number: &str) -> Option<String> {
        let name = self.queues.get(&QueueNumber::parse(number).ok()?)?;
        Some(name.clone()).filter(|name| !name.is_empty())
    }

    /// Its name, or its number where it has none.
    pub(crate) fn name_of_queue(&self, number: &QueueNumber) -> String {
        self.queue_name(number.as_str()).unwrap_or_else(|| number.to_string())
    }

    pub(crate) fn lookup(&self, text: &str, limit: usize, now: WallMillis) -> Vec<DirectoryEntry> {
        let wanted = text.trim().to_lowercase();
        let fits = |(number, entry): &(&Extension, &Entry)| {
            number.as_str().starts_with(&wanted) || entry.name.to_lowercase().contains(&wanted)
        };
        let found = self.entries.iter().filter(fits).take(limit);
        found
            .map(|(number, entry)| DirectoryEntry {
                number: number.to_string(),
                name: entry.name.clone(),
                status: entry.status,
                as_of: entry.old_since(now),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_says_its_age_when_it_is_old() {
        let minutes = |n: i64| WallMillis(n * 60_000);
        let mut directory = Directory::default();
        let own = Extension::parse("101").unwrap();
        let listed = ListedExtension {
            number: own.clone(),
            status: ExtensionStatus::Idle,
            technology: String::new(),
            port: None,
            username: "Li Na".to_owned(),
            agent_id: String::new(),
        };
        directory.replace(vec![listed], minutes(10));
        let old = |directory: &Directory, now| directory.lookup("101", 1, now)[0].as_of;
        assert_eq!(old(&directory, minutes(14)), None);
        assert_eq!(old(&directory, minutes(15)), Some(minutes(10)));
        assert_eq!(old(&directory, minutes(0)), None, "the clock was set back");
        directory.set_status(&own, &ExtensionStatus::InUse, minutes(16));
        assert_eq!(old(&directory, minutes(17)), None);
        directory.on_offline();
        assert_eq!(old(&directory, minutes(90)), None, "nothing is known that could be old");
    }
}
