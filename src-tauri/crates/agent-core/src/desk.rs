//! The owner of all telephony state: routes what happens to the part it concerns, and publishes the view.

mod coming_and_going;
mod duty;
mod hotkeys;
mod intents;
mod outcomes;
mod parting;
mod policy_change;
mod reports;
mod show;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::agent_state::Duty;
use crate::calls::Calls;
use crate::calls::call::Call;
use crate::consult::Consulting;
use crate::desktop;
use crate::directory::DirectoryEntry;
use crate::doors::Doors;
use crate::effect::Effect;
use crate::failure::Failure;
use crate::follow::Followers;
use crate::governed::Governed;
use crate::heard::Heard;
use crate::hotkeys::Hotkeys;
use crate::input::{Input, Startup};
use crate::machine::Machine;
use crate::missed::Missed;
use crate::notice::Notice;
use crate::now::Now;
use crate::other_programs::PageTrouble;
use crate::phone::Phone;
use crate::queues::Queues;
use crate::quit::Quitting;
use crate::session::Session;
use crate::settings_file::SettingsTrouble;
use crate::shared::Shared;
use crate::shown;
use crate::sounds::Sounds;
use crate::team::Team;
use crate::veil::Veil;
use crate::view::View;
use crate::voicemail::Voicemail;

/// One agent's telephony state: its parts, and what is lent to them.
#[derive(Debug)]
pub struct Desk {
    pub(crate) shared: Shared,
    pub(crate) session: Session,
    pub(crate) calls: Calls,
    pub(crate) consult: Consulting,
    followers: Followers,
    pub(crate) queues: Queues,
    pub(crate) voicemail: Voicemail,
    missed: Missed,
    team: Team,
    pub(crate) sounds: Sounds,
    doors: Doors,
    hotkeys: Hotkeys,
    heard: Heard,
    machine: Machine,
    pub(crate) phone: Phone,
    duty: Duty,
    quitting: Quitting,
    veil: Veil,
    view: Arc<View>,
}

impl Desk {
    /// A desk that has heard nothing yet.
    pub fn new(startup: Startup, now: Now) -> Self {
        let Startup { settings, recent, demo, policy, keyboard } = startup;
        // Keeps what the person had beside it, which is what is written: it holds again when the policy is gone.
        let governed = Governed::new(policy, &settings);
        let settings = governed.in_force();
        let mut desk = Self {
            shared: Shared { settings, governed, demo, keyboard, now, ..Shared::default() },
            session: Session::new(now),
            calls: Calls::default(),
            consult: Consulting::default(),
            followers: Followers::default(),
            queues: Queues::default(),
            voicemail: Voicemail::default(),
            missed: Missed::default(),
            team: Team::default(),
            sounds: Sounds::default(),
            doors: Doors::default(),
            hotkeys: Hotkeys::default(),
            heard: Heard::default(),
            machine: Machine::default(),
            phone: Phone::default(),
            duty: Duty::default(),
            quitting: Quitting::default(),
            veil: Veil::default(),
            view: Arc::default(),
        };
        desk.followers.rows.on_recent(recent);
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
        // Time passes after the input, so that what this input ended is settled, told and shown in the same step.
        self.take(input);
        self.let_time_pass();
        self.publish();
        self.shared.outbox.take()
    }

