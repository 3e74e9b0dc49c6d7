//! All the core may ask of the world.

use std::time::Duration;

use pbx_protocol::endpoints::{DialExtension, DialOutbound, QueryInbound, QueryOutbound, TransferCall};
use pbx_protocol::{Extension, InboundId, OutboundId, QueueNumber};
use serde::{Deserialize, Serialize};

use crate::{
    Account, CallEvent, CallNote, CallRecord, MediaId, MediaPurpose, PasswordSlot, PlayerCommand, Refusal,
    Settings, ToldCall, WallMillis,
};

/// Names one request to the PBX until its outcome comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub u64);

/// All the core may ask of the world. Performed in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum Effect {
    /// The intent of this step is refused, and nothing is done.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// Listen for reports of this account's PBX; a listener that fits is kept. Answered by `Input::Listening`.
    Listen {
        /// Port, own address and PBX.
        account: Account,
    },
    /// Stop listening.
    StopListening,
    /// Send a request. Answered by exactly one `Input::Sent`.
    Send {
        /// Names it.
        id: RequestId,
        /// What to send.
        request: Request,
    },
    /// Fetch a file, then save or play it. Answered by `Input::Media`s.
    Fetch {
        /// Which.
        media: MediaId,
        /// What for.
        purpose: MediaPurpose,
    },
    /// Open a file that was fetched to be heard with another program. Answered by an `Input::Media` if that fails.
    OpenFile {
        /// Which.
        media: MediaId,
    },
    /// Stop what is heard.
    StopPlaying,
    /// Do something to what is heard.
    Player {
        /// What.
        command: PlayerCommand,
    },
    /// Write a call to the history, or write it anew under the same id.
    Record {
        /// The call.
        record: CallRecord,
    },
    /// Keep what is known of a call that goes on, in place of what was kept of it before; `Effect::Record` ends that.
    Draft {
        /// The call so far.
        record: CallRecord,
    },
    /// A call of the history has a recording, where it is not known to have one.
    AddRecording {
        /// An id by which the PBX knows the call.
        channel: String,
        /// The recording's name on the PBX.
        recording: String,
    },
    /// Open a web page in the person's browser.
    OpenPage {
        /// http or https.
        address: String,
    },
    /// Post what happened to a call to a web address; kept and tried again until it is taken.
    Post {
        /// http or https.
        address: String,
        /// What happened.
        event: CallEvent,
        /// When.
        at: WallMillis,
        /// To which call.
        call: Box<ToldCall>,
    },
    /// Start a program and do not wait for it.
    RunProgram {
        /// Its full path.
        program: String,
        /// Handed over as they are; no shell reads them.
        arguments: Vec<String>,
    },
    /// Write what the agent noted about a call that the core no longer knows.
    Annotate {
        /// The call's id in the history.
        id: String,
        /// What was noted.
        note: CallNote,
    },
    /// Tell what is known of a number. Answered by `Input::Identified`.
    Identify {
        /// As the PBX has it.
        number: String,
    },
    /// Fill the history with what happened while nobody heard of it. Answered by `Input::CaughtUp` or `NotCaughtUp`.
    CatchUp {
        /// Whose calls.
        extension: String,
        /// What the PBX's clock said, and when it was asked: its records are in its own time.
        pbx_clock: (String, WallMillis),
    },
    /// Keep the settings.
    SaveSettings {
        /// All of them.
        settings: Box<Settings>,
    },
    /// Reports may come from these addresses, too, besides the PBX's own.
    Believe {
        /// All of them.
        addresses: Vec<String>,
    },
    /// The password that is kept may be sent once more, though it was refused.
    ForgivePassword {
        /// Which.
        slot: PasswordSlot,
    },
    /// Forget a password that turned out wrong.
    ForgetPassword {
        /// Which.
        slot: PasswordSlot,
    },
}

/// A person who has waited for so long does something else; what is done then comes as a surprise.
const A_WISH_WAITS: Duration = Duration::from_secs(5);

