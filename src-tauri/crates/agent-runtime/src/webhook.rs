//! What other programs are told over the web: each event is a file until it is taken, in the order in which it happened,
//! call by call: what the receiver dislikes holds up nobody else's.
//!
//! The folder is the queue: it outlives the program, and nothing in it is looked at twice when it is empty. Where the
//! queue goes is the setting of the moment, so that an address that was put right gets what has waited for it. Without
//! one there is nobody to tell, and what waited is forgotten: it holds callers' numbers.

mod backlog;
mod news;
mod post;
mod signing;
mod test;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use agent_core::{Scripts, Told, WallMillis, WebhookTrouble};
use agent_storage::{Spool, Spooled};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::{debug, warn};

use crate::clock::Clock;
use crate::inputs::Inputs;
use crate::vault::NoSecret;
use crate::vault::Vault;
use backlog::{Backlog, Next};
use news::News;
use post::{Delivery, Meaning};
pub(crate) use test::try_out;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// A person who has just logged on opens the keyring within minutes.
const KEYRING_PAUSE: Duration = Duration::from_secs(20);
/// Nobody wants to hear of yesterday's ring.
const OLDEST: Duration = Duration::from_hours(24);
/// About a day of a busy agent's calls; the oldest go first.
const MOST_WAITING: usize = 1000;

/// Addresses that the settings have room for.
const SLOTS: [u8; 4] = [0, 1, 2, 3];

fn spool(data_dir: &Path, slot: u8) -> Spool {
    // The first is where the one address of earlier versions had it.
    let folder = if slot == 0 { "webhook".to_owned() } else { format!("webhook-{slot}") };
    Spool::new(data_dir.join(folder), MOST_WAITING)
}

/// All addresses that are told of calls, each with a queue of its own: one that is away holds up no other.
#[derive(Debug)]
pub(crate) struct Webhooks([Webhook; SLOTS.len()]);

impl Webhooks {
    /// Goes on with what was not taken when the program ended.
    pub(crate) fn start(data_dir: &Path, scripts: &Scripts, vault: &Vault, inputs: &Inputs) -> Self {
        let start = |slot| {
            let news = News::new(slot, inputs.clone());
            Webhook::start(slot, spool(data_dir, slot), address_of(scripts, slot), vault.clone(), news)
        };
        Self(SLOTS.map(start))
    }

    pub(crate) fn post(&self, slot: u8, address: &str, at: WallMillis, told: &Told) {
        if let Some(webhook) = self.0.get(usize::from(slot)) {
            webhook.set_address(address);
            webhook.post(at, told);
        }
    }

    pub(crate) fn set_addresses(&self, scripts: &Scripts) {
        for (slot, webhook) in SLOTS.into_iter().zip(&self.0) {
            webhook.set_address(address_of(scripts, slot));
        }
    }

    pub(crate) fn changed(&self) -> Changed {
        Changed(self.0.iter().map(|webhook| Arc::clone(&webhook.changed)).collect())
    }
}

fn address_of(scripts: &Scripts, slot: u8) -> &str {
    scripts.webhooks.iter().find(|webhook| webhook.slot == slot).map_or("", |webhook| &webhook.address)
}

/// The door to the queue of one address.
#[derive(Debug)]
struct Webhook {
    news: mpsc::UnboundedSender<Delivery>,
    address: watch::Sender<String>,
    changed: Arc<Notify>,
    /// Ends with this: a next agent on the same folder would post what it posts.
    _delivering: JoinSet<()>,
}

/// Calls are forgotten, that one or all of them: nothing more is told of them.
pub(crate) fn forget(data_dir: &Path, call: Option<&str>) -> io::Result<()> {
    let is_it = |event: &Spooled| call.is_none() || call_of(event).as_deref() == call;
    // What can't be forgotten in one of them is no reason to keep it in another.
    SLOTS.into_iter().map(|slot| spool(data_dir, slot).forget(is_it)).fold(Ok(()), io::Result::and)
}

/// Says that the secret is another one: what was refused may be taken now.
#[derive(Debug, Clone)]
pub(crate) struct Changed(Vec<Arc<Notify>>);

impl Changed {
    pub(crate) fn tell(&self) {
        self.0.iter().for_each(|webhook| webhook.notify_one());
    }
}

/// The folder: one task fills it, in the order of the events, another empties it.
#[derive(Debug, Clone)]
struct Queue {
    slot: u8,
    spool: Spool,
    wake: Arc<Notify>,
    /// The address or the secret is another one.
    changed: Arc<Notify>,
    address: watch::Receiver<String>,
    vault: Vault,
    news: News,
}

/// What became of one attempt.
enum Outcome {
    /// It need not be tried again.
    Done,
    /// The receiver did not take this event of this call.
    NotTaken { call: String },
    /// Nobody is there: what happened first goes first when somebody is.
    Away,
    /// When the address or the secret is another one; once in a while all the same, for it may be put right elsewhere.
    Blocked,
    /// There may be a secret to sign with, and the keyring does not give it yet.
    NoKeyring,
}

