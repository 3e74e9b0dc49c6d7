//! One call of the agent, from the first ring to the last word about it.

use std::collections::BTreeSet;
use std::time::Duration;

use pbx_protocol::{CallId, Extension, InboundId, OutboundId, Party};

use super::ask::Line;
use super::dial::PendingDial;
use super::doubts;
use super::endings;
use super::facts::First;
use super::told::Before;
use super::unsure::Unsure;
use crate::calls::view::{CallDirection, CallEnd, CallKey};
use crate::command::CallCommand;
use crate::history::CallNote;
use crate::now::{Now, WallMillis};

/// A queue says that our phone stops ringing before it says who took the call.
const SETTLING: Duration = Duration::from_millis(1500);
/// The end of our leg often overtakes the answer that the call is handed over.
const TRANSFER_ANSWERED_WITHIN: Duration = Duration::from_secs(20);
/// The two BYEs of a call come at once; reports may overtake each other.
const BOTH_BYES_WITHIN: Duration = Duration::from_secs(3);
/// How long an ended call is shown.
const SHOWN_AFTER_END: Duration = Duration::from_secs(8);
/// And how long where others have ended since, longer than it takes to tell how it ended.
const PASSED_OVER_AFTER_END: Duration = Duration::from_secs(3);
/// How long a call is remembered, so that late and repeated reports find it.
const REMEMBERED_AFTER_END: Duration = Duration::from_mins(2);

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Our phone rings with somebody's call.
    Ringing,
    /// We call: our own phone rings first when the call was dialled here.
    OwnPhone,
    /// We call and the other side rings.
    Dialing,
    Talking {
        since: Now,
    },
    Held {
        since: Now,
    },
    Ended {
        at: Now,
        /// Talked from then on.
        talked: Option<Now>,
        /// Told to the history and, where it matters, to the agent.
        settled: bool,
    },
}

/// How a call has to do with somebody being asked first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Bond {
    #[default]
    Free,
    /// It waits, and the phone is in another call, or may be without our knowing.
    Waits,
    /// It waits, and the other call is over.
    WaitsAlone,
    /// It is that other call.
    Asks,
}

/// Somebody hands the call over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HandOver {
    /// On the phone: to whom is not reported.
    OnThePhone,
    /// Through the PBX's API, to this number.
    Asked { to: String },
}

/// The other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Other {
    Extension(Extension),
    Outside(Party),
    Unknown,
}

/// Who talks with whom, and which way it came.
#[derive(Debug)]
pub(crate) struct Parties {
    pub(crate) direction: CallDirection,
    /// Somebody called us.
    pub(crate) incoming: bool,
    pub(crate) other: Other,
    /// DID or queue, where it is not simply us.
    pub(crate) called: Option<String>,
    /// An extension that the dialled number has behind it.
    pub(crate) key_in: Option<String>,
    pub(crate) trunk: Option<String>,
}

/// By which names the PBX knows a call.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Every channel and line that any report named for it.
    pub(crate) all: BTreeSet<String>,
    pub(crate) last: Option<CallId>,
    pub(crate) inbound: Option<InboundId>,
    pub(crate) outbound: Option<OutboundId>,
    /// The PBX does not know it by the line's id.
    pub(crate) is_wrong: bool,
}

/// What was asked of the PBX for a call.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) pending: Option<CallCommand>,
    /// What was asked and not answered, so that it may have been done.
    pub(crate) unsure: Option<Unsure>,
    /// To end or refuse it.
    pub(crate) hang_up: bool,
    /// Somebody transfers it: the end of our leg is no hang-up.
    pub(crate) transfer: Option<HandOver>,
    /// It ended while the PBX was asked to hand it over: who acted. Its answer tells what the end was.
    pub(crate) ended_in_transfer: Option<First>,
}

/// Whether the agent is heard.
#[derive(Debug, Default)]
pub(crate) struct Mute {
    pub(crate) is_on: bool,
    /// It began or went on unheard, or the PBX did not answer: this can't be asked.
    pub(crate) is_unknown: bool,
}

/// What the history gets besides what happened.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) recording: Option<String>,
    /// What the agent wrote about it so far.
    pub(crate) note: CallNote,
    /// It began in an earlier run of the program.
    pub(crate) before: Option<Before>,
    pub(crate) hold: Hold,
}

/// For how long the other side was on hold.
#[derive(Debug, Default)]
pub(crate) struct Hold {
    pub(crate) total: Duration,
    /// It is now, since then.
    since: Option<Duration>,
}

impl Hold {
    fn begin(&mut self, now: Now) {
        self.since = self.since.or(Some(now.monotonic));
    }

