//! All that is shown, in one value with a revision. Windows, tray and notifications are projections of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agent_state::view::AgentStateView;
use crate::calls::view::CallView;
use crate::consult::view::ConsultView;
use crate::contact_sources::view::SourceView;
use crate::crm::target::CrmTest;
use crate::doors::DialView;
use crate::favourites::view::FavouriteView;
use crate::follow::work::WrapUpView;
use crate::history::RecentNumber;
use crate::hotkeys::view::HotkeysView;
use crate::intent::PasswordKept;
use crate::missed::view::MissedView;
use crate::notice::NoticeView;
use crate::now::WallMillis;
use crate::other_programs::WebhookView;
use crate::phone::AgentView;
use crate::policy::Policy;
use crate::pop::PopShape;
use crate::practice::Practice;
use crate::queues::view::QueueView;
use crate::quit::QuitView;
use crate::results::ResultsView;
use crate::session::view::ConnectionView;
use crate::settings::{Language, Settings, Theme};
use crate::sounds::batch::BatchView;
use crate::sounds::media::MediaView;
use crate::team::view::TeamView;
use crate::voicemail::view::VoicemailBox;
use crate::window_keys::WindowKey;

/// All that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Grows with every published view.
    #[ts(type = "number")]
    pub revision: u64,
    /// The wall clock when this view was made; ages count from it.
    pub now: WallMillis,
    /// The clock that never jumps, in milliseconds, when this view was made; timers count from it.
    #[ts(type = "number")]
    pub clock: u64,
    pub connection: ConnectionView,
    /// Who is signed in; the last one while reconnecting.
    pub agent: Option<AgentView>,
    /// Ready, paused, on a call …
    pub agent_state: AgentStateView,
    /// Live and just ended calls, oldest first.
    pub calls: Vec<CallView>,
    /// One of them waits while somebody is asked first.
    pub consult: Option<ConsultView>,
    pub dial: DialView,
    /// Keys that work while another program has the keyboard.
    pub hotkeys: HotkeysView,
    /// Keys of the window that are not the usual ones.
    pub keys: Vec<WindowKey>,
    /// The work after calls that is not done yet; that of the last call comes first.
    pub wrap_ups: Vec<WrapUpView>,
    /// The program is to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub quit: Option<QuitView>,
    /// What can come of a conversation.
    pub results: ResultsView,
    /// The agent's queues, by number.
    pub queues: Vec<QueueView>,
    pub team: TeamView,
    /// Numbers at hand, in the agent's order.
    pub favourites: Vec<FavouriteView>,
    /// The favourites' numbers in all the ways in which they are written, without blanks and marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional = nullable)]
    pub stars: Vec<String>,
    /// The agent's mailbox.
    pub voicemail: VoicemailBox,
    /// Missed calls that nobody has come back to.
    pub missed: MissedView,
    /// Files on their way, saved or heard.
    pub media: Vec<MediaView>,
    /// Many files that are being saved.
    pub batch: Option<BatchView>,
    /// Messages, oldest first.
    pub notices: Vec<NoticeView>,
    /// Latest numbers, newest first, at most ten.
    pub recent: Vec<RecentNumber>,
    /// Grows whenever the history changed: ask again for the page that is shown.
    #[ts(type = "number")]
    pub history_revision: u64,
    /// How web addresses that are told of calls take it; those that there was nothing to tell yet are left out.
    pub webhooks: Vec<WebhookView>,
    /// Pages that were opened for a call that is made up.
    pub crm_tests: Vec<CrmTest>,
    /// How servers of contacts do, by slot.
    pub contact_sources: Vec<SourceView>,
    /// The settings as they hold.
    pub settings: Settings,
    /// What the administrator has set.
    pub policy: Policy,
    /// Where passwords are stored; `None` until one is.
    pub password_kept: Option<PasswordKept>,
    /// The program shows itself how calls pop up.
    pub test_call: bool,
    /// The program runs on the simulated PBX.
    pub demo: bool,
    /// Whether the agent can go there to practise.
    pub practice: Practice,
}

/// What the pop-up shows: little, for it is made, sent and drawn while the phone rings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PopView {
    /// That of the view it was made of.
    #[ts(type = "number")]
    pub revision: u64,
    /// The wall clock of that view; ages count from it.
    pub now: WallMillis,
    /// That view's clock; timers count from it.
    #[ts(type = "number")]
    pub clock: u64,
    /// The call that is shown with all that is known of it.
    pub whole: Option<CallView>,
    /// Those that have a line each, oldest first.
    pub strips: Vec<CallView>,
    /// Somebody is asked first about one of these calls.
    pub consult: Option<ConsultView>,
    /// The program shows itself how calls pop up.
    pub test_call: bool,
    pub language: Language,
    pub theme: Theme,
}

impl PopView {
    /// What of a view the pop-up shows.
    pub fn of(view: &View) -> Self {
        let View { revision, now, clock, calls, consult, test_call, settings, .. } = view;
        let shape = PopShape::of(calls, settings.preferences.pop.after);
        Self {
            revision: *revision,
            now: *now,
            clock: *clock,
            whole: shape.whole.cloned(),
            strips: shape.strips.into_iter().cloned().collect(),
            consult: consult.clone(),
            test_call: *test_call,
            language: settings.preferences.language.clone(),
            theme: settings.preferences.theme,
        }
    }

    /// Whether both show the same; the clock alone is nothing new.
    pub fn shows_the_same(&self, other: &Self) -> bool {
        let Self { revision: _, now: _, clock: _, whole, strips, consult, test_call, language, theme } = self;
        (whole, strips, consult, test_call, language, theme)
            == (&other.whole, &other.strips, &other.consult, &other.test_call, &other.language, &other.theme)
    }
}
