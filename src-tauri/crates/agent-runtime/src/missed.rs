//! The missed calls out of the history, with what the contacts know of their callers.

use agent_core::{CallRecord, Input, PastCallOf, WallMillis};
use tracing::debug;

use crate::identify::Identifier;

impl Identifier {
    /// Tells the desk which calls were missed since then, and what became of their callers.
    pub(crate) fn read_missed(&self, since: WallMillis) {
        let this = self.clone();
        tokio::spawn(async move {
            match this.history.missed(since, this.contacts.lines()).await {
                Ok((calls, marks)) => {
                    let calls = calls.into_iter().map(|record| this.known(record)).collect();
                    this.inputs.send(Input::MissedRead { calls, marks }).await;
                }
                // The history has told its trouble itself; the list stays as it was.
                Err(failure) => debug!(?failure, "the missed calls are not known"),
            }
        });
    }

    fn known(&self, record: CallRecord) -> PastCallOf {
        let number = record.number.as_deref();
        let contact = number.and_then(|number| self.contacts.find(number));
        PastCallOf {
            line: number.and_then(|number| self.contacts.lines().key(number)),
            company: contact.and_then(|contact| contact.company),
            record,
        }
    }
}