    fn end(&mut self, now: Now) {
        self.total += self.since.take().map_or(Duration::ZERO, |since| now.monotonic.saturating_sub(since));
    }
}

/// What speaks for the call being there at all.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// It began with the channel of a call that is over: if the PBX does not know it, it never was.
    pub(crate) doubtful: bool,
    /// When it was last asked whether it still goes on.
    pub(crate) asked_at: Duration,
    /// Our phone's status alone speaks for this call: the dial it is taken for.
    pub(crate) rung_by_status: Option<PendingDial>,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) key: CallKey,
    pub(crate) phase: Phase,
    pub(crate) started: Now,
    pub(crate) parties: Parties,
    pub(crate) ids: Ids,
    pub(crate) asked: Asked,
    pub(crate) mute: Mute,
    pub(crate) evidence: Evidence,
    pub(crate) end: Option<CallEnd>,
    pub(crate) kept: Kept,
    pub(crate) pop: bool,
    pub(crate) bond: Bond,
}

impl Call {
    pub(crate) fn new(key: CallKey, phase: Phase, direction: CallDirection, now: Now) -> Self {
        let incoming = phase == Phase::Ringing;
        let other = Other::Unknown;
        Self {
            key,
            phase,
            started: now,
            parties: Parties { direction, incoming, other, called: None, key_in: None, trunk: None },
            ids: Ids::default(),
            asked: Asked::default(),
            mute: Mute::default(),
            evidence: Evidence { doubtful: false, asked_at: now.monotonic, rung_by_status: None },
            end: None,
            kept: Kept::default(),
            pop: incoming,
            bond: Bond::Free,
        }
    }

    /// Its line to the outside, where it has one that is known.
    pub(crate) fn line(&self) -> Option<Line> {
        let inbound = self.ids.inbound.clone().map(Line::Inbound);
        inbound.or_else(|| self.ids.outbound.clone().map(Line::Outbound))
    }

    pub(crate) fn is_handed_over_on_the_phone(&self) -> bool {
        self.asked.transfer == Some(HandOver::OnThePhone)
    }

    pub(crate) fn is_live(&self) -> bool {
        !matches!(self.phase, Phase::Ended { .. })
    }

    pub(crate) fn is_connected(&self) -> bool {
        matches!(self.phase, Phase::Talking { .. } | Phase::Held { .. })
    }

    pub(crate) fn talked(&self) -> Option<Now> {
        match self.phase {
            Phase::Talking { since } | Phase::Held { since } => Some(since),
            Phase::Ended { talked, .. } => talked,
            Phase::Ringing | Phase::OwnPhone | Phase::Dialing => None,
        }
    }

    pub(crate) fn answer(&mut self, now: Now) {
        match &mut self.phase {
            Phase::Ringing | Phase::OwnPhone | Phase::Dialing => {
                self.phase = Phase::Talking { since: now };
            }
            // ANSWER comes twice: the second must not begin the timer anew, nor take a call off hold.
            Phase::Talking { .. } | Phase::Held { .. } | Phase::Ended { .. } => {}
        }
    }

    /// The end overtook the answer, or the answer was lost: we talked after all, for so many seconds where they are
    /// known. Says whether the history has to be told anew.
    pub(crate) fn answer_late(&mut self, seconds: Option<u32>) -> bool {
        let could_talk = match &self.end {
            None | Some(CallEnd::ByAgent | CallEnd::ByOther | CallEnd::Missed | CallEnd::Lost) => true,
            Some(
                CallEnd::AnsweredElsewhere { .. } | CallEnd::NotReached { .. } | CallEnd::Transferred { .. },
            ) => false,
        };
        let Phase::Ended { at, talked: talked @ None, settled } = &mut self.phase else { return false };
        if !could_talk {
            return false;
        }
        // The booking tells for how many seconds, not since when: so it is counted back from the end. They are
        // rounded, and may reach back to before the ring.
        *talked = Some(earlier(*at, Duration::from_secs(seconds.unwrap_or(0).into())).max(self.started));
        if self.end == Some(CallEnd::Missed) {
            self.end = Some(CallEnd::ByOther);
        }
        *settled
    }

    /// Our own phone was lifted, or never had to be: the other side rings.
    pub(super) fn lift_own_phone(&mut self) {
        if self.phase == Phase::OwnPhone {
            self.phase = Phase::Dialing;
        }
    }

