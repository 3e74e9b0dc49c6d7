//! What comes in unasked, passed on to whom it concerns: what the PBX pushed, and that we may not have heard it.

use std::time::Duration;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::{CallReport, Event, Reading, Report, ReportParty};

use super::Desk;
use crate::calls::own_phone;
use crate::heard::Distrust;
use crate::phone::PhoneStatus;

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
        if is_about(self.shared.own.as_ref(), &report.event) {
            self.heard.hear_of_us(&mut self.shared);
        }
        self.calls.hear(&report.event, &mut self.shared);
        match report.event {
            Event::BootUp => self.on_boot_up(),
            Event::ExtensionStatus { extension, status } => {
                self.shared.directory.set_status(&extension, &status, self.shared.now);
                if self.shared.own.as_ref() == Some(&extension) {
                    self.on_own_status(&status);
                }
            }
            Event::Alert(_)
            | Event::Ring(_)
            | Event::Answer(_)
            | Event::Bye(_)
            | Event::Transfer(_)
            | Event::CallFailed { .. }
            | Event::NewCdr(_)
            | Event::Unknown { .. } => {}
        }
    }

    /// Anybody on the network may have knocked, or the PBX from an address that we don't know: then our phone is in use.
    pub(super) fn on_stranger(&mut self, address: String) {
        if self.shared.online {
            self.heard.silence.on_stranger(address);
            self.calls.ask_own_phone(&mut self.shared);
        }
    }

    /// What was refused may have been the PBX's word that it has started, so it is asked whether the session lives.
    pub(super) fn on_refused_report(&mut self, distrust: Distrust) {
        if self.shared.online {
            self.heard.on_refused(distrust, &mut self.shared);
            self.session.retry_now(&mut self.shared);
        }
    }

    /// The PBX started anew: no call has survived that. But it tells so again when our answer was lost, perhaps when
    /// we are signed in and talk again: then it is asked whether it knows us.
    fn on_boot_up(&mut self) {
        let is_soon = self.heard.is_start_told_again(self.shared.now);
        let is_noticed = self.session.has_lost_token_within(TOKEN_TELLS_OF_A_START, self.shared.now);
        // The dead token has told of the start before the PBX did: no call has survived it, but the next session is
        // on its way already.
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
        if self.session.is_wanted() {
            // Damaged as it is, it has found its way to us: no firewall lies there.
            self.session.on_report(self.shared.now);
            self.heard.on_unreadable(&mut self.shared);
        }
    }

    /// Announces the address that we have now, or tries at once what was waited for.
    pub(super) fn on_network_changed(&mut self) {
        self.session.retry_now(&mut self.shared);
        self.shared.sources.try_again(self.shared.now);
        if self.shared.online {
            self.heard.catching_up.on_loss(self.shared.now);
            self.calls.ask_own_phone(&mut self.shared);
        }
    }

    /// What happened while the machine slept was not heard.
    pub(super) fn on_woke(&mut self) {
        self.session.retry_now(&mut self.shared);
        self.shared.sources.try_again(self.shared.now);
        if self.shared.online {
            self.heard.catching_up.on_woke(self.shared.now);
            self.calls.ask_own_phone(&mut self.shared);
        }
    }

    fn on_own_status(&mut self, status: &ExtensionStatus) {
        self.phone.is(PhoneStatus::of(status));
        own_phone::on_own_status(&mut self.calls, status, self.shared.now);
        // Queues are never reported; that our phone rings or is free again is the best sign that one has changed.
        self.queues.refresh_soon();
    }
}

fn is_about(own: Option<&Extension>, event: &Event) -> bool {
    let Some(own) = own else { return false };
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
