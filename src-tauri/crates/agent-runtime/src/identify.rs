//! What is known of a number: the contact it belongs to, the last calls with it, the last note about it.

use agent_core::{CallerCard, CardPerson, ContactSource, Input, PastCall};
use agent_storage::{Contact, Contacts, History};
use tracing::debug;

use crate::inputs::Inputs;
use crate::sources::Sources;

/// As many calls as the pop-up has lines for.
const LAST_CALLS: usize = 3;
/// How far back a note is looked for.
const NOTES_WITHIN: usize = 20;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Identifier {
    pub(crate) contacts: Contacts,
    pub(crate) sources: Sources,
    pub(crate) history: History,
    pub(crate) inputs: Inputs,
}

impl Identifier {
    pub(crate) fn start(&self, number: String, sources: Vec<ContactSource>) {
        let this = self.clone();
        tokio::spawn(async move {
            let card = this.card(&number).await;
            let is_known = !card.people.is_empty();
            this.inputs.send(Input::Identified { number: number.clone(), card: card.clone() }).await;
            if is_known {
                return;
            }
            // What is known here is shown meanwhile: other servers take their time.
            let people = this.sources.who_has(&number, sources).await;
            if !people.is_empty() {
                this.inputs.send(Input::Identified { number, card: of_people(people, card) }).await;
            }
        });
    }

    async fn card(&self, number: &str) -> CallerCard {
        let people = self.contacts.find_all(number).into_iter().map(person).collect();
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
        let card = CallerCard {
            e164: self.contacts.e164(number),
            last_calls: calls.iter().take(LAST_CALLS).map(past).collect(),
            last_note: calls.iter().map(|call| call.note.text.clone()).find(|text| !text.is_empty()),
            ..CallerCard::default()
        };
        of_people(people, card)
    }
}

/// The card with the names of the first of them.
fn of_people(people: Vec<CardPerson>, card: CallerCard) -> CallerCard {
    let first = people.first().cloned().unwrap_or_default();
    CallerCard {
        name: Some(first.name).filter(|name| !name.is_empty()),
        company: first.company,
        people,
        ..card
    }
}

pub(crate) fn person(contact: Contact) -> CardPerson {
    CardPerson { name: contact.name, company: contact.company, numbers: contact.numbers }
}
