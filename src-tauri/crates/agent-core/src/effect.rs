//! All the core may ask of the world.

use serde::{Deserialize, Serialize};

use crate::agent_state::told::StateSpan;
use crate::ask::Ask;
use crate::contact_sources::ContactSource;
use crate::failure::Refusal;
use crate::history::{CallNote, CallRecord};
use crate::intent::PasswordSlot;
use crate::missed::CallerMark;
use crate::missed::team::TeamAsk;
use crate::now::WallMillis;
use crate::scripts::told::{NoteTold, Told};
use crate::settings::{Account, Preferences, Settings};
use crate::sounds::media::{MediaId, MediaPurpose};
use crate::sounds::player::PlayerCommand;

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
        refusal: Refusal,
    },
    /// Listen for reports of this account's PBX; a listener that fits is kept. Answered by `Input::Listening`.
    Listen {
        /// Port, own address and PBX.
        account: Account,
    },
    StopListening,
    /// Ask the PBX. Answered by exactly one `Input::Sent`.
    Send {
        /// Names it until then.
        id: RequestId,
        /// What to ask.
        ask: Ask,
    },
    /// Fetch a file, then save or play it. Answered by `Input::Media`s.
    Fetch {
        media: MediaId,
        purpose: MediaPurpose,
    },
    /// Open a file that was fetched to be heard with another program. Answered by an `Input::Media` if that fails.
    OpenFile {
        media: MediaId,
    },
    /// Stop what is heard.
    StopPlaying,
    /// Do something to what is heard.
    Player {
        command: PlayerCommand,
    },
    /// Write a call to the history, or write it anew under the same id.
    Record {
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
    /// Post what happened to a web address; kept and tried again until it is taken.
    Post {
        /// Which of the addresses in the settings it is.
        slot: u8,
        /// http or https.
        address: String,
        at: WallMillis,
        told: Told,
    },
    /// Post something made up to a web address, once. Answered by `Input::WebhookTested`.
    TestWebhook {
        slot: u8,
        /// http or https.
        address: String,
    },
    /// Write into the log on this computer what the agent was.
    KeepState {
        span: StateSpan,
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
    /// Tell what is known of a past call, as it is before what follows is written. Answered by `Input::NotedRead`.
    ReadNoted {
        /// The call's id in the history.
        id: String,
    },
    /// Keep how far other programs know what came of a call.
    KeepNoteTold {
        /// The call's id in the history.
        id: String,
        told: NoteTold,
    },
    /// Tell which calls were missed since then, what became of their callers, and what was decided about them.
    /// Answered by `Input::MissedRead`.
    ReadMissed {
        since: WallMillis,
    },
    /// Tell who of these callers was talked with, by whomever. Answered by `Input::TeamTold`.
    ReadTeam {
        ask: Box<TeamAsk>,
    },
    /// Keep what the agent has decided about a caller; nothing: forget it.
    KeepMark {
        /// Names the caller.
        caller: String,
        mark: CallerMark,
    },
    /// Tell what is known of a number. Answered by `Input::Identified`.
    Identify {
        /// As the PBX has it.
        number: String,
        /// Directories to ask where nobody is known here; each is answered by `SourceNews::Asked` as well.
        sources: Vec<ContactSource>,
    },
    /// Read what has changed in an address book. Answered by `SourceNews::Read`.
    ReadSource {
        source: Box<ContactSource>,
    },
    /// Ask a source for some examples. Answered by `SourceNews::Tested`.
    TestSource {
        source: Box<ContactSource>,
    },
    /// Forget what is kept of a source that is gone.
    ForgetSource {
        slot: u8,
    },
    /// Fill the history with what happened while nobody heard of it. Answered by `Input::CaughtUp` or `NotCaughtUp`.
    CatchUp {
        extension: String,
        /// What the PBX's clock said, and when it was asked: its records are in its own time.
        pbx_clock: (String, WallMillis),
    },
    /// Keep the settings.
    SaveSettings {
        /// All of them, as they are written.
        settings: Box<Settings>,
        /// The preferences as they hold: under a policy they are others than the person's own.
        in_force: Box<Preferences>,
    },
    /// Reports may come from these addresses, too, besides the PBX's own.
    Believe {
        /// All of them.
        addresses: Vec<String>,
    },
    /// The password that is kept may be sent once more, though it was refused.
    ForgivePassword {
        slot: PasswordSlot,
    },
    /// Forget a password that turned out wrong.
    ForgetPassword {
        slot: PasswordSlot,
    },
}
