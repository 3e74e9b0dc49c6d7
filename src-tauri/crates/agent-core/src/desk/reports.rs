//! What the PBX pushed, passed on to whom it concerns.

use std::time::Duration;

use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::{CallReport, Event, Reading, Report, ReportParty};

use super::Desk;
use crate::calls::Calls;
use crate::phone::PhoneStatus;
use crate::{Distrust, Notice};

/// What is told within that is the same start, told again.
const ONE_START: Duration = Duration::from_mins(10);
/// A PBX that has just started answers that it does not know us, and says a moment later that it has started.
const TOKEN_TELLS_OF_A_START: Duration = Duration::from_secs(30);

impl Desk {
    pub(super) fn on_report(&mut self, report: Report) {
        // A report that was on its way when the session ended.
        if !self.session.is_wanted() {
            return;
        }
        self.session.on_report(self.now);
        if report.reading == Reading::Mended {
            self.session.on_mended_report();
        }
        if self.is_about_us(&report.event) {
            self.silence.hear(self.now);
            self.notices.withdraw(|notice| matches!(notice, Notice::ReportsSilent { .. }));
        }
        if self.calls.is_echo(&report.event) {
            return;
        }
        match report.event {
            Event::BootUp => self.on_boot_up(),
            Event::ExtensionStatus { extension, status } => {
                self.directory.set_status(&extension, &status, self.now.wall);
                if self.session.extension().as_ref() == Some(&extension) {
                    self.on_own_status(&status);
                }
            }
            Event::Alert(call) => self.with_calls(|calls, around| calls.on_alert(&call, around)),
            Event::Ring(call) => self.with_calls(|calls, around| calls.on_ring(&call, around)),
            Event::Answer(call) => self.with_calls(|calls, around| calls.on_answer(&call, around)),
            Event::Bye(call) => self.with_calls(|calls, around| calls.on_bye(&call, around)),
            Event::Transfer(call) => self.with_calls(|calls, around| calls.on_transfer(&call, around)),
            Event::CallFailed { reason, call } => {
                self.with_calls(|calls, around| calls.on_failed(&reason, &call, around));
            }
            Event::NewCdr(cdr) => self.with_calls(|calls, around| calls.on_cdr(&cdr, around)),
            Event::Unknown { .. } => {}
        }
    }

    /// Anybody on the network may have knocked, or the PBX from an address that we don't know: then our phone is in use.
    pub(super) fn on_stranger(&mut self, address: String) {
        if self.session.is_online() {
            self.silence.on_stranger(address);
            self.with_calls(Calls::ask_own_phone);
        }
    }

    /// What was refused may have been the PBX's word that it has started, so it is asked whether the session lives.
    pub(super) fn on_refused_report(&mut self, distrust: Distrust) {
        if self.session.is_online() {
            self.catching_up.on_loss(self.now);
            self.distrusted.tell(distrust, &mut self.notices, self.now);
            self.session.retry_now(&mut self.outbox, self.now);
        }
    }

    /// The PBX started anew: no call has survived that. But it tells so again when our answer was lost, perhaps when
    /// we are signed in and talk again: then it is asked whether it knows us.
    fn on_boot_up(&mut self) {
        let last = self.boot_up_heard.replace(self.now.monotonic);
        let is_soon = last.is_some_and(|last| self.now.monotonic < last + ONE_START);
        let is_noticed = self.session.has_lost_token_within(TOKEN_TELLS_OF_A_START, self.now);
        if !is_soon && is_noticed {
            self.calls.lose_all(self.now);
        }
        if (is_soon || is_noticed) && self.session.is_signing_in() {
            // Signing in once more would leave a second session there, with a receiver of its own.
            return;
        }
        if (is_soon || is_noticed) && self.session.is_online() {
            self.session.retry_now(&mut self.outbox, self.now);
            return;
        }
        let turn = self.session.on_boot_up(&mut self.outbox, self.now);
        self.calls.lose_all(self.now);
        self.take_turn(turn);
    }

    pub(super) fn on_unreadable_report(&mut self) {
        if !self.session.is_wanted() {
            return;
        }
        self.session.on_report(self.now);
        self.catching_up.on_loss(self.now);
        self.unreadable = self.unreadable.saturating_add(1);
        self.notices.add(Notice::UnreadableReport { count: self.unreadable }, self.now);
    }

    fn on_own_status(&mut self, status: &ExtensionStatus) {
        self.phone.is(PhoneStatus::of(status));
        self.calls.on_own_status(status, self.now);
        self.queues.refresh_soon();
    }

    fn is_about_us(&self, event: &Event) -> bool {
        let Some(own) = self.session.extension() else { return false };
        let names_us = |call: &CallReport| {
            call.parties.iter().any(|party| match party {
                ReportParty::Extension(extension) => *extension == own,
                ReportParty::Inbound(_) | ReportParty::Outbound(_) => false,
            })
        };
        match event {
            Event::ExtensionStatus { extension, .. } => *extension == own,
            Event::Alert(call)
            | Event::Ring(call)
            | Event::Answer(call)
            | Event::Bye(call)
            | Event::Transfer(call)
            | Event::CallFailed { call, .. } => names_us(call),
            Event::BootUp | Event::NewCdr(_) | Event::Unknown { .. } => false,
        }
    }
}
