//! Passwords: in the keyring where there is one, else in memory until the program ends.
//!
//! A locked keyring may block for ever, so it is called on one thread of its own with a time limit; while a call
//! hangs, the ones after it do without at once. What was once known is answered from memory. What is kept of one
//! password, and which of them was refused, is told in `held`.

mod entry;
mod held;

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use agent_core::{PasswordKept, PasswordSlot};
use pbx_protocol::Secret;
use tokio::sync::oneshot;
use tracing::warn;

use agent_storage::{Keyring, KeyringError};
use entry::Entry;
use held::Held;

/// Longer than a healthy keyring takes, shorter than an agent waits.
pub(crate) const KEYRING_LIMIT: Duration = Duration::from_secs(5);

/// Keeps passwords. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    known: Arc<Mutex<HashMap<String, Held>>>,
    keyring: Arc<KeyringThread>,
    limit: Duration,
}

/// Why there is no password to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoSecret {
    /// None is kept.
    None,
    /// The PBX has refused the one that is kept.
    Refused,
    /// The keyring is locked or does not answer: there may be one.
    Waiting,
}

impl Vault {
    pub(crate) fn start(keyring: Box<dyn Keyring>, limit: Duration) -> io::Result<Self> {
        Ok(Self { known: Arc::default(), keyring: Arc::new(KeyringThread::start(keyring)?), limit })
    }

    /// Keeps a password that a person typed. `pbx` is the host that queues belong to. The one before is kept beside it
    /// until this one has worked.
    pub(crate) async fn store(&self, slot: &PasswordSlot, pbx: &str, secret: Secret) -> PasswordKept {
        let entry = Entry::of(slot, pbx);
        let user = entry.user.clone();
        let take = match slot {
            PasswordSlot::Account { .. } => Held::type_in,
            PasswordSlot::Queue { .. }
            | PasswordSlot::Webhook
            | PasswordSlot::WebhookOf { .. }
            | PasswordSlot::ContactSource { .. } => Held::replace,
        };
        // In memory first, where it is safe from whatever the keyring does.
        take(self.known().entry(user.clone()).or_default(), secret.clone());
        let write = move |keyring: &dyn Keyring| {
            let mut held = entry.read(keyring)?;
            take(&mut held, secret);
            held.write(keyring, &entry.user)?;
            Ok(held)
        };
        match self.keyring.ask(self.limit, write).await {
            Ok(held) => {
                self.known().entry(user).and_modify(|known| known.complete(held));
                PasswordKept::Keyring
            }
            Err(error) => {
                warn!(%error, "a password is kept until the program ends only");
                PasswordKept::Session
            }
        }
    }

    /// The password, if there is one that has not been refused.
    pub(crate) async fn read(&self, slot: &PasswordSlot, pbx: &str) -> Result<Secret, NoSecret> {
        let entry = Entry::of(slot, pbx);
        let user = entry.user.clone();
        if let Some(held) = self.known().get(&user) {
            return held.usable();
        }
        match self.keyring.ask(self.limit, move |keyring| entry.read(keyring)).await {
            Ok(held) if held == Held::default() => Err(NoSecret::None),
            // What was stored while the keyring was thinking is newer.
            Ok(held) => self.known().entry(user).or_insert(held).usable(),
            Err(VaultError::Keyring(KeyringError::Unavailable)) => Err(NoSecret::None),
            Err(error) => {
                warn!(%error, "a password could not be read");
                Err(NoSecret::Waiting)
            }
        }
    }

    /// The PBX refused this password, or something in between said so: it is not sent again, and the one that was
    /// there before it is back. The keyring follows when it can, so that a restart knows it as well.
    pub(crate) fn refuse(&self, slot: &PasswordSlot, pbx: &str, secret: &Secret) {
        let secret = secret.clone();
        self.change(Entry::of(slot, pbx), move |held| held.refuse(&secret));
    }

    /// The password that is kept may be sent once more, though it was refused.
    pub(crate) fn forgive(&self, slot: &PasswordSlot, pbx: &str) {
        self.change(Entry::of(slot, pbx), Held::forgive);
    }

    /// The PBX took this password: those before it are of no use any more.
    pub(crate) fn prove(&self, slot: &PasswordSlot, pbx: &str, secret: &Secret) {
        let entry = Entry::of(slot, pbx);
        // It is proven at each sign-in; the keyring need not hear of it each time.
        if self.known().get(&entry.user).is_some_and(Held::is_doubted) {
            let secret = secret.clone();
            self.change(entry, move |held| held.prove(&secret));
        }
    }

