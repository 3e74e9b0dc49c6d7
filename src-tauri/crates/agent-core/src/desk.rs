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

use crate::calls::Calls;
use crate::catching_up::CatchingUp;
use crate::dial_question::DialQuestions;
use crate::distrust::Distrusted;
use crate::follow::Followers;
use crate::odd_rows::OddRows;
use crate::other_programs::OtherPrograms;
use crate::phone::Phone;
use crate::queues::Queues;
use crate::queues::ask::QueueList;
use crate::session::{Change, Session};
use crate::shared::Shared;
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
    shared: Shared,
    demo: bool,
    session: Session,
    calls: Calls,
    followers: Followers,
    queues: Queues,
    voicemail: Voicemail,
    sounds: Sounds,
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
    view: Arc<View>,
}

impl Desk {
    /// A desk that has heard nothing yet.
    pub fn new(startup: Startup, now: Now) -> Self {
        let mut followers = Followers::default();
        followers.rows.on_recent(startup.recent.clone());
        let mut desk = Self {
            shared: Shared { settings: startup.settings, now, ..Shared::default() },
            demo: startup.demo,
            session: Session::new(now),
            calls: Calls::default(),
            followers,
            queues: Queues::default(),
            voicemail: Voicemail::default(),
            sounds: Sounds::default(),
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
            view: Arc::default(),
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
        self.shared.now = now;
        self.take(input);
        self.let_time_pass();
        self.publish();
        self.shared.outbox.take()
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Started => self.on_started(),
            Input::Intent { intent, door } => self.on_wish_of(intent, door),
            Input::NotUnderstood { argument, lacks_value } => self.on_not_understood(&argument, lacks_value),
            Input::Webhook { news } => self.other_programs.on_webhook(news, &mut self.shared),
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
            Input::HistoryWritten => self.shared.notices.withdraw(machine::is_over_when_written),
            Input::SettingsTrouble { trouble } => self.tell(Notice::SettingsTrouble { trouble }),
            Input::SettingsKept => self.shared.notices.withdraw(machine::is_over_when_kept),
            Input::ContactsRead => self.shared.notices.withdraw(machine::is_over_when_read),
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
        let online = self.shared.online;
        let queues = if online { self.queues.next_deadline() } else { None };
        let renewal = if online { self.renewal.next_deadline() } else { None };
        [
            self.session.next_deadline(),
            self.calls.next_deadline(self.shared.now),
            self.followers.next_deadline(self.shared.now),
            queues,
            renewal,
            self.shared.outbox.next_deadline(),
            self.shared.notices.next_deadline(),
            self.dial_questions.next_deadline(),
            self.sounds.next_deadline(self.shared.now),
            self.silence.next_deadline(),
            self.catching_up.next_deadline(self.shared.now),
            self.leaving.map(Leaving::next_deadline),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// What must not be lost with the program, which ends now.
    pub fn last_words(&mut self, now: Now) -> Vec<Effect> {
        self.shared.now = now;
        self.followers.last_words(&self.calls, &mut self.shared);
        self.shared.outbox.take()
    }

    /// Extensions whose number begins with the text or whose name holds it, at most `limit`.
    pub fn lookup(&self, text: &str, limit: usize) -> Vec<DirectoryEntry> {
        self.shared.directory.lookup(text, limit, self.shared.now.wall)
    }

    fn on_started(&mut self) {
        let Settings { account, signed_out, .. } = &self.shared.settings;
        if let Some(account) = account.clone().filter(|_| !signed_out) {
            // A settings file that someone has edited may hold nonsense; the form shows it then.
            let _ = self.session.sign_in(account, true, &mut self.shared);
        }
    }

    fn follow_session(&mut self) {
        for change in self.session.take_changes() {
            match change {
                Change::Online => self.on_online(),
                Change::Offline => self.on_offline(),
                Change::Stopped => {
                    self.on_offline();
                    self.calls.lose_all(self.shared.now);
                }
            }
        }
    }

    fn on_online(&mut self) {
        if let Some(account) = self.session.account().cloned()
            && (self.shared.settings.account.as_ref() != Some(&account) || self.shared.settings.signed_out)
        {
            self.shared.settings.account = Some(account);
            self.shared.settings.signed_out = false;
            self.shared.save_settings();
        }
        let Some(own) = self.shared.own.clone() else { return };
        self.phone.is(self.shared.directory.status(&own));
        self.distrusted.on_online();
        self.odd_rows.on_online(&mut self.shared);
        self.silence.begin();
        self.see_phone(self.phone.status());
        self.calls.ask_own_phone(&mut self.shared);
        self.shared.ask(QueueList {});
        self.shared.ask_once(MailList { extension: own });
        self.catching_up.on_online();
        self.renewal.on_online(self.shared.now);
    }

    fn on_offline(&mut self) {
        self.catching_up.on_offline();
        self.calls.on_offline();
        self.queues.on_offline();
        self.voicemail.on_offline();
        self.shared.directory.on_offline();
        self.renewal = Renewal::default();
        self.phone = Phone::default();
    }

    fn let_time_pass(&mut self) {
        self.shared.notices.let_time_pass(self.shared.now);
        if self.session.has_lasted(self.shared.now) {
            self.shared.notices.withdraw(|notice| matches!(notice, Notice::SessionTaken));
        }
        self.see_listened();
        for ask in self.shared.outbox.take_expired(self.shared.now) {
            self.on_outcome(ask, Err(Failure::TimedOut));
        }
        self.session.on_deadline(&mut self.shared);
        self.follow_session();
        if self.calls.give_up_dial(&mut self.shared) {
            self.silence.on_unheard_dial(self.shared.now);
        }
        self.end_question();
        let online = self.shared.online;
        self.followers.drafts.go_on(&mut self.calls, self.shared.own.as_ref());
        self.calls.tidy(&mut self.shared);
        self.followers.follow(&mut self.calls, &mut self.shared);
        if self.followers.pages.take_missed() {
            self.tell_wrong_template();
        }
        if self.followers.pages.take_left() {
            self.tell_once(Notice::PageTrouble { trouble: PageTrouble::TooMany });
        }
        self.catch_up();
        self.sounds.go_on_when_due(&mut self.shared);
        self.queues.give_up_asking(&mut self.shared);
        self.go_when_left();
        if online {
            self.renew();
            self.queues.ask_due(&mut self.shared);
        }
        if self.silence.take_evidence(self.shared.now) && online {
            let receiver = self.session.receiver_text();
            let refused = self.silence.stranger();
            self.shared.tell(Notice::ReportsSilent { receiver, refused });
        }
    }
}
