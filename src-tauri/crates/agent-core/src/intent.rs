//! What the person wants, from whichever door: window, pop-up, tray, notification, link.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallKey;
use crate::command::{CallCommand, Command, PhoneCommand, QueueCommand, StateCommand};
use crate::doors::DialAnswer;
use crate::favourites::command::FavouriteCommand;
use crate::history::CallNote;
use crate::missed::intents::RemindWhen;
use crate::phone::forward::{Forward, ForwardWhen};
use crate::pop::KeptPlace;
use crate::settings::{Account, Preferences};
use crate::sounds::media::MediaId;
use crate::sounds::player::PlayerCommand;
use crate::team::command::TeamCommand;

/// What the person wants. Numbers are text as typed; the core checks them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Intent {
    /// Sign in; the password has been stored before.
    SignIn { account: Account },
    /// Sign out and stay signed out, at the next start too; the password stays in the keyring.
    SignOut,
    /// Sign out of all queues first, as far as that is possible, then as with `sign-out`.
    LeaveAndSignOut,
    /// Be paused in all queues, then as with `sign-out`: the place in them is kept, and no call comes.
    PauseAndSignOut,
    /// Sign out and forget the account with its password and those of its queues: somebody else sits here now.
    ForgetAccount,
    /// While away from the PBX: try at once, not when the back-off ends.
    RetryNow,
    /// Send the password that is kept once more, though the PBX has refused it: it may have been starting.
    TryPasswordAgain,
    /// The certificate shown is the PBX's: pin it and sign in.
    TrustCertificate {
        /// The fingerprint that was shown; another one is refused.
        fingerprint: String,
    },
    /// Reports may come from this address too: it was refused and told, and is one of the PBX's.
    BelieveAddress {
        /// As it was told.
        address: String,
    },
    /// Reports may not come from this address any more.
    DoubtAddress {
        /// As it was allowed.
        address: String,
    },
    /// Call a number: inside when it is an extension, else outside.
    Dial {
        /// As typed or linked: `tel:` and friends are understood.
        number: String,
    },
    /// Show the dial field: the person wants to type a number.
    ShowDial,
    /// Show a page of the main window.
    ShowPage { page: Page },
    /// Answer the question whether a number from outside is to be called.
    AnswerDial {
        /// The question that was seen.
        id: u32,
        /// What the person says.
        answer: DialAnswer,
    },
    /// The number that waits in the dial field is not wanted any more.
    DropWaiting,
    /// Do something with a call.
    Call {
        /// With this one.
        call: CallKey,
        /// A transfer needs to be told where to, and has a wish of its own.
        command: CallCommand,
    },
    /// Hand a call over without asking.
    Transfer {
        call: CallKey,
        /// Extension, queue or outside number.
        to: String,
    },
    /// The agent has put the pop-up there: it stays there.
    KeepPopPlace { place: KeptPlace },
    /// The pop-up goes back to where it stands by itself.
    ResetPopPlace,
    /// Close the pop-up of a call; the call goes on.
    DismissPop { call: CallKey },
    /// Note something about a call, live or past.
    Annotate {
        /// Its id in the history.
        record: String,
        /// All of the note.
        note: CallNote,
    },
    /// The work after a call is done.
    FinishWrapUp {
        /// The call's id in the history; none: that of the call that ended last.
        #[serde(default)]
        record: Option<String>,
    },
    /// The work after the call takes a little longer.
    ExtendWrapUp,
    /// Nobody has to call these missed callers back.
    FinishMissed { callers: Vec<String> },
    /// Those that were done with last are open again.
    UndoMissed,
    /// Remind the agent of a missed caller.
    Remind { caller: String, when: RemindWhen },
    /// No reminder of them any more.
    DropReminder { caller: String },
    /// Do something with a queue.
    Queue {
        /// Its number; none: all that this can be done with.
        #[serde(default)]
        queue: Option<String>,
        /// What to do.
        command: QueueCommand,
    },
    /// Be ready for calls of queues; during a call: after it.
    BeReady,
    /// Get no calls of queues; during a call: after it.
    TakePause {
        /// Its id; none: without a reason.
        #[serde(default)]
        reason: Option<String>,
        /// In the agent's own words, for the reason "other".
        #[serde(default)]
        text: String,
    },
    /// After the call nothing is to change.
    DropNext,
    /// The pause takes longer than its reason does.
    StayPaused,
    /// Stay ready, though calls of queues rang unanswered.
    StayReady,
    /// Do something with the agent's own phone.
    Phone { command: PhoneCommand },
    /// Let calls that the agent's own phone does not take go elsewhere.
    Forward { when: ForwardWhen, to: Forward },
    /// Let it ring for so long before.
    SetRingTime { seconds: u32 },
    /// The person closed the question for a queue's password.
    CancelQueuePassword { queue: String },
    /// Find colleagues, or wait for one to be free.
    Team { command: TeamCommand },
    /// Change which numbers are at hand.
    Favourite { command: FavouriteCommand },
    /// Ask for the voicemail list now.
    RefreshVoicemail,
    /// Delete a message on the PBX; the person has confirmed.
    DeleteVoicemail {
        /// Its name on the PBX.
        file: String,
    },
    /// Hear a message or recording; fetched first when it is not here.
    Play { media: MediaId },
    /// Open what can't be heard here with the program that the system has for it.
    OpenElsewhere { media: MediaId },
    /// Stop what is heard.
    StopPlaying,
    /// Pause, resume, seek, or change the speed of what is heard.
    Player {
        /// Which of these.
        command: PlayerCommand,
    },
    /// Keep many in the downloads folder, one after the other.
    SaveAll { media: Vec<MediaId> },
    /// Keep a message or recording in the downloads folder.
    Save { media: MediaId },
    /// Which page of the main window the person sees now; `None`: hidden or minimised.
    Look { page: Option<Page> },
    /// Close a message.
    DismissNotice { id: u32 },
    /// Change tastes; takes effect at once.
    SavePreferences {
        /// All of them.
        preferences: Preferences,
    },
}

