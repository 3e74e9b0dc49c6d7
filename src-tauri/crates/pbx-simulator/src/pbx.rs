//! The PBX without its network: what happens to it in, answers and reports out.
//!
//! Pure: time, tokens and who asks are arguments, so that the same inputs give the same outcomes.

use std::time::Duration;

use pbx_protocol::report::Report;

pub use crate::api::request::{Answer, Method, Request};
use crate::api::{Asker, Routes};
use crate::control::act::act;
use crate::exchange::Exchange;
pub use crate::model::action::{Action, ControlError};
pub use crate::model::now::Now;
pub use crate::model::receiver::Receiver;
use crate::model::reports::Latest;
use crate::options::Options;
use crate::snapshot::Snapshot;
use crate::world::{World, WorldError};

/// Everything that can happen to the PBX.
#[derive(Debug)]
pub enum Happening {
    /// An application asks.
    Request(Request),
    /// Somebody at a phone or outside does something.
    Control(Action),
    /// Time passed; see [`Pbx::next_deadline`].
    Deadline,
}

/// What comes of it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
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

/// The exchange, and what it can be asked.
pub struct Pbx {
    exchange: Exchange,
    routes: Routes,
    /// The endpoints asked for.
    requests: Latest<&'static str>,
}

impl Pbx {
    /// Checks the world. `seed` makes the tokens.
    pub fn new(world: World, options: &Options, seed: u64, now: Now) -> Result<Self, WorldError> {
        let exchange = Exchange::new(world, options, seed, now)?;
        Ok(Self { exchange, routes: Routes::new(), requests: Latest::new() })
    }

    /// Takes what happens. Whatever became due before it is done first.
    pub fn step(&mut self, happening: Happening, now: Now) -> Vec<Outcome> {
        self.exchange.let_time_pass(now);
        let outcome = match happening {
            Happening::Request(request) => Some(Outcome::Answer(self.answer(&request, now))),
            Happening::Control(action) => Some(Outcome::Done(act(&mut self.exchange, action, now))),
            Happening::Deadline => None,
        };
        let mut outcomes = self.reports();
        outcomes.extend(outcome);
        // Queues are served last: the answer comes before the reports of who is rung next.
        self.exchange.serve_queues(now);
        outcomes.extend(self.reports());
        outcomes
    }

    /// When something will happen by itself, on the clock of [`Now::elapsed`].
    pub fn next_deadline(&self) -> Option<Duration> {
        self.exchange.next_deadline()
    }

    /// The PBX as it is.
    pub fn snapshot(&self, now: Now) -> Snapshot {
        Snapshot::of(&self.exchange, self.requests.to_vec(), now)
    }

    fn reports(&mut self) -> Vec<Outcome> {
        let reports = self.exchange.reports.take();
        reports.map(|(receivers, report)| Outcome::Report { receivers, report }).collect()
    }

    fn answer(&mut self, request: &Request, now: Now) -> Answer {
        let Some(endpoint) = request.endpoint() else { return Answer::NotFound };
        let name = self.routes.name(endpoint).unwrap_or("unknown");
        self.requests.push(name);
        let outcome = Asker::of(request, name, &mut self.exchange, now)
            .and_then(|asker| self.routes.answer(name, &mut self.exchange, request, &asker));
        outcome.unwrap_or_else(Answer::refused).in_form(request.form())
    }
}