    pub(crate) fn set_held(&mut self, held: bool, now: Now) {
        self.phase = match self.phase {
            Phase::Talking { since } if held => Phase::Held { since },
            Phase::Held { since } if !held => Phase::Talking { since },
            other @ (Phase::Ringing
            | Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. }
            | Phase::Ended { .. }) => other,
        };
        if matches!(self.phase, Phase::Held { .. }) {
            self.kept.hold.begin(now);
        } else {
            self.kept.hold.end(now);
        }
    }

    /// Our part in it is over; `end` may come later, when it is known who has it now.
    pub(crate) fn finish(&mut self, end: Option<CallEnd>, now: Now) {
        // The first end holds: BYE comes twice, and a status or a booking may say the same again with less in it.
        if !self.is_live() {
            return;
        }
        self.kept.hold.end(now);
        self.phase = Phase::Ended { at: now, talked: self.talked(), settled: false };
        // Nothing can be done with it any more, so nothing is under way.
        self.asked.pending = None;
        self.asked.unsure = None;
        self.pop = false;
        self.end = end;
    }

    fn settling(&self) -> Duration {
        if self.asked.ended_in_transfer.is_some() { TRANSFER_ANSWERED_WITHIN } else { SETTLING }
    }

    /// What is to be known by then is known: returns whether it has become so just now.
    pub(crate) fn settle(&mut self, now: Now) -> bool {
        let Phase::Ended { at, talked, settled: false } = self.phase else { return false };
        // What is known already waits for nothing; only an end without a reason is given time for one.
        if self.end.is_none() && now.monotonic < at.monotonic + self.settling() {
            return false;
        }
        if self.end.is_none() {
            self.end = self.asked.ended_in_transfer.map(|first| endings::end_without_answer(self, first));
        }
        if self.end.is_none() {
            // Had a colleague taken it, that would have been told by now.
            self.end = Some(if talked.is_some() { CallEnd::ByOther } else { CallEnd::Missed });
        }
        self.phase = Phase::Ended { at, talked, settled: true };
        true
    }

    /// It rang here, and who has it now is not known yet.
    pub(crate) fn is_undecided(&self) -> bool {
        let undecided = match self.phase {
            Phase::Ringing => true,
            Phase::Ended { talked, settled, .. } => talked.is_none() && !settled && self.end.is_none(),
            Phase::OwnPhone | Phase::Dialing | Phase::Talking { .. } | Phase::Held { .. } => false,
        };
        self.parties.incoming && undecided
    }

    pub(crate) fn was_talked_in(&self) -> bool {
        self.talked().is_some()
    }

    /// When it ended, if it has.
    pub(crate) fn ended(&self) -> Option<Now> {
        match self.phase {
            Phase::Ended { at, .. } => Some(at),
            Phase::Ringing
            | Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. } => None,
        }
    }

    pub(crate) fn ended_just_now(&self, now: Now) -> bool {
        self.ended().is_some_and(|at| now.monotonic < at.monotonic + BOTH_BYES_WITHIN)
    }

    pub(crate) fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Ended { settled: true, .. })
    }

    /// `is_latest`: few have ended since.
    pub(crate) fn is_shown(&self, is_latest: bool, now: Now) -> bool {
        let lasts = if is_latest { SHOWN_AFTER_END } else { PASSED_OVER_AFTER_END };
        match self.phase {
            Phase::Ended { at, settled, .. } => !settled || now.monotonic < at.monotonic + lasts,
            Phase::Ringing
            | Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. } => true,
        }
    }

    pub(crate) fn is_remembered(&self, now: Now) -> bool {
        match self.phase {
            Phase::Ended { at, .. } => now.monotonic < at.monotonic + REMEMBERED_AFTER_END,
            Phase::Ringing
            | Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. } => true,
        }
    }

    /// When this call wants to be looked at again: it has lasted long, or what follows its end.
    pub(crate) fn next_deadline(&self, now: Duration) -> Option<Duration> {
        match self.phase {
            Phase::Ended { at, settled: false, .. } => Some(at.monotonic + self.settling()),
            Phase::Ended { at, .. } => {
                let turns = [PASSED_OVER_AFTER_END, SHOWN_AFTER_END, REMEMBERED_AFTER_END];
                turns.into_iter().map(|lasts| at.monotonic + lasts).find(|turn| now < *turn)
            }
            Phase::Ringing
            | Phase::OwnPhone
            | Phase::Dialing
            | Phase::Talking { .. }
            | Phase::Held { .. } => doubts::believed_until(self),
        }
    }

    /// The other side's number, unless it was withheld.
    pub(crate) fn number(&self) -> Option<String> {
        match &self.parties.other {
            Other::Extension(extension) => Some(extension.to_string()),
            Other::Outside(party) => party.number.clone(),
            Other::Unknown => None,
        }
    }
}

fn earlier(now: Now, by: Duration) -> Now {
    let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
    Now { monotonic: now.monotonic.saturating_sub(by), wall: WallMillis(now.wall.0.saturating_sub(millis)) }
}
