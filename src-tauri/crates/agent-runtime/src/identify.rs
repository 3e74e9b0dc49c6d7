//! What is known of a number: the contact it belongs to, the last calls with it, the last note about it.

use agent_core::{CallerCard, Input, PastCall};
use agent_storage::{Contacts, History};
use tracing::debug;

use crate::inputs::Inputs;

/// As many calls as the pop-up has lines for.
const LAST_CALLS: usize = 3;
/// How far back a note is looked for.
const NOTES_WITHIN: usize = 20;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Identifier {
    pub(crate) contacts: Contacts,
    pub(crate) history: History,
    pub(crate) inputs: Inputs,
}

impl Identifier {
    pub(crate) fn start(&self, number: String) {
        let this = self.clone();
        tokio::spawn(async move {
            let card = this.card(&number).await;
            this.inputs.send(Input::Identified { number, card }).await;
        });
    }

    async fn card(&self, number: &str) -> CallerCard {
        let contact = self.contacts.find(number);
        let calls = self
            .history
            .with_number(number.to_owned(), self.contacts.lines(), NOTES_WITHIN)
            .await
            .unwrap_or_else(|failure| {
                // The history has told its trouble itself.
                debug!(?failure, "the caller's earlier calls are not known");
                Vec::new()
            });
        let past = |call: &agent_core::CallRecord| PastCall {
            started: call.started,
            direction: call.direction,
            outcome: call.outcome,
        };
        CallerCard {
            name: contact.as_ref().map(|contact| contact.name.clone()).filter(|name| !name.is_empty()),
            company: contact.and_then(|contact| contact.company),
            e164: self.contacts.e164(number),
            last_calls: calls.iter().take(LAST_CALLS).map(past).collect(),
            last_note: calls.iter().map(|call| call.note.text.clone()).find(|text| !text.is_empty()),
        }
    }
}
