//! The one door to the event loop: a bounded channel. Workers put inputs into it, the shell its wishes.

use agent_core::{
    CardPerson, DirectoryEntry, Distrust, Door, HistoryPage, Input, Intent, Listening, Protection, Refusal,
};
use pbx_client::Incoming;
use pbx_protocol::report::Report;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// A burst of reports of a busy queue; beyond that, senders wait, and the PBX is asked to send its report again.
const CAPACITY: usize = 256;

/// What reaches the loop.
#[derive(Debug)]
pub(crate) enum Mail {
    /// For the desk.
    Input(Box<Input>),
    /// For the desk, which is told of the protection first where that is news.
    Report { report: Box<Report>, protection: Protection },
    /// For the desk, unless something else was asked for meanwhile.
    Listening { asked: u64, outcome: Listening },
    /// For the desk, and somebody waits for the reply.
    Dispatch { intent: Box<Intent>, door: Door, reply: oneshot::Sender<Result<(), Refusal>> },
    /// What happened so far, masked.
    Journal { reply: oneshot::Sender<String> },
    /// The ring that [`crate::AgentHandle::rehearse`] has sent.
    Rehearsal { accepted: Instant, parsed: Instant },
    /// A question that changes nothing.
    Lookup { text: String, reply: oneshot::Sender<Vec<DirectoryEntry>> },
    /// A page of the history is to be shown.
    Cover { page: Box<HistoryPage>, reply: oneshot::Sender<HistoryPage> },
    /// People who were found are to be shown.
    CoverPeople { people: Vec<CardPerson>, reply: oneshot::Sender<Vec<CardPerson>> },
    /// Which number is meant by what a page shows of it.
    Meant { text: String, reply: oneshot::Sender<String> },
    /// The last one.
    Shutdown { done: oneshot::Sender<()> },
}

/// What the listener hears, in the loop's own words: it stands in no second queue on the way.
impl From<Incoming> for Mail {
    fn from(incoming: Incoming) -> Self {
        let input = match incoming {
            Incoming::Report { report, protection, .. } => {
                let protection = match protection {
                    pbx_client::Protection::AddressAndPath => Protection::AddressAndPath,
                    pbx_client::Protection::AddressOnly => Protection::AddressOnly,
                };
                return Self::Report { report: Box::new(report), protection };
            }
            Incoming::Refused(pbx_client::Distrust::PathLeftOut) => {
                Input::ReportRefused { distrust: Distrust::PathLeftOut }
            }
            Incoming::Refused(pbx_client::Distrust::OtherPbx { serial }) => {
                Input::ReportRefused { distrust: Distrust::OtherPbx { serial } }
            }
            Incoming::Rehearsal { accepted, parsed, .. } => return Self::Rehearsal { accepted, parsed },
            Incoming::Stranger(address) => Input::StrangerRefused { address: address.to_string() },
            // One and the same to the agent: something came, and nobody knows what it said.
            Incoming::Unreadable(_) | Incoming::TooLarge => Input::UnreadableReport,
        };
        Self::Input(Box::new(input))
    }
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

    /// The channel itself, for the listener, which must know whether there is a place before it answers.
    pub(crate) fn to_loop(&self) -> mpsc::Sender<Mail> {
        self.0.clone()
    }

    /// Whether the loop took it.
    pub(crate) async fn post(&self, mail: Mail) -> bool {
        self.0.send(mail).await.is_ok()
    }
}
