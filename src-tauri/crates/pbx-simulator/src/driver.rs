//! Gives the exchange its time and its order: one step after the other, reports out in the order made, a new
//! snapshot after each.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pbx_protocol::report::Report;
use tokio::sync::{Notify, mpsc, watch};

use crate::api::request::{Answer, Request};
use crate::clock::Clock;
use crate::exchange::{Exchange, Input, Output};
use crate::faults::Faults;
use crate::model::action::{Action, ControlError};
use crate::model::receiver::Receiver;
use crate::options::Options;
use crate::snapshot::Snapshot;
use crate::world::{World, WorldError};

/// A report on its way to the network.
#[derive(Debug, Clone)]
pub(crate) struct Dispatch {
    pub(crate) receivers: Vec<Receiver>,
    pub(crate) report: Report,
}

pub(crate) struct Driver {
    inner: Mutex<Inner>,
    snapshots: watch::Sender<Arc<Snapshot>>,
    dispatches: mpsc::UnboundedSender<Dispatch>,
    deadline_moved: Notify,
    faults: Faults,
}

struct Inner {
    exchange: Exchange,
    clock: Clock,
}

impl std::fmt::Debug for Driver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Driver").finish_non_exhaustive()
    }
}

impl Driver {
    pub(crate) fn new(
        world: World,
        options: &Options,
    ) -> Result<(Arc<Self>, mpsc::UnboundedReceiver<Dispatch>), WorldError> {
        let clock = Clock::start();
        let now = clock.now();
        let seed = now.wall.as_secs() ^ u64::from(now.wall.subsec_nanos()).rotate_left(32);
        let exchange = Exchange::new(world, options, seed, now)?;
        let (dispatches, outgoing) = mpsc::unbounded_channel();
        let driver = Self {
            snapshots: watch::Sender::new(Arc::new(exchange.snapshot(now))),
            inner: Mutex::new(Inner { exchange, clock }),
            dispatches,
            deadline_moved: Notify::new(),
            faults: Faults::default(),
        };
        Ok((Arc::new(driver), outgoing))
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    pub(crate) fn answer(&self, request: Request) -> Answer {
        let outputs = self.step(Input::Request(request));
        let answer = outputs.into_iter().find_map(|output| match output {
            Output::Answer(answer) => Some(answer),
            Output::Done(_) | Output::Report { .. } => None,
        });
        answer.unwrap_or(Answer::NotFound)
    }

    pub(crate) fn act(&self, action: Action) -> Result<(), ControlError> {
        let outputs = self.step(Input::Control(action));
        let done = outputs.into_iter().find_map(|output| match output {
            Output::Done(done) => Some(done),
            Output::Answer(_) | Output::Report { .. } => None,
        });
        done.unwrap_or(Ok(()))
    }

    pub(crate) fn skip(&self, time: Duration) {
        self.lock().clock.skip(time);
        self.step(Input::Deadline);
    }

    /// Lets due things happen, for ever.
    pub(crate) async fn keep_time(&self) {
        loop {
            let wait = {
                let inner = self.lock();
                let now = inner.clock.now().elapsed;
                inner.exchange.next_deadline().map(|deadline| deadline.saturating_sub(now))
            };
            let moved = self.deadline_moved.notified();
            match wait {
                None => moved.await,
                Some(wait) => {
                    tokio::select! {
                        () = moved => {}
                        () = tokio::time::sleep(wait) => { self.step(Input::Deadline); }
                    }
                }
            }
        }
    }

    /// Reports leave under the lock, so that their order is the order of the steps.
    fn step(&self, input: Input) -> Vec<Output> {
        let mut inner = self.lock();
        let now = inner.clock.now();
        let outputs = inner.exchange.step(input, now);
        for output in &outputs {
            if let Output::Report { receivers, report } = output {
                // Nobody listens only while the simulator is being dropped.
                let _ =
                    self.dispatches.send(Dispatch { receivers: receivers.clone(), report: report.clone() });
            }
        }
        self.snapshots.send_replace(Arc::new(inner.exchange.snapshot(now)));
        drop(inner);
        self.deadline_moved.notify_one();
        outputs
    }

    /// A panic elsewhere must not silence the PBX: every step leaves the exchange whole.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
