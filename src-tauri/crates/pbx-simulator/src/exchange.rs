//! The PBX without its network: inputs in, answers and reports out. It routes; sessions, phones, calls, queues,
//! mailboxes and downloads each live in their own file.
//!
//! Pure: time, tokens and who asks are arguments, so that the same inputs give the same outputs.

pub(crate) mod end;
pub(crate) mod place;
mod queues;
mod settle;
pub(crate) mod transfer;

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::endpoints::{Endpoint, Login};
use pbx_protocol::report::{Event, Reading, Report};
use pbx_protocol::{Extension, QueueNumber};

use crate::api::downloads::{Tickets, download_name};
use crate::api::queues::Queue;
use crate::api::request::{Answer, Method, Request};
use crate::api::voicemail::Message;
use crate::api::{Asker, Routes};
use crate::clock::Now;
use crate::model::action::{Action, ControlError};
use crate::model::administration::Administration;
use crate::model::archive::Archive;
use crate::model::call::{Call, Channels};
use crate::model::dice::Dice;
use crate::model::phone::{Phone, PhoneState};
use crate::model::receiver::Receiver;
use crate::model::refusal::Refusal;
use crate::model::sessions::Sessions;
use crate::options::Options;
use crate::world::{World, WorldError};

pub(crate) use settle::Settings;

/// Everything that can happen to the PBX.
#[derive(Debug)]
pub enum Input {
    /// An application asks.
    Request(Request),
    /// Somebody at a phone or outside does something.
    Control(Action),
    /// Time passed; see [`Exchange::next_deadline`].
    Deadline,
}

/// What comes of it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To the request of this step: exactly one.
    Answer(Answer),
    /// To the action of this step: exactly one.
    Done(Result<(), ControlError>),
    /// A report and where it goes, which may be nowhere.
    Report {
        /// The listeners of the live sessions.
        receivers: Vec<Receiver>,
        /// What is reported.
        report: Report,
    },
}

/// How many of the latest requests and reports a snapshot shows.
const REMEMBERED: usize = 2000;

/// The state of the whole PBX.
pub struct Exchange {
    pub(crate) settings: Settings,
    pub(crate) admin: Administration,
    pub(crate) phones: BTreeMap<Extension, Phone>,
    pub(crate) announced: BTreeMap<Extension, PhoneState>,
    pub(crate) queues: BTreeMap<QueueNumber, Queue>,
    pub(crate) mailboxes: BTreeMap<Extension, Vec<Message>>,
    pub(crate) archive: Archive,
    pub(crate) sessions: Sessions,
    pub(crate) tickets: Tickets,
    pub(crate) calls: Vec<Call>,
    pub(crate) channels: Channels,
    pub(crate) dice: Dice,
    pub(crate) requests: VecDeque<&'static str>,
    pub(crate) reported: VecDeque<Report>,
    outbox: Vec<Output>,
    routes: Arc<Routes>,
}

impl Exchange {
    /// Checks the world. `seed` makes the tokens.
    pub fn new(world: World, options: &Options, seed: u64, now: Now) -> Result<Self, WorldError> {
        settle::settle(world, options, Dice::new(seed), now)
    }

    /// Takes one input. Whatever became due before it is done first.
    pub fn step(&mut self, input: Input, now: Now) -> Vec<Output> {
        self.let_time_pass(now);
        match input {
            Input::Request(request) => {
                let answer = self.answer(&request, now);
                self.outbox.push(Output::Answer(answer));
            }
            Input::Control(action) => {
                let done = self.act(action, now);
                self.outbox.push(Output::Done(done));
            }
            Input::Deadline => {}
        }
        self.serve_queues(now);
        std::mem::take(&mut self.outbox)
    }

    /// When something will happen by itself, on the clock of [`Now::elapsed`].
    pub fn next_deadline(&self) -> Option<Duration> {
        self.calls.iter().filter_map(Call::next_deadline).chain(self.queue_deadlines()).min()
    }

    fn let_time_pass(&mut self, now: Now) {
        self.lift_by_themselves(now);
        self.stop_ringing(now);
        self.forget_ended_monitoring();
        self.serve_queues(now);
    }

    fn answer(&mut self, request: &Request, now: Now) -> Answer {
        let Some(endpoint) = request.endpoint() else { return Answer::NotFound };
        let routes = Arc::clone(&self.routes);
        let name = routes.name(endpoint).or_else(|| download_name(endpoint)).unwrap_or("unknown");
        remember(&mut self.requests, name);
        let outcome = self.authenticate(name, request, now).and_then(|asker| {
            let is_download = download_name(name).is_some();
            match request.method {
                Method::Get if is_download => self.download(name, request, &asker),
                Method::Post if !is_download => routes.answer(name, self, request, &asker),
                Method::Get | Method::Post | Method::Other => Err(Refusal::OnlyPost),
            }
        });
        outcome.unwrap_or_else(Answer::refused).in_form(request.form())
    }

    /// Every request but the login needs a live token, which then lives on.
    fn authenticate(&mut self, name: &str, request: &Request, now: Now) -> Result<Asker, Refusal> {
        let address: IpAddr = request.peer.to_canonical();
        if name == Login::ABOUT.path {
            return Ok(Asker { address, token: String::new(), now });
        }
        let token = request.parameter("token").unwrap_or_default().to_owned();
        self.sessions.touch(&token, now)?;
        Ok(Asker { address, token, now })
    }

    /// Reports to every live session.
    pub(crate) fn report(&mut self, event: Event, now: Now) {
        let serial = Some(self.settings.device.serial.clone());
        self.send(Report { serial, event, reading: Reading::AsSent }, now);
    }

    /// The captured reports of a ringing outside line lack the serial number.
    pub(crate) fn report_without_serial(&mut self, event: Event, now: Now) {
        self.send(Report { serial: None, event, reading: Reading::AsSent }, now);
    }

    fn send(&mut self, report: Report, now: Now) {
        let receivers = self.sessions.receivers(now);
        remember(&mut self.reported, report.clone());
        self.outbox.push(Output::Report { receivers, report });
    }

    /// All tokens and calls are gone; then the PBX tells those it knew.
    pub(crate) fn reboot(&mut self, now: Now) {
        let receivers = self.sessions.receivers(now);
        self.sessions.forget();
        self.tickets.forget();
        self.calls.clear();
        self.announced.clear();
        self.settings.started = now;
        let report = Report {
            serial: Some(self.settings.device.serial.clone()),
            event: Event::BootUp,
            reading: Reading::AsSent,
        };
        remember(&mut self.reported, report.clone());
        self.outbox.push(Output::Report { receivers, report });
    }
}

fn remember<T>(list: &mut VecDeque<T>, item: T) {
    if list.len() == REMEMBERED {
        list.pop_front();
    }
    list.push_back(item);
}
