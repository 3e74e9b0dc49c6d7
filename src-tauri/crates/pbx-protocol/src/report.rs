//! What the PBX pushes to us: the events, and how they are read from a body.

mod members;
mod mended;
mod read;

pub(crate) use mended::mend;
pub use read::{ReportError, read, read_all};

use serde::{Deserialize, Serialize};

use crate::endpoints::{ExtensionStatus, InboundParty, OutboundParty};
use crate::{CallId, Extension};

/// One report. (section "API报告示例")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Serial number of the PBX that says so; some firmware leaves it out.
    pub serial: Option<String>,
    /// What it tells of.
    pub event: Event,
    /// Whether it was JSON.
    #[serde(default, skip_serializing_if = "Reading::is_as_sent")]
    pub reading: Reading,
}

/// How a report was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// It was JSON, in whatever encoding.
    #[default]
    AsSent,
    /// It was damaged; this is what could be made out. Members may be missing, none is guessed.
    Mended,
}

impl Reading {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    fn is_as_sent(&self) -> bool {
        *self == Self::AsSent
    }
}

/// What the PBX tells of: the document's nine actions, and any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The PBX started; every token is gone.
    BootUp,
    /// A phone changed what it is doing.
    ExtensionStatus {
        /// Whose phone it is.
        extension: Extension,
        /// What it does now.
        status: ExtensionStatus,
    },
    /// The caller hears ring-back. Parties: the caller.
    Alert(CallReport),
    /// A phone rings. Parties: the callee(s), then the caller.
    Ring(CallReport),
    /// Answered; comes twice. Parties: the side that answered first, then with the sides exchanged.
    Answer(CallReport),
    /// A leg ended; comes twice for a call of two legs. Parties: the one that hung up, then the other.
    Bye(CallReport),
    /// Handed over on the phone (feature code or the phone's own key); transfers by API are not reported.
    Transfer(CallReport),
    /// The callee was not reached.
    CallFailed {
        /// `480`, or text such as `486 Busy Here`.
        reason: String,
        /// Who and which call.
        #[serde(flatten)]
        call: CallReport,
    },
    /// A call is over and booked.
    NewCdr(Cdr),
    /// An action the document does not know; kept so that nothing is lost.
    Unknown {
        /// The wire's `action`, as it came.
        action: String,
    },
}

/// Which call a report speaks of, and who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallReport {
    /// A channel's id. The reports of one call carry several, that differ by a few.
    pub call: CallId,
    /// In the order sent, which is information: see [`Event`].
    pub parties: Vec<ReportParty>,
}

/// One party of a call, as reports name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportParty {
    /// A telephone of this PBX.
    Extension(Extension),
    /// A caller from outside.
    Inbound(InboundParty),
    /// A called party outside.
    Outbound(OutboundParty),
}

/// The booking of a finished call. (`NewCdr`)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cdr {
    /// A channel's id.
    pub call: CallId,
    /// Start, in the PBX's local time without a zone: `2020-05-20 10:11:22`.
    pub start: String,
    /// The caller's number, at times with a name.
    pub from: String,
    /// Callee as dialled, prefix included; `6200(4002)` is a queue or group and who answered.
    pub to: String,
    /// Seconds from start to end.
    pub total_seconds: u32,
    /// Seconds from answer to end.
    pub talk_seconds: u32,
    /// `ANSWERED`, `NO ANSWER`, `BUSY`, `FAILED`, `VOICEMAIL` …
    pub status: String,
    /// `Internal`, `Inbound`, `Outbound` …
    pub direction: String,
    /// Name of the recording, if there is one.
    pub recording: Option<String>,
}
