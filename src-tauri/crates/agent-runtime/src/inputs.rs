//! The one door to the event loop: a bounded channel. Workers put inputs into it, the shell its wishes.

use agent_core::{DirectoryEntry, Door, Input, Intent, Listening, Refusal};
use tokio::sync::{mpsc, oneshot};

/// A burst of reports of a busy queue; beyond that, senders wait.
const CAPACITY: usize = 256;

/// What reaches the loop.
#[derive(Debug)]
pub(crate) enum Mail {
    /// For the desk.
    Input(Box<Input>),
    /// For the desk, unless something else was asked for meanwhile.
    Listening { asked: u64, outcome: Listening },
    /// For the desk, and somebody waits for the reply.
    Dispatch { intent: Box<Intent>, door: Door, reply: oneshot::Sender<Result<(), Refusal>> },
    /// What happened so far, masked.
    Journal { reply: oneshot::Sender<String> },
    /// A question that changes nothing.
    Lookup { text: String, reply: oneshot::Sender<Vec<DirectoryEntry>> },
    /// The last one.
    Shutdown { done: oneshot::Sender<()> },
}

/// The sending side. When the loop has ended, nobody is interested any more and inputs vanish.
#[derive(Debug, Clone)]
pub(crate) struct Inputs(mpsc::Sender<Mail>);

impl Inputs {
    pub(crate) fn channel() -> (Self, mpsc::Receiver<Mail>) {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        (Self(sender), receiver)
    }

    pub(crate) async fn send(&self, input: Input) {
        // An error says that the loop has ended.
        let _ = self.0.send(Mail::Input(Box::new(input))).await;
    }

    /// From a thread that is not the runtime's.
    pub(crate) fn send_blocking(&self, input: Input) {
        // An error says that the loop has ended.
        let _ = self.0.blocking_send(Mail::Input(Box::new(input)));
    }

    /// For what may get lost when there is no room: progress, a hint that we woke.
    pub(crate) fn try_send(&self, input: Input) {
        // Full or ended: the caller said that this one does not matter.
        let _ = self.0.try_send(Mail::Input(Box::new(input)));
    }

    /// Whether the loop took it.
    pub(crate) async fn post(&self, mail: Mail) -> bool {
        self.0.send(mail).await.is_ok()
    }
}
