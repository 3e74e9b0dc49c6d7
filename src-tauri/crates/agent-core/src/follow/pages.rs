//! The caller's page in another program: opened once for each call by itself, and by a click.

use std::collections::BTreeSet;
use std::time::Duration;

use super::cards::Cards;
use crate::calls::call::{Call, Phase};
use crate::calls::view::CallKey;
use crate::crm::{self, CrmCall, CrmWhen};
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::shared::Shared;

/// A browser that a flood of calls fills with pages is of use to nobody.
const MOST_A_MINUTE: usize = 10;

/// The callers' pages.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// Whose page was opened by itself, or is left to a click.
    done: BTreeSet<CallKey>,
    /// When pages were opened by themselves, lately.
    opened: Vec<Duration>,
    /// A page was due, and the template made none.
    missed: bool,
    /// A page was due, and too many were open.
    left: bool,
}

impl Pages {
    /// Whether a page was due since the last look that the template does not make.
    pub(crate) fn take_missed(&mut self) -> bool {
        std::mem::take(&mut self.missed)
    }

    /// Whether pages were not opened since the last look, for there were too many.
    pub(crate) fn take_left(&mut self) -> bool {
        std::mem::take(&mut self.left)
    }

    pub(super) fn keep(&mut self, known: &BTreeSet<CallKey>) {
        self.done.retain(|key| known.contains(key));
    }

    /// A call that is picked up where several rang is opened by the one who has it. It waits for the caller's card,
    /// which knows the name and the country of the number and comes at once.
    pub(super) fn open_by_themselves(&mut self, calls: &[Call], cards: &Cards, shared: &mut Shared) {
        for call in calls.iter().filter(|call| call.parties.incoming && cards.of(call).is_some()) {
            let is_reached = match shared.settings.preferences.crm_when {
                CrmWhen::OnClick => false,
                CrmWhen::OnRing => call.phase == Phase::Ringing,
                CrmWhen::OnAnswer => matches!(call.phase, Phase::Talking { .. }),
            };
            if !is_reached || self.done.contains(&call.key) {
                continue;
            }
            let is_wrong = shared.settings.preferences.has_wrong_template();
            self.missed |= is_wrong;
            if is_wrong || self.open_by_itself(call, cards, shared) {
                self.done.insert(call.key);
            }
        }
    }

    /// Beyond so many a minute a page is left to a click; whether this call is done with either way.
    fn open_by_itself(&mut self, call: &Call, cards: &Cards, shared: &mut Shared) -> bool {
        let now = shared.now.monotonic;
        self.opened.retain(|at| now.saturating_sub(*at) < Duration::from_mins(1));
        if self.opened.len() >= MOST_A_MINUTE {
            self.left = true;
            // Done with for good: in a minute it would be the page of somebody who has hung up.
            return true;
        }
        let is_open = open(call, cards, shared).is_ok();
        if is_open {
            self.opened.push(now);
        }
        is_open
    }
}

pub(crate) fn open(call: &Call, cards: &Cards, shared: &mut Shared) -> Result<(), Refusal> {
    let address = address(call, cards, shared).ok_or(Refusal::NotNow)?;
    shared.push(Effect::OpenPage { address });
    Ok(())
}

pub(super) fn can_open(call: &Call, shared: &Shared) -> bool {
    crm::is_template(&shared.settings.preferences.crm_url) && call.number().is_some()
}

fn address(call: &Call, cards: &Cards, shared: &Shared) -> Option<String> {
    let number = call.number()?;
    let name = cards.name(call, &shared.directory).unwrap_or_default();
    crm::address(
        &shared.settings.preferences.crm_url,
        &CrmCall {
            number: &number,
            e164: cards.of(call).and_then(|card| card.e164.as_deref()),
            name: &name,
            extension: shared.own.as_ref()?.as_str(),
            queue: call.parties.called.as_deref().unwrap_or_default(),
            call: &call.record_id(),
            direction: call.parties.direction,
        },
    )
}
