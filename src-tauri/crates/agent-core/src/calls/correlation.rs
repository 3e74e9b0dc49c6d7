//! Which call a report belongs to, and what the call learns from it.

use pbx_protocol::{Extension, Party};

use super::Calls;
use super::call::{Call, Other, Phase};
use super::facts::Facts;
use crate::{CallDirection, Now};

/// How freely a report may be given to a call that shares no id with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    IdsOnly,
    /// Also to a call of ours that is not answered yet: its own phone's leg has other ids.
    OutgoingToo,
    /// Also to any call with the same other party.
    AnyParty,
}

impl Calls {
    pub(super) fn find_ended(&mut self, facts: &Facts<'_>) -> Option<&mut Call> {
        let ids = facts.ids();
        self.list.iter_mut().rev().find(|call| !call.is_live() && !call.ids.is_disjoint(&ids))
    }

    pub(super) fn find_live(&mut self, facts: &Facts<'_>, how: Match) -> Option<&mut Call> {
        let at = self.find_live_at(facts, how)?;
        self.list.get_mut(at)
    }

    fn find_live_at(&self, facts: &Facts<'_>, how: Match) -> Option<usize> {
        let ids = facts.ids();
        let live = || self.list.iter().enumerate().filter(|(_, call)| call.is_live());
        if let Some((at, _)) = live().find(|(_, call)| !call.ids.is_disjoint(&ids)) {
            return Some(at);
        }
        let of_an_ended_call =
            self.list.iter().any(|call| !call.is_live() && call.ids.contains(facts.call_id().as_str()));
        if how == Match::IdsOnly || of_an_ended_call {
            return None;
        }
        let candidates = || {
            live().filter(|(_, call)| {
                how == Match::AnyParty || matches!(call.phase, Phase::OwnPhone | Phase::Dialing)
            })
        };
        if facts.is_alone() {
            let mut all = candidates();
            let (at, _) = all.next()?;
            return all.next().is_none().then_some(at);
        }
        candidates().find(|(_, call)| call.is_with(facts)).map(|(at, _)| at)
    }

    /// The second BYE of a call may name a channel nobody has heard of; it is not that of a next call with the same
    /// party.
    pub(super) fn find_just_hung_up(&mut self, facts: &Facts<'_>, now: Now) -> Option<&mut Call> {
        let ids = facts.ids();
        let is_known = self.list.iter().any(|call| !call.ids.is_disjoint(&ids));
        if is_known {
            return None;
        }
        self.list.iter_mut().rev().find(|call| call.ended_just_now(now) && call.is_with(facts))
    }
}

impl Call {
    /// The report names the other side of this call.
    pub(super) fn is_with(&self, facts: &Facts<'_>) -> bool {
        match (&self.other, facts.inbound(), facts.outbound(), facts.other_extension()) {
            (Other::Outside(party), Some(inbound), _, _) => *party == Party::parse(&inbound.from),
            (Other::Outside(party), None, Some(outbound), _) => {
                is_same_line(party, &Party::parse(&outbound.to))
            }
            (Other::Extension(other), None, None, Some(reported)) => other == reported,
            (Other::Outside(_), None, None, _)
            | (Other::Extension(_), Some(_), _, _)
            | (Other::Extension(_), None, Some(_), _)
            | (Other::Extension(_), None, None, None)
            | (Other::Unknown, _, _, _) => false,
        }
    }

    /// Takes over what the report knows better: ids always, parties where we knew none or the call was transferred.
    pub(super) fn learn(&mut self, facts: &Facts<'_>) {
        self.ids.extend(facts.ids());
        self.last_call_id = Some(facts.call_id().clone());
        self.rung_by_status = None;
        if let Some(inbound) = facts.inbound() {
            if self.inbound_id.is_none() {
                self.inbound_id.clone_from(&inbound.id);
            }
            self.trunk = filled(&inbound.trunk);
            let caller = Party::parse(&inbound.from);
            // The leg to our own phone may be told as a call from ourselves.
            if caller.number.as_deref().is_some_and(|number| facts.is_own(number)) {
                return;
            }
            self.other = Other::Outside(caller);
            if self.incoming {
                self.direction = CallDirection::Inbound;
                self.called = filled(&inbound.to).filter(|called| !facts.is_own(called));
            }
        } else if let Some(outbound) = facts.outbound() {
            if self.outbound_id.is_none() {
                self.outbound_id.clone_from(&outbound.id);
            }
            self.trunk = filled(&outbound.trunk);
            // A number dialled here is shown as it was typed, not as the route made it.
            if self.other == Other::Unknown {
                self.other = Other::Outside(Party::parse(&outbound.to));
            }
        } else if let Some(other) = facts.other_extension()
            && !matches!(self.other, Other::Outside(_))
        {
            self.other = Other::Extension(other.clone());
        }
    }

    /// The other side as `extension/query` names it.
    pub(super) fn is_between(&self, other: &Other, ids: &[String]) -> bool {
        if ids.iter().any(|id| self.ids.contains(id)) {
            return true;
        }
        match (&self.other, other) {
            (Other::Outside(known), Other::Outside(told)) => known == told || is_same_line(known, told),
            (Other::Extension(known), Other::Extension(told)) => known == told,
            (Other::Outside(_) | Other::Extension(_) | Other::Unknown, _) => false,
        }
    }
}

/// A route strips its prefix, so of one number the one form is the end of the other.
fn is_same_line(one: &Party, other: &Party) -> bool {
    match (&one.number, &other.number) {
        (Some(one), Some(other)) => one.ends_with(other.as_str()) || other.ends_with(one.as_str()),
        (None, _) | (_, None) => false,
    }
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// From where to where, for a call of which nothing is known but this report.
pub(super) fn direction_of(facts: &Facts<'_>) -> CallDirection {
    match (facts.inbound(), facts.outbound()) {
        (Some(_), _) => CallDirection::Inbound,
        (None, Some(_)) => CallDirection::Outbound,
        (None, None) => CallDirection::Internal,
    }
}

/// How a colleague is named to the agent.
pub(super) fn colleague(extension: &Extension, directory: &crate::directory::Directory) -> String {
    directory.name(extension).unwrap_or_else(|| extension.to_string())
}
