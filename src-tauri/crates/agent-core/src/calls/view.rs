//! A call as it is shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::caller_card::CallerCard;
use crate::command::CallCommand;
use crate::crm::target::CallPages;
use crate::history::CallNote;
use crate::now::WallMillis;
use crate::queues::mark::QueueMark;
use crate::timer::Timer;

/// The core's own name for a call; the PBX has several for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct CallKey(pub u32);

/// A call as it is shown, live or just ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each shown in a place of its own")]
pub struct CallView {
    /// To act on it.
    pub key: CallKey,
    /// Where it stands.
    pub state: CallState,
    /// Its id in the history, to note something about it.
    pub record: String,
    /// What is noted so far.
    pub note: CallNote,
    /// What is known of the other party besides.
    pub card: Option<CallerCard>,
    /// When they were missed lately without anybody coming back to them, newest last.
    pub missed: Vec<WallMillis>,
    /// From where to where.
    pub direction: CallDirection,
    /// The other party's number; `None` when withheld.
    pub number: Option<String>,
    /// The other party's name, from the directory or the trunk. Untrusted text.
    pub name: Option<String>,
    /// What was called: DID or queue number, where it differs from the agent's extension.
    pub called: Option<String>,
    /// What the agent keys in on the phone when the other side has answered: the dialled number has an extension
    /// behind it, or a conference's code. Digits, `*`, `#`, and `,` for a pause.
    pub key_in: Option<String>,
    /// The name of that queue, where it is one.
    pub queue_name: Option<String>,
    /// By what that queue is told from others.
    pub mark: Option<QueueMark>,
    /// The trunk it came or left through.
    pub trunk: Option<String>,
    pub started: WallMillis,
    pub answered: Option<WallMillis>,
    pub ended: Option<WallMillis>,
    /// Of ringing, of talking, or of the finished call.
    pub timer: Timer,
    /// The agent is not heard.
    pub muted: bool,
    /// Whether the agent is heard is not known: both muting and unmuting are possible.
    pub mute_unknown: bool,
    /// What has been asked of the PBX and is not answered yet.
    pub pending: Option<CallCommand>,
    /// The agent's own phone rings and has to be lifted: the other side is called after that.
    pub lift_phone: bool,
    /// How it ended.
    pub end: Option<CallEnd>,
    /// The pop-up shows it.
    pub pop: bool,
    /// What the core would accept now.
    pub can: BTreeSet<CallCommand>,
    /// Its pages in other programs; `None`: the settings have none.
    pub pages: Option<CallPages>,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallState {
    /// The agent's phone rings with somebody's call.
    Ringing,
    /// The agent calls: the own phone waits to be lifted, or the other side rings.
    Dialing,
    Talking,
    /// The agent has put it on hold.
    Held,
    /// Over; shown for some seconds more.
    Ended,
}

/// From where to where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallDirection {
    #[default]
    Inbound,
    /// To the outside.
    Outbound,
    Internal,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum CallEnd {
    /// The agent hung up or refused.
    ByAgent,
    /// The other side hung up.
    ByOther,
    /// Nobody answered at the agent's phone.
    Missed,
    /// A colleague answered.
    AnsweredElsewhere {
        /// Who, where known.
        by: Option<String>,
    },
    /// The called party was not reached.
    NotReached {
        /// The PBX's words.
        reason: String,
    },
    /// The agent handed it over.
    Transferred {
        /// To whom, where known.
        to: Option<String>,
    },
    /// Nothing was heard of it any more; the PBX says it is gone.
    Lost,
}
