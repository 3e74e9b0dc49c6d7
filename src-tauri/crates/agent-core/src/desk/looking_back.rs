//! Catching up: asks for the PBX's clock, then for its records in that clock's time.

use super::Desk;
use crate::session::ask::Device;
use crate::{Effect, Failure, Filled, Notice};

impl Desk {
    /// Needs the PBX's clock as it is now: its zone may have changed since the sign-in, and ours may be wrong.
    pub(super) fn catch_up(&mut self) {
        let now = self.now;
        if !self.session.is_online() || !self.catching_up.is_due(self.calls.is_calm(), now) {
            return;
        }
        let Some(own) = self.session.extension() else { return };
        match self.session.pbx_clock(now) {
            Some(pbx_clock) => {
                self.catching_up.begin(now);
                self.outbox.push(Effect::CatchUp { extension: own.to_string(), pbx_clock });
            }
            None => self.outbox.ask_once(Device {}, now),
        }
    }

    pub(super) fn on_caught_up(&mut self, filled: Filled) {
        let now = self.now;
        self.catching_up.on_done(now);
        self.followers.rows.on_caught_up(filled);
        if filled.missed > 0 {
            self.notices.add(Notice::MissedWhileAway { count: filled.missed }, now);
        }
        if self.catching_up.tell_unread(filled.unread) {
            self.notices.add(Notice::UnreadableRecords { count: filled.unread }, now);
        }
    }

    /// Another address than before: what was sent to the old one is lost, and nothing has come to the new one yet.
    pub(super) fn on_announced(&mut self, address: &str, port: u16) {
        if self.session.on_announced(address, port) {
            self.silence.begin();
            self.catching_up.on_loss(self.now);
            self.notices.add(Notice::ReceiverMoved { receiver: self.session.receiver_text() }, self.now);
        }
    }

    pub(super) fn on_not_caught_up(&mut self, failure: &Failure) {
        self.catching_up.on_failed(self.now);
        self.on_any_failure(failure);
    }

    /// Whoever asks the PBX in vain may be the first to see that the session is over.
    pub(super) fn on_any_failure(&mut self, failure: &Failure) {
        if let Failure::Unreachable { .. } | Failure::TimedOut = failure {
            self.catching_up.on_no_answer();
        }
        let turn = self.session.on_failure(failure, &mut self.outbox, self.now);
        self.take_turn(turn);
    }
}
