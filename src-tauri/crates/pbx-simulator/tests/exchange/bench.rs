//! A PBX on the bench: no network, time by hand, and its reports as lines that read like a transcript.
//! Channel ids lose their seconds: `#1670` is the first channel.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use bytes::Bytes;
use pbx_protocol::report::{CallReport, Event, Report, ReportParty};
use pbx_simulator::pbx::{Action, Answer, ControlError, Happening, Method, Now, Outcome, Pbx, Request};
use pbx_simulator::report_body::report_body;
use pbx_simulator::world::{Message, Phone, Queue};
use pbx_simulator::{Options, ReportShape, World, wav};
use serde_json::{Value, json};

pub(crate) const DIGEST: &str = "e10adc3949ba59abbe56e057f20f883e"; // of 123456, as in the document

pub(crate) struct Bench {
    pub(crate) pbx: Pbx,
    pub(crate) now: Now,
    pub(crate) token: String,
    pub(crate) peer: IpAddr,
    reports: Vec<Report>,
}

/// The document's phones and two queues; the first capture's second.
pub(crate) fn world() -> World {
    let mut world = World::empty();
    world.setup.api_password = pbx_protocol::Secret::new("123456");
    "16".clone_into(&mut world.setup.outbound_prefix);
    world.setup.busy_outside = vec!["999".to_owned()];
    world.setup.records_calls = false;
    world.messages = vec![Message {
        extension: "102".to_owned(),
        file: "msg0000.wav".to_owned(),
        from: "6000".to_owned(),
        age: Duration::from_mins(1),
        sound: wav::murmur(4, 1),
    }];
    let mut queue = Queue::new("6500", "Sales").password("666666").static_agents(&["101", "102"]);
    queue.wrap_up = Duration::from_secs(10);
    world
        .phone(Phone::new("101", "Li Na"))
        .phone(Phone::new("102", "Wang Wei"))
        .phone(Phone::new("103", "陈静"))
        .phone(Phone { registered: false, ..Phone::new("104", "James Miller") })
        .phone(Phone::new("106", "Sophie Turner"))
        .queue(queue)
}

/// The same PBX where answered calls are recorded.
pub(crate) fn recording_world() -> World {
    let mut world = world();
    world.setup.records_calls = true;
    world
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(world(), &Options::default())
    }

    pub(crate) fn with(world: World, options: &Options) -> Self {
        let now = Now { elapsed: Duration::ZERO, wall: Duration::from_secs(1_589_947_952) };
        let pbx = Pbx::new(world, options, 1, now).unwrap();
        let peer = IpAddr::V4(Ipv4Addr::new(172, 16, 6, 150));
        let mut bench = Self { pbx, now, token: String::new(), peer, reports: Vec::new() };
        let answer = bench.login(DIGEST);
        answer["token"].as_str().unwrap().clone_into(&mut bench.token);
        bench
    }

    pub(crate) fn login(&mut self, digest: &str) -> Value {
        self.ask("login", &json!({ "username": "api", "password": digest, "port": "8260" }))
    }

    /// POSTs to an endpoint with the bench's token.
    pub(crate) fn ask(&mut self, endpoint: &str, body: &Value) -> Value {
        let token = self.token.clone();
        self.ask_with(&token, endpoint, body)
    }

    pub(crate) fn ask_with(&mut self, token: &str, endpoint: &str, body: &Value) -> Value {
        let query = [("token", token)];
        match self.send(Method::Post, endpoint, &query, &body.to_string()) {
            Answer::Json(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("no JSON: {other:?}"),
        }
    }

    pub(crate) fn get(&mut self, endpoint: &str, query: &[(&str, &str)]) -> Answer {
        self.send(Method::Get, endpoint, query, "")
    }

    pub(crate) fn send(
        &mut self,
        method: Method,
        endpoint: &str,
        query: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let request = Request {
            method,
            path: format!("/api/v1.1.0/{endpoint}"),
            query: query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            peer: self.peer,
        };
        let outcomes = self.step(Happening::Request(request));
        outcomes
            .into_iter()
            .find_map(|outcome| match outcome {
                Outcome::Answer(answer) => Some(answer),
                Outcome::Done(_) | Outcome::Report { .. } => None,
            })
            .unwrap()
    }

    pub(crate) fn act(&mut self, action: Action) -> Result<(), ControlError> {
        let outcomes = self.step(Happening::Control(action));
        outcomes
            .into_iter()
            .find_map(|outcome| match outcome {
                Outcome::Done(done) => Some(done),
                Outcome::Answer(_) | Outcome::Report { .. } => None,
            })
            .unwrap()
    }

    /// `{"do":…}` in short.
    pub(crate) fn does(&mut self, action: Value) {
        self.act(serde_json::from_value(action).unwrap()).unwrap();
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
        self.step(Happening::Deadline);
    }

    pub(crate) fn step(&mut self, happening: Happening) -> Vec<Outcome> {
        let outcomes = self.pbx.step(happening, self.now);
        self.reports.extend(outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Report { report, .. } => Some(report.clone()),
            Outcome::Answer(_) | Outcome::Done(_) => None,
        }));
        outcomes
    }

    /// The reports since the last look, as lines.
    pub(crate) fn transcript(&mut self) -> String {
        std::mem::take(&mut self.reports).iter().map(|report| line(report) + "\n").collect()
    }

    /// The reports since the last look, as bodies in the captured shape.
    pub(crate) fn bodies(&mut self) -> Vec<String> {
        std::mem::take(&mut self.reports).iter().map(|report| report_body(report, ReportShape::C)).collect()
    }
}

