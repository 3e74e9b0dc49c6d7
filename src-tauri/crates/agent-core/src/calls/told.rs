//! How calls are told: to the view, to the history, to the list of latest numbers.

use super::call::{Call, Other};
use super::{Around, Calls};
use crate::directory::Directory;
use crate::{CallKey, CallView, Effect, Filled, Now, RecentNumber, shown};

/// As many as a menu holds.
pub(super) const MOST_RECENT: usize = 10;

impl Calls {
    /// Live and just ended calls, oldest first.
    pub(crate) fn view(
        &self,
        directory: &Directory,
        queue_name: impl Fn(&str) -> Option<String>,
        online: bool,
        now: Now,
    ) -> Vec<CallView> {
        let shown = self.list.iter().filter(|call| call.is_shown(now));
        shown
            .map(|call| {
                let queue = call.called.as_deref().and_then(&queue_name);
                call.view(name(call, directory), queue, self.can(call, online), now)
            })
            .collect()
    }

    pub(crate) fn recent(&self) -> &[RecentNumber] {
        &self.recent
    }

    /// The numbers of calls before this start; those of calls since are newer.
    pub(crate) fn on_recent(&mut self, older: Vec<RecentNumber>) {
        for one in older {
            if self.recent.iter().all(|known| known.number != one.number) {
                self.recent.push(RecentNumber { name: one.name.map(shown::name), ..one });
            }
        }
        self.recent.truncate(MOST_RECENT);
    }

    /// How many times the history was written.
    pub(crate) fn records(&self) -> u64 {
        self.records
    }

    /// The history has more rows than before.
    pub(crate) fn on_caught_up(&mut self, filled: Filled) {
        self.records += u64::from(filled.added > 0);
    }

    /// A call that has just ended.
    pub(super) fn write_new(&mut self, key: CallKey, around: &mut Around<'_>) {
        let Some(call) = self.list.iter().find(|call| call.key == key) else { return };
        if let Some(number) = call.number() {
            let name = name(call, around.directory);
            self.recent.retain(|recent| recent.number != number);
            self.recent.insert(0, RecentNumber { number, name });
            self.recent.truncate(MOST_RECENT);
        }
        self.write_again(key, around);
    }

    /// More is known of a call that was written before.
    pub(super) fn write_again(&mut self, key: CallKey, around: &mut Around<'_>) {
        let Some(call) = self.list.iter().find(|call| call.key == key) else { return };
        let record = call.record(around.own, name(call, around.directory), around.now);
        self.records += 1;
        around.out.push(Effect::Record { record });
    }
}

/// Colleagues are in our own list; an outside number that equals an extension's is somebody else's.
pub(super) fn name(call: &Call, directory: &Directory) -> Option<String> {
    match &call.other {
        Other::Extension(extension) => directory.name(extension),
        Other::Outside(party) => {
            let known = call.card.as_ref().and_then(|card| card.name.clone());
            known.or_else(|| party.name.clone()).map(shown::name)
        }
        Other::Unknown => None,
    }
}