impl Webhook {
    fn start(slot: u8, spool: Spool, address: &str, vault: Vault, news: News) -> Self {
        let waiting = spool.waiting();
        if let Err(error) = &waiting {
            warn!(%error, "what waits for the webhook can't be read");
        }
        let last = waiting.ok().and_then(|waiting| waiting.last().map(|event| event.number)).unwrap_or(0);
        let (address, addresses) = watch::channel(address.to_owned());
        let changed = Arc::<Notify>::default();
        let queue = Queue {
            slot,
            spool,
            wake: Arc::default(),
            changed: Arc::clone(&changed),
            address: addresses,
            vault,
            news,
        };
        let (news, events) = mpsc::unbounded_channel();
        tokio::spawn(queue.clone().fill(events, last));
        let mut delivering = JoinSet::new();
        delivering.spawn(queue.deliver());
        Self { news, address, changed, _delivering: delivering }
    }

    fn post(&self, at: WallMillis, told: &Told) {
        // The task ends with this sender only.
        let _ = self.news.send(Delivery::new(at, told));
    }

    fn set_address(&self, address: &str) {
        let is_another = self.address.send_if_modified(|now| {
            let is_another = now != address;
            if is_another {
                address.clone_into(now);
            }
            is_another
        });
        if is_another {
            self.changed.notify_one();
        }
    }
}

impl Queue {
    async fn fill(self, mut events: mpsc::UnboundedReceiver<Delivery>, last: u64) {
        // The numbers are the order, so they go on where the run before ended.
        let mut number = last;
        while let Some(delivery) = events.recv().await {
            number += 1;
            let this = self.clone();
            let keep = move || this.spool.add(number, &serde_json::to_vec(&delivery)?);
            let kept = tokio::task::spawn_blocking(keep).await;
            match kept.unwrap_or_else(|broken| Err(io::Error::other(broken))) {
                Ok(0) => {}
                Ok(dropped) => {
                    warn!(dropped, "the webhook's receiver is gone for too long: its oldest events go");
                    self.news.dropped(dropped, WebhookTrouble::GivenUp).await;
                }
                Err(error) => {
                    warn!(%error, "an event could not be kept for the webhook");
                    self.news.dropped(1, WebhookTrouble::CannotKeep).await;
                }
            }
            self.tell_waiting().await;
            self.wake.notify_one();
        }
    }

    async fn deliver(self) {
        // Not made before there is something to send: most agents have no webhook.
        let mut client: Option<reqwest::Client> = None;
        let mut backlog = Backlog::default();
        let mut pause = FIRST_PAUSE;
        loop {
            let address = self.address.borrow().clone();
            if !self.can_go_to(&address).await {
                self.change().await;
                continue;
            }
            let Some(Spooled { number, file }) = self.next(&mut backlog).await else { continue };
            let http = match client.take().map_or_else(post::http, Ok) {
                Ok(http) => client.insert(http),
                Err(error) => {
                    warn!(%error, "there is no webhook: nothing can be sent");
                    self.news.trouble(WebhookTrouble::Away).await;
                    return;
                }
            };
            let outcome = self.try_once(http, &address, &file, pause).await;
            if !self.is_done(number, outcome, &mut backlog, &mut pause).await {
                continue;
            }
            if !self.is_removed(&file).await {
                return;
            }
            self.tell_waiting().await;
        }
    }

    /// Where it is not, the time for the next try has come.
    async fn is_done(
        &self,
        number: u64,
        outcome: Outcome,
        backlog: &mut Backlog,
        pause: &mut Duration,
    ) -> bool {
        match outcome {
            Outcome::Done => {
                *pause = FIRST_PAUSE;
                return true;
            }
            Outcome::NotTaken { call } => {
                backlog.failed(number, call, Instant::now());
                if self.change_within(*pause).await {
                    backlog.start_anew();
                    *pause = FIRST_PAUSE;
                } else {
                    // A receiver that comes up again must not be run down by all the desktops at once.
                    *pause = (*pause * 2).min(LONGEST_PAUSE);
                }
            }
            Outcome::Away => {
                if self.change_within(*pause).await {
                    *pause = FIRST_PAUSE;
                } else {
                    *pause = (*pause * 2).min(LONGEST_PAUSE);
                }
            }
            Outcome::Blocked => {
                // It lives, and said so: for how long it was away counts no more.
                *pause = FIRST_PAUSE;
                if self.change_within(LONGEST_PAUSE).await {
                    backlog.start_anew();
                }
            }
            Outcome::NoKeyring => {
                self.change_within(KEYRING_PAUSE).await;
            }
        }
        false
    }