/// Compares a transcript with lines written with indentation.
#[track_caller]
pub(crate) fn expect(actual: &str, expected: &str) {
    let lines: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let expected = lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>();
    assert_eq!(actual, expected, "\n--- got\n{actual}--- expected\n{expected}");
}

fn line(report: &Report) -> String {
    match &report.event {
        Event::BootUp => "BootUp".to_owned(),
        Event::ExtensionStatus { extension, .. } => {
            let body: Value = serde_json::from_str(&report_body(report, ReportShape::C)).unwrap();
            format!("status {extension} {}", body["status"].as_str().unwrap())
        }
        Event::Alert(call) => format!("ALERT {}", parties(call)),
        Event::Ring(call) => format!("RING {}", parties(call)),
        Event::Answer(call) => format!("ANSWER {}", parties(call)),
        Event::Bye(call) => format!("BYE {}", parties(call)),
        Event::Transfer(call) => format!("Tranfer {}", parties(call)),
        Event::CallFailed { reason, call } => format!("CallFailed {reason} {}", parties(call)),
        Event::NewCdr(cdr) => {
            let times = format!("{}/{}s", cdr.total_seconds, cdr.talk_seconds);
            let recorded = if cdr.recording.is_some() { " recorded" } else { "" };
            format!(
                "NewCdr {} {} -> {} {times} {} {}{recorded}",
                channel(cdr.call.as_str()),
                cdr.from,
                cdr.to,
                cdr.status,
                cdr.direction
            )
        }
        Event::Unknown { action } => action.clone(),
    }
}

fn parties(call: &CallReport) -> String {
    let one = |party: &ReportParty| match party {
        ReportParty::Extension(extension) => extension.to_string(),
        ReportParty::Inbound(p) => {
            format!("in[{} to {} {}]", p.from, p.to, channel(p.id.as_ref().unwrap().as_str()))
        }
        ReportParty::Outbound(p) => {
            format!("out[{} to {} {}]", p.from, p.to, channel(p.id.as_ref().unwrap().as_str()))
        }
    };
    let all: Vec<String> = call.parties.iter().map(one).collect();
    format!("{} {}", channel(call.call.as_str()), all.join(", "))
}

fn channel(id: &str) -> String {
    format!("#{}", id.rsplit('.').next().unwrap())
}
