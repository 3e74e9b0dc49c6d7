//! One queue: what is known of it, what was asked of it, and what is possible there.

use std::collections::BTreeSet;
use std::time::Duration;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::AgentStatus;

use crate::command::QueueCommand;
use crate::failure::Failure;
use crate::now::{Now, WallMillis};
use crate::phone::PhoneStatus;
use crate::queues::view::{MemberStatus, Membership};

/// Older than what asking again explains.
const OLD_AFTER: Duration = Duration::from_mins(1);
/// A PBX that was late with an answer is late with the deed, but not by more than that.
const DONE_WITHIN: Duration = Duration::from_secs(15);
// Twelve looks, close enough to free the buttons soon; a queue that has not told by then will not.
const ASKED_FOR: Duration = Duration::from_mins(1);
const WHILE_UNSURE: Duration = Duration::from_secs(5);
/// One answer may have been on its way when the pause was changed here.
const ANSWERS_THAT_COUNT: u8 = 2;

#[derive(Debug)]
pub(super) struct Queue {
    pub(super) membership: Membership,
    pub(super) signed_in: bool,
    pub(super) paused: bool,
    pub(super) waiting: Option<u32>,
    pub(super) members: Vec<(Extension, AgentStatus)>,
    /// When the PBX last told of it.
    pub(super) told: Option<Now>,
    pub(super) asked_at: Option<Duration>,
    pub(super) pending: Option<QueueCommand>,
    /// What is pending was not answered, and may have been done.
    pub(super) unsure: Option<Unsure>,
    pub(super) password_needed_for: Option<QueueCommand>,
    pub(super) watch: Watch,
    pub(super) rest: Rest,
}

/// The PBX itself rings nobody for a while after a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    /// For so long.
    pub(super) time: Duration,
    /// It lets us rest now.
    pub(super) is_on: bool,
}

/// Whether the pause is as it was left here. Somebody else may change it, and what answers say may be a moment behind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Watch {
    /// As it was left here, or found; `None`: it was not looked at in this session.
    pub(super) paused: Option<bool>,
    /// Answers in a row that say something else.
    otherwise: u8,
    /// Somebody else has paused it.
    pub(super) by_others: bool,
    /// What the agent wants to be has been told to it.
    pub(super) in_line: bool,
    /// It is paused for the work after a call alone.
    pub(super) held: bool,
}

impl Watch {
    /// It was changed here.
    fn left(self, paused: bool) -> Self {
        let held = self.held && paused;
        Self { paused: Some(paused), in_line: true, held, ..Self::default() }
    }

    fn see(&mut self, paused: bool) {
        if self.paused.is_none_or(|left| left == paused) {
            (self.paused, self.otherwise) = (Some(paused), 0);
            return;
        }
        self.otherwise += 1;
        if self.otherwise >= ANSWERS_THAT_COUNT {
            *self = Self { paused: Some(paused), otherwise: 0, by_others: paused, ..*self };
        }
    }
}

/// What may have been done.
#[derive(Debug, Clone)]
pub(super) struct Unsure {
    pub(super) failure: Failure,
    pub(super) since: Duration,
}

impl Queue {
    /// What turns out not to have been done, though it was asked.
    pub(super) fn learn_whether_done(
        &mut self,
        ours: Option<AgentStatus>,
        now: Now,
    ) -> Option<(QueueCommand, Failure)> {
        let command = self.pending?;
        if matches!(command, QueueCommand::Pause | QueueCommand::Unpause) && hides_the_pause(ours) {
            return None;
        }
        let is_done = match command {
            QueueCommand::Join => self.signed_in,
            QueueCommand::Leave => !self.signed_in,
            QueueCommand::Pause => self.paused,
            QueueCommand::Unpause => !self.paused,
        };
        let unsure = self.unsure.take_if(|unsure| is_done || now.monotonic >= unsure.since + DONE_WITHIN)?;
        self.pending = None;
        self.watch = self.watch.left(self.paused);
        (!is_done).then_some((command, unsure.failure))
    }

    /// What the core would accept now.
    pub(super) fn can(&self, online: bool) -> BTreeSet<QueueCommand> {
        if !online || self.pending.is_some() {
            return BTreeSet::new();
        }
        let dynamic = self.membership == Membership::Dynamic;
        let possible = [
            (QueueCommand::Join, dynamic && !self.signed_in),
            (QueueCommand::Leave, dynamic && self.signed_in),
            (QueueCommand::Pause, self.signed_in && !self.paused),
            (QueueCommand::Unpause, self.signed_in && self.paused),
        ];
        possible.into_iter().filter_map(|(command, is_possible)| is_possible.then_some(command)).collect()
    }

    /// The PBX has done it. That is shown before its list says so, which may be a moment behind.
    pub(super) fn on_done(&mut self, command: QueueCommand, now: Now) {
        self.pending = None;
        self.asked_at = Some(now.monotonic);
        self.watch = self.watch.left(command == QueueCommand::Pause);
        match command {
            QueueCommand::Join => {
                (self.signed_in, self.paused) = (true, false);
                self.watch.in_line = false;
            }
            QueueCommand::Leave => {
                (self.signed_in, self.paused) = (false, false);
                self.watch = Watch::default();
            }
            QueueCommand::Pause => self.paused = true,
            QueueCommand::Unpause => self.paused = false,
        }
    }

