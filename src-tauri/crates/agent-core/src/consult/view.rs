//! Asking first, as it is shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallKey;
use crate::command::ConsultCommand;
use crate::failure::Failure;

/// Somebody waits on hold while somebody else is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConsultView {
    /// The call that waits.
    pub call: CallKey,
    /// The call to who is asked; `None`: not heard of yet, or over.
    pub leg: Option<CallKey>,
    /// Who is asked.
    pub number: String,
    /// Their name, where the PBX has one. Untrusted text.
    pub name: Option<String>,
    pub step: ConsultStep,
    /// What the agent has to know or do.
    pub hint: Option<ConsultHint>,
    /// What is done as soon as it can be, or is under way.
    pub pending: Option<ConsultCommand>,
    /// What the core would accept now.
    pub can: BTreeSet<ConsultCommand>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultStep {
    /// The call is being put on hold.
    Holding,
    /// Who is asked is being called.
    Dialing,
    Talking,
    /// The other call is over, the first one waits.
    Ended,
    /// The first call is being handed over.
    Handing,
    /// Something was not done; the first call waits.
    Failed,
}

/// What the agent has to know or do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ConsultHint {
    /// The own phone rings; the other one is called when it is lifted.
    LiftPhone,
    /// The PBX takes no second call from here: the number is dialled on the phone, and followed.
    DialOnPhone,
    /// It has rung for long.
    NoAnswerYet,
    /// Their line is busy.
    Busy,
    /// They did not answer.
    NoAnswer,
    /// The PBX's words.
    NotReached { reason: String },
    /// The PBX did not call them.
    NotDialled { failure: Failure },
    /// The call to a colleague ends at a phone, not from here; the first one is handed over then.
    HangUpToHandOver,
    /// The same, and the first one is taken back then.
    HangUpToReturn,
    /// The PBX has not put the call on hold, and nobody was called.
    NotHeld,
    /// The PBX has not handed the call over.
    NotHandedOver,
    /// It said yes, and nothing followed.
    NoSign,
}
