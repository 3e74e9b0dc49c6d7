//! The owner of all telephony state: routes what happens to the part it concerns, and publishes the view.

mod intents;
mod outcomes;

use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::endpoints::ExtensionStatus;
use pbx_protocol::report::{Event, Report};

use crate::calls::{Around, Calls};
use crate::directory::{Directory, phone_status};
use crate::notices::Notices;
use crate::outbox::{Outbox, Purpose};
use crate::queues::Queues;
use crate::session::{Session, Turn};
use crate::sounds::Sounds;
use crate::voicemail::{self, Voicemail};
use crate::{
    AgentView, DirectoryEntry, Effect, Failure, Input, Notice, Now, PasswordKept, PhoneStatus, Request,
    Settings, Startup, View,
};

/// One agent's telephony state.
#[derive(Debug)]
pub struct Desk {
    settings: Settings,
    demo: bool,
    session: Session,
    calls: Calls,
    queues: Queues,
    voicemail: Voicemail,
    sounds: Sounds,
    directory: Directory,
    notices: Notices,
    phone: PhoneStatus,
    password_kept: Option<PasswordKept>,
    unreadable: u32,
    outbox: Outbox,
    view: Arc<View>,
    now: Now,
}

impl Desk {
    /// A desk that has heard nothing yet.
    pub fn new(startup: Startup, now: Now) -> Self {
        let session = Session::new(now);
        let view = View {
            revision: 1,
            now: now.wall,
            connection: session.view(),
            agent: None,
            calls: Vec::new(),
            dial: crate::DialView::default(),
            queues: Vec::new(),
            voicemail: crate::VoicemailBox::default(),
            media: Vec::new(),
            notices: Vec::new(),
            recent: startup.recent.clone(),
            history_revision: 0,
            settings: startup.settings.clone(),
            password_kept: None,
            demo: startup.demo,
        };
        Self {
            settings: startup.settings,
            demo: startup.demo,
            session,
            calls: Calls::new(startup.recent),
            queues: Queues::default(),
            voicemail: Voicemail::default(),
            sounds: Sounds::default(),
            directory: Directory::default(),
            notices: Notices::default(),
            phone: PhoneStatus::Unknown,
            password_kept: None,
            unreadable: 0,
            outbox: Outbox::default(),
            view: Arc::new(view),
            now,
        }
    }

    /// The only way to change anything. Total: every input in every state returns.
    pub fn step(&mut self, input: Input, now: Now) -> Vec<Effect> {
        self.now = now;
        match input {
            Input::Started => self.on_started(),
            Input::Intent { ticket, intent } => {
                let refusal = self.on_intent(intent).err();
                self.outbox.push(Effect::Reply { ticket, refusal });
            }
            Input::Report { report } => self.on_report(report),
            Input::UnreadableReport => {
                self.unreadable = self.unreadable.saturating_add(1);
                self.session.on_report(now);
                self.notices.add(Notice::UnreadableReport { count: self.unreadable }, now.wall);
            }
            Input::Protection { protection } => self.session.on_protection(protection),
            Input::Listening { outcome } => {
                let turn = self.session.on_listening(outcome, &mut self.outbox, now);
                self.take_turn(turn);
            }
            Input::Sent { id, outcome } => {
                if let Some(purpose) = self.outbox.settle(id) {
                    self.on_outcome(purpose, outcome);
                }
            }
            Input::PasswordKept { kept } => {
                if kept == PasswordKept::Session && self.password_kept != Some(kept) && !self.demo {
                    self.notices.add(Notice::PasswordSessionOnly, now.wall);
                }
                self.password_kept = Some(kept);
            }
            Input::Media { media, event } => self.sounds.on_event(media, event, &mut self.notices, now),
            Input::HistoryTrouble { failure } => {
                self.notices.add(Notice::HistoryTrouble { failure }, now.wall);
            }
            Input::Woke => self.session.retry_now(&mut self.outbox, now),
            Input::Deadline => {}
        }
        self.let_time_pass();
        self.publish();
        self.outbox.take()
    }

