//! The owner of all telephony state: routes what happens to the part it concerns, and publishes the view.

mod believing;
mod doors;
mod intents;
mod lacks;
mod leaving;
mod looking_back;
mod machine;
mod outcomes;
mod renewal;
mod reports;
mod show;

pub use doors::not_a_number;

use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::Extension;

use crate::calls::{Around, Calls};
use crate::catching_up::CatchingUp;
use crate::dial_question::DialQuestions;
use crate::directory::Directory;
use crate::distrust::Distrusted;
use crate::follow::Followers;
use crate::notices::Notices;
use crate::odd_rows::OddRows;
use crate::other_programs::OtherPrograms;
use crate::outbox::Outbox;
use crate::phone::Phone;
use crate::queues::Queues;
use crate::queues::ask::QueueList;
use crate::session::{Session, Turn};
use crate::silence::Silence;
use crate::sounds::Sounds;
use crate::voicemail::Voicemail;
use crate::voicemail::ask::MailList;
use crate::waiting_number::Waiting;
use crate::{
    DirectoryEntry, Effect, Failure, Input, Notice, Now, PageTrouble, PasswordKept, Settings, Startup, View,
};
use leaving::Leaving;
use renewal::Renewal;

/// One agent's telephony state.
#[derive(Debug)]
pub struct Desk {
    settings: Settings,
    demo: bool,
    session: Session,
    calls: Calls,
    followers: Followers,
    queues: Queues,
    voicemail: Voicemail,
    sounds: Sounds,
    directory: Directory,
    notices: Notices,
    waiting: Waiting,
    dial_questions: DialQuestions,
    /// How often the dial field was asked for.
    dial_shown: u32,
    other_programs: OtherPrograms,
    phone: Phone,
    password_kept: Option<PasswordKept>,
    unreadable: u32,
    odd_rows: OddRows,
    silence: Silence,
    catching_up: CatchingUp,
    distrusted: Distrusted,
    /// When the PBX said last that it has started.
    boot_up_heard: Option<Duration>,
    renewal: Renewal,
    leaving: Option<Leaving>,
    outbox: Outbox,
    view: Arc<View>,
    now: Now,
}

impl Desk {
    /// A desk that has heard nothing yet.
    pub fn new(startup: Startup, now: Now) -> Self {
        let mut session = Session::new(now);
        session.set_only_encrypted(startup.settings.preferences.only_encrypted);
        let mut followers = Followers::default();
        followers.rows.on_recent(startup.recent.clone());
        followers.set_preferences(&startup.settings.preferences);
        let mut desk = Self {
            settings: startup.settings,
            demo: startup.demo,
            session,
            calls: Calls::default(),
            followers,
            queues: Queues::default(),
            voicemail: Voicemail::default(),
            sounds: Sounds::default(),
            directory: Directory::default(),
            notices: Notices::default(),
            waiting: Waiting::default(),
            dial_questions: DialQuestions::default(),
            dial_shown: 0,
            other_programs: OtherPrograms::default(),
            phone: Phone::default(),
            password_kept: None,
            unreadable: 0,
            odd_rows: OddRows::default(),
            silence: Silence::default(),
            catching_up: CatchingUp::default(),
            distrusted: Distrusted::default(),
            boot_up_heard: None,
            renewal: Renewal::default(),
            leaving: None,
            outbox: Outbox::default(),
            view: Arc::default(),
            now,
        };
        desk.publish();
        desk
    }

