//! How calls are told: to the view, to the history, to the list of latest numbers.

use super::call::Call;
use super::{Around, Calls};
use crate::directory::Directory;
use crate::{CallKey, CallView, Effect, Now, RecentNumber};

/// As many as a menu holds.
const MOST_RECENT: usize = 10;

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
                call.view(name(call, directory), queue, self.actions(call, online), now)
            })
            .collect()
    }

    pub(crate) fn recent(&self) -> &[RecentNumber] {
        &self.recent
    }

    /// How many calls were written to the history.
    pub(crate) fn records(&self) -> u64 {
        self.records
    }

    pub(super) fn write(&mut self, key: CallKey, around: &mut Around<'_>) {
        let Some(call) = self.list.iter().find(|call| call.key == key) else { return };
        let name = name(call, around.directory);
        let record = call.record(around.own, name.clone());
        if let Some(number) = record.number.clone() {
            self.recent.retain(|recent| recent.number != number);
            self.recent.insert(0, RecentNumber { number, name });
            self.recent.truncate(MOST_RECENT);
        }
        self.records += 1;
        around.out.push(Effect::Record { record });
    }
}

/// Our own list knows colleagues better than any trunk.
fn name(call: &Call, directory: &Directory) -> Option<String> {
    call.number().and_then(|number| directory.name_of_number(&number)).or_else(|| call.sent_name())
}