    /// What to show. The same `Arc` as before when nothing changed; else a higher revision.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view)
    }

    /// When, on the monotonic clock, `Input::Deadline` is wanted; `None`: never.
    pub fn next_deadline(&self) -> Option<Duration> {
        let queues = if self.session.is_online() { self.queues.next_deadline() } else { None };
        [
            self.session.next_deadline(),
            self.calls.next_deadline(self.now),
            queues,
            self.outbox.next_deadline(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Extensions whose number begins with the text or whose name holds it, at most `limit`.
    pub fn lookup(&self, text: &str, limit: usize) -> Vec<DirectoryEntry> {
        self.directory.lookup(text, limit)
    }

    fn on_started(&mut self) {
        if let Some(account) = self.settings.account.clone() {
            // A settings file that someone has edited may hold nonsense; the form shows it then.
            let _ = self.session.sign_in(account, true, &mut self.outbox, self.now);
        }
    }

    fn on_report(&mut self, report: Report) {
        self.session.on_report(self.now);
        self.notices.withdraw(|notice| matches!(notice, Notice::ReportsSilent { .. }));
        match report.event {
            Event::BootUp => {
                let turn = self.session.on_boot_up(&mut self.outbox, self.now);
                if turn != Turn::Nothing {
                    self.calls.on_boot_up(self.now);
                }
                self.take_turn(turn);
            }
            Event::ExtensionStatus { extension, status } => {
                self.directory.set_status(&extension, &status);
                if self.session.extension().as_ref() == Some(&extension) {
                    self.on_own_status(&status);
                }
            }
            Event::Alert(call) => self.with_calls(|calls, around| calls.on_alert(&call, around)),
            Event::Ring(call) => self.with_calls(|calls, around| calls.on_ring(&call, around)),
            Event::Answer(call) => self.with_calls(|calls, around| calls.on_answer(&call, around)),
            Event::Bye(call) => self.with_calls(|calls, around| calls.on_bye(&call, around)),
            Event::Transfer(call) => self.with_calls(|calls, around| calls.on_transfer(&call, around)),
            Event::CallFailed { reason, call } => {
                self.with_calls(|calls, around| calls.on_failed(&reason, &call, around));
            }
            Event::NewCdr(cdr) => self.with_calls(|calls, around| calls.on_cdr(&cdr, around)),
            Event::Unknown { .. } => {}
        }
    }

    fn on_own_status(&mut self, status: &ExtensionStatus) {
        self.phone = phone_status(status);
        self.calls.on_own_status(status, self.now);
        self.queues.refresh_soon();
    }

    fn with_calls(&mut self, act: impl FnOnce(&mut Calls, &mut Around<'_>)) {
        // Without an account there are no calls to tell of.
        let _ = self.ask_calls(act);
    }

    /// Lends the calls what lies around them; `None` without an account.
    fn ask_calls<R>(&mut self, act: impl FnOnce(&mut Calls, &mut Around<'_>) -> R) -> Option<R> {
        let own = self.session.extension()?;
        let mut around = Around {
            own: &own,
            directory: &self.directory,
            notices: &mut self.notices,
            out: &mut self.outbox,
            now: self.now,
        };
        Some(act(&mut self.calls, &mut around))
    }

    fn take_turn(&mut self, turn: Turn) {
        match turn {
            Turn::Nothing => {}
            Turn::Online => self.on_online(),
            Turn::Offline => self.on_offline(),
            Turn::Taken => {
                self.notices.add(Notice::SessionTaken, self.now.wall);
                self.on_offline();
            }
        }
    }

    fn on_online(&mut self) {
        if let Some(account) = self.session.account().cloned()
            && self.settings.account.as_ref() != Some(&account)
        {
            self.settings.account = Some(account);
            self.outbox.push(Effect::SaveSettings { settings: self.settings.clone() });
        }
        let Some(own) = self.session.extension() else { return };
        self.phone = self.directory.status(&own);
        let now = self.now;
        self.outbox.send(Request::Extension { extension: own.clone() }, Purpose::OwnPhone, now);
        self.outbox.send(Request::Queues, Purpose::Queues, now);
        voicemail::refresh(&own, &mut self.outbox, now);
    }

    fn on_offline(&mut self) {
        self.queues.on_offline();
        self.voicemail.on_offline();
    }

    fn let_time_pass(&mut self) {
        for purpose in self.outbox.take_expired(self.now) {
            self.on_outcome(purpose, Err(Failure::TimedOut));
        }
        self.session.on_deadline(&mut self.outbox, self.now);
        let online = self.session.is_online();
        self.with_calls(|calls, around| calls.tidy(around, online));
        if online {
            self.queues.ask_due(&mut self.outbox, self.now);
            if self.calls.seem_unreported() && !self.session.has_heard_reports() {
                self.tell_reports_silent();
            }
        }
    }

    fn tell_reports_silent(&mut self) {
        let receiver = self.session.receiver_text();
        let notice = Notice::ReportsSilent { receiver };
        let is_told = self.view.notices.iter().any(|view| view.notice == notice);
        if !is_told {
            self.notices.add(notice, self.now.wall);
            self.calls.forget_silence();
        }
    }

    fn publish(&mut self) {
        let next = self.build_view();
        let is_same = View { revision: self.view.revision, now: self.view.now, ..next.clone() } == *self.view;
        if !is_same {
            self.view = Arc::new(next);
        }
    }

    fn build_view(&self) -> View {
        let online = self.session.is_online();
        let agent = self.session.extension().filter(|_| self.session.is_known()).map(|own| AgentView {
            name: self.directory.name(&own),
            extension: own.to_string(),
            phone: self.phone,
        });
        View {
            revision: self.view.revision + 1,
            now: self.now.wall,
            connection: self.session.view(),
            agent,
            calls: self.calls.view(&self.directory, |number| self.queues.name(number), online, self.now),
            dial: self.calls.dial_view(online),
            queues: self.queues.view(&self.directory, online),
            voicemail: self.voicemail.view(&self.directory, self.outbox.waits_for(&Purpose::Voicemail)),
            media: self.sounds.view(),
            notices: self.notices.view(),
            recent: self.calls.recent().to_vec(),
            history_revision: self.calls.records(),
            settings: self.settings.clone(),
            password_kept: self.password_kept,
            demo: self.demo,
        }
    }
}
