//! What is heard of the PBX, and what it means when nothing is: reports that can't be read, are not believed or do not
//! come, rows of answers that are odd, and what is asked for since nothing reports it.

mod catching_up;
mod distrust;
mod odd_rows;
mod renewal;
mod silence;

use std::time::Duration;

use crate::calls::Calls;
use crate::effect::Effect;
use crate::failure::Failure;
use crate::notice::Notice;
use crate::now::Now;
use crate::phone::PhoneStatus;
use crate::session::Session;
use crate::session::ask::Device;
use crate::shared::Shared;
use catching_up::CatchingUp;
pub use distrust::Distrust;
use distrust::Distrusted;
use odd_rows::OddRows;
use renewal::Renewal;
use silence::Silence;

/// What is told within that is the same start, told again.
const ONE_START: Duration = Duration::from_mins(10);

/// What came from the PBX unasked, and what should have.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    unreadable: u32,
    pub(crate) odd_rows: OddRows,
    pub(crate) silence: Silence,
    distrusted: Distrusted,
    /// When the PBX said last that it has started.
    boot_up: Option<Duration>,
    pub(crate) catching_up: CatchingUp,
    pub(crate) renewal: Renewal,
}

impl Heard {
    pub(crate) fn on_online(&mut self, shared: &mut Shared) {
        self.distrusted.on_online();
        self.odd_rows.on_online(shared);
        self.silence.begin();
        self.catching_up.on_online();
        self.renewal.on_online(shared);
    }

    pub(crate) fn on_offline(&mut self) {
        self.catching_up.on_offline();
        self.renewal = Renewal::default();
    }

    /// What the session before was told is not that of the next.
    pub(crate) fn forget(&mut self) {
        self.silence = Silence::default();
        self.odd_rows = OddRows::default();
    }

    pub(crate) fn next_deadline(&self, shared: &Shared) -> Option<Duration> {
        let renewal = self.renewal.next_deadline().filter(|_| shared.online);
        let own = [self.silence.next_deadline(), self.catching_up.next_deadline(shared.now), renewal];
        own.into_iter().flatten().min()
    }

    /// A report about our phone: they do come.
    pub(crate) fn hear_of_us(&mut self, shared: &mut Shared) {
        self.silence.hear(shared.now);
        shared.notices.withdraw(|notice| matches!(notice, Notice::ReportsSilent { .. }));
    }

    /// The PBX, asked by us, says what our phone is doing. What we know of was heard; and a queue that does not watch its
    /// members' phones says "free" in the middle of a call.
    pub(crate) fn see_phone(&mut self, phone: PhoneStatus, calls: &Calls, now: Now) {
        if !calls.any_live() {
            self.silence.see(phone, now);
        }
    }

    /// The PBX says that it has started; whether it said so just before.
    pub(crate) fn is_start_told_again(&mut self, now: Now) -> bool {
        // Each telling moves the span: a PBX repeats it for as long as our answers are lost.
        let last = self.boot_up.replace(now.monotonic);
        last.is_some_and(|last| now.monotonic < last + ONE_START)
    }

    pub(crate) fn on_unreadable(&mut self, shared: &mut Shared) {
        self.catching_up.on_loss(shared.now);
        self.unreadable = self.unreadable.saturating_add(1);
        shared.tell(Notice::UnreadableReport { count: self.unreadable });
    }

    pub(crate) fn on_refused(&mut self, distrust: Distrust, shared: &mut Shared) {
        self.catching_up.on_loss(shared.now);
        self.distrusted.tell(distrust, shared);
    }

    /// Another address than before: what was sent to the old one is lost, and nothing has come to the new one yet.
    pub(crate) fn on_moved(&mut self, receiver: String, shared: &mut Shared) {
        self.silence.begin();
        self.catching_up.on_loss(shared.now);
        shared.tell(Notice::ReceiverMoved { receiver });
    }

    /// Nobody knows yet whether the PBX is away.
    pub(crate) fn on_failure(&mut self, failure: &Failure) {
        if let Failure::Unreachable { .. } | Failure::TimedOut = failure {
            self.catching_up.on_no_answer();
        }
    }

    /// Asks for the PBX's records when that is due. Needs the PBX's clock as it is now: its zone may have changed since
    /// the sign-in, and ours may be wrong.
    pub(crate) fn catch_up(&mut self, calls: &Calls, session: &Session, shared: &mut Shared) {
        let now = shared.now;
        if !shared.online || !self.catching_up.is_due(calls.is_calm(), now) {
            return;
        }
        let Some(own) = &shared.own else { return };
        match session.pbx_clock(now) {
            Some(pbx_clock) => {
                self.catching_up.begin(now);
                shared.outbox.push(Effect::CatchUp { extension: own.to_string(), pbx_clock });
            }
            // The records are asked for in the step in which the clock is told, so that it is fresh.
            None => shared.ask_once(Device {}),
        }
    }

    /// Says once that nothing is heard where something should be.
    pub(crate) fn tell_silence(&mut self, session: &Session, shared: &mut Shared) {
        if self.silence.take_evidence(shared.now) && shared.online {
            let (receiver, refused) = (session.receiver_text(), self.silence.stranger());
            shared.tell(Notice::ReportsSilent { receiver, refused });
        }
    }
}
