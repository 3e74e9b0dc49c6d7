//! The caller's pages in other programs: each opened once for each call by itself, and by a click.

use std::collections::BTreeSet;
use std::time::Duration;

use super::cards::Cards;
use super::programs::told_call;
use crate::calls::call::{Call, Phase};
use crate::calls::view::{CallDirection, CallKey};
use crate::crm::target::{CallKind, CallPages, CrmTarget, CrmWhen, pages_of};
use crate::crm::{self, CrmCall};
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::results;
use crate::scripts::told::ToldCall;
use crate::shared::Shared;

/// A browser that a flood of calls fills with pages is of use to nobody.
const MOST_A_MINUTE: usize = 10;

/// The callers' pages.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// Whose page was opened by itself, or is left to a click.
    done: BTreeSet<(CallKey, u8)>,
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
        self.done.retain(|(key, _)| known.contains(key));
    }

    /// A call that is picked up where several rang is opened by the one who has it. It waits for the caller's card,
    /// which knows the name and the country of the number and comes at once.
    pub(super) fn open_by_themselves(&mut self, calls: &[Call], cards: &Cards, shared: &mut Shared) {
        // What goes on from an earlier run was opened there.
        let is_whole = |call: &&Call| cards.of(call).is_some() && call.kept.before.is_none();
        for call in calls.iter().filter(is_whole) {
            let is_due = |target: &&CrmTarget| {
                let is_reached = match target.when {
                    CrmWhen::OnClick | CrmWhen::AfterCall => false,
                    CrmWhen::OnRing => call.parties.incoming && call.phase == Phase::Ringing,
                    CrmWhen::OnAnswer => matches!(call.phase, Phase::Talking { .. }),
                };
                is_reached && target.is_for(kind(call)) && !self.done.contains(&(call.key, target.slot))
            };
            let due: Vec<CrmTarget> =
                shared.settings.preferences.crm.iter().filter(is_due).cloned().collect();
            if due.is_empty() || call.number().is_none() {
                continue;
            }
            self.done.extend(due.iter().map(|target| (call.key, target.slot)));
            let told = told_call(call, cards, shared);
            self.open_all(&due, &told, shared);
        }
    }

    /// It has become known what came of these calls.
    pub(super) fn open_after_calls(&mut self, calls: Vec<ToldCall>, shared: &mut Shared) {
        for call in calls.into_iter().filter(|call| call.number.is_some()) {
            let kind = CallKind {
                incoming: call.direction == CallDirection::Inbound,
                direction: call.direction,
                called: call.called.as_deref(),
            };
            let targets = &shared.settings.preferences.crm;
            let is_due = |target: &&CrmTarget| target.when == CrmWhen::AfterCall && target.is_for(kind);
            let due: Vec<CrmTarget> = targets.iter().filter(is_due).cloned().collect();
            self.open_all(&due, &call, shared);
        }
    }

    /// Beyond so many a minute all pages of a call are left to a click: half of them would look like all.
    fn open_all(&mut self, due: &[CrmTarget], call: &ToldCall, shared: &mut Shared) {
        let now = shared.now.monotonic;
        self.opened.retain(|at| now.saturating_sub(*at) < Duration::from_mins(1));
        if self.opened.len() >= MOST_A_MINUTE {
            // Done with for good: in a minute it would be the page of somebody who has hung up.
            self.left |= !due.is_empty();
            return;
        }
        for target in due {
            match address(target, call, shared) {
                Some(address) => {
                    self.opened.push(now);
                    shared.push(Effect::OpenPage { address });
                }
                None => self.missed |= target.is_wrong(),
            }
        }
    }
}

/// Opens that one, or the first that the call has.
pub(crate) fn open(call: &Call, slot: Option<u8>, cards: &Cards, shared: &mut Shared) -> Result<(), Refusal> {
    let page = pages(call, shared).offered.into_iter().find(|page| slot.is_none_or(|slot| page.slot == slot));
    let page = page.ok_or(Refusal::NotNow)?;
    let targets = &shared.settings.preferences.crm;
    let target = targets.iter().find(|target| target.slot == page.slot).ok_or(Refusal::NotNow)?;
    let address = address(target, &told_call(call, cards, shared), shared).ok_or(Refusal::NotNow)?;
    shared.push(Effect::OpenPage { address });
    Ok(())
}

/// Pages that can be opened for this call. Nothing is known of a caller who withholds the number.
pub(super) fn pages(call: &Call, shared: &Shared) -> CallPages {
    pages_of(&shared.settings.preferences.crm, call.number().map(|_| kind(call)))
}

fn kind(call: &Call) -> CallKind<'_> {
    let parties = &call.parties;
    CallKind { incoming: parties.incoming, direction: parties.direction, called: parties.called.as_deref() }
}

fn address(target: &CrmTarget, call: &ToldCall, shared: &Shared) -> Option<String> {
    let result = results::word(&call.note, shared.governed.policy());
    crm::address(&target.address, &CrmCall::of(call, &result))
}