impl Intent {
    /// What it wants done, as far as it can be wished from outside our windows.
    pub(crate) const fn command(&self) -> Option<Command> {
        match self {
            Self::Call { command, .. } => Some(Command::Call(*command)),
            Self::Transfer { .. } => Some(Command::Call(CallCommand::Transfer)),
            Self::Queue { command, .. } => Some(Command::Queue(*command)),
            Self::Phone { command } => Some(Command::Phone(*command)),
            Self::Forward { when, .. } => Some(Command::Phone(when.command())),
            Self::SetRingTime { .. } => Some(Command::Phone(PhoneCommand::SetRingTime)),
            Self::BeReady => Some(Command::State(StateCommand::BeReady)),
            Self::TakePause { .. } => Some(Command::State(StateCommand::TakePause)),
            Self::FinishWrapUp { .. } => Some(Command::State(StateCommand::FinishWork)),
            Self::ExtendWrapUp => Some(Command::State(StateCommand::ExtendWork)),
            Self::StayReady => Some(Command::State(StateCommand::StayReady)),
            Self::StayPaused => Some(Command::State(StateCommand::StayPaused)),
            Self::DropNext => Some(Command::State(StateCommand::DropNext)),
            _ => None,
        }
    }
}

/// Pages of the main window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// Calls, dial pad, queues.
    Desk,
    History,
    /// Missed calls that somebody has to come back to.
    Missed,
    Voicemail,
    /// What colleagues are doing.
    Team,
    /// Tastes and account.
    Settings,
}

/// What a stored password opens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PasswordSlot {
    /// The API user on a PBX.
    Account {
        /// Name or address of the PBX.
        host: String,
        /// Port of its API: another service on that host is somebody else.
        port: u16,
        username: String,
    },
    /// What signs the JSON that other programs are sent.
    Webhook,
    /// A queue on the PBX that is signed in to.
    Queue { queue: String },
}

/// Where a password was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordKept {
    /// In the operating system's keyring.
    Keyring,
    /// In memory until the program ends: there is no keyring, or it is locked.
    Session,
}