    /// The only way to change anything. Total: every input in every state returns.
    ///
    /// ```
    /// use agent_core::{Account, Desk, Door, Effect, Input, Intent, Now, Startup};
    ///
    /// let mut desk = Desk::new(Startup::default(), Now::default());
    /// let account = Account {
    ///     host: "pbx.example".to_owned(),
    ///     username: "api".to_owned(),
    ///     extension: "101".to_owned(),
    ///     ..Account::default()
    /// };
    /// let sign_in = Input::Intent { intent: Intent::SignIn { account }, door: Door::Window };
    ///
    /// // Before anybody is asked for anything, reports have to find their way to us.
    /// let effects = desk.step(sign_in, Now::default());
    /// assert!(matches!(effects[..], [Effect::Listen { .. }]), "{effects:?}");
    /// ```
    pub fn step(&mut self, input: Input, now: Now) -> Vec<Effect> {
        self.now = now;
        self.take(input);
        self.let_time_pass();
        self.publish();
        self.outbox.take()
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Started => self.on_started(),
            Input::Intent { intent, door } => self.on_wish_of(intent, door),
            Input::NotUnderstood { argument, lacks_value } => self.on_not_understood(&argument, lacks_value),
            Input::Webhook { news } => self.other_programs.on_webhook(news, &mut self.notices, self.now),
            Input::PageTrouble { trouble } => self.tell_once(Notice::PageTrouble { trouble }),
            Input::ProgramTrouble { program, trouble } => {
                self.tell_once(Notice::ProgramTrouble { program, trouble });
            }
            Input::Report { report } => self.on_report(report),
            Input::UnreadableReport => self.on_unreadable_report(),
            Input::StrangerRefused { address } => self.on_stranger(address),
            Input::ReportRefused { distrust } => self.on_refused_report(distrust),
            Input::Protection { protection } => self.session.on_protection(protection),
            Input::Listening { outcome } => self.on_listening(outcome),
            Input::Sent { id, outcome, passed_over } => self.on_sent(id, outcome, passed_over),
            Input::PasswordKept { kept } => self.on_password_kept(kept),
            Input::Media { media, event } => self.on_media(media, event),
            Input::Identified { number, card } => self.on_identified(&number, &card.shown()),
            Input::CaughtUp { filled } => self.on_caught_up(filled),
            Input::NotCaughtUp { failure } => self.on_not_caught_up(&failure),
            Input::HistoryTrouble { failure } => self.tell(Notice::HistoryTrouble { failure }),
            Input::HistoryOpened { recent, unfinished } => self.followers.on_history(recent, unfinished),
            Input::HistoryWritten => self.notices.withdraw(machine::is_over_when_written),
            Input::SettingsTrouble { trouble } => self.tell(Notice::SettingsTrouble { trouble }),
            Input::SettingsKept => self.notices.withdraw(machine::is_over_when_kept),
            Input::ContactsRead => self.notices.withdraw(machine::is_over_when_read),
            Input::ContactsTrouble { failure } => self.tell(Notice::ContactsTrouble { failure }),
            Input::DesktopLacks { lack } => self.on_lack(lack),
            Input::DesktopHas { part } => self.on_mended(part),
            Input::Woke => self.on_woke(),
            Input::NetworkChanged => self.on_network_changed(),
            Input::Deadline => {}
        }
    }

    /// What to show. The same `Arc` as before when nothing changed; else a higher revision.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view)
    }

    /// When, on the monotonic clock, `Input::Deadline` is wanted; `None`: never.
    pub fn next_deadline(&self) -> Option<Duration> {
        let online = self.session.is_online();
        let queues = if online { self.queues.next_deadline() } else { None };
        let renewal = if online { self.renewal.next_deadline() } else { None };
        [
            self.session.next_deadline(),
            self.calls.next_deadline(self.now),
            self.followers.next_deadline(self.now),
            queues,
            renewal,
            self.outbox.next_deadline(),
            self.notices.next_deadline(),
            self.dial_questions.next_deadline(),
            self.sounds.next_deadline(self.now),
            self.silence.next_deadline(),
            self.catching_up.next_deadline(self.now),
            self.leaving.map(Leaving::next_deadline),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// What must not be lost with the program, which ends now.
    pub fn last_words(&mut self, now: Now) -> Vec<Effect> {
        self.now = now;
        if let Some(own) = self.session.extension() {
            self.with_followers_of(&own, |followers, calls, around| followers.last_words(calls, around));
        }
        self.outbox.take()
    }

    /// Extensions whose number begins with the text or whose name holds it, at most `limit`.
    pub fn lookup(&self, text: &str, limit: usize) -> Vec<DirectoryEntry> {
        self.directory.lookup(text, limit, self.now.wall)
    }

    fn save_settings(&mut self) {
        self.outbox.push(Effect::SaveSettings { settings: Box::new(self.settings.clone()) });
    }

    fn on_started(&mut self) {
        if let Some(account) = self.settings.account.clone().filter(|_| !self.settings.signed_out) {
            // A settings file that someone has edited may hold nonsense; the form shows it then.
            let _ = self.session.sign_in(account, true, &mut self.outbox, self.now);
        }
    }

    fn with_calls(&mut self, act: impl FnOnce(&mut Calls, &mut Around<'_>)) {
        // Without an account there are no calls to tell of.
        let _ = self.ask_calls(act);
    }

    /// Lends the calls what lies around them; `None` without an account.
    fn ask_calls<R>(&mut self, act: impl FnOnce(&mut Calls, &mut Around<'_>) -> R) -> Option<R> {
        let own = self.session.extension()?;
        Some(self.with_calls_of(&own, act))
    }

    fn with_calls_of<R>(&mut self, own: &Extension, act: impl FnOnce(&mut Calls, &mut Around<'_>) -> R) -> R {
        let mut around = Around {
            own,
            directory: &self.directory,
            queues: &self.queues,
            notices: &mut self.notices,
            out: &mut self.outbox,
            now: self.now,
        };
        act(&mut self.calls, &mut around)
    }

    /// Lends those who hear of calls the calls, and what lies around them.
    fn with_followers_of<R>(
        &mut self,
        own: &Extension,
        act: impl FnOnce(&mut Followers, &mut Calls, &mut Around<'_>) -> R,
    ) -> R {
        let mut around = Around {
            own,
            directory: &self.directory,
            queues: &self.queues,
            notices: &mut self.notices,
            out: &mut self.outbox,
            now: self.now,
        };
        act(&mut self.followers, &mut self.calls, &mut around)
    }

    fn take_turn(&mut self, turn: Turn) {
        match turn {
            Turn::Nothing => {}
            Turn::Online => self.on_online(),
            Turn::Offline => self.on_offline(),
            Turn::Stopped => {
                self.on_offline();
                self.calls.lose_all(self.now);
            }
            Turn::Taken => {
                self.notices.add(Notice::SessionTaken, self.now);
                self.on_offline();
            }
        }
    }

    fn on_online(&mut self) {
        if let Some(account) = self.session.account().cloned()
            && (self.settings.account.as_ref() != Some(&account) || self.settings.signed_out)
        {
            self.settings.account = Some(account);
            self.settings.signed_out = false;
            self.save_settings();
        }
        let Some(own) = self.session.extension() else { return };
        self.phone.is(self.directory.status(&own));
        self.distrusted.on_online();
        self.odd_rows.on_online(&mut self.notices, self.now);
        let now = self.now;
        self.silence.begin();
        self.see_phone(self.phone.status());
        self.with_calls(Calls::ask_own_phone);
        self.outbox.ask(QueueList {}, now);
        self.outbox.ask_once(MailList { extension: own }, self.now);
        self.catching_up.on_online();
        self.renewal.on_online(now);
    }

    fn on_offline(&mut self) {
        self.catching_up.on_offline();
        self.calls.on_offline();
        self.queues.on_offline();
        self.voicemail.on_offline();
        self.directory.on_offline();
        self.renewal = Renewal::default();
        self.phone = Phone::default();
    }

    fn let_time_pass(&mut self) {
        self.notices.let_time_pass(self.now);
        if self.session.has_lasted(self.now) {
            self.notices.withdraw(|notice| matches!(notice, Notice::SessionTaken));
        }
        self.see_listened();
        for ask in self.outbox.take_expired(self.now) {
            self.on_outcome(ask, Err(Failure::TimedOut));
        }
        let turn = self.session.on_deadline(&mut self.outbox, self.now);
        self.take_turn(turn);
        if self.ask_calls(Calls::give_up_dial) == Some(true) {
            self.silence.on_unheard_dial(self.now);
        }
        self.end_question();
        let online = self.session.is_online();
        if let Some(own) = self.session.extension() {
            self.followers.drafts.go_on(&mut self.calls, &own);
            self.with_calls_of(&own, |calls, around| calls.tidy(around, online));
            self.with_followers_of(&own, Followers::follow);
        }
        if self.followers.pages.take_missed() {
            self.tell_wrong_template();
        }
        if self.followers.pages.take_left() {
            self.tell_once(Notice::PageTrouble { trouble: PageTrouble::TooMany });
        }
        self.catch_up();
        self.sounds.go_on_when_due(online, &mut self.outbox, self.now);
        self.queues.give_up_asking(&mut self.notices, self.now);
        self.go_when_left();
        if online {
            self.renew();
            self.queues.ask_due(&mut self.outbox, self.now);
        }
        if self.silence.take_evidence(self.now) && online {
            let receiver = self.session.receiver_text();
            let refused = self.silence.stranger();
            self.notices.add(Notice::ReportsSilent { receiver, refused }, self.now);
        }
    }
}
