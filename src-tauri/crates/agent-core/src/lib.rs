//! One agent's telephony state: pure, driven by inputs, told by a view.
//!
//! A newcomer starts here. Four vocabularies and no fifth:
//!
//! * [`Report`](pbx_protocol::Report): what the PBX said,
//! * [`Intent`]: what the person wants,
//! * [`Input`]: all that can happen to the core (reports and intents among it),
//! * [`Effect`]: all the core may ask of the world.
//!
//! `Desk::step(input, now) -> Vec<Effect>` is the only way to change anything; `Desk::view` tells what to show.
//! No I/O, no clock, no randomness: the same inputs at the same times give the same views.
//!
//! [`Desk`] only routes. The work is done by its parts, each a small state machine in a file or folder of its own:
//! `session` (sign in, keep alive, come back), `agent_state` (ready, paused, on a call …), `calls` (which report belongs to which call; dialling; what a call can
//! do), `consult` (somebody is asked first), `follow` (who hears of calls), `phone`, `queues`, `team` and `favourites`, `contact_sources`, `voicemail`, `sounds` (files fetched and heard), `doors`
//! (numbers from other programs), `hotkeys` (keys for all programs), `window_keys` (keys of the window), `quit` (what becomes of queues at the program's end), `heard` (do reports come at all?) and `machine` (this computer). What several of them
//! need is lent to them for the step (`shared`: settings, names, notices, the way out). What they do is told in
//! `tests/transcripts`, one story a file, in lines that need no Rust.

mod agent_state;
mod ask;
mod caller_card;
mod calls;
mod command;
mod consult;
mod contact_import;
mod contact_sources;
mod crm;
mod demo;
mod desk;
mod desktop;
mod directory;
mod doors;
mod effect;
mod failure;
mod favourites;
mod follow;
mod governed;
mod heard;
mod history;
mod hotkeys;
mod input;
mod intent;
mod journal;
mod lines;
mod machine;
mod missed;
mod notice;
mod notices;
mod now;
mod other_programs;
mod outbox;
mod phone;
mod policy;
mod pop;
mod pop_intent;
mod practice;
mod queues;
mod quit;
mod results;
mod scripts;
mod session;
mod settings;
mod settings_check;
mod settings_file;
mod shared;
mod shown;
mod sounds;
mod team;
mod test_call;
mod timer;
mod veil;
mod view;
mod voicemail;
mod window_keys;
mod wire;

