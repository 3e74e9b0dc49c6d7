//! Quitting: whoever is still in queues goes on getting their calls, at a phone that nobody watches. So the agent is asked
//! what becomes of them, or the administrator has answered for all, and the program ends when that is done.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What becomes of the queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum QuitAnswer {
    /// They are left.
    Leave,
    /// The place in them is kept, without calls, and the next start is paused.
    Pause,
    /// They go on ringing the phone.
    Stay,
}

/// What can be wished of the program's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum QuitIntent {
    /// End the program; a question comes first where there is one.
    Quit,
    /// The answer to that.
    AnswerQuit { answer: QuitAnswer },
    /// Go on working.
    CancelQuit,
    /// The session on this computer ends, and nobody can be asked any more.
    EndSession,
    /// The computer goes to sleep, and the program with it: nobody can be asked.
    Sleep,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum QuitView {
    /// What becomes of these queues?
    Asked {
        /// Their names.
        queues: Vec<String>,
    },
    /// The PBX is being told.
    UnderWay { answer: QuitAnswer },
    /// The program ends now.
    Done,
}

/// The program's end, as far as it is wished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Quitting {
    #[default]
    No,
    Asked {
        queues: Vec<String>,
    },
    UnderWay {
        answer: QuitAnswer,
        otherwise: Otherwise,
    },
    Done,
}

/// What comes of it where the PBX refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Otherwise {
    /// The agent has chosen it, and stays to see why not.
    Stay,
    /// The administrator has: the agent may choose otherwise, for else there would be no way out.
    Ask,
    /// Nobody is there.
    Go,
}

impl Quitting {
    pub(crate) fn view(&self) -> Option<QuitView> {
        match self {
            Self::No => None,
            Self::Asked { queues } => Some(QuitView::Asked { queues: queues.clone() }),
            Self::UnderWay { answer, .. } => Some(QuitView::UnderWay { answer: *answer }),
            Self::Done => Some(QuitView::Done),
        }
    }
}
