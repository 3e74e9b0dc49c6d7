//! Which worker does which effect. Nothing here waits: each effect is handed over and the loop goes on.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use agent_core::{Ask, Effect, Failure, Input, PageTrouble, RequestId, SignOut};
use agent_storage::{History, SettingsKeeper, Write, lines_of};
use pbx_protocol::Waits;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tracing::{debug, warn};

use crate::catch_up::CatchUp;
use crate::clock::Clock;
use crate::fetch::Fetcher;
use crate::identify::Identifier;
use crate::inputs::Inputs;
use crate::line::Line;
use crate::ports::{Browser, Speaker};
use crate::programs;
use crate::reception::Reception;
use crate::requests::{Prepared, Said};
use crate::vault::Vault;
use crate::webhook::Webhook;

/// Questions that run at once; the PBX is a small machine and has calls to carry.
const QUESTIONS_AT_ONCE: usize = 4;
/// The person waits for the program to close.
const GOODBYE_LIMIT: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(crate) struct Effects {
    pub(crate) inputs: Inputs,
    pub(crate) line: Line,
    pub(crate) vault: Vault,
    pub(crate) history: History,
    pub(crate) reception: Reception,
    pub(crate) fetcher: Fetcher,
    pub(crate) settings: SettingsKeeper,
    pub(crate) speaker: Arc<dyn Speaker>,
    pub(crate) browser: Arc<dyn Browser>,
    pub(crate) catch_up: CatchUp,
    pub(crate) identifier: Identifier,
    pub(crate) webhook: Webhook,
    pub(crate) lanes: Lanes,
    pub(crate) clock: Clock,
}

impl Effects {
    /// Everything but refusals, which the loop passes on itself.
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Refused { refusal } => warn!(?refusal, "a refusal that nobody waits for"),
            Effect::Listen { account } => self.reception.listen(account),
            Effect::StopListening => self.reception.stop(),
            Effect::Send { id, ask } => self.send(id, ask),
            Effect::Fetch { media, purpose } => {
                self.fetcher.fetch(self.line.session(), self.line.pbx(), media, purpose);
            }
            Effect::OpenFile { media } => self.fetcher.open_elsewhere(media),
            Effect::Player { command } => self.speaker.command(command),
            Effect::StopPlaying => self.fetcher.stop_playing(),
            Effect::Record { record } => self.history.write(Write::Record(record)),
            Effect::Draft { record } => self.history.write(Write::Draft(record)),
            Effect::AddRecording { channel, recording } => {
                self.history.write(Write::Recording { channel, recording });
            }
            Effect::OpenPage { address } => self.open_page(address),
            Effect::Post { address, event, at, call } => {
                self.webhook.set_address(&address);
                self.webhook.post(event, at, &call);
            }
            Effect::RunProgram { program, arguments } => {
                programs::start(program, arguments, self.inputs.clone());
            }
            Effect::Annotate { id, note } => self.history.write(Write::Note { id, note }),
            Effect::Identify { number } => self.identifier.start(number),
            Effect::CatchUp { extension, pbx_clock } => {
                self.catch_up.start(self.line.session(), extension, pbx_clock);
            }
            Effect::SaveSettings { settings } => {
                self.catch_up.days.store(settings.preferences.history_days, Ordering::Relaxed);
                self.identifier.contacts.set_lines_later(lines_of(&settings.preferences));
                self.webhook.set_address(&settings.preferences.scripts.webhook);
                self.line.set_answer_seconds(settings.preferences.answer_seconds);
                self.settings.save(*settings);
            }
            Effect::ForgetPassword { slot } => self.vault.forget(&slot, &self.line.place()),
            Effect::ForgivePassword { slot } => self.vault.forgive(&slot, &self.line.place()),
            Effect::Believe { addresses } => self.reception.believe(addresses),
        }
    }

    fn open_page(&self, address: String) {
        let (browser, inputs) = (Arc::clone(&self.browser), self.inputs.clone());
        tokio::task::spawn_blocking(move || {
            if let Err(error) = browser.open(&address) {
                warn!(%error, "the caller's page could not be opened");
                let trouble = PageTrouble::NoBrowser { detail: error.to_string() };
                inputs.send_blocking(Input::PageTrouble { trouble });
            }
        });
    }

    fn send(&mut self, id: RequestId, ask: Ask) {
        debug!(?id, ?ask, "asking the PBX");
        // Where we listen may have changed: what is announced is looked up just before.
        let looked = matches!(ask, Ask::KeepAlive(_)).then(|| self.reception.look_again());
        let waits = ask.about().waits;
        let errand = Errand {
            id,
            looked,
            until: ask.may_wait().map(|wait| self.clock.running() + wait),
            clock: self.clock,
            prepared: Prepared::new(ask, &self.line),
            line: self.line.clone(),
            vault: self.vault.clone(),
            inputs: self.inputs.clone(),
        };
        self.lanes.send(waits, errand);
    }

    /// Says good-bye to the PBX and writes what is not written yet.
    pub(crate) async fn finish(self) {
        self.speaker.stop();
        self.speaker.stop_ring();
        let goodbye = Prepared::new(SignOut {}.into(), &self.line);
        let said = tokio::time::timeout(GOODBYE_LIMIT, goodbye.put(&self.line, &self.vault));
        let ((), (), said) = tokio::join!(self.history.close(), self.settings.finish(), said);
        if !said.is_ok_and(|said| said.outcome.is_ok()) {
            debug!("the session was not closed on the PBX");
        }
    }
}

