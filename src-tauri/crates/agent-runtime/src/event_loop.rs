//! The dull loop: take the next input or the deadline, step, publish the view, perform the effects.

use std::sync::Arc;
use std::time::Duration;

use agent_core::{
    ConnectionState, Desk, Door, Effect, Input, Intent, Journal, Now, Protection, Refusal, Startup, View,
};
use pbx_protocol::report::Report;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;
use tracing::{debug, info, trace};

use crate::clock::{Clock, SleepMeter};
use crate::inputs::Mail;
use crate::network::NetworkWatch;
use crate::rehearsal::Arrived;
use crate::ring::Ringer;
use crate::workers::Workers;

/// Timers stand still while the machine sleeps, so this is how late after waking it is noticed.
pub(crate) const LONGEST_NAP: Duration = Duration::from_secs(10);
/// More suggestions than a person reads.
const SUGGESTIONS: usize = 20;

/// Everything the loop owns.
pub(crate) struct EventLoop {
    desk: Desk,
    mail: mpsc::Receiver<Mail>,
    views: watch::Sender<Arc<View>>,
    clock: Clock,
    meter: SleepMeter,
    pub(crate) workers: Workers,
    ringer: Ringer,
    journal: Journal,
    rehearsals: watch::Sender<Option<Arrived>>,
    /// Lives as long as the loop.
    _network_watch: Option<NetworkWatch>,
}

impl EventLoop {
    /// A loop that has not begun.
    pub(crate) fn new(
        startup: Startup,
        mail: mpsc::Receiver<Mail>,
        workers: Workers,
        clock: Clock,
        network_watch: Option<NetworkWatch>,
    ) -> Self {
        let journal = Journal::new(startup.clone());
        let desk = Desk::new(startup, Now { monotonic: clock.running(), wall: Clock::wall() });
        Self {
            views: watch::Sender::new(desk.view()),
            ringer: Ringer::new(Arc::clone(&workers.speaker)),
            meter: SleepMeter::start(clock),
            desk,
            mail,
            clock,
            workers,
            journal,
            rehearsals: watch::Sender::new(None),
            _network_watch: network_watch,
        }
    }

    /// Where its views are seen.
    pub(crate) fn watch(&self) -> watch::Receiver<Arc<View>> {
        self.views.subscribe()
    }

    /// Where it is seen that the ring came that we have sent to ourselves.
    pub(crate) fn watch_rehearsals(&self) -> watch::Receiver<Option<Arrived>> {
        self.rehearsals.subscribe()
    }

    pub(crate) async fn run(mut self) {
        self.take(Input::Started);
        loop {
            // Before the mail: in a flood of reports the channel is never empty, and deadlines pass all the same.
            let nap = self.meet_deadline();
            let mail = tokio::select! {
                mail = self.mail.recv() => mail,
                () = tokio::time::sleep(nap) => continue,
            };
            // The workers hold a sender, so there is always mail.
            let Some(mail) = mail else { return };
            if let Some(done) = self.open(mail) {
                // Once, at the end: its size would be carried along for the whole run.
                Box::pin(self.finish()).await;
                // The asker may have given up.
                let _ = done.send(());
                return;
            }
        }
    }

    /// Gives back who waits for the end, where that is what was asked for.
    fn open(&mut self, mail: Mail) -> Option<oneshot::Sender<()>> {
        match mail {
            Mail::Input(input) => self.take(*input),
            Mail::Report { report, protection } => self.on_report(*report, protection),
            Mail::Listening { asked, outcome } => {
                if self.workers.link.is_latest(asked) {
                    self.take(Input::Listening { outcome });
                }
            }
            Mail::Dispatch { intent, door, reply } => self.dispatch(*intent, door, reply),
            Mail::Journal { reply } => {
                // The asker may have given up.
                let _ = reply.send(self.journal.masked());
            }
            Mail::Rehearsal { accepted, parsed } => {
                self.take(Input::TestCall);
                self.rehearsals.send_replace(Some(Arrived { accepted, parsed, stepped: Instant::now() }));
            }
            Mail::Lookup { text, reply } => {
                // The asker may have gone on typing.
                let _ = reply.send(self.desk.lookup(&text, SUGGESTIONS));
            }
            Mail::Cover { page, reply } => {
                let _ = reply.send(self.desk.covered(*page));
            }
            Mail::CoverPeople { people, reply } => {
                let _ = reply.send(self.desk.covered(people));
            }
            Mail::Meant { text, reply } => {
                let _ = reply.send(self.desk.meant(&text));
            }
            Mail::Shutdown { done } => return Some(done),
        }
        None
    }

    fn take(&mut self, input: Input) {
        let now = self.now();
        self.step(input, now);
    }

    fn on_report(&mut self, report: Report, protection: Protection) {
        let now = self.now();
        // The view says what the desk knows of it: a desk that has forgotten, with its session, is told again.
        let receiver = self.views.borrow().connection.receiver.as_ref().map(|receiver| receiver.protection);
        if receiver.is_some_and(|known| known != Some(protection)) {
            info!(?protection, "reports arrive");
            self.step(Input::Protection { protection }, now);
        }
        debug!(?report, "report");
        self.step(Input::Report { report }, now);
    }

    /// Tells the desk that its deadline has come, and says how long to sleep until the next.
    fn meet_deadline(&mut self) -> Duration {
        let now = self.now();
        if self.desk.next_deadline().is_some_and(|deadline| deadline <= now.monotonic) {
            self.step(Input::Deadline, now);
        }
        let until = |deadline: Duration| deadline.saturating_sub(now.monotonic);
        self.desk.next_deadline().map_or(LONGEST_NAP, until).min(LONGEST_NAP)
    }

    fn dispatch(&mut self, intent: Intent, door: Door, reply: oneshot::Sender<Result<(), Refusal>>) {
        let now = self.now();
        let refusal = self.step(Input::Intent { intent, door }, now);
        // The asker may have gone, e.g. with its window.
        let _ = reply.send(refusal.map_or(Ok(()), Err));
    }

    /// What the clocks say; when they say that the machine slept, the desk is told first.
    fn now(&mut self) -> Now {
        let reading = self.meter.read(self.clock);
        if reading.woke {
            info!("the machine woke up");
            self.step(Input::Woke, reading.now);
        }
        reading.now
    }

    /// Returns why the intent of this step is refused, where it is one and it is.
    fn step(&mut self, input: Input, now: Now) -> Option<Refusal> {
        self.journal.note(&input, now);
        let effects = self.desk.step(input, now);
        trace!(target: "hops", "stepped");
        // Before anybody gets a reply: whoever has one finds in the view what it is about.
        self.publish();
        trace!(target: "hops", "published");
        let mut refused = None;
        for effect in effects {
            match effect {
                Effect::Refused { refusal } => refused = Some(refusal),
                other => self.workers.perform(other),
            }
        }
        refused
    }

    fn publish(&mut self) {
        let view = self.desk.view();
        let before = Arc::clone(&self.views.borrow());
        if Arc::ptr_eq(&before, &view) {
            return;
        }
        log_connection(before.connection.state, view.connection.state);
        self.ringer.follow(&view);
        self.views.send_replace(view);
    }

    async fn finish(mut self) {
        info!("shutting down");
        let now = self.now();
        for effect in self.desk.last_words(now) {
            self.workers.perform(effect);
        }
        self.workers.finish().await;
    }
}

fn log_connection(before: ConnectionState, state: ConnectionState) {
    if before != state {
        info!(?state, "connection");
    }
}
