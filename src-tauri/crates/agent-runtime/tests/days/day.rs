//! One day: the simulated PBX, the desk of 101, and reports on their way between them.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use agent_core::{
    Account, Announced, Answer, Ask, CallDirection, CallOutcome, CallRecord, CallState, Desk, Door, Effect,
    Failure, Input, Intent, Listening, Notice, NoticeView, Now, Scheme, Settings, Startup, View, WallMillis,
    Wire,
};
use bytes::Bytes;
use pbx_protocol::endpoints::{Download, DownloadCdr, Endpoint, ExtensionStatus, GetCdrRandom};
use pbx_protocol::report::{self, Event, Reading, Report, ReportParty};
use pbx_protocol::{Extension, PasswordDigest, QueueNumber, Secret, Selection, Token, answer};
use pbx_simulator::pbx::{self, Action, Happening, Method, Outcome, Pbx};
use pbx_simulator::world::{Phone, Queue};
use pbx_simulator::{Options, Snapshot, World};
use serde_json::Value;

use crate::spelling::Spelling;
use crate::truth::{OWN, Told, Truth};

const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7));
const START: u64 = 1_589_958_752;

/// What somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Somebody new each time.
    OutsideCalls(&'static str),
    OutsideCallsQueue(&'static str),
    Calls(&'static str, &'static str),
    Lift(&'static str),
    HangUp(&'static str),
    OutsideAnswers,
    /// The one who called so many calls ago.
    OutsideHangsUp(usize),
    PressHold(&'static str),
    Transfers(&'static str, &'static str),
    Nothing,
}

/// For one report after the other: late by milliseconds, again after milliseconds, lost. Over and over.
#[derive(Debug, Clone)]
pub(crate) struct Trouble(pub(crate) Vec<(u64, Option<u64>, bool)>);

impl Trouble {
    pub(crate) fn none() -> Self {
        Self(vec![(0, None, false)])
    }
}

pub(crate) struct Day {
    pbx: Pbx,
    token: String,
    desk: Desk,
    now: Duration,
    trouble: Trouble,
    reported: usize,
    lost_in_a_row: u32,
    last_report: Duration,
    on_their_way: BTreeMap<(Duration, usize), Report>,
    records: BTreeMap<String, CallRecord>,
    truth: Truth,
    callers: u32,
    spellings: Vec<Spelling>,
    heard: usize,
    mended: u32,
    /// The id of the last news of the mailbox, and how many messages all of it told.
    news: (u32, u32),
    /// Rings of 101 that were taken, and led to nothing that anybody could see.
    silent_rings: Vec<String>,
    story: String,
}

impl Day {
    /// 101 is signed in, nobody calls anybody.
    pub(crate) fn new(trouble: Trouble) -> Self {
        let mut world = World::empty();
        world.setup.busy_outside = vec!["999".to_owned()];
        world.setup.records_calls = false;
        for (number, name) in [("101", "Li Na"), ("102", "Wang Wei"), ("103", "陈静"), ("104", "James")] {
            world = world.phone(Phone::new(number, name));
        }
        let world = world
            .queue(Queue::new("6500", "Sales").password("1").static_agents(&["101", "102"]))
            .queue(Queue::new("6501", "Support").password("1").static_agents(&["101", "103", "104"]));
        let password = world.setup.api_password.clone();
        let now = Duration::from_secs(100);
        let pbx = Pbx::new(world, &Options::default(), 1, pbx_now(now)).unwrap();
        let account = Account {
            scheme: Scheme::Http,
            host: "10.0.0.5".to_owned(),
            port: 9011,
            api_version: "v1.1.0".to_owned(),
            username: "api".to_owned(),
            extension: OWN.to_owned(),
            report_host: None,
            report_port: 8260,
            certificate: None,
            believed: Vec::new(),
        };
        let settings = Settings { account: Some(account), ..Settings::default() };
        let desk = Desk::new(Startup { settings, ..Startup::default() }, desk_now(now));
        let mut day = Self {
            pbx,
            token: String::new(),
            desk,
            now,
            trouble,
            reported: 0,
            lost_in_a_row: 0,
            last_report: Duration::ZERO,
            on_their_way: BTreeMap::new(),
            records: BTreeMap::new(),
            truth: Truth::default(),
            callers: 0,
            spellings: Vec::new(),
            heard: 0,
            mended: 0,
            news: (0, 0),
            silent_rings: Vec::new(),
            story: String::new(),
        };
        let login = format!(
            r#"{{"username":"api","password":"{}","port":"8260"}}"#,
            serde_json::to_value(PasswordDigest::of(&password)).unwrap().as_str().unwrap()
        );
        let answer: Value = serde_json::from_str(&day.ask_text("login", &login)).unwrap();
        answer["token"].as_str().unwrap().clone_into(&mut day.token);
        day.step(Input::Started);
        day.step(Input::Listening {
            outcome: Listening::Ready { address: "10.0.0.7".to_owned(), port: 8260 },
        });
        day
    }

    /// Lets time pass, with all that happens by itself meanwhile.
    pub(crate) fn pass(&mut self, millis: u64) {
        let until = self.now + Duration::from_millis(millis);
        loop {
            let next = [
                self.pbx.next_deadline(),
                self.desk.next_deadline(),
                self.on_their_way.keys().next().map(|(at, _)| *at),
            ];
            let Some(next) = next.into_iter().flatten().min().filter(|next| *next <= until) else { break };
            self.now = self.now.max(next);
            while let Some(entry) = self.on_their_way.first_entry()
                && entry.key().0 <= self.now
            {
                let report = entry.remove();
                let _ = writeln!(self.story, "  {:?} heard {:?}", self.now, report.event);
                self.hear(report);
            }
            if self.pbx.next_deadline().is_some_and(|at| at <= self.now) {
                self.drive(Happening::Deadline);
            }
            if self.desk.next_deadline().is_some_and(|at| at <= self.now) {
                self.step(Input::Deadline);
            }
        }
        self.now = until;
    }

    /// The PBX writes callers' names like this.
    pub(crate) fn spelled(self, spellings: Vec<Spelling>) -> Self {
        Self { spellings, ..self }
    }

    fn hear(&mut self, report: Report) {
        let Some(spelling) = self.spellings.get(self.heard % self.spellings.len().max(1)) else {
            return self.step(Input::Report { report });
        };
        let bytes = spelling.bytes(&report);
        self.heard += 1;
        for read in report::read_all(&bytes) {
            match read {
                Ok(report) => {
                    self.mended += u32::from(report.reading == Reading::Mended);
                    self.step(Input::Report { report });
                }
                Err(_) => self.step(Input::UnreadableReport),
            }
        }
        let own = ReportParty::Extension(Extension::parse(OWN).unwrap());
        let view = self.desk.view();
        let told = |notice: &NoticeView| matches!(notice.notice, Notice::UnreadableReport { .. });
        let is_seen = !view.calls.is_empty() || view.notices.iter().any(told);
        if matches!(&report.event, Event::Ring(call) if call.parties.contains(&own)) && !is_seen {
            self.silent_rings.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }

    pub(crate) fn silent_rings(&self) -> &[String] {
        &self.silent_rings
    }

    /// How many reports were mended, as it was and as it is shown.
    pub(crate) fn mended(&self) -> (u32, u32) {
        (self.mended, self.desk.view().connection.receiver.as_ref().map_or(0, |receiver| receiver.mended))
    }

    /// Does it, if it can be done just now.
    pub(crate) fn perform(&mut self, deed: &Deed) {
        // Nobody is faster than that after a ring that came by itself.
        while self.now < self.last_report + Duration::from_secs(1) {
            self.pass(1000);
        }
        let number = |callers: u32| format!("5551{callers:04}");
        let extension = |number: &str| Extension::parse(number).unwrap();
        let dial = |number: &str| pbx_protocol::DialString::parse(number).unwrap();
        let action = match deed {
            Deed::OutsideCalls(to) => {
                self.callers += 1;
                Action::OutsideCallsExtension { from: number(self.callers), extension: extension(to) }
            }
            Deed::OutsideCallsQueue(queue) => {
                self.callers += 1;
                let queue = pbx_protocol::QueueNumber::parse(queue).unwrap();
                Action::OutsideCallsQueue { from: number(self.callers), queue }
            }
            Deed::Calls(from, to) => Action::ExtensionCalls { extension: extension(from), to: dial(to) },
            Deed::Lift(phone) => Action::Lift { extension: extension(phone) },
            Deed::HangUp(phone) => Action::HangUp { extension: extension(phone) },
            Deed::OutsideAnswers => Action::OutsideAnswers { number: "5551234".to_owned() },
            Deed::OutsideHangsUp(ago) => {
                let caller = self.callers.saturating_sub(u32::try_from(*ago).unwrap());
                Action::OutsideHangsUp { number: number(caller) }
            }
            Deed::PressHold(phone) => Action::PressHold { extension: extension(phone) },
            Deed::Transfers(phone, to) if self.truth.talks_with(phone) && !self.is_idle(to) => return,
            Deed::Transfers(phone, to) => {
                Action::TransferOnPhone { extension: extension(phone), to: dial(to) }
            }
            Deed::Nothing => return,
        };
        let so_far = self.story.len();
        let _ = writeln!(self.story, "{:?} {deed:?}", self.now);
        let outputs = self.drive(Happening::Control(action));
        if outputs.contains(&Outcome::Done(Ok(()))) {
            match deed {
                Deed::Calls(OWN, to) => self.truth.called(to),
                Deed::Calls(from, OWN) => self.truth.was_called(CallDirection::Internal, from),
                Deed::OutsideCalls(OWN) => {
                    self.truth.was_called(CallDirection::Inbound, &number(self.callers));
                }
                _ => {}
            }
            return;
        }
        self.story.truncate(so_far);
    }

    fn is_idle(&self, phone: &str) -> bool {
        let pbx = self.pbx.snapshot(pbx_now(self.now));
        pbx.phones.iter().any(|seen| seen.extension.as_str() == phone && seen.status == ExtensionStatus::Idle)
    }

    /// Does it; whether that was possible.
    pub(crate) fn act(&mut self, action: Action) -> bool {
        let _ = writeln!(self.story, "{:?} {action:?}", self.now);
        self.drive(Happening::Control(action)).contains(&Outcome::Done(Ok(())))
    }

    pub(crate) fn wish(&mut self, intent: Intent) {
        self.step(Input::Intent { intent, door: Door::Window });
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.desk.view()
    }

    pub(crate) fn pbx(&self) -> Snapshot {
        self.pbx.snapshot(pbx_now(self.now))
    }

    /// Everybody hangs up, and what is on its way arrives.
    pub(crate) fn end(&mut self) {
        for _ in 0..2 {
            for phone in ["101", "102", "103", "104"] {
                self.pass(1500);
                self.perform(&Deed::HangUp(phone));
            }
            for ago in 0..40 {
                self.pass(1000);
                self.perform(&Deed::OutsideHangsUp(ago));
            }
        }
        self.pass(10 * 60_000);
    }

    /// The calls of the history, as they are compared.
    pub(crate) fn written(&self) -> Vec<Told> {
        let told = |record: &CallRecord| {
            let outcome = match record.outcome {
                CallOutcome::Failed | CallOutcome::Busy => CallOutcome::NoAnswer,
                CallOutcome::Declined => CallOutcome::Missed,
                outcome => outcome,
            };
            (record.direction, record.number.clone().unwrap_or_default(), outcome)
        };
        let mut all: Vec<Told> =
            self.records.values().map(told).map(|told| self.truth.leniently(told)).collect();
        all.sort_by_key(|told| format!("{told:?}"));
        all
    }

    /// What the desk has written.
    pub(crate) fn records(&self) -> Vec<CallRecord> {
        self.records.values().cloned().collect()
    }

    /// The calls that the PBX books under 101, as they were.
    pub(crate) fn booked(&self) -> Vec<Told> {
        self.truth.booked()
    }

    /// The rings of queues that 101 did not answer.
    pub(crate) fn only_rang(&self) -> &[Told] {
        self.truth.only_rang()
    }

    /// The PBX's own records of 101, as it hands them out; nothing when there are none.
    pub(crate) fn csv(&mut self) -> Option<Vec<u8>> {
        let ask = GetCdrRandom {
            extensions: Selection::one(Extension::parse(OWN).unwrap()),
            start: "2020-01-01 00:00:00".to_owned(),
            end: "2021-01-01 00:00:00".to_owned(),
            allowed_address: None,
        };
        let random = self.ask(&ask).ok()?.random;
        let download = DownloadCdr { extensions: ask.extensions, start: ask.start, end: ask.end, random };
        let token = Token::new(self.token.clone());
        let query =
            download.query(&token).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let request = pbx::Request {
            method: Method::Get,
            path: format!("/api/v1.1.0/{}", DownloadCdr::PATH),
            query,
            body: Bytes::new(),
            peer: PEER,
        };
        self.drive(Happening::Request(request)).into_iter().find_map(|output| match output {
            Outcome::Answer(pbx::Answer::File { bytes, .. }) => Some(bytes.to_vec()),
            _ => None,
        })
    }

    /// The calls of 101 that are over, in the order of their ends.
    pub(crate) fn over(&self) -> &[Told] {
        self.truth.over()
    }

    pub(crate) fn truth(&self) -> Vec<Told> {
        self.truth.all()
    }

    pub(crate) fn live_calls(&self) -> usize {
        self.desk.view().calls.iter().filter(|call| call.state != CallState::Ended).count()
    }

    pub(crate) fn story(&self) -> &str {
        &self.story
    }

    /// One input to the PBX; its reports begin their way.
    fn drive(&mut self, happening: Happening) -> Vec<Outcome> {
        let now = pbx_now(self.now);
        let mut outputs = self.pbx.step(happening, now);
        self.truth.see(&self.pbx.snapshot(now), self.now);
        for output in &mut outputs {
            let Outcome::Report { report, .. } = output else { continue };
            self.reported += 1;
            self.last_report = self.now;
            let (late, again, lost) = self.trouble.0[self.reported % self.trouble.0.len()];
            let lost = lost && self.lost_in_a_row < 2;
            self.lost_in_a_row = if lost { self.lost_in_a_row + 1 } else { 0 };
            let _ = writeln!(
                self.story,
                "  {:?} {}{:?}",
                self.now,
                if lost { "LOST " } else { "" },
                report.event
            );
            if lost {
                continue;
            }
            let arrives = self.now + Duration::from_millis(late);
            self.on_their_way.insert((arrives, 2 * self.reported), report.clone());
            if let Some(again) = again {
                let arrives = arrives + Duration::from_millis(again);
                self.on_their_way.insert((arrives, 2 * self.reported + 1), report.clone());
            }
        }
        outputs
    }

    /// One input to the desk, and all that it asks because of it.
    fn step(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for effect in self.desk.step(input, desk_now(self.now)) {
                match effect {
                    Effect::Record { record } => drop(self.records.insert(record.id.clone(), record)),
                    Effect::Send { id, ask } => {
                        let outcome = self.answer(&ask);
                        inputs.push_back(Input::Sent { id, outcome, passed_over: 0 });
                    }
                    _ => {}
                }
            }
        }
        let news = self.desk.view().voicemail.news.as_ref().map(|news| (news.id, news.count));
        if let Some((id, count)) = news.filter(|(id, _)| *id > self.news.0) {
            self.news = (id, self.news.1 + count);
        }
    }

    /// Of how many messages there was news.
    pub(crate) fn told_messages(&self) -> usize {
        usize::try_from(self.news.1).unwrap()
    }

    /// The exchange answers at once, so nothing is ever waited for.
    fn answer(&mut self, ask: &Ask) -> Result<Answer, Failure> {
        let wire = Direct(Mutex::new(self));
        match pin!(ask.put(&wire)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => unreachable!("{ask:?} waits for something"),
        }
    }

    fn ask<E: Endpoint>(&mut self, request: &E) -> Result<E::Response, Failure> {
        let body = serde_json::to_string(request).unwrap();
        let text = self.ask_text(E::ABOUT.path, &body);
        answer::read::<E>(text.as_bytes()).map_err(|_| Failure::NotTheApi)
    }

    fn ask_text(&mut self, path: &str, body: &str) -> String {
        let request = pbx::Request {
            method: Method::Post,
            path: format!("/api/v1.1.0/{path}"),
            query: vec![("token".to_owned(), self.token.clone())],
            body: Bytes::from(body.to_owned()),
            peer: PEER,
        };
        let outputs = self.drive(Happening::Request(request));
        let answers = outputs.into_iter().filter_map(|output| match output {
            Outcome::Answer(pbx::Answer::Json(text)) => Some(text),
            _ => None,
        });
        answers.last().unwrap_or_default()
    }
}

/// The desk's way to the exchange, signed in already.
struct Direct<'a>(Mutex<&'a mut Day>);

impl Wire for Direct<'_> {
    async fn send<E: Endpoint>(&self, request: &E) -> Result<E::Response, Failure> {
        self.0.lock().unwrap().ask(request)
    }

    async fn queue_password(&self, _: &QueueNumber) -> Result<Option<Secret>, Failure> {
        Ok(None)
    }

    async fn find_scheme(&self, account: &Account) -> Result<Scheme, Failure> {
        Ok(account.scheme)
    }

    async fn sign_in(&self) -> Result<(), Failure> {
        Ok(())
    }

    async fn announce(&self) -> Result<Option<Announced>, Failure> {
        Ok(None)
    }
}

fn pbx_now(at: Duration) -> pbx::Now {
    pbx::Now { elapsed: at, wall: Duration::from_secs(START) + at }
}

fn desk_now(at: Duration) -> Now {
    let wall = u64::try_from(at.as_millis()).unwrap() + START * 1000;
    Now { monotonic: at, wall: WallMillis(i64::try_from(wall).unwrap()) }
}
