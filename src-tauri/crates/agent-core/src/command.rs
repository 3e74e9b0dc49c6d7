//! What the agent can have done: one name for each deed, in the wish, in what is possible and under way, in messages, in
//! the tray and in the language files (`command.hold`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be done with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CallCommand {
    /// Open the caller's page in the other program; where there are several, and not told which, the first.
    OpenPage,
    /// End it, or refuse it while it rings.
    HangUp,
    /// Put it on hold.
    Hold,
    /// Take it off hold.
    Unhold,
    /// Stop being heard in it.
    Mute,
    /// Be heard in it again.
    Unmute,
    /// Hand it over without asking first; to whom is said by [`Intent::Transfer`](crate::intent::Intent::Transfer).
    Transfer,
    /// Put it on hold and ask somebody else first; whom is said by [`ConsultIntent::AskFirst`](crate::consult::intents::ConsultIntent::AskFirst).
    AskFirst,
}

/// What can be done while somebody is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultCommand {
    /// Hand the call that waits over to who is asked, as soon as that one's own call is over.
    HandOver,
    /// Take the call that waits back.
    Return,
    /// It was not put on hold: begin anew.
    TryAgain,
}

/// What can be done with a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum QueueCommand {
    /// Sign in to it.
    Join,
    /// Sign out of it.
    Leave,
    /// Stay signed in, and get no calls of it.
    Pause,
    /// Get its calls again.
    Unpause,
}

/// What can be done with the agent's own phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneCommand {
    /// Ask the PBX what it is doing: it seemed dead.
    CheckPhone,
    /// Let it be quiet: who calls it directly hears busy.
    DoNotDisturb,
    /// Let it ring again.
    LetRing,
    /// Let calls go elsewhere that nobody answers; where to is said by [`PhoneIntent::Forward`](crate::phone::intents::PhoneIntent::Forward).
    ForwardNoAnswer,
    /// The same of calls that come while it is in use.
    ForwardBusy,
    /// How long it rings before; by [`PhoneIntent::SetRingTime`](crate::phone::intents::PhoneIntent::SetRingTime).
    SetRingTime,
}

/// What can be done with the agent's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum StateCommand {
    /// Be ready for calls of queues, or after the call.
    BeReady,
    /// Get none of them for a while, or after the call.
    TakePause,
    /// After the call nothing is to change.
    DropNext,
    /// The pause takes ten minutes longer than its reason does.
    StayPaused,
    /// Nobody has to be paused, though calls rang unanswered.
    StayReady,
    /// The work after the call is done.
    FinishWork,
    /// It takes a little longer.
    ExtendWork,
}

/// A deed with the part of the desk that does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "part", content = "command", rename_all = "kebab-case")]
pub enum Command {
    /// With a call.
    Call(CallCommand),
    /// With a queue, or with all of them.
    Queue(QueueCommand),
    /// With the agent's own phone.
    Phone(PhoneCommand),
    /// With the agent's state.
    State(StateCommand),
    /// With who is asked first.
    Consult(ConsultCommand),
}
