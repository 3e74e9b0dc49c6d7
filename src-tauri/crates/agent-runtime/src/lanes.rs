//! Questions on their way to the PBX, and where they wait for their turn.

use std::sync::Arc;
use std::time::Duration;

use agent_core::{Ask, Failure, Input, RequestId};
use pbx_protocol::Waits;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tracing::debug;

use crate::clock::Clock;
use crate::inputs::Inputs;
use crate::link::{Line, Prepared, Said};
use crate::vault::Vault;

/// Questions that run at once; the PBX is a small machine and has calls to carry.
const QUESTIONS_AT_ONCE: usize = 4;

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
    vault: Vault,
    inputs: Inputs,
}

impl Errand {
    async fn run(mut self) {
        if let Some(looked) = self.looked.take() {
            // When nobody looks any more, nothing has changed.
            let _ = looked.await;
        }
        // Asked after the look, which may take as long as a name server does.
        let Said { outcome, passed_over } = if self.is_overdue() {
            Said { outcome: Err(Failure::NotSent), passed_over: 0 }
        } else {
            self.prepared.put(&self.vault).await
        };
        if let Err(failure) = &outcome {
            debug!(id = ?self.id, ?failure, "request to the PBX failed");
        }
        self.inputs.send(Input::Sent { id: self.id, outcome, passed_over }).await;
    }

    /// What a person wished is not done by surprise: neither long after, nor in a session that began after it.
    fn is_overdue(&self) -> bool {
        let Some(until) = self.until else { return false };
        self.clock.running() >= until || self.prepared.is_of_another_session()
    }
}

/// Where requests wait, and what each is given on its way.
#[derive(Debug)]
pub(crate) struct Lanes {
    in_order: mpsc::UnboundedSender<Errand>,
    places: Arc<Semaphore>,
    clock: Clock,
    vault: Vault,
    inputs: Inputs,
}

impl Lanes {
    pub(crate) fn start(clock: Clock, vault: Vault, inputs: Inputs) -> Self {
        let (in_order, mut waiting) = mpsc::unbounded_channel::<Errand>();
        tokio::spawn(async move {
            while let Some(errand) = waiting.recv().await {
                errand.run().await;
            }
        });
        Self { in_order, places: Arc::new(Semaphore::new(QUESTIONS_AT_ONCE)), clock, vault, inputs }
    }

    /// Asks in the session of now; `looked` is to be waited for before.
    pub(crate) fn send(&self, id: RequestId, ask: Ask, line: &Line, looked: Option<oneshot::Receiver<()>>) {
        let waits = ask.about().waits;
        let errand = Errand {
            id,
            looked,
            // Counted from the press and not from the turn: the person waits from then on.
            until: ask.may_wait().map(|wait| self.clock.running() + wait),
            clock: self.clock,
            prepared: Prepared::new(ask, line),
            vault: self.vault.clone(),
            inputs: self.inputs.clone(),
        };
        self.queue(waits, errand);
    }

    fn queue(&self, waits: Waits, errand: Errand) {
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
    use crate::link::account;
    use crate::vault::KEYRING_LIMIT;
    use agent_storage::{Keyring, KeyringError};

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
        let lanes = Lanes::start(clock, vault.clone(), inputs.clone());
        let errand = Errand { id: RequestId(1), looked, until, clock, prepared, vault, inputs };
        lanes.queue(Waits::InOrder, errand);
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
