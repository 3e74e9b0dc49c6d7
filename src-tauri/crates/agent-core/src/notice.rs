//! Messages to the agent: what happened, as data that the UI puts into words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::CallKey;
use crate::command::Command;
use crate::desktop::Lack;
use crate::doors::Door;
use crate::failure::{Failure, Refusal};
use crate::favourites::taking::RowLeftOut;
use crate::heard::Distrust;
use crate::now::WallMillis;
use crate::other_programs::{PageTrouble, ProgramTrouble, WebhookTrouble};
use crate::settings_file::SettingsTrouble;

/// A message that stays until it is closed, or until what it says is over; good news goes after a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// To close it by.
    pub id: u32,
    pub at: WallMillis,
    pub notice: Notice,
}

/// What happened. `kind` is the message's `data-kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Notice {
    /// Dialling was not accepted.
    DialFailed { number: String, failure: Failure },
    /// A number was dialled and the phone did not ring; should it ring now, it is that call.
    PhoneDidNotRing {
        number: String,
        /// For how long.
        seconds: u32,
        /// The PBX has taken the number; else not even that is known.
        taken: bool,
    },
    /// What came from outside our windows was not dialled.
    NotDialled {
        /// The number, or what stood there instead, shortened and without invisible characters.
        text: String,
        /// By which way it came.
        door: Door,
        refusal: Refusal,
        /// It is a number and waits in the dial field.
        waits: bool,
    },
    /// What was wished outside our windows is not possible.
    NotDone {
        door: Door,
        /// What it was.
        command: Command,
        refusal: Refusal,
    },
    /// An argument of a second start means nothing.
    NotUnderstood {
        /// Shortened, and without invisible characters.
        argument: String,
        /// It is known, but what has to follow it is missing.
        lacks_value: bool,
    },
    /// The web address is not told of calls.
    WebhookTrouble {
        /// Its host.
        host: String,
        trouble: WebhookTrouble,
    },
    /// A caller's page was not opened.
    PageTrouble { trouble: PageTrouble },
    /// A program for calls did not do its work.
    ProgramTrouble { program: String, trouble: ProgramTrouble },
    /// The called party was not reached.
    CallFailed {
        number: String,
        /// The PBX's words: `480`, `486 Busy Here`.
        reason: String,
    },
    /// The PBX has not done what it was asked.
    ActionFailed {
        /// What it was asked.
        command: Command,
        /// The queue's number, where it is about one.
        queue: Option<String>,
        failure: Failure,
    },
    /// Whether it was done is not known: the PBX has not answered. For a call it is asked until that is clear.
    ActionUnknown {
        /// The call, where it is about one.
        call: Option<CallKey>,
        /// What it was asked.
        command: Command,
        /// The queue's number, where it is about one.
        queue: Option<String>,
    },
    /// Of several queues some have not followed.
    NotEverywhere {
        /// They were to pause the agent, or to end the pause.
        paused: bool,
        /// In so many it was done.
        done: u32,
        of: u32,
        /// Names of the others.
        queues: Vec<String>,
        /// Why the first of them did not.
        failure: Failure,
    },
    /// The agent was paused there, and not from this computer.
    PausedElsewhere {
        /// Names of the queues.
        queues: Vec<String>,
    },
    /// A call was handed over.
    Transferred { to: String },
    /// A call was handed over by the phone's own keys.
    TransferredOnPhone {
        /// Whose call it was. Untrusted text.
        name: String,
    },
    /// Who waited while somebody was asked first is no longer on the line.
    WaiterGone {
        /// Who it was. Untrusted text.
        name: String,
        /// They hung up; else the call ended otherwise.
        hung_up: bool,
        /// Who was asked, with whom the agent still talks.
        with: Option<String>,
    },
    /// A call was handed over, and the phone it went to does not ring.
    NobodyTakesOver {
        /// Whose call it was. Untrusted text.
        name: String,
        to: String,
    },
    /// A call was answered by a colleague.
    AnsweredElsewhere {
        number: String,
        /// Who answered, where known.
        by: Option<String>,
    },
    /// Calls were missed while the program was away.
    MissedWhileAway { count: u32 },
    /// The phone is in use and no report came: firewall, or Status Monitor not ticked.
    ReportsSilent {
        /// Where reports should arrive.
        receiver: String,
        /// An address that was refused meanwhile: perhaps a second one of the PBX.
        refused: Option<String>,
    },
    /// Our address has changed, and the PBX sends reports to the new one from now on.
    ReceiverMoved {
        /// Where reports arrive now.
        receiver: String,
    },
    /// Reports came from the PBX's address and were not believed.
    ReportsNotBelieved { distrust: Distrust },
    /// Something from the PBX could not be read.
    UnreadableReport {
        /// How often so far.
        count: u32,
    },
    /// Some rows of the PBX's list of extensions could not be read: colleagues may be missing.
    OddExtensions { count: u32 },
    /// Records of calls that could not be read; they are asked for again later.
    UnreadableRecords { count: u32 },
    /// The password is kept until the program ends only.
    PasswordSessionOnly,
    /// The desktop lacks something; the program does without.
    DesktopLacks { lack: Lack },
    /// The administrator has changed what holds here.
    PolicyChanged {
        /// The account that is signed in is not as it has to be: that holds from the next sign-in.
        at_next_sign_in: bool,
    },
    /// Our token died early: another program may use the same API user.
    SessionTaken,
    /// The voicemail list could not be had.
    VoicemailFailed { failure: Failure },
    /// A message could not be deleted.
    VoicemailDeleteFailed { file: String, failure: Failure },
    /// A file could not be fetched, saved or played.
    MediaFailed {
        /// Its name on the PBX.
        name: String,
        failure: Failure,
    },
    /// A file is in the downloads folder.
    MediaSaved { path: String },
    /// Many files were fetched into the downloads folder.
    ManySaved {
        /// How many are there.
        saved: u32,
        /// How many could not be had.
        failed: u32,
        /// What the PBX calls the first of them.
        names: Vec<String>,
        /// Why the first could not be had.
        failure: Option<Failure>,
    },
    /// Favourites of a file were taken.
    FavouritesTaken {
        taken: u32,
        /// The first rows that could not be.
        left_out: Vec<RowLeftOut>,
        /// So many more could not be.
        more: u32,
    },
    /// The contacts can't be read, or were set aside as damaged.
    ContactsTrouble { failure: Failure },
    /// Something is wrong with the settings file.
    SettingsTrouble { trouble: SettingsTrouble },
    /// The history can't be written.
    HistoryTrouble { failure: Failure },
}
