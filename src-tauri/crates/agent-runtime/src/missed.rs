//! Past calls out of the history, with what the contacts know of their callers: those that were missed, and those whose
//! notes are mended.

use agent_core::{CallRecord, Input, NotedCall, PastCallOf, WallMillis};
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

    /// Tells the desk of a call whose note is being changed.
    pub(crate) fn read_noted(&self, id: String) {
        let this = self.clone();
        // Asked here and not in the task: what is written next must not be in the answer.
        let noted = self.history.noted(id.clone());
        tokio::spawn(async move {
            let noted = noted.await.unwrap_or_else(|failure| {
                debug!(?failure, "what came of a past call is not known");
                None
            });
            let call = noted.map(|(record, told)| Box::new(NotedCall { call: this.known(record), told }));
            this.inputs.send(Input::NotedRead { id, call }).await;
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
