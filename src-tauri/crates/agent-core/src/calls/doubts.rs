//! When a call is doubted: reports get lost, so what lasts long, and what another source denies, is asked about.

use std::time::Duration;

use super::Calls;
use super::call::{Call, Phase};
use super::facts::First;
use crate::now::Now;
use crate::phone::PhoneStatus;
use crate::shared::Shared;

/// A phone on the hook and a call that never ended: a BYE may still be on its way for so long.
const BYE_PATIENCE: Duration = Duration::from_secs(3);
/// Nobody lets it ring for minutes.
const LONG_RING: Duration = Duration::from_mins(1);
/// The reports of a conversation's end may be lost, all of them, and nothing else would tell.
const LONG_TALK: Duration = Duration::from_mins(3);
/// Who says of our phone what the PBX itself denies is not asked about again for so long: a queue that does not watch
/// its members' phones calls them free for ever.
const BELIEVED: Duration = Duration::from_mins(1);

/// A call of ours may be over though no report said so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doubt {
    pub(super) since: Now,
    /// Ask the PBX then; `None`: it is asked, or will not be.
    pub(super) ask_at: Option<Duration>,
    /// The end of a call was told, and not of which: who acted.
    pub(super) bye: Option<First>,
    /// What others said of our phone.
    heard: Option<PhoneStatus>,
}

/// What the PBX itself has denied, and until when it is not asked about that again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Denied {
    word: PhoneStatus,
    until: Duration,
}

/// Something speaks against a live call.
pub(super) fn doubt(calls: &mut Calls, now: Now) {
    if calls.any_live() {
        let before = calls.doubt;
        calls.doubt = Some(Doubt {
            since: before.map_or(now, |before| before.since),
            ask_at: Some(now.monotonic + BYE_PATIENCE),
            // A later doubt says when to ask; the first says since when, and a BYE who acted.
            bye: before.and_then(|before| before.bye),
            heard: before.and_then(|before| before.heard),
        });
    }
}

/// A call has ended and another goes on: if its BYE was lost, nothing else will tell, so the PBX is asked once.
pub(super) fn doubt_the_others(calls: &mut Calls, now: Now) {
    if calls.doubt.is_none() {
        doubt(calls, now);
    }
}

/// One of our calls is over, and which is not clear.
pub(super) fn doubt_for_bye(calls: &mut Calls, first: First, now: Now) {
    doubt(calls, now);
    if let Some(doubt) = &mut calls.doubt {
        doubt.bye = Some(first);
    }
}

/// What others say of our phone, e.g. a queue of its member.
pub(crate) fn hear_of_phone(calls: &mut Calls, phone: PhoneStatus, now: Now) {
    let talks = calls.list.iter().any(|call| matches!(call.phase, Phase::Talking { .. }));
    let holds = calls.list.iter().any(|call| matches!(call.phase, Phase::Held { .. }));
    let denies = match phone {
        PhoneStatus::Idle | PhoneStatus::Unavailable => true,
        // What is held by the phone's own key is in no report; a queue's word is the only one there is.
        PhoneStatus::OnHold => talks && !holds,
        PhoneStatus::InUse => holds && !talks,
        PhoneStatus::Unknown | PhoneStatus::Ringing | PhoneStatus::Faulty => false,
    };
    let is_stale = calls.denied.is_some_and(|denied| denied.word == phone && now.monotonic < denied.until);
    // Not anew while one waits: queues are asked again and again, and each answer would put the question off.
    if denies && !is_stale && calls.doubt.is_none() {
        doubt(calls, now);
        if let Some(doubt) = &mut calls.doubt {
            doubt.heard = Some(phone);
        }
    }
}

/// The PBX itself says that our phone is in a call.
pub(super) fn dispel_doubt(calls: &mut Calls, now: Now) {
    let heard = calls.doubt.take().and_then(|doubt| doubt.heard);
    if let Some(word) = heard {
        calls.denied = Some(Denied { word, until: now.monotonic + BELIEVED });
    }
}

/// The PBX could not be asked.
pub(super) fn doubt_again(calls: &mut Calls, now: Now) {
    if let Some(doubt) = &mut calls.doubt {
        doubt.ask_at = Some(now.monotonic + BYE_PATIENCE);
    }
}

/// Asks the PBX when there is a reason to.
pub(super) fn ask_what_is_doubted(calls: &mut Calls, shared: &mut Shared) {
    let now = shared.now;
    if !calls.any_live() {
        calls.doubt = None;
    }
    let lasts_long = lasts_long(calls, now);
    let is_due =
        calls.doubt.as_mut().is_some_and(|doubt| doubt.ask_at.take_if(|at| *at <= now.monotonic).is_some());
    // Offline it is dropped and not kept: each sign-in asks about our phone anyway.
    if (lasts_long || is_due) && shared.online {
        calls.ask_own_phone(shared);
    }
}

/// When a live call lasts so long that the PBX is asked whether it still does.
pub(super) fn believed_until(call: &Call) -> Option<Duration> {
    let limit = match call.phase {
        Phase::Ringing | Phase::OwnPhone | Phase::Dialing => LONG_RING,
        Phase::Talking { .. } | Phase::Held { .. } => LONG_TALK,
        Phase::Ended { .. } => return None,
    };
    Some(call.evidence.asked_at + limit)
}

fn lasts_long(calls: &mut Calls, now: Now) -> bool {
    let due = |call: &&mut Call| believed_until(call).is_some_and(|until| until <= now.monotonic);
    // Counted, so that none is passed over: one question asks for all that are due.
    calls.list.iter_mut().filter(due).map(|call| call.evidence.asked_at = now.monotonic).count() > 0
}
