//! What the person wants, from whichever door: window, pop-up, tray, notification, link.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agent_state::intents::StateIntent;
use crate::calls::view::CallKey;
use crate::command::{CallCommand, Command, QueueCommand, StateCommand};
use crate::consult::intents::ConsultIntent;
use crate::doors::DoorIntent;
use crate::favourites::command::FavouriteCommand;
use crate::history::CallNote;
use crate::hotkeys::intents::HotkeyIntent;
use crate::missed::intents::MissedIntent;
use crate::phone::intents::PhoneIntent;
use crate::pop::PopPlaceIntent;
use crate::quit::QuitIntent;
use crate::session::intents::SessionIntent;
use crate::settings::{Account, Preferences};
use crate::sounds::intents::SoundIntent;
use crate::team::command::TeamCommand;

/// What the person wants. Numbers are text as typed; the core checks them. What one part of the desk does alone stands in an
/// enum beside it; on the wire all are of one kind.
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
    /// Open one of the caller's pages.
    OpenPage {
        call: CallKey,
        /// Which of the settings it is.
        slot: u8,
    },
    /// Do something with a queue.
    Queue {
        /// Its number; none: all that this can be done with.
        #[serde(default)]
        queue: Option<String>,
        /// What to do.
        command: QueueCommand,
    },
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
    /// Which page of the main window the person sees now; `None`: hidden or minimised.
    Look { page: Option<Page> },
    /// Hide names and numbers on the screen, or show them again.
    HideNames { on: bool },
    /// Close a message.
    DismissNotice { id: u32 },
    /// Post something made up to a web address of the settings.
    TestWebhook { slot: u8 },
    /// A web address of the settings is signed with the secret of all again.
    ForgetWebhookSecret { slot: u8 },
    /// Open a page of the settings for a call that is made up.
    TestPage { slot: u8 },
    /// Ask a source of contacts for some examples of what it has.
    TestSource { slot: u8 },
    /// Of several people who have the caller's number it is this one.
    ChooseContact {
        call: CallKey,
        /// Which of those on the caller's card.
        person: u8,
    },
    /// Change tastes; takes effect at once.
    SavePreferences {
        /// All of them.
        preferences: Box<Preferences>,
    },
    #[serde(untagged)]
    Door(DoorIntent),
    #[serde(untagged)]
    Hotkey(HotkeyIntent),
    #[serde(untagged)]
    Consult(ConsultIntent),
    #[serde(untagged)]
    PopPlace(PopPlaceIntent),
    #[serde(untagged)]
    State(StateIntent),
    #[serde(untagged)]
    Quit(QuitIntent),
    #[serde(untagged)]
    Missed(MissedIntent),
    #[serde(untagged)]
    Phone(PhoneIntent),
    #[serde(untagged)]
    Sound(SoundIntent),
    #[serde(untagged)]
    Session(SessionIntent),
}

impl Intent {
    /// What it wants done, as far as it can be wished from outside our windows.
    pub(crate) const fn command(&self) -> Option<Command> {
        match self {
            Self::Call { command, .. } => Some(Command::Call(*command)),
            Self::Transfer { .. } => Some(Command::Call(CallCommand::Transfer)),
            Self::OpenPage { .. } => Some(Command::Call(CallCommand::OpenPage)),
            Self::Consult(intent) => Some(intent.command()),
            Self::Queue { command, .. } => Some(Command::Queue(*command)),
            Self::FinishWrapUp { .. } => Some(Command::State(StateCommand::FinishWork)),
            Self::State(intent) => Some(Command::State(intent.command())),
            Self::Phone(intent) => Some(Command::Phone(intent.command())),
            Self::Hotkey(intent) => intent.command(),
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
    /// What signs the JSON that web addresses are sent, those that have a secret of their own left out.
    Webhook,
    /// What signs that of one web address.
    WebhookOf {
        /// Which of those in the settings it is.
        slot: u8,
    },
    /// A queue on the PBX that is signed in to.
    Queue { queue: String },
    /// A server of contacts.
    ContactSource {
        /// Another server, or another user there, is somebody else.
        address: String,
        user: String,
    },
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