impl Request {
    /// How long it may wait for others before it is sent; later it is dropped and told as [`Failure::NotSent`].
    /// `None`: it is of use whenever it comes.
    ///
    /// [`Failure::NotSent`]: crate::Failure::NotSent
    pub const fn may_wait(&self) -> Option<Duration> {
        match self {
            Self::JoinQueue { .. }
            | Self::LeaveQueue { .. }
            | Self::PauseQueue { .. }
            | Self::UnpauseQueue { .. }
            | Self::DialExtension(_)
            | Self::DialOutbound(_)
            | Self::HangUpExtension { .. }
            | Self::HangUpInbound { .. }
            | Self::HangUpOutbound { .. }
            | Self::Hold { .. }
            | Self::Unhold { .. }
            | Self::Mute { .. }
            | Self::Unmute { .. }
            | Self::Transfer(_)
            | Self::DeleteVoicemail { .. } => Some(A_WISH_WAITS),
            Self::TryEncryption { .. }
            | Self::Login { .. }
            | Self::Heartbeat
            | Self::Logout
            | Self::DeviceInfo
            | Self::Extensions
            | Self::Extension { .. }
            | Self::Queues
            | Self::QueueStatus { .. }
            | Self::Inbound(_)
            | Self::Outbound(_)
            | Self::Voicemail { .. } => None,
        }
    }
}

/// What the PBX is asked. Passwords, tokens and our own address are added by the runtime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Request {
    /// Does the PBX speak TLS? Neither name nor password is sent.
    TryEncryption {
        /// Where.
        account: Account,
    },
    /// Sign in with the stored password and announce the listener.
    Login {
        /// With what.
        account: Account,
    },
    /// Keep the session alive and renew where reports go.
    Heartbeat,
    /// End the session.
    Logout,
    /// Facts about the PBX.
    DeviceInfo,
    /// All extensions.
    Extensions,
    /// One extension with its current calls.
    Extension {
        /// Which.
        extension: Extension,
    },
    /// All queues' settings.
    Queues,
    /// One queue's members and waiting callers.
    QueueStatus {
        /// Which.
        queue: QueueNumber,
    },
    /// Sign in to a queue with its stored password.
    JoinQueue {
        /// Which.
        queue: QueueNumber,
        /// Who.
        extension: Extension,
    },
    /// Sign out of a queue with its stored password.
    LeaveQueue {
        /// Which.
        queue: QueueNumber,
        /// Who.
        extension: Extension,
    },
    /// Pause in one queue.
    PauseQueue {
        /// Which.
        queue: QueueNumber,
        /// Who.
        extension: Extension,
    },
    /// Come back in one queue.
    UnpauseQueue {
        /// Which.
        queue: QueueNumber,
        /// Who.
        extension: Extension,
    },
    /// Call an extension.
    DialExtension(DialExtension),
    /// Call an outside number.
    DialOutbound(DialOutbound),
    /// End or refuse an extension's call.
    HangUpExtension {
        /// Whose.
        extension: Extension,
    },
    /// End a call from outside.
    HangUpInbound {
        /// Which.
        id: InboundId,
    },
    /// End a call to the outside.
    HangUpOutbound {
        /// Which.
        id: OutboundId,
    },
    /// Hold.
    Hold {
        /// Whose call.
        extension: Extension,
    },
    /// Go on after hold.
    Unhold {
        /// Whose call.
        extension: Extension,
    },
    /// Mute.
    Mute {
        /// Who.
        extension: Extension,
    },
    /// Unmute.
    Unmute {
        /// Who.
        extension: Extension,
    },
    /// Blind transfer.
    Transfer(TransferCall),
    /// A call from outside as the PBX sees it now.
    Inbound(QueryInbound),
    /// A call to the outside as the PBX sees it now.
    Outbound(QueryOutbound),
    /// The extension's messages.
    Voicemail {
        /// Whose.
        extension: Extension,
    },
    /// Delete one message.
    DeleteVoicemail {
        /// Whose mailbox.
        extension: Extension,
        /// The message's name.
        file: String,
    },
}
