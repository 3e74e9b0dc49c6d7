//! Which call a report belongs to, and what the call learns from it.

use pbx_protocol::{Extension, Party};

use super::call::{Call, Other, Phase};
use super::facts::Facts;
use crate::calls::view::CallDirection;
use crate::now::Now;

/// Shorter ends are the ends of many numbers.
const SHORTEST: usize = 3;
/// What a route's prefix has, e.g. 9 or 16.
const PREFIX: usize = 2;
/// A number of the public network has so many digits, and may stand behind a country's code: 9, 00, 86.
const OF_A_WHOLE_NUMBER: usize = 7;
const PREFIX_AND_COUNTRY: usize = 6;

/// How freely a report may be given to a call that shares no id with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    IdsOnly,
    /// Also to a call of ours that is not answered yet: its own phone's leg has other ids.
    OutgoingToo,
    /// Also to the one call that is not answered yet and may be with the same other party, else to the one that is.
    Answered,
    /// Also to the one call with the same other party, should it be named.
    AnyParty,
}

pub(super) fn find_ended<'a>(list: &'a mut [Call], facts: &Facts<'_>) -> Option<&'a mut Call> {
    let ids = facts.ids();
    // The latest: a queue rings us again for the same caller, and a caller who is a colleague keeps the channel.
    list.iter_mut().rev().find(|call| !call.is_live() && !call.ids.all.is_disjoint(&ids))
}

pub(super) fn find_live<'a>(list: &'a mut [Call], facts: &Facts<'_>, how: Match) -> Option<&'a mut Call> {
    let at = find_live_at(list, facts, how)?;
    list.get_mut(at)
}

fn find_live_at(list: &[Call], facts: &Facts<'_>, how: Match) -> Option<usize> {
    let ids = facts.ids();
    let live = || list.iter().enumerate().filter(|(_, call)| call.is_live());
    if let Some((at, _)) = live().find(|(_, call)| !call.ids.all.is_disjoint(&ids)) {
        return Some(at);
    }
    // An id is one call's for ever: with that of an ended one a report is late, and no other call's however alike.
    let of_an_ended_call =
        list.iter().any(|call| !call.is_live() && call.ids.all.contains(facts.call_id().as_str()));
    if how == Match::IdsOnly || of_an_ended_call {
        return None;
    }
    let candidates = || {
        live().filter(|(_, call)| match how {
            Match::IdsOnly => false,
            Match::OutgoingToo => matches!(call.phase, Phase::OwnPhone | Phase::Dialing),
            Match::Answered | Match::AnyParty => true,
        })
    };
    if facts.is_alone() {
        // Nobody but us is named, as by some firmware for the leg to our own phone: there is nothing to compare.
        return only(candidates());
    }
    if how != Match::Answered {
        // Two callers without a number are two, and so are two from one switchboard.
        return only(candidates().filter(|(_, call)| call.is_with(facts)));
    }
    let alike = |connected: bool| {
        candidates()
            .filter(move |(_, call)| call.is_connected() == connected)
            .filter(|(_, call)| call.is_with(facts) || call.is_withheld_as(facts))
    };
    // An answer is news for what still rings; only without such is it the second one of what is talked in.
    only(alike(false)).or_else(|| only(alike(true)))
}

/// Several calls ring that this may be of.
pub(super) fn rings_alike(list: &[Call], facts: &Facts<'_>) -> bool {
    let rings = list.iter().filter(|call| call.phase == Phase::Ringing);
    rings.filter(|call| call.is_with(facts) || call.is_withheld_as(facts)).count() > 1
}

/// The second BYE of a call may name a channel nobody has heard of; it is not that of a next call with the same
/// party.
pub(super) fn find_just_hung_up<'a>(
    list: &'a mut [Call],
    facts: &Facts<'_>,
    now: Now,
) -> Option<&'a mut Call> {
    let ids = facts.ids();
    let is_known = list.iter().any(|call| !call.ids.all.is_disjoint(&ids));
    if is_known {
        return None;
    }
    list.iter_mut().rev().find(|call| call.ended_just_now(now) && call.is_with(facts))
}

impl Call {
    /// A colleague who transfers us to another leaves us on the same channel: that is another call.
    pub(super) fn may_be_with(&self, facts: &Facts<'_>) -> bool {
        match &self.parties.other {
            Other::Extension(other) => facts.other_extension().is_none_or(|named| named == other),
            Other::Outside(_) | Other::Unknown => true,
        }
    }

