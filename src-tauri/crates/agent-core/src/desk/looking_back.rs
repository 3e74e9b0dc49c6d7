//! Catching up: asks for the PBX's clock, then for its records in that clock's time.

use super::Desk;
use crate::session::ask::Device;
use crate::{Effect, Failure, Filled, Notice};

impl Desk {
    /// Needs the PBX's clock as it is now: its zone may have changed since the sign-in, and ours may be wrong.
    pub(super) fn catch_up(&mut self) {
        let now = self.shared.now;
        if !self.shared.online || !self.catching_up.is_due(self.calls.is_calm(), now) {
            return;
        }
        let Some(own) = self.shared.own.clone() else { return };
        match self.session.pbx_clock(now) {
            Some(pbx_clock) => {
                self.catching_up.begin(now);
                self.shared.push(Effect::CatchUp { extension: own.to_string(), pbx_clock });
            }
            None => self.shared.ask_once(Device {}),
        }
    }

    pub(super) fn on_caught_up(&mut self, filled: Filled) {
        let now = self.shared.now;
        self.catching_up.on_done(now);
        self.followers.rows.on_caught_up(filled);
        if filled.missed > 0 {
            self.shared.tell(Notice::MissedWhileAway { count: filled.missed });
        }
        if self.catching_up.tell_unread(filled.unread) {
            self.shared.tell(Notice::UnreadableRecords { count: filled.unread });
        }
    }

    /// Another address than before: what was sent to the old one is lost, and nothing has come to the new one yet.
    pub(super) fn on_announced(&mut self, address: &str, port: u16) {
        if self.session.on_announced(address, port) {
            self.silence.begin();
            self.catching_up.on_loss(self.shared.now);
            self.shared.tell(Notice::ReceiverMoved { receiver: self.session.receiver_text() });
        }
    }

    pub(super) fn on_not_caught_up(&mut self, failure: &Failure) {
        self.catching_up.on_failed(self.shared.now);
        self.on_any_failure(failure);
    }

    /// Whoever asks the PBX in vain may be the first to see that the session is over.
    pub(super) fn on_any_failure(&mut self, failure: &Failure) {
        if let Failure::Unreachable { .. } | Failure::TimedOut = failure {
            self.catching_up.on_no_answer();
        }
        self.session.on_failure(failure, &mut self.shared);
    }
}
