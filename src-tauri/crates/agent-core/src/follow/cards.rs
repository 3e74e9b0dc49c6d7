//! What is known of who calls: asked once for each number.

use std::collections::{BTreeMap, BTreeSet};

use crate::caller_card::{CallerCard, CardPerson};
use crate::calls::call::{Call, Other};
use crate::calls::view::CallKey;
use crate::directory::Directory;
use crate::failure::Refusal;
use crate::shared::Shared;
use crate::shown;

/// The cards of the calls' other sides.
#[derive(Debug, Default)]
pub(crate) struct Cards(BTreeMap<CallKey, Asked>);

/// A number that was asked for, and what came.
#[derive(Debug)]
struct Asked {
    number: String,
    card: Option<CallerCard>,
    /// Whom the agent has chosen of several.
    chosen: Option<CardPerson>,
}

impl Asked {
    /// As long as that one still has the number.
    fn show_chosen(&mut self) {
        let (Some(card), Some(chosen)) = (&mut self.card, &self.chosen) else { return };
        if card.people.contains(chosen) {
            card.name = Some(chosen.name.clone()).filter(|name| !name.is_empty());
            card.company.clone_from(&chosen.company);
        }
    }
}

impl Cards {
    pub(super) fn keep(&mut self, known: &BTreeSet<CallKey>) {
        self.0.retain(|key, _| known.contains(key));
    }

    pub(super) fn ask(&mut self, calls: &[Call], shared: &mut Shared) {
        for call in calls.iter().filter(|call| call.is_live()) {
            let Some(number) = call.number() else { continue };
            // A transfer gives a call another party, who has another card.
            if self.0.get(&call.key).is_none_or(|asked| asked.number != number) {
                self.0.insert(call.key, Asked { number: number.clone(), card: None, chosen: None });
                shared.identify(number);
            }
        }
    }

    pub(crate) fn on_identified(&mut self, number: &str, card: &CallerCard) {
        // By the number, so that an answer which comes after a transfer is not hung on the new party.
        for asked in self.0.values_mut().filter(|asked| asked.number == number) {
            asked.card = Some(card.clone());
            asked.show_chosen();
        }
    }

    /// The agent knows who of them it is.
    pub(crate) fn choose(&mut self, call: CallKey, person: u8) -> Result<(), Refusal> {
        let asked = self.0.get_mut(&call).ok_or(Refusal::NoSuchCall)?;
        let card = asked.card.as_ref().ok_or(Refusal::NoSuchItem)?;
        asked.chosen = Some(card.people.get(usize::from(person)).ok_or(Refusal::NoSuchItem)?.clone());
        asked.show_chosen();
        Ok(())
    }

    pub(super) fn of(&self, call: &Call) -> Option<&CallerCard> {
        self.0.get(&call.key)?.card.as_ref()
    }

    /// Colleagues are in our own list; an outside number that equals an extension's is somebody else's.
    pub(crate) fn name(&self, call: &Call, directory: &Directory) -> Option<String> {
        match &call.parties.other {
            Other::Extension(extension) => directory.name(extension),
            Other::Outside(party) => {
                let known = self.of(call).and_then(|card| card.name.clone());
                known.or_else(|| party.name.clone()).map(shown::name)
            }
            Other::Unknown => None,
        }
    }
}