    /// The report names the other side of this call. Who withholds the number is nobody that could be known again.
    pub(super) fn is_with(&self, facts: &Facts<'_>) -> bool {
        match (&self.parties.other, facts.inbound(), facts.outbound(), facts.other_extension()) {
            (Other::Outside(party), Some(inbound), _, _) => {
                party.number.is_some() && party.number == Party::parse(&inbound.from).number
            }
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

    /// The number is withheld here and there.
    fn is_withheld_as(&self, facts: &Facts<'_>) -> bool {
        match (&self.parties.other, facts.inbound()) {
            (Other::Outside(party), Some(inbound)) => {
                party.number.is_none() && Party::parse(&inbound.from).number.is_none()
            }
            (Other::Outside(_) | Other::Extension(_) | Other::Unknown, _) => false,
        }
    }

    /// Takes over what the report knows better: ids always, parties where we knew none or the call was transferred.
    pub(super) fn learn(&mut self, facts: &Facts<'_>) {
        self.ids.all.extend(facts.ids());
        self.ids.last = Some(facts.call_id().clone());
        // A report has named it: the dial is this call's for good, and is not taken back any more.
        self.evidence.rung_by_status = None;
        if let Some(inbound) = facts.inbound() {
            if self.ids.inbound.is_none() {
                self.ids.inbound.clone_from(&inbound.id);
            }
            self.parties.trunk = filled(&inbound.trunk);
            let caller = Party::parse(&inbound.from);
            // The leg to our own phone may be told as a call from ourselves.
            if caller.number.as_deref().is_some_and(|number| facts.is_own(number)) {
                return;
            }
            self.parties.other = Other::Outside(caller);
            if self.parties.incoming {
                self.parties.direction = CallDirection::Inbound;
                self.parties.called = filled(&inbound.to).filter(|called| !facts.is_own(called));
            }
        } else if let Some(outbound) = facts.outbound() {
            // The two BYEs of one call name two; the first one heard stays.
            if self.ids.outbound.is_none() {
                self.ids.outbound.clone_from(&outbound.id);
            }
            self.parties.trunk = filled(&outbound.trunk);
            // A number dialled here is shown as it was typed, not as the route made it.
            if self.parties.other == Other::Unknown {
                self.parties.other = Other::Outside(Party::parse(&outbound.to));
            }
        } else if let Some(other) = facts.other_extension()
            && !matches!(self.parties.other, Other::Outside(_))
        {
            self.parties.other = Other::Extension(other.clone());
        }
    }

    /// The other side as `extension/query` names it.
    pub(super) fn is_between(&self, other: &Other, ids: &[String]) -> bool {
        if ids.iter().any(|id| self.ids.all.contains(id)) {
            return true;
        }
        match (&self.parties.other, other) {
            // Here withheld and withheld are the same caller: it is asked about our one phone, and it has one call.
            (Other::Outside(known), Other::Outside(told)) => known == told || is_same_line(known, told),
            (Other::Extension(known), Other::Extension(told)) => known == told,
            (Other::Outside(_) | Other::Extension(_) | Other::Unknown, _) => false,
        }
    }
}

/// A route strips its prefix, so of one number the one form is the end of the other. But the end of a number may be a
/// number too, of somebody else: what is left out is no longer than a prefix.
fn is_same_line(one: &Party, other: &Party) -> bool {
    let (Some(one), Some(other)) = (&one.number, &other.number) else { return false };
    // The `+` is what the trunk makes `00` of, or leaves out; the digits behind it are the number.
    let (one, other) = (one.trim_start_matches('+'), other.trim_start_matches('+'));
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    let Some(left_out) = long.strip_suffix(short) else { return false };
    let most = if short.len() < OF_A_WHOLE_NUMBER { PREFIX } else { PREFIX_AND_COUNTRY };
    left_out.is_empty() || (short.len() >= SHORTEST && left_out.len() <= most)
}

/// The one there is; with several it is none of them.
fn only<'a>(mut found: impl Iterator<Item = (usize, &'a Call)>) -> Option<usize> {
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_prefix_may_lie_between_two_forms_of_a_number() {
        for (one, other, same) in [
            ("5551234", "5551234", true),
            ("103", "16103", true),
            ("5551234", "95551234", true),
            ("+8613800138000", "9008613800138000", true),
            ("+8613800138000", "13800138000", true),
            ("5551230", "0", false),
            ("5551230", "30", false),
            ("5551230", "230", false),
            ("5551230", "1230", false),
            ("13800138000", "38000", false),
            ("5551234", "5551235", false),
            ("anonymous", "anonymous", false),
        ] {
            let is_same = |one, other| is_same_line(&Party::parse(one), &Party::parse(other));
            assert_eq!((is_same(one, other), is_same(other, one)), (same, same), "{one} and {other}");
        }
    }
}