    /// Takes over what the PBX says of our own place.
    pub(super) fn place_us(&mut self, ours: Option<AgentStatus>) {
        if self.membership == Membership::Dynamic {
            self.signed_in = ours.is_some();
        }
        match ours {
            Some(AgentStatus::Paused) => self.paused = true,
            // Only these say that the agent would be rung; a busy phone hides the pause.
            Some(AgentStatus::NotInUse | AgentStatus::Ringing | AgentStatus::InUseAndRinging) => {
                self.paused = false;
            }
            // A pause ends with the membership: whoever signs in again is rung.
            None if self.membership == Membership::Dynamic => self.paused = false,
            None
            | Some(
                AgentStatus::Unknown
                | AgentStatus::InUse
                | AgentStatus::Busy
                | AgentStatus::Invalid
                | AgentStatus::Unavailable
                | AgentStatus::OnHold
                | AgentStatus::WrapUp,
            ) => {}
        }
    }

    /// What the PBX says of our pause, where nothing is under way.
    pub(super) fn watch(&mut self, ours: Option<AgentStatus>) {
        self.rest.is_on = ours == Some(AgentStatus::WrapUp);
        match ours {
            None => self.watch = Watch::default(),
            Some(_) if hides_the_pause(ours) => {}
            Some(status) => self.watch.see(status == AgentStatus::Paused),
        }
    }

    /// Whether it counts as paused: what somebody else did, does so when it was said twice.
    pub(super) fn counts_as_paused(&self) -> bool {
        self.watch.paused.unwrap_or(self.paused)
    }

    /// Nothing made it clear for so long: the person may try again.
    pub(super) fn give_up_asking(&mut self, now: Now) -> Option<QueueCommand> {
        self.unsure.take_if(|unsure| now.monotonic >= unsure.since + ASKED_FOR)?;
        self.pending.take()
    }

    /// When the PBX last told of it, where that has to be said.
    pub(super) fn old_since(&self, online: bool, now: Now) -> Option<WallMillis> {
        let told = self.told?;
        let is_old = !online || now.monotonic >= told.monotonic + OLD_AFTER;
        is_old.then_some(told.wall)
    }

    /// When it begins to be old.
    pub(super) fn is_old_at(&self, now: Now) -> Option<Duration> {
        self.told.map(|told| told.monotonic + OLD_AFTER).filter(|at| *at > now.monotonic)
    }

    /// When it is asked for its own sake: never, where nobody looks and nothing is in doubt. `pace`: of those looked at.
    pub(super) fn next_refresh(&self, pace: Option<Duration>) -> Option<Duration> {
        let is_doubtful = self.unsure.is_some() || self.watch.otherwise > 0;
        let Some(at) = self.asked_at else {
            return (pace.is_some() || self.signed_in || is_doubtful).then_some(Duration::ZERO);
        };
        if is_doubtful { Some(at + WHILE_UNSURE) } else { pace.map(|pace| at + pace) }
    }
}

/// Whether this word would be the same with a pause and without.
const fn hides_the_pause(ours: Option<AgentStatus>) -> bool {
    match ours {
        None
        | Some(
            AgentStatus::Paused | AgentStatus::NotInUse | AgentStatus::Ringing | AgentStatus::InUseAndRinging,
        ) => false,
        Some(
            AgentStatus::Unknown
            | AgentStatus::InUse
            | AgentStatus::Busy
            | AgentStatus::Invalid
            | AgentStatus::Unavailable
            | AgentStatus::OnHold
            | AgentStatus::WrapUp,
        ) => true,
    }
}

pub(super) fn phone_of(status: AgentStatus) -> PhoneStatus {
    match status {
        AgentStatus::NotInUse => PhoneStatus::Idle,
        AgentStatus::InUse | AgentStatus::Busy | AgentStatus::InUseAndRinging => PhoneStatus::InUse,
        AgentStatus::Ringing => PhoneStatus::Ringing,
        AgentStatus::OnHold => PhoneStatus::OnHold,
        AgentStatus::Unavailable | AgentStatus::Invalid => PhoneStatus::Unavailable,
        // The PBX has one word for a member: these stand where the phone's would.
        AgentStatus::Paused | AgentStatus::WrapUp | AgentStatus::Unknown => PhoneStatus::Unknown,
    }
}

pub(super) fn member_status(status: AgentStatus) -> MemberStatus {
    match status {
        AgentStatus::NotInUse => MemberStatus::Free,
        AgentStatus::InUse | AgentStatus::Busy => MemberStatus::Talking,
        AgentStatus::Ringing | AgentStatus::InUseAndRinging => MemberStatus::Ringing,
        AgentStatus::OnHold => MemberStatus::OnHold,
        AgentStatus::Paused => MemberStatus::Paused,
        AgentStatus::WrapUp => MemberStatus::WrapUp,
        AgentStatus::Unavailable | AgentStatus::Invalid => MemberStatus::Unavailable,
        AgentStatus::Unknown => MemberStatus::Unknown,
    }
}
