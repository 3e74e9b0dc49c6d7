//! The PBX's extensions: names, and what each phone is doing.

mod presence;

use std::collections::BTreeMap;
use std::time::Duration;

use pbx_protocol::endpoints::{ExtensionStatus, ListedExtension};
use pbx_protocol::{Extension, QueueNumber};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::now::{Now, WallMillis};
use crate::phone::PhoneStatus;
use crate::queues::mark;
use crate::shown;
pub(crate) use presence::Presence;

/// What phones do changes twice a second at most: in a large company ten of them change in that time, and with each change a
/// page of hundreds of rows is drawn.
const BETWEEN_CHANGES: Duration = Duration::from_millis(500);

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
    /// By which they are told apart.
    letters: BTreeMap<QueueNumber, String>,
    /// What phones do is told no more.
    is_cut: bool,
    /// Reported, and not yet taken in.
    reported: Vec<(Extension, PhoneStatus, Now)>,
    /// When reports may be taken in again.
    takes_at: Duration,
}

#[derive(Debug)]
struct Entry {
    name: String,
    presence: Presence,
}

impl Directory {
    pub(crate) fn replace(&mut self, list: Vec<ListedExtension>, now: Now) {
        self.take_in();
        // While nothing was told a phone may have done anything and be back.
        let is_gap = std::mem::take(&mut self.is_cut);
        let mut old = std::mem::take(&mut self.entries);
        let entry = |listed: ListedExtension| {
            let status = PhoneStatus::of(&listed.status);
            let presence = match old.remove(&listed.number) {
                Some(known) => known.presence.listed(status, is_gap, now),
                None => Presence::found(status, now),
            };
            (listed.number, Entry { name: shown::name(listed.username), presence })
        };
        self.entries = list.into_iter().map(entry).collect();
    }

    /// It is taken in when time passes next, or half a second later.
    pub(crate) fn set_status(&mut self, extension: &Extension, status: &ExtensionStatus, now: Now) {
        if self.entries.contains_key(extension) {
            self.reported.push((extension.clone(), PhoneStatus::of(status), now));
        }
    }

    pub(crate) fn let_time_pass(&mut self, now: Now) {
        if !self.reported.is_empty() && self.takes_at <= now.monotonic {
            self.take_in();
            self.takes_at = now.monotonic + BETWEEN_CHANGES;
        }
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        (!self.reported.is_empty()).then_some(self.takes_at)
    }

    fn take_in(&mut self) {
        for (extension, status, at) in std::mem::take(&mut self.reported) {
            if let Some(entry) = self.entries.get_mut(&extension) {
                entry.presence = entry.presence.reported(status, at);
            }
        }
    }

    /// Nothing more is told: what phones do now is not known, until there is a list again.
    pub(crate) fn on_offline(&mut self) {
        self.take_in();
        self.is_cut = true;
    }

    /// What it did last, whether or not that is still told.
    pub(crate) fn presence(&self, extension: &Extension) -> Option<Presence> {
        self.entries.get(extension).map(|entry| entry.presence)
    }

    /// When that was told, where it is too old to be shown as so.
    pub(crate) fn old_since(&self, presence: Presence, now: Now) -> Option<WallMillis> {
        (self.is_cut || presence.old_at() <= now.monotonic).then(|| presence.told())
    }

    /// All of them, by number.
    pub(crate) fn extensions(&self) -> impl Iterator<Item = (&Extension, &str, Presence)> {
        self.entries.iter().map(|(number, entry)| (number, entry.name.as_str(), entry.presence))
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
        // What is told no more must not look like what is.
        let known = self.presence(extension).filter(|_| !self.is_cut);
        known.map_or(PhoneStatus::Unknown, |presence| presence.status)
    }

    pub(crate) fn set_queues(&mut self, queues: BTreeMap<QueueNumber, String>) {
        self.letters = mark::letters(&queues);
        self.queues = queues;
    }

    pub(crate) fn forget_queue(&mut self, number: &QueueNumber) {
        self.queues.remove(number);
        self.letters.remove(number);
    }

    pub(crate) fn queue_letter(&self, number: &QueueNumber) -> Option<&str> {
        self.letters.get(number).map(String::as_str)
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
        let fits = |(number, entry): &(&Extension, &Entry)| is_meant(number, &entry.name, &wanted);
        let found = self.entries.iter().filter(fits).take(limit);
        found
            .map(|(number, entry)| DirectoryEntry {
                number: number.to_string(),
                name: entry.name.clone(),
                status: self.status(number),
                as_of: entry.presence.old_since(now).filter(|_| !self.is_cut),
            })
            .collect()
    }
}

/// Whether what was typed, in small letters, means this one.
pub(crate) fn is_meant(number: &Extension, name: &str, wanted: &str) -> bool {
    number.as_str().starts_with(wanted) || name.to_lowercase().contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_says_its_age_when_it_is_old() {
        let minutes = |n: i64| WallMillis(n * 60_000);
        let at = |n: i64| Now { monotonic: Duration::from_mins(n.unsigned_abs()), wall: minutes(n) };
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
        directory.replace(vec![listed], at(10));
        let old = |directory: &Directory, now| directory.lookup("101", 1, now)[0].as_of;
        assert_eq!(old(&directory, minutes(14)), None);
        assert_eq!(old(&directory, minutes(15)), Some(minutes(10)));
        assert_eq!(old(&directory, minutes(0)), None, "the clock was set back");
        directory.set_status(&own, &ExtensionStatus::InUse, at(16));
        directory.let_time_pass(at(16));
        assert_eq!(old(&directory, minutes(17)), None);
        directory.on_offline();
        assert_eq!(old(&directory, minutes(90)), None, "nothing is known that could be old");
    }
}