    fn take(&mut self, input: Input) {
        let (shared, programs) = (&mut self.shared, &mut self.machine.programs);
        match input {
            Input::Started => self.on_started(),
            Input::Intent { intent, door } => self.on_wish(intent, door),
            Input::NotUnderstood { argument, lacks_value } => {
                shared.tell(Notice::NotUnderstood { argument: shown::asked(&argument), lacks_value });
            }
            Input::Webhook { news } => programs.on_webhook(&news, shared),
            Input::WebhookTested { slot, test } => programs.on_webhook_test(slot, test),
            Input::PageTrouble { trouble } => programs.tell_once(Notice::PageTrouble { trouble }, shared),
            Input::ProgramTrouble { program, trouble } => {
                programs.tell_once(Notice::ProgramTrouble { program, trouble }, shared);
            }
            Input::Report { report } => self.on_report(report),
            Input::UnreadableReport => self.on_unreadable_report(),
            Input::StrangerRefused { address } => self.on_stranger(address),
            Input::ReportRefused { distrust } => self.on_refused_report(distrust),
            Input::Protection { protection } => self.session.on_protection(protection),
            Input::Listening { outcome } => self.session.on_listening(outcome, shared),
            Input::Sent { id, outcome, passed_over } => self.on_sent(id, outcome, passed_over),
            Input::PasswordKept { kept } => self.machine.on_password_kept(kept, shared),
            Input::Media { media, event } => self.on_media(media, event),
            Input::Identified { number, card } => self.on_identified(&number, &card.shown()),
            Input::CaughtUp { filled } => self.on_caught_up(filled),
            Input::NotCaughtUp { failure } => self.on_not_caught_up(&failure),
            Input::HistoryTrouble { failure } => shared.tell(Notice::HistoryTrouble { failure }),
            Input::HistoryOpened { recent, unfinished } => {
                self.followers.on_history(recent, unfinished);
                self.missed.ask(shared);
            }
            Input::HistoryWritten => {
                shared.notices.withdraw(is_over_when_written);
                self.missed.ask(shared);
            }
            Input::HistoryChanged => self.missed.ask(shared),
            Input::MissedRead { calls, marks } => {
                let is_whole = !shared.notices.any(is_over_when_written);
                self.missed.on_read(calls, marks, is_whole, shared);
            }
            Input::NotedRead { id, call } => self.followers.work.on_noted(&id, call.map(|call| *call)),
            Input::TeamTold { talks } => self.missed.on_team_told(talks, shared),
            Input::Source(news) => shared.sources.on_news(news, shared.now),
            Input::SettingsTrouble { trouble } => shared.tell(Notice::SettingsTrouble { trouble }),
            Input::SettingsKept => shared.notices.withdraw(is_over_when_kept),
            Input::ContactsRead => {
                shared.notices.withdraw(|notice| matches!(notice, Notice::ContactsTrouble { .. }));
            }
            Input::ContactsTrouble { failure } => shared.tell(Notice::ContactsTrouble { failure }),
            Input::DesktopLacks { lack } => desktop::on_lack(lack, shared),
            Input::DesktopHas { part } => desktop::on_mended(part, shared),
            Input::HotkeysBound { way, keys } => self.hotkeys.on_bound(way, keys),
            Input::PolicyRead { policy } => self.on_policy(policy),
            Input::TestCall => self.machine.test_call.begin(self.shared.now),
            Input::Presence { presence } => self.duty.on_presence(presence, self.shared.now),
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
        let now = self.shared.now;
        [
            self.session.next_deadline(),
            self.calls.next_deadline(now),
            self.consult.next_deadline(now),
            self.followers.next_deadline(),
            self.queues.next_deadline(self.shared.online, now),
            self.shared.directory.next_deadline(),
            self.team.next_deadline(&self.shared),
            self.phone.next_read().filter(|_| self.shared.online),
            self.shared.outbox.next_deadline(),
            self.shared.notices.next_deadline(),
            self.doors.next_deadline(),
            self.hotkeys.next_deadline(),
            self.sounds.next_deadline(now),
            self.heard.next_deadline(&self.shared),
            self.machine.test_call.next_deadline(),
            self.duty.next_deadline(&self.shared),
            self.missed.next_deadline(now),
            self.shared.sources.next_deadline(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// What must not be lost with the program, which ends now.
    pub fn last_words(&mut self, now: Now) -> Vec<Effect> {
        self.shared.now = now;
        self.followers.last_words(&self.calls, &mut self.shared);
        self.duty.keep_span(&mut self.shared);
        self.shared.outbox.take()
    }

    /// Extensions whose number begins with the text or whose name holds it, at most `limit`.
    pub fn lookup(&mut self, text: &str, limit: usize) -> Vec<DirectoryEntry> {
        let found = self.shared.directory.lookup(text, limit, self.shared.now.wall);
        self.covered(found)
    }

    /// Something that is shown besides the view, with names and numbers hidden where they are to be.
    pub fn covered<T: Serialize + DeserializeOwned + Default>(&mut self, open: T) -> T {
        if self.shared.settings.names_hidden { self.veil.cover(&open).unwrap_or_default() } else { open }
    }

    /// The number that is meant by a text from a page, which may have been shown only the end of it.
    pub fn meant(&self, text: &str) -> String {
        self.veil.number(text)
    }

    fn publish(&mut self) {
        self.shared.stars.follow(&self.shared.settings);
        let mut next = show::view(self);
        if next.settings.names_hidden {
            // One that can't be covered shows nothing rather than all.
            next =
                self.veil.cover(&next).unwrap_or_else(|| View { settings: next.settings, ..View::default() });
        }
        let next = View { revision: self.view.revision, ..next };
        // That time has passed is nothing new to show.
        let (now, clock) = (next.now, next.clock);
        let next = View { now: self.view.now, clock: self.view.clock, ..next };
        if next != *self.view {
            self.view = Arc::new(View { revision: next.revision + 1, now, clock, ..next });
        }
    }

    fn let_time_pass(&mut self) {
        self.shared.notices.let_time_pass(self.shared.now);
        self.machine.test_call.let_time_pass(self.shared.now);
        self.hotkeys.let_time_pass(&self.shared);
        self.shared.let_sources_pass();
        if self.session.has_lasted(self.shared.now) {
            self.shared.notices.withdraw(|notice| matches!(notice, Notice::SessionTaken));
        }
        self.see_listened();
        // What nobody answered counts as unanswered before the session looks at the clock itself.
        for ask in self.shared.outbox.take_expired(self.shared.now) {
            self.on_outcome(ask, Err(Failure::TimedOut));
        }
        self.session.on_deadline(&mut self.shared);
        // Behind all that may end the session, so that its loss is told and shown in the step in which it happened.
        self.follow_session();
        self.let_calls_pass();
        self.sounds.go_on_when_due(&mut self.shared);
        self.shared.directory.let_time_pass(self.shared.now);
        self.team.let_time_pass(&self.shared);
        self.queues.give_up_asking(&mut self.shared);
        self.follow_leaving();
        self.ask_due();
        // Last: a dial that was given up above is evidence, and a session that ended above has no reports to miss.
        self.heard.tell_silence(&self.session, &mut self.shared);
        // Behind all that it follows from.
        self.follow_duty();
    }

    /// What calls are by now, and what follows from them.
    fn let_calls_pass(&mut self) {
        let shared = &mut self.shared;
        if self.calls.give_up_dial(shared) {
            self.heard.silence.on_unheard_dial(shared.now);
        }
        // Before the calls are settled: it knows how some of them end.
        self.consult.follow(&mut self.calls, &self.followers.cards, shared);
        self.doors.end_question(&mut self.calls, shared);
        // First of these: a call that goes on from an earlier run is to be written under the id it had there.
        self.followers.drafts.go_on(&mut self.calls, shared.own.as_ref());
        self.calls.tidy(shared);
        self.followers.follow(&mut self.calls, shared);
        let on_call = self.calls.all().iter().any(Call::is_live);
        self.missed.let_time_pass(self.followers.rows.take_ended(), on_call, shared);
        if self.followers.pages.take_missed() {
            self.machine.programs.tell_wrong_template(shared);
        }
        if self.followers.pages.take_left() {
            self.machine.programs.tell_once(Notice::PageTrouble { trouble: PageTrouble::TooMany }, shared);
        }
        for answered in self.followers.take_queue_calls() {
            self.duty.on_queue_call(answered);
        }
        if self.followers.take_rang_out() {
            self.heard.renewal.on_rang_out(shared.now);
        }
        // What has ended is written by now: a record of the PBX finds its row then, and is no second call.
        self.heard.catch_up(&self.calls, &self.session, shared);
    }

    fn ask_due(&mut self) {
        if self.shared.online {
            self.heard.renewal.ask_due(&self.voicemail, &mut self.shared);
            self.queues.ask_due(&mut self.shared);
            self.team.ask_due(&mut self.shared);
            self.phone.ask_due(&mut self.shared);
            if self.shared.governed.policy().team_records() {
                self.missed.ask_team(self.queues.ours(), self.session.clock_view(), &mut self.shared);
            }
        }
    }
}

/// That the history could not be written is over when it is; that it was damaged, or is another version's, is not.
fn is_over_when_written(notice: &Notice) -> bool {
    let stays = |failure: &Failure| matches!(failure, Failure::Damaged { .. } | Failure::LaterVersion);
    matches!(notice, Notice::HistoryTrouble { failure } if !stays(failure))
}

/// That they could not be kept is over when they are; that something in them was odd is not.
fn is_over_when_kept(notice: &Notice) -> bool {
    matches!(notice, Notice::SettingsTrouble { trouble: SettingsTrouble::NotKept { .. } })
}
