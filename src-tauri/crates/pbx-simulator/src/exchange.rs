//! The PBX's parts together, and what needs several of them: calls begin ([`place`]), ring ([`ring`]), go elsewhere
//! ([`forward`]) and end ([`end`]),
//! phones change and say so ([`phones`]). It knows nothing of requests; those are taken on the floor above.
//!
//! Pure: time and tokens are arguments, so that the same inputs give the same outputs.

mod end;
mod forward;
mod phones;
mod place;
mod ring;
mod settle;

use std::collections::BTreeMap;
use std::time::Duration;

use pbx_protocol::QueueNumber;
use pbx_protocol::report::{Event, Reading, Report};

use crate::model::administration::Administration;
use crate::model::archive::Archive;
use crate::model::call::{Call, Phase, Target};
use crate::model::calls::Calls;
use crate::model::dice::Dice;
use crate::model::now::Now;
use crate::model::phones::Phones;
use crate::model::queue::Queue;
use crate::model::refusal::Refusal;
use crate::model::reports::Reports;
use crate::model::sessions::Sessions;
use crate::model::tickets::Tickets;
use crate::options::Options;
use crate::world::{Setup, World, WorldError};

pub(crate) use place::Transferred;

/// The state of the whole PBX.
pub(crate) struct Exchange {
    pub(crate) setup: Setup,
    pub(crate) options: Options,
    pub(crate) started: Now,
    pub(crate) admin: Administration,
    pub(crate) phones: Phones,
    pub(crate) queues: BTreeMap<QueueNumber, Queue>,
    pub(crate) archive: Archive,
    pub(crate) sessions: Sessions,
    pub(crate) tickets: Tickets,
    pub(crate) calls: Calls,
    pub(crate) dice: Dice,
    pub(crate) reports: Reports,
}

impl Exchange {
    /// Checks the world. `seed` makes the tokens.
    pub(crate) fn new(world: World, options: &Options, seed: u64, now: Now) -> Result<Self, WorldError> {
        settle::settle(world, options, Dice::new(seed), now)
    }

    /// Whatever became due happens.
    pub(crate) fn let_time_pass(&mut self, now: Now) {
        self.lift_by_themselves(now);
        self.stop_ringing(now);
        self.forget_ended_monitoring();
        // Last, since phones that fell silent just now may be rung for the next caller.
        self.serve_queues(now);
    }

    /// When something will happen by itself, on the clock of [`Now::elapsed`].
    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.calls.iter().filter_map(Call::next_deadline).chain(self.queue_deadlines()).min()
    }

    pub(crate) fn queue(&self, number: &QueueNumber) -> Result<&Queue, Refusal> {
        self.queues.get(number).ok_or(Refusal::NoSuchQueue)
    }

    /// Reports to every live session.
    pub(crate) fn report(&mut self, event: Event, now: Now) {
        let serial = Some(self.setup.device.serial.clone());
        self.send(serial, event, now);
    }

    // Receivers are looked up now, not when it leaves: whoever signs in later hears nothing of before.
    fn send(&mut self, serial: Option<String>, event: Event, now: Now) {
        let receivers = self.sessions.receivers(now);
        self.reports.send(receivers, Report { serial, event, reading: Reading::AsSent });
    }

    /// Reports events of one call, unless none of its phones is monitored.
    fn report_call(&mut self, call: &Call, events: impl IntoIterator<Item = Event>, now: Now) {
        if self.is_reported(call) {
            for event in events {
                self.report(event, now);
            }
        }
    }

    fn is_reported(&self, call: &Call) -> bool {
        if call.unreported {
            return false;
        }
        let target = match &call.phase {
            Phase::OwnPhone { target: Target::Extension(extension) } => Some(extension),
            Phase::OwnPhone { .. } | Phase::Ringing | Phase::Talking { .. } => None,
        };
        // A call between two outside lines has no phone whose monitoring could be off.
        let mut extensions = call.legs().filter_map(|leg| leg.party.extension()).chain(target).peekable();
        extensions.peek().is_none() || extensions.any(|extension| self.is_monitored(extension))
    }

    /// All tokens and calls are gone; then the PBX tells those it knew.
    pub(crate) fn reboot(&mut self, now: Now) {
        // Asked before the sessions are forgotten: afterwards nobody would be left to be told.
        let receivers = self.sessions.receivers(now);
        self.sessions.forget();
        self.tickets.forget();
        self.calls.clear();
        self.phones.forget_announced();
        self.started = now;
        let serial = Some(self.setup.device.serial.clone());
        self.reports.send(receivers, Report { serial, event: Event::BootUp, reading: Reading::AsSent });
    }
}