    /// Tells what stands in the way of it; without an address there is nothing to keep either.
    async fn can_go_to(&self, address: &str) -> bool {
        if address.is_empty() {
            self.forget_all().await;
        } else if !post::is_web_address(address) {
            self.news.trouble(WebhookTrouble::NoAddress).await;
            return false;
        } else {
            self.news.signed(signing::look(self.slot, &self.vault).await).await;
        }
        true
    }

    /// What is to be tried now; `None` after a wait for something to do.
    async fn next(&self, backlog: &mut Backlog) -> Option<Spooled> {
        let waiting = self.spool.waiting().unwrap_or_default();
        match backlog.next(waiting, Instant::now(), call_of) {
            Next::Try(event) => return Some(event),
            Next::After(after) => {
                tokio::select! {
                    () = tokio::time::sleep(after) => {}
                    () = self.wake.notified() => {}
                    () = self.change() => backlog.start_anew(),
                }
            }
            Next::Nothing => {
                tokio::select! {
                    () = self.wake.notified() => {}
                    () = self.change() => backlog.start_anew(),
                }
            }
        }
        None
    }

    /// What can't be removed would be sent for ever.
    async fn is_removed(&self, file: &Path) -> bool {
        match tokio::fs::remove_file(file).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                warn!(%error, "the webhook stops: its queue can't be emptied");
                self.news.trouble(WebhookTrouble::CannotKeep).await;
                false
            }
            Ok(()) | Err(_) => true,
        }
    }

    /// What the file holds; else it has been told, where anybody misses it.
    async fn read(&self, file: &Path, now: WallMillis) -> Option<Delivery> {
        let bytes = match tokio::fs::read(file).await {
            Ok(bytes) => bytes,
            // It had to go for a newer one, and was counted then.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                warn!(%error, ?file, "an event for the webhook can't be read");
                self.news.dropped(1, WebhookTrouble::CannotKeep).await;
                return None;
            }
        };
        // One that seems to come from the future was written before the clock was set back, and is not old.
        let is_old = |at: WallMillis| u128::try_from(now.0 - at.0).is_ok_and(|age| age > OLDEST.as_millis());
        let delivery = serde_json::from_slice::<Delivery>(&bytes).ok().filter(|event| !is_old(event.at));
        if delivery.is_none() {
            warn!(?file, "an event for the webhook is too old or damaged, and dropped");
            self.news.dropped(1, WebhookTrouble::GivenUp).await;
        }
        delivery
    }

    async fn try_once(&self, http: &reqwest::Client, address: &str, file: &Path, pause: Duration) -> Outcome {
        let now = Clock::wall();
        let Some(delivery) = self.read(file, now).await else { return Outcome::Done };
        let secret = match signing::secret(self.slot, &self.vault).await {
            Ok(secret) => Some(secret),
            // Whether to sign is the administrator's choice: it goes unsigned, and the settings say so.
            Err(NoSecret::None | NoSecret::Refused) => None,
            Err(NoSecret::Waiting) => {
                self.news.trouble(WebhookTrouble::KeyringLocked).await;
                return Outcome::NoKeyring;
            }
        };
        let call = delivery.call();
        let answer = delivery.send(http, address, secret, now).await;
        let answer = answer.map(|answer| answer.status());
        let status = answer.ok().map(|status| status.as_u16());
        let meaning = Meaning::of(answer);
        debug!(?file, ?status, ?meaning, "the webhook's receiver was told");
        self.news.answered(status, meaning, pause >= LONGEST_PAUSE).await;
        match meaning {
            Meaning::Taken | Meaning::Refused => Outcome::Done,
            Meaning::Later => Outcome::NotTaken { call },
            Meaning::Away => Outcome::Away,
            Meaning::Blocked => Outcome::Blocked,
        }
    }

    /// The webhook is switched off.
    async fn forget_all(&self) {
        let spool = self.spool.clone();
        let forgotten = tokio::task::spawn_blocking(move || spool.forget(|_| true)).await;
        if let Err(error) = forgotten.unwrap_or_else(|broken| Err(io::Error::other(broken))) {
            warn!(%error, "an event for a webhook that is switched off can't be removed");
        }
        self.tell_waiting().await;
    }

    /// Whether the address or the secret is another one now.
    async fn change_within(&self, pause: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(pause) => false,
            () = self.change() => true,
        }
    }

    /// Waits until the address or the secret is another one.
    async fn change(&self) {
        self.changed.notified().await;
        self.news.start_anew().await;
    }

    async fn tell_waiting(&self) {
        let waiting = self.spool.waiting().unwrap_or_default();
        let since = waiting.first().and_then(delivery_of).map(|delivery| delivery.at);
        self.news.waiting(u32::try_from(waiting.len()).unwrap_or(u32::MAX), since).await;
    }
}

fn call_of(event: &Spooled) -> Option<String> {
    delivery_of(event).map(|delivery| delivery.call())
}

fn delivery_of(event: &Spooled) -> Option<Delivery> {
    let bytes = std::fs::read(&event.file).ok()?;
    serde_json::from_slice(&bytes).ok()
}
