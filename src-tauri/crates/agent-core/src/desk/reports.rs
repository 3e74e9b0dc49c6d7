//! What the PBX pushed, passed on to whom it concerns.

use std::time::Duration;

use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::{CallReport, Event, Reading, Report, ReportParty};

use super::Desk;
use crate::{Distrust, Notice, PhoneStatus};

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
        self.session.on_report(self.shared.now);
        if report.reading == Reading::Mended {
            self.session.on_mended_report();
        }
        if self.is_about_us(&report.event) {
            self.silence.hear(self.shared.now);
            self.shared.notices.withdraw(|notice| matches!(notice, Notice::ReportsSilent { .. }));
        }
        if self.calls.is_echo(&report.event) {
            return;
        }
        match report.event {
            Event::BootUp => self.on_boot_up(),
            Event::ExtensionStatus { extension, status } => {
                self.shared.directory.set_status(&extension, &status, self.shared.now.wall);
                if self.shared.own.as_ref() == Some(&extension) {
                    self.on_own_status(&status);
                }
            }
            Event::Alert(call) => self.calls.on_alert(&call, &mut self.shared),
            Event::Ring(call) => self.calls.on_ring(&call, &mut self.shared),
            Event::Answer(call) => self.calls.on_answer(&call, &mut self.shared),
            Event::Bye(call) => self.calls.on_bye(&call, &mut self.shared),
            Event::Transfer(call) => self.calls.on_transfer(&call, &mut self.shared),
            Event::CallFailed { reason, call } => {
                self.calls.on_failed(&reason, &call, &mut self.shared);
            }
            Event::NewCdr(cdr) => self.calls.on_cdr(&cdr, &mut self.shared),
            Event::Unknown { .. } => {}
        }
    }

    /// Anybody on the network may have knocked, or the PBX from an address that we don't know: then our phone is in use.
    pub(super) fn on_stranger(&mut self, address: String) {
        if self.shared.online {
            self.silence.on_stranger(address);
            self.calls.ask_own_phone(&mut self.shared);
        }
    }

    /// What was refused may have been the PBX's word that it has started, so it is asked whether the session lives.
    pub(super) fn on_refused_report(&mut self, distrust: Distrust) {
        if self.shared.online {
            self.catching_up.on_loss(self.shared.now);
            self.distrusted.tell(distrust, &mut self.shared);
            self.session.retry_now(&mut self.shared);
        }
    }

    /// The PBX started anew: no call has survived that. But it tells so again when our answer was lost, perhaps when
    /// we are signed in and talk again: then it is asked whether it knows us.
    fn on_boot_up(&mut self) {
        let last = self.boot_up_heard.replace(self.shared.now.monotonic);
        let is_soon = last.is_some_and(|last| self.shared.now.monotonic < last + ONE_START);
        let is_noticed = self.session.has_lost_token_within(TOKEN_TELLS_OF_A_START, self.shared.now);
        if !is_soon && is_noticed {
            self.calls.lose_all(self.shared.now);
        }
        if (is_soon || is_noticed) && self.session.is_signing_in() {
            // Signing in once more would leave a second session there, with a receiver of its own.
            return;
        }
        if (is_soon || is_noticed) && self.shared.online {
            self.session.retry_now(&mut self.shared);
            return;
        }
        self.session.on_boot_up(&mut self.shared);
        self.calls.lose_all(self.shared.now);
    }

    pub(super) fn on_unreadable_report(&mut self) {
        if !self.session.is_wanted() {
            return;
        }
        self.session.on_report(self.shared.now);
        self.catching_up.on_loss(self.shared.now);
        self.unreadable = self.unreadable.saturating_add(1);
        self.shared.tell(Notice::UnreadableReport { count: self.unreadable });
    }

    fn on_own_status(&mut self, status: &ExtensionStatus) {
        self.phone.is(PhoneStatus::of(status));
        self.calls.on_own_status(status, self.shared.now);
        self.queues.refresh_soon();
    }

    fn is_about_us(&self, event: &Event) -> bool {
        let Some(own) = &self.shared.own else { return false };
        let names_us = |call: &CallReport| {
            call.parties.iter().any(|party| match party {
                ReportParty::Extension(extension) => extension == own,
                ReportParty::Inbound(_) | ReportParty::Outbound(_) => false,
            })
        };
        match event {
            Event::ExtensionStatus { extension, .. } => extension == own,
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