    fn change(&self, entry: Entry, change: impl Fn(&mut Held) + Send + 'static) {
        change(self.known().entry(entry.user.clone()).or_default());
        self.keyring.tell(move |keyring| {
            let changed = entry.read(keyring).and_then(|mut held| {
                change(&mut held);
                held.write(keyring, &entry.user)
            });
            if let Err(error) = changed {
                warn!(%error, "the keyring could not be told how a password did");
            }
        });
    }

    /// Forgets a password at once; the keyring follows when it can.
    pub(crate) fn forget(&self, slot: &PasswordSlot, pbx: &str) {
        let entry = Entry::of(slot, pbx);
        self.known().insert(entry.user.clone(), Held::default());
        self.keyring.tell(move |keyring| {
            if let Err(error) = entry.forget(keyring) {
                warn!(%error, "a wrong password could not be removed from the keyring");
            }
        });
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Held>> {
        // Each use leaves the map whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why the keyring gave nothing.
#[derive(Debug, thiserror::Error)]
enum VaultError {
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    #[error("the keyring does not answer")]
    TimedOut,
}

type Job = Box<dyn FnOnce(&dyn Keyring) + Send>;

/// Runs one call at a time, in order.
#[derive(Debug)]
struct KeyringThread {
    jobs: mpsc::Sender<(u64, Job)>,
    last_asked: Mutex<u64>,
    /// Number of the last call that took too long, and of the last that ended: it hangs while the first is greater.
    gave_up_on: AtomicU64,
    ended: Arc<AtomicU64>,
}

impl KeyringThread {
    fn start(keyring: Box<dyn Keyring>) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel::<(u64, Job)>();
        let ended = Arc::new(AtomicU64::new(0));
        let tell_ended = Arc::clone(&ended);
        std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            for (number, job) in queue {
                job(keyring.as_ref());
                tell_ended.store(number, Ordering::SeqCst);
            }
        })?;
        Ok(Self { jobs, last_asked: Mutex::new(0), gave_up_on: AtomicU64::new(0), ended })
    }

    async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        call: impl FnOnce(&dyn Keyring) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, VaultError> {
        // It would stand behind the call that hangs, and cost the agent the whole limit each time.
        if self.hangs() {
            return Err(VaultError::TimedOut);
        }
        let (reply, answer) = oneshot::channel();
        let number = self.tell(move |keyring| {
            // Nobody waits any more: what was asked may be overtaken by now.
            if !reply.is_closed() {
                // The asker may give up at this very moment.
                let _ = reply.send(call(keyring));
            }
        });
        match tokio::time::timeout(limit, answer).await {
            Ok(Ok(outcome)) => Ok(outcome?),
            // The thread ended, by a panic in the keyring's library.
            Ok(Err(_)) => Err(KeyringError::Unavailable.into()),
            Err(_) => {
                self.gave_up_on.fetch_max(number, Ordering::SeqCst);
                Err(VaultError::TimedOut)
            }
        }
    }

    fn tell(&self, job: impl FnOnce(&dyn Keyring) + Send + 'static) -> u64 {
        // Numbered and queued under one lock, so that numbers rise in the order of the queue.
        let mut last = self.last_asked.lock().unwrap_or_else(PoisonError::into_inner);
        *last += 1;
        // An error says that the thread ended; then the reply's channel is closed and the asker sees it.
        let _ = self.jobs.send((*last, Box::new(job)));
        *last
    }

