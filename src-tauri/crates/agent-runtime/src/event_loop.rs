//! The dull loop: take the next input or the deadline, step, publish the view, perform the effects.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use agent_core::{ConnectionState, Desk, Door, Effect, Input, Intent, Journal, Now, Refusal, Ticket, View};
use tokio::sync::{mpsc, oneshot, watch};
use tracing::info;

use crate::clock::{Clock, SleepMeter};
use crate::effects::Effects;
use crate::inputs::Mail;
use crate::network::NetworkWatch;
use crate::ring::Ringer;

/// Timers stand still while the machine sleeps, so this is how late after waking it is noticed.
pub(crate) const LONGEST_NAP: Duration = Duration::from_secs(10);
/// More suggestions than a person reads.
const SUGGESTIONS: usize = 20;

/// Everything the loop owns.
pub(crate) struct EventLoop {
    pub(crate) desk: Desk,
    pub(crate) mail: mpsc::Receiver<Mail>,
    pub(crate) views: watch::Sender<Arc<View>>,
    pub(crate) clock: Clock,
    pub(crate) meter: SleepMeter,
    pub(crate) effects: Effects,
    pub(crate) ringer: Ringer,
    pub(crate) replies: Replies,
    pub(crate) journal: Journal,
    /// Lives as long as the loop.
    pub(crate) _network_watch: Option<NetworkWatch>,
}

/// Who waits for the answer to an intent.
#[derive(Debug, Default)]
pub(crate) struct Replies {
    waiting: BTreeMap<Ticket, oneshot::Sender<Result<(), Refusal>>>,
    last: u64,
}

impl EventLoop {
    pub(crate) async fn run(mut self) {
        let now = self.now();
        self.step(Input::Started, now);
        loop {
            let nap = self.meet_deadline();
            let mail = tokio::select! {
                mail = self.mail.recv() => mail,
                () = tokio::time::sleep(nap) => continue,
            };
            match mail {
                Some(Mail::Input(input)) => {
                    let now = self.now();
                    self.step(*input, now);
                }
                Some(Mail::Listening { asked, outcome }) => {
                    if self.effects.reception.is_latest(asked) {
                        let now = self.now();
                        self.step(Input::Listening { outcome }, now);
                    }
                }
                Some(Mail::Dispatch { intent, door, reply }) => self.dispatch(*intent, door, reply),
                Some(Mail::Journal { reply }) => {
                    // The asker may have given up.
                    let _ = reply.send(self.journal.masked());
                }
                Some(Mail::Lookup { text, reply }) => {
                    // The asker may have gone on typing.
                    let _ = reply.send(self.desk.lookup(&text, SUGGESTIONS));
                }
                Some(Mail::Shutdown { done }) => {
                    self.finish().await;
                    // The asker may have given up.
                    let _ = done.send(());
                    return;
                }
                // The effects hold a sender, so this can't be.
                None => return,
            }
        }
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
        self.replies.last += 1;
        let ticket = Ticket(self.replies.last);
        self.replies.waiting.insert(ticket, reply);
        let now = self.now();
        self.step(Input::Intent { ticket, intent, door }, now);
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

    fn step(&mut self, input: Input, now: Now) {
        self.journal.note(&input, now);
        let effects = self.desk.step(input, now);
        self.publish();
        for effect in effects {
            match effect {
                Effect::Reply { ticket, refusal } => self.reply(ticket, refusal),
                other => self.effects.perform(other),
            }
        }
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

    fn reply(&mut self, ticket: Ticket, refusal: Option<Refusal>) {
        if let Some(reply) = self.replies.waiting.remove(&ticket) {
            // The asker may have gone, e.g. with its window.
            let _ = reply.send(refusal.map_or(Ok(()), Err));
        }
    }

    async fn finish(mut self) {
        info!("shutting down");
        let now = self.now();
        for effect in self.desk.last_words(now) {
            self.effects.perform(effect);
        }
        // Whoever still waits for a reply is told by the closed channel.
        drop(self.replies);
        self.effects.finish().await;
    }
}

fn log_connection(before: ConnectionState, state: ConnectionState) {
    if before != state {
        info!(?state, "connection");
    }
}
