//! What people do at phones, outside and in front of the PBX, and why it may not be possible.

use pbx_protocol::{DialString, Extension, QueueNumber};
use serde::{Deserialize, Serialize};

/// What somebody at a phone, outside, or in front of the PBX does. As JSON:
/// `{"do":"lift","extension":"101"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    OutsideCallsExtension { from: String, extension: Extension },
    OutsideCallsQueue { from: String, queue: QueueNumber },
    OutsideAnswers { number: String },
    OutsideHangsUp { number: String },
    ExtensionCalls { extension: Extension, to: DialString },
    Lift { extension: Extension },
    HangUp { extension: Extension },
    PressHold { extension: Extension },
    TransferOnPhone { extension: Extension, to: DialString },
    Register { extension: Extension },
    Unregister { extension: Extension },
    LeaveVoicemail { extension: Extension, from: String, seconds: u32 },
    PauseMember { queue: QueueNumber, extension: Extension, paused: bool },
    ExpireTokens,
    Reboot,
}

/// Why an action can't be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The text is no number.
    #[error("that is no number")]
    NotANumber,
    /// No such extension.
    #[error("there is no such extension")]
    NoSuchExtension,
    /// No such queue.
    #[error("there is no such queue")]
    NoSuchQueue,
    /// Nothing rings there.
    #[error("the phone does not ring")]
    NotRinging,
    /// Nobody there is in a call.
    #[error("not in a call")]
    NotInACall,
    /// The phone is not registered or in use.
    #[error("the phone is not idle")]
    NotIdle,
    /// The number leads nowhere.
    #[error("the number leads nowhere")]
    Unreachable,
}