/// One request on its way.
#[derive(Debug)]
struct Errand {
    id: RequestId,
    /// To be waited for before.
    looked: Option<oneshot::Receiver<()>>,
    /// Later than that the person has been told that it failed, and does something else.
    until: Option<Duration>,
    clock: Clock,
    prepared: Prepared,
    line: Line,
    vault: Vault,
    inputs: Inputs,
}

impl Errand {
    async fn run(mut self) {
        if let Some(looked) = self.looked.take() {
            // When nobody looks any more, nothing has changed.
            let _ = looked.await;
        }
        let Said { outcome, passed_over } = if self.is_overdue() {
            Said { outcome: Err(Failure::NotSent), passed_over: 0 }
        } else {
            self.prepared.put(&self.line, &self.vault).await
        };
        if let Err(failure) = &outcome {
            debug!(id = ?self.id, ?failure, "request to the PBX failed");
        }
        self.inputs.send(Input::Sent { id: self.id, outcome, passed_over }).await;
    }

    /// What a person wished is not done by surprise: neither long after, nor in a session that began after it.
    fn is_overdue(&self) -> bool {
        let Some(until) = self.until else { return false };
        self.clock.running() >= until || self.prepared.is_of_another_session(&self.line)
    }
}

/// Where requests wait.
#[derive(Debug)]
pub(crate) struct Lanes {
    in_order: mpsc::UnboundedSender<Errand>,
    places: Arc<Semaphore>,
}

impl Lanes {
    pub(crate) fn start() -> Self {
        let (in_order, mut waiting) = mpsc::unbounded_channel::<Errand>();
        tokio::spawn(async move {
            while let Some(errand) = waiting.recv().await {
                errand.run().await;
            }
        });
        Self { in_order, places: Arc::new(Semaphore::new(QUESTIONS_AT_ONCE)) }
    }

    fn send(&self, waits: Waits, errand: Errand) {
        match waits {
            Waits::AtOnce => drop(tokio::spawn(errand.run())),
            // The task ends with this sender only.
            Waits::InOrder => drop(self.in_order.send(errand)),
            Waits::ForAPlace => {
                let places = Arc::clone(&self.places);
                tokio::spawn(async move {
                    // The semaphore is never closed; without a place it would be asked all the same.
                    let _place = places.acquire().await;
                    errand.run().await;
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use agent_core::{CallCommand, CallDo, CallKey};
    use pbx_protocol::endpoints::HoldExtension;
    use pbx_protocol::{Extension, Secret, Token};

    use super::*;
    use crate::inputs::Mail;
    use crate::line::tests::account;
    use crate::ports::{Keyring, KeyringError};
    use crate::vault::KEYRING_LIMIT;

    #[derive(Debug)]
    struct NoKeyring;

    impl Keyring for NoKeyring {
        fn get(&self, _: &str, _: &str) -> Result<Option<Secret>, KeyringError> {
            Err(KeyringError::Unavailable)
        }
        fn set(&self, _: &str, _: &str, _: &Secret) -> Result<(), KeyringError> {
            Err(KeyringError::Unavailable)
        }
        fn delete(&self, _: &str, _: &str) -> Result<(), KeyringError> {
            Err(KeyringError::Unavailable)
        }
    }

    async fn outcome(until: Option<Duration>, meanwhile: impl FnOnce(&Line)) -> Failure {
        let (inputs, mut mail) = Inputs::channel();
        let (line, clock) = (Line::default(), Clock::start());
        let sign_in = line.begin(account("127.0.0.1")).unwrap();
        line.opened(&sign_in, Token::new("one")).unwrap();
        let request = HoldExtension { extension: Extension::parse("101").unwrap() };
        let hold = CallDo { call: CallKey(1), command: CallCommand::Hold, order: request.into() };
        let prepared = Prepared::new(hold.into(), &line);
        meanwhile(&line);
        let vault = Vault::start(Box::new(NoKeyring), KEYRING_LIMIT).unwrap();
        let looked = None;
        let errand = Errand { id: RequestId(1), looked, until, clock, prepared, line, vault, inputs };
        Lanes::start().send(Waits::InOrder, errand);
        let Some(Mail::Input(input)) = mail.recv().await else { panic!("no outcome") };
        let Input::Sent { outcome: Err(failure), .. } = *input else { panic!("{input:?}") };
        failure
    }

    #[tokio::test]
    async fn what_waited_too_long_is_not_sent() {
        assert_eq!(outcome(Some(Duration::ZERO), |_| ()).await, Failure::NotSent);
        let far = Some(Duration::from_hours(1));
        assert_ne!(outcome(far, |_| ()).await, Failure::NotSent, "sent, though nobody answers");
        assert_ne!(outcome(None, |_| ()).await, Failure::NotSent, "a question may wait");
        let signs_in_anew = |line: &Line| drop(line.begin(account("127.0.0.1")).unwrap());
        assert_eq!(
            outcome(far, signs_in_anew).await,
            Failure::NotSent,
            "told as failed when the session ended"
        );
    }
}