    fn hangs(&self) -> bool {
        self.gave_up_on.load(Ordering::SeqCst) > self.ended.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Condvar;

    use super::*;

    /// Answers as told; blocks in each call while the gate is shut.
    #[derive(Debug, Clone, Default)]
    struct FakeKeyring {
        kept: Arc<Mutex<HashMap<(String, String), String>>>,
        shut: Arc<(Mutex<bool>, Condvar)>,
        missing: bool,
    }

    impl FakeKeyring {
        fn kept(&self) -> Vec<String> {
            let mut users: Vec<String> =
                self.kept.lock().unwrap().keys().map(|(_, user)| user.clone()).collect();
            users.sort();
            users
        }

        fn set_shut(&self, shut: bool) {
            *self.shut.0.lock().unwrap() = shut;
            self.shut.1.notify_all();
        }

        fn pass(&self) -> Result<(), KeyringError> {
            let (shut, changed) = &*self.shut;
            drop(changed.wait_while(shut.lock().unwrap(), |shut| *shut).unwrap());
            if self.missing { Err(KeyringError::Unavailable) } else { Ok(()) }
        }
    }

    impl Keyring for FakeKeyring {
        fn get(&self, service: &str, user: &str) -> Result<Option<Secret>, KeyringError> {
            self.pass()?;
            let found = self.kept.lock().unwrap().get(&(service.to_owned(), user.to_owned())).cloned();
            Ok(found.map(Secret::new))
        }
        fn set(&self, service: &str, user: &str, secret: &Secret) -> Result<(), KeyringError> {
            self.pass()?;
            let key = (service.to_owned(), user.to_owned());
            self.kept.lock().unwrap().insert(key, secret.expose().to_owned());
            Ok(())
        }
        fn delete(&self, service: &str, user: &str) -> Result<(), KeyringError> {
            self.pass()?;
            self.kept.lock().unwrap().remove(&(service.to_owned(), user.to_owned()));
            Ok(())
        }
    }

    const PATIENT: Duration = Duration::from_secs(20);
    const HASTY: Duration = Duration::from_millis(20);

    fn vault(keyring: &FakeKeyring, limit: Duration) -> Vault {
        Vault::start(Box::new(keyring.clone()), limit).unwrap()
    }

    fn account(host: &str) -> PasswordSlot {
        PasswordSlot::Account { host: host.to_owned(), port: 9011, username: "api".to_owned() }
    }

    fn queue() -> PasswordSlot {
        PasswordSlot::Queue { queue: "6500".to_owned() }
    }

    #[tokio::test]
    async fn a_password_survives_in_the_keyring_however_the_host_is_typed() {
        let keyring = FakeKeyring::default();
        let kept = vault(&keyring, PATIENT).store(&account("PBX.example"), "", Secret::new("one")).await;
        assert_eq!(kept, PasswordKept::Keyring);
        vault(&keyring, PATIENT).store(&queue(), "10.0.0.5", Secret::new("two")).await;
        assert_eq!(keyring.kept(), ["api@pbx.example:9011", "queue 6500@10.0.0.5:9011"]);

        let after_restart = vault(&keyring, PATIENT);
        let read = after_restart.read(&account(" http://pbx.example:9011/ "), "").await;
        assert_eq!(read, Ok(Secret::new("one")));
        let anothers = after_restart.read(&queue(), "10.0.0.6").await;
        assert_eq!(anothers, Err(NoSecret::None), "another PBX's queue");
    }

    #[tokio::test]
    async fn another_service_on_the_same_host_gets_no_password() {
        let keyring = FakeKeyring::default();
        vault(&keyring, PATIENT).store(&account("pbx"), "", Secret::new("one")).await;
        vault(&keyring, PATIENT).store(&queue(), "http://pbx:9011", Secret::new("two")).await;
        let later = vault(&keyring, PATIENT);
        assert_eq!(later.read(&account("pbx:8080"), "").await, Err(NoSecret::None));
        assert_eq!(later.read(&queue(), "https://pbx:8080").await, Err(NoSecret::None));
        assert_eq!(later.read(&queue(), "https://pbx:9011").await, Ok(Secret::new("two")));
        assert_eq!(later.read(&account("[fd00::5]"), "").await, Err(NoSecret::None));
    }

    #[tokio::test]
    async fn what_was_kept_without_a_port_is_found_once_and_moved() {
        let keyring = FakeKeyring::default();
        let mut old = Held::default();
        old.replace(Secret::new("old"));
        old.write(&keyring, "api@pbx").unwrap();
        old.write(&keyring, "api@other").unwrap();
        let slot = account("PBX");
        assert_eq!(vault(&keyring, PATIENT).read(&slot, "").await, Ok(Secret::new("old")));
        assert_eq!(keyring.kept(), ["api@other", "api@pbx:9011"]);
        assert_eq!(vault(&keyring, PATIENT).read(&slot, "").await, Ok(Secret::new("old")));

        // Forgetting finds it under both.
        let vault = vault(&keyring, PATIENT);
        vault.forget(&account("other"), "");
        settle(&vault).await;
        assert_eq!(keyring.kept(), ["api@pbx:9011", "queue 6500@pbx:9011"]);
    }

    #[tokio::test]
    async fn without_a_keyring_the_session_keeps_it() {
        let keyring = FakeKeyring { missing: true, ..FakeKeyring::default() };
        let vault = vault(&keyring, PATIENT);
        assert_eq!(vault.store(&queue(), "pbx", Secret::new("two")).await, PasswordKept::Session);
        assert_eq!(vault.read(&queue(), "pbx").await, Ok(Secret::new("two")));
        assert_eq!(vault.read(&account("pbx"), "").await, Err(NoSecret::None));
    }

    #[tokio::test]
    async fn a_hung_keyring_holds_up_one_call_and_no_other() {
        let keyring = FakeKeyring::default();
        let vault = vault(&keyring, HASTY);
        keyring.set_shut(true);
        assert_eq!(vault.store(&account("pbx"), "", Secret::new("one")).await, PasswordKept::Session);
        assert!(vault.keyring.hangs());
        // With this limit a call that asked the keyring would not return in the test's lifetime.
        let vault = Vault { limit: Duration::MAX, ..vault };
        assert_eq!(vault.store(&queue(), "pbx", Secret::new("two")).await, PasswordKept::Session);
        assert_eq!(vault.read(&account("pbx"), "").await, Ok(Secret::new("one")));
        assert_eq!(vault.read(&account("other"), "").await, Err(NoSecret::Waiting));

        keyring.set_shut(false);
        tokio::time::timeout(PATIENT, async {
            while vault.keyring.hangs() {
                tokio::task::yield_now().await;
            }
        })
        .await
        .unwrap();
        assert_eq!(vault.store(&queue(), "pbx", Secret::new("two")).await, PasswordKept::Keyring);
    }

    #[tokio::test]
    async fn a_forgotten_password_is_gone_at_once_and_from_the_keyring_too() {
        let keyring = FakeKeyring::default();
        let vault = vault(&keyring, PATIENT);
        vault.store(&account("pbx"), "", Secret::new("wrong")).await;
        keyring.set_shut(true);
        vault.forget(&account("pbx"), "");
        assert_eq!(vault.read(&account("pbx"), "").await, Err(NoSecret::None));
        keyring.set_shut(false);
        // Calls keep their order: when this one has been answered, the one before is done.
        vault.store(&queue(), "pbx", Secret::new("two")).await;
        assert_eq!(keyring.kept(), ["queue 6500@pbx:9011"]);
    }

    /// Waits for the keyring's thread: calls keep their order.
    async fn settle(vault: &Vault) {
        vault.store(&queue(), "pbx", Secret::new("two")).await;
    }

    #[tokio::test]
    async fn a_refused_password_is_not_given_out_again_after_a_restart_neither() {
        let keyring = FakeKeyring::default();
        let (slot, right, typo) = (account("pbx"), Secret::new("right"), Secret::new("typo"));
        let first = vault(&keyring, PATIENT);
        first.store(&slot, "", right.clone()).await;
        first.refuse(&slot, "", &right);
        settle(&first).await;
        for vault in [first, vault(&keyring, PATIENT)] {
            assert_eq!(vault.read(&slot, "").await, Err(NoSecret::Refused));
        }
        assert!(keyring.kept().contains(&"api@pbx:9011".to_owned()), "what was refused may be right");

        // Another one is typed, and is refused as well: the first is back, and still not sent.
        let second = vault(&keyring, PATIENT);
        second.store(&slot, "", typo.clone()).await;
        assert_eq!(second.read(&slot, "").await, Ok(typo.clone()));
        second.refuse(&slot, "", &typo);
        settle(&second).await;
        let third = vault(&keyring, PATIENT);
        assert_eq!(third.read(&slot, "").await, Err(NoSecret::Refused));

        // Typed by a person, it is sent once more; it works, and nothing of the others is left.
        third.store(&slot, "", right.clone()).await;
        assert_eq!(third.read(&slot, "").await, Ok(right.clone()));
        third.prove(&slot, "", &right);
        settle(&third).await;
        assert_eq!(vault(&keyring, PATIENT).read(&slot, "").await, Ok(right));
        assert_eq!(keyring.kept(), ["api@pbx:9011", "queue 6500@pbx:9011"]);
    }

    #[tokio::test]
    async fn a_refused_password_that_is_forgiven_is_given_out_once_more() {
        let keyring = FakeKeyring::default();
        let (slot, right) = (account("pbx"), Secret::new("right"));
        let first = vault(&keyring, PATIENT);
        first.store(&slot, "", right.clone()).await;
        first.refuse(&slot, "", &right);
        settle(&first).await;
        let after_restart = vault(&keyring, PATIENT);
        assert_eq!(after_restart.read(&slot, "").await, Err(NoSecret::Refused));
        after_restart.forgive(&slot, "");
        assert_eq!(after_restart.read(&slot, "").await, Ok(right.clone()));
        settle(&after_restart).await;
        assert_eq!(keyring.kept(), ["api@pbx:9011", "queue 6500@pbx:9011"], "the keyring has heard of it");
        after_restart.refuse(&slot, "", &right);
        assert_eq!(after_restart.read(&slot, "").await, Err(NoSecret::Refused), "the PBX says no again");
    }

    #[tokio::test]
    async fn a_mistyped_password_does_not_replace_the_one_that_works() {
        let keyring = FakeKeyring::default();
        let (slot, right, typo) = (account("pbx"), Secret::new("right"), Secret::new("typo"));
        vault(&keyring, PATIENT).store(&slot, "", right.clone()).await;
        let second = vault(&keyring, PATIENT);
        second.store(&slot, "", typo.clone()).await;
        second.refuse(&slot, "", &typo);
        settle(&second).await;
        assert_eq!(vault(&keyring, PATIENT).read(&slot, "").await, Ok(right));
    }
}
