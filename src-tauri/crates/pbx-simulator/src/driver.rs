//! Gives the PBX its time and its order: one step after the other, reports out in the order made, a new
//! snapshot after each.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pbx_protocol::report::Report;
use tokio::sync::{Notify, mpsc, watch};

use crate::api::request::{Answer, Request};
use crate::clock::Clock;
use crate::faults::Faults;
use crate::model::action::{Action, ControlError};
use crate::model::receiver::Receiver;
use crate::options::Options;
use crate::pbx::{Happening, Outcome, Pbx};
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
    pbx: Pbx,
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
        // Two PBXs started one after the other must not know each other's tokens.
        let of_the_moment = now.wall.as_secs() ^ u64::from(now.wall.subsec_nanos()).rotate_left(32);
        let seed = options.standalone.seed.unwrap_or(of_the_moment);
        let pbx = Pbx::new(world, options, seed, now)?;
        let (dispatches, outgoing) = mpsc::unbounded_channel();
        let driver = Self {
            snapshots: watch::Sender::new(Arc::new(pbx.snapshot(now))),
            inner: Mutex::new(Inner { pbx, clock }),
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
        let outcomes = self.step(Happening::Request(request));
        let answer = outcomes.into_iter().find_map(|outcome| match outcome {
            Outcome::Answer(answer) => Some(answer),
            Outcome::Done(_) | Outcome::Report { .. } => None,
        });
        answer.unwrap_or(Answer::NotFound)
    }

    pub(crate) fn act(&self, action: Action) -> Result<(), ControlError> {
        let outcomes = self.step(Happening::Control(action));
        let done = outcomes.into_iter().find_map(|outcome| match outcome {
            Outcome::Done(done) => Some(done),
            Outcome::Answer(_) | Outcome::Report { .. } => None,
        });
        done.unwrap_or(Ok(()))
    }

    pub(crate) fn skip(&self, time: Duration) {
        // The clock first: the step must find due what the skip made due.
        self.lock().clock.skip(time);
        self.step(Happening::Deadline);
    }

    /// Lets due things happen, forever.
    pub(crate) async fn keep_time(&self) {
        loop {
            let wait = {
                let inner = self.lock();
                let now = inner.clock.now().elapsed;
                inner.pbx.next_deadline().map(|deadline| deadline.saturating_sub(now))
            };
            // A step since the look above has left its permit here, so no deadline is slept through.
            let moved = self.deadline_moved.notified();
            match wait {
                None => moved.await,
                Some(wait) => {
                    tokio::select! {
                        () = moved => {}
                        () = tokio::time::sleep(wait) => { self.step(Happening::Deadline); }
                    }
                }
            }
        }
    }

    /// Reports leave under the lock, so that their order is the order of the steps.
    fn step(&self, happening: Happening) -> Vec<Outcome> {
        let mut inner = self.lock();
        let now = inner.clock.now();
        let outcomes = inner.pbx.step(happening, now);
        for outcome in &outcomes {
            if let Outcome::Report { receivers, report } = outcome {
                // Nobody listens only while the simulator is being dropped.
                let _ =
                    self.dispatches.send(Dispatch { receivers: receivers.clone(), report: report.clone() });
            }
        }
        self.snapshots.send_replace(Arc::new(inner.pbx.snapshot(now)));
        // Given back first: the timekeeper takes it as soon as it wakes.
        drop(inner);
        self.deadline_moved.notify_one();
        outcomes
    }

    /// A panic elsewhere must not silence the PBX: every step leaves it whole.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