pub use agent_state::chair::Presence;
pub use agent_state::intents::StateIntent;
pub use agent_state::reasons::Reason;
pub use agent_state::told::{StateBy, StateChange, StateSpan};
pub use agent_state::view::{AgentState, AgentStateView, CallStage, Guard, WhyUnreachable};
pub use ask::{Answer, Ask, Order, Question};
pub use caller_card::{CallerCard, CardPerson, PastCall};
pub use calls::ask::{CallDo, Dial, Line, LineOf};
pub use calls::view::{CallDirection, CallEnd, CallKey, CallState, CallView};
pub use command::{CallCommand, Command, ConsultCommand, PhoneCommand, QueueCommand, StateCommand};
pub use consult::ask::PhoneOf;
pub use consult::intents::ConsultIntent;
pub use consult::view::{ConsultHint, ConsultStep, ConsultView};
pub use contact_import::{
    ColumnMeaning, ImportOutcome, ImportRefusal, ImportReport, ImportUnit, LARGEST_CONTACTS_MB, LeftOut,
    WhyLeftOut,
};
pub use contact_sources::filter::{FilterTemplate, Sought};
pub use contact_sources::told::{KeptContacts, SourceNews, SourceTest, SourceTrouble};
pub use contact_sources::view::{SourceState, SourceView};
pub use contact_sources::{ContactSource, SourceAttributes, SourceKind};
pub use crm::check::WrongTarget;
pub use crm::target::{CallPage, CallPages, CrmDirection, CrmTarget, CrmTest, CrmWhen};
pub use demo::DemoAction;
pub use desk::Desk;
pub use desktop::{DesktopPart, Lack};
pub use directory::DirectoryEntry;
pub use doors::{
    DialAnswer, DialChoice, DialQuestion, DialSource, DialView, Door, DoorIntent, NotRead, WaitingNumber,
    not_a_number, numbers_in,
};
pub use effect::{Effect, RequestId};
pub use failure::{Failure, NotSound, Refusal, Unplayable, Unreachable};
pub use favourites::Favourite;
pub use favourites::command::FavouriteCommand;
pub use favourites::taking::{FavouriteRow, RowLeftOut, WhyNoFavourite};
pub use favourites::view::FavouriteView;
pub use follow::work::WrapUpView;
pub use heard::Distrust;
pub use history::{CallNote, CallOutcome, CallRecord, Filled, HistoryPage, HistoryQuery, RecentNumber};
pub use hotkeys::action::HotkeyAction;
pub use hotkeys::intents::HotkeyIntent;
pub use hotkeys::keyboard::Keyboard;
pub use hotkeys::shortcut::{Held, Shortcut, WrongShortcut};
pub use hotkeys::view::{BoundHotkey, HotkeyOutcome, HotkeyState, HotkeyView, HotkeyWay, HotkeysView};
pub use input::{Input, Listening, Startup};
pub use intent::{Intent, Page, PasswordKept, PasswordSlot};
pub use journal::{Entry, Journal, NoJournal, replay};
pub use lines::{Lines, lines_of};
pub use missed::intents::{MissedIntent, RemindWhen};
pub use missed::team::{TeamAsk, TeamTalk};
pub use missed::view::{CallTry, CalledNumber, DueReminder, MissedRow, MissedView, Misses, WaitingCaller};
pub use missed::{CallerMark, KeptMark, PastCallOf, Reminder};
pub use notice::{Notice, NoticeView};
pub use now::{Now, WallMillis};
pub use other_programs::{
    PageTrouble, ProgramTrouble, WebhookAnswer, WebhookTest, WebhookTrouble, WebhookView,
};
pub use phone::ask::{OwnPhone, OwnPhoneTold, PhoneDo, SetupChange};
pub use phone::forward::{Forward, ForwardMembers, ForwardWhen, WrongForward};
pub use phone::intents::PhoneIntent;
pub use phone::{AgentView, PhoneSetup, PhoneStatus};
pub use policy::{Fixed, FixedField, FixedSetting, Policy};
pub use pop::{KeptPlace, PopAfter, PopPlace, PopPlaceIntent, PopScreen, PopShape, PopShow, PopTastes};
pub use pop_intent::PopIntent;
pub use practice::Practice;
pub use queues::ask::{QueueDo, QueueList, QueueMembers};
pub use queues::mark::{QueueColour, QueueMark};
pub use queues::view::{MemberStatus, MemberView, Membership, QueueView};
pub use quit::{QuitAnswer, QuitIntent, QuitView};
pub use results::{CallResult, ResultsView};
pub use scripts::told::{NoteTold, NotedCall, Told, ToldCall, ToldMessage, ToldNote, ToldResult};
pub use scripts::{CallEvent, Scripts, Webhook};
pub use session::account::AccountField;
pub use session::ask::{Announced, Device, ExtensionList, KeepAlive, SignIn, SignOut, TryEncryption};
pub use session::intents::SessionIntent;
pub use session::view::{
    Check, CheckState, CheckStep, ConnectionState, ConnectionView, DeviceView, Protection, ReceiverView,
};
pub use settings::{Account, KeptWish, Language, PopLevel, Preferences, Scheme, Settings, Theme, Wish};
pub use settings_check::SettingField;
pub use settings_file::SettingsTrouble;
pub use shown::in_short;
pub use sounds::batch::BatchView;
pub use sounds::intents::SoundIntent;
pub use sounds::media::{MediaEvent, MediaId, MediaPurpose, MediaState, MediaView};
pub use sounds::player::{PlayerCommand, PlayingView};
pub use team::command::TeamCommand;
pub use team::view::{ColleagueView, FreeNews, ServedQueue, TeamView, Watch};
pub use timer::Timer;
pub use view::{PopView, View};
pub use voicemail::ask::{MailDelete, MailList};
pub use voicemail::view::{MailNews, PbxClock, VoicemailBox, VoicemailView};
pub use window_keys::check::WrongKey;
pub use window_keys::deed::KeyDeed;
pub use window_keys::{WindowKey, usual_keys};
pub use wire::Wire;
