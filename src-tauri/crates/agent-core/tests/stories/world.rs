//! What the PBX of the stories knows: it answers questions by itself, so that a story shows only what it is about.
//! Things asked of it (dial, hold, sign in …) are answered in the story.

use std::collections::{BTreeMap, BTreeSet};

use agent_core::{Announced, Answer, Ask, Failure, Line, LineOf, OwnPhoneTold, PhoneOf, QueueMembers};
use pbx_protocol::endpoints::{
    AgentStatus, DeviceInfo, ExtensionDetail, ExtensionParty, ExtensionStatus, ListedExtension, OwnPhoneInfo,
    QueueMember, QueueSettings, QueueStatus, QueueWithStatus, RingStrategy, VoicemailMessage,
};
use pbx_protocol::report::ReportParty;
use pbx_protocol::{Extension, QueueNumber};

use crate::{told, wire};

/// How questions are answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mood {
    Well,
    /// Not until the story says so.
    Slow,
    /// With this failure.
    Badly(String),
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) mood: Mood,
    /// This question is answered with that failure.
    fails: Option<(String, String)>,
    extensions: BTreeMap<Extension, &'static str>,
    /// What other phones do; the rest are idle.
    statuses: BTreeMap<Extension, ExtensionStatus>,
    /// A PBX that has just started lists nobody for a while.
    lists_nobody: bool,
    /// Where the PBX was told that we listen.
    address: String,
    phone: ExtensionStatus,
    do_not_disturb: bool,
    /// Where its calls go, as the PBX's members say it.
    setup: serde_json::Value,
    talks_to: Vec<ReportParty>,
    /// Outside lines that are still there; `None`: all.
    lines: Option<BTreeSet<String>>,
    /// So many rows of the answer to this question can't be read.
    odd_rows: BTreeMap<String, u32>,
    queues: BTreeMap<QueueNumber, (QueueSettings, QueueStatus)>,
    voicemail: Vec<VoicemailMessage>,
}

impl World {
    pub(crate) fn new() -> Self {
        // One has no name: the PBX tells the number in its place, which must not be shown twice.
        let names = [("101", "Li Na"), ("102", "Wang Wei"), ("103", "103"), ("106", "Sophie Turner")];
        Self {
            mood: Mood::Well,
            fails: None,
            extensions: names.map(|(number, name)| (Extension::parse(number).unwrap(), name)).into(),
            statuses: BTreeMap::new(),
            lists_nobody: false,
            address: "10.0.0.7".to_owned(),
            phone: ExtensionStatus::Idle,
            do_not_disturb: false,
            setup: serde_json::json!({ "noanswerforward": "off", "busyforward": "off", "ringtimeout": "30" }),
            talks_to: Vec::new(),
            lines: None,
            odd_rows: BTreeMap::new(),
            queues: BTreeMap::new(),
            voicemail: Vec::new(),
        }
    }

    /// `odd rows extensions 3`, `extension 102 Busy`, `phone Busy in[5551234 to 101 #1670]`, `do-not-disturb on`, `lines #1670 #1680`, `lines none`, `no queue 6500`, `queue 6500 Sales; static 101; …`, `voicemail …`, or a mood.
    pub(crate) fn change(&mut self, text: &str) {
        let (what, rest) = text.split_once(' ').unwrap_or((text, ""));
        match what {
            "phone" => {
                let (word, party) = rest.split_once(' ').unwrap_or((rest, ""));
                self.phone = ExtensionStatus::from_wire(word);
                let parties = party.split(", ").filter(|party| !party.is_empty());
                self.talks_to = parties.map(wire::party).collect();
            }
            "extensions" => {
                // `extensions 1000`: so many more, from 2000 on.
                let more = (2000..).take(rest.parse().unwrap()).map(|number: u32| number.to_string());
                self.extensions.extend(more.map(|number| (extension(&number), "Colleague")));
            }
            "extension" => {
                let (number, word) = rest.split_once(' ').unwrap();
                self.statuses.insert(extension(number), ExtensionStatus::from_wire(word));
            }
            "do-not-disturb" => self.do_not_disturb = rest == "on",
            // `setup noanswerforward on, ntransferto Custom Number`
            "setup" => {
                for member in rest.split(", ") {
                    let (name, value) = member.split_once(' ').unwrap_or((member, ""));
                    self.setup[name] = value.into();
                }
            }
            "lines" => {
                let lines = rest.split(' ').filter(|word| *word != "none");
                self.lines = Some(lines.map(wire::id).collect());
            }
            "queue" => self.change_queue(rest),
            "voicemail" => self.change_voicemail(rest),
            "address" => rest.clone_into(&mut self.address),
            "lists" => self.lists_nobody = rest == "nobody",
            "odd" => {
                let (of, count) = rest.trim_start_matches("rows ").split_once(' ').unwrap();
                self.odd_rows.insert(of.to_owned(), count.parse().unwrap());
            }
            "no" => drop(self.queues.remove(&QueueNumber::parse(rest.trim_start_matches("queue ")).unwrap())),
            "fails" => self.fails = rest.split_once(' ').map(|(of, how)| (of.to_owned(), how.to_owned())),
            "answers" => {
                self.mood = match rest {
                    "well" => Mood::Well,
                    "slowly" => Mood::Slow,
                    badly => Mood::Badly(badly.to_owned()),
                };
            }
            other => panic!("no such thing in the world: {other}"),
        }
    }

    /// `6500 Sales; static 101 102; dynamic 103; members 101=1 102=9; waiting 2`
    fn change_queue(&mut self, text: &str) {
        let mut parts = text.split("; ");
        let (number, name) = parts.next().unwrap().split_once(' ').unwrap();
        let number = QueueNumber::parse(number).unwrap();
        let mut settings = QueueSettings {
            number: number.clone(),
            name: name.to_owned(),
            static_agents: Vec::new(),
            dynamic_agents: Vec::new(),
            ring_strategy: Some(RingStrategy::RingAll),
            wrap_up_seconds: 0,
        };
        let mut status = QueueStatus::default();
        for part in parts {
            let mut words = part.split(' ');
            let kind = words.next().unwrap();
            match kind {
                "static" => settings.static_agents = words.map(extension).collect(),
                "dynamic" => settings.dynamic_agents = words.map(extension).collect(),
                "members" => status.members = words.map(member).collect(),
                "wrap-up" => settings.wrap_up_seconds = words.next().unwrap().parse().unwrap(),
                "waiting" => status.waiting = words.next().unwrap().parse().unwrap(),
                other => panic!("no such thing in a queue: {other}"),
            }
        }
        self.queues.insert(number, (settings, status));
    }

    /// `msg0001.wav 13800138000 2020-04-07_10:56:40 34`; `none` empties the mailbox.
    fn change_voicemail(&mut self, text: &str) {
        if text == "none" {
            self.voicemail.clear();
            return;
        }
        let words: Vec<&str> = text.split(' ').collect();
        self.voicemail.push(VoicemailMessage {
            file: words[0].to_owned(),
            from: words[1].to_owned(),
            date: words[2].replace('_', " "),
            length: words[3].to_owned(),
        });
    }

    /// The answer to a question; `None` when it is no question but something to be done.
    pub(crate) fn answer(&self, ask: &Ask) -> Option<Result<Answer, Failure>> {
        let answer = match ask {
            Ask::KeepAlive(_) => {
                Answer::KeepAlive(Some(Announced { address: self.address.clone(), port: 8260 }))
            }
            Ask::Device(_) => Answer::Device(device()),
            Ask::ExtensionList(_) if self.lists_nobody => Answer::ExtensionList(Vec::new()),
            Ask::ExtensionList(_) => {
                Answer::ExtensionList(self.extensions.iter().map(|one| self.listed(one)).collect())
            }
            Ask::OwnPhone(own) => Answer::OwnPhone(Some(Box::new(self.own_phone(&own.extension)))),
            Ask::QueueList(_) => {
                Answer::QueueList(self.queues.values().map(|(settings, _)| settings.clone()).collect())
            }
            Ask::QueueMembers(QueueMembers { queue }) => match self.queues.get(queue) {
                Some((_, status)) => {
                    Answer::QueueMembers(QueueWithStatus { number: queue.clone(), status: status.clone() })
                }
                // As a PBX answers for a queue that was deleted while somebody still shows it.
                None => return Some(Err(wire::failure("refused 10013", "queue-status"))),
            },
            Ask::PhoneOf(PhoneOf { extension }) => Answer::PhoneOf(self.statuses.get(extension).cloned()),
            Ask::MailList(_) => Answer::MailList(self.voicemail.clone()),
            Ask::LineOf(LineOf { line, .. }) => {
                let id = match line {
                    Line::Inbound(id) => id.as_str(),
                    Line::Outbound(id) => id.as_str(),
                };
                Answer::LineOf(if self.has_line(id) { vec![None] } else { Vec::new() })
            }
            _ => return None,
        };
        let name = told::name(ask);
        if let Some((_, how)) = self.fails.as_ref().filter(|(of, _)| name == *of) {
            return Some(Err(wire::failure(how, &name)));
        }
        Some(match &self.mood {
            Mood::Well | Mood::Slow => Ok(answer),
            Mood::Badly(how) => Err(wire::failure(how, &name)),
        })
    }

    /// How many rows of the answer could not be read.
    pub(crate) fn odd_rows(&self, ask: &Ask) -> u32 {
        self.odd_rows.get(told::name(ask).as_str()).copied().unwrap_or_default()
    }

    fn listed(&self, (number, name): (&Extension, &&'static str)) -> ListedExtension {
        ListedExtension {
            number: number.clone(),
            status: self.statuses.get(number).cloned().unwrap_or(ExtensionStatus::Idle),
            technology: "pjsip".to_owned(),
            port: None,
            username: (*name).to_owned(),
            agent_id: String::new(),
        }
    }

    fn has_line(&self, id: &str) -> bool {
        self.lines.as_ref().is_none_or(|lines| lines.contains(id))
    }

    fn own_phone(&self, extension: &Extension) -> OwnPhoneTold {
        let mut told = serde_json::to_value(self.detail(extension)).unwrap();
        told.as_object_mut().unwrap().extend(self.setup.as_object().unwrap().clone());
        serde_json::from_value::<OwnPhoneInfo>(told).unwrap().into()
    }

    fn detail(&self, extension: &Extension) -> ExtensionDetail {
        let mut detail = ExtensionDetail {
            number: extension.clone(),
            username: String::new(),
            status: self.phone.clone(),
            technology: "pjsip".to_owned(),
            port: None,
            inbound: None,
            outbound: None,
            do_not_disturb: Some(self.do_not_disturb),
            ext: None,
        };
        for party in self.talks_to.clone() {
            match party {
                ReportParty::Extension(extension) => detail.ext = Some(ExtensionParty { extension }),
                ReportParty::Inbound(inbound) => detail.inbound = Some(inbound),
                ReportParty::Outbound(outbound) => detail.outbound = Some(outbound),
            }
        }
        detail
    }
}

fn extension(text: &str) -> Extension {
    Extension::parse(text).unwrap()
}

fn member(text: &str) -> QueueMember {
    let (agent, status) = text.split_once('=').unwrap();
    let status: AgentStatus = serde_json::from_value(serde_json::Value::from(status)).unwrap();
    QueueMember { extension: extension(agent), status }
}

fn device() -> DeviceInfo {
    // Its clock says what the bench's does: only stories about clocks have to do with them.
    serde_json::from_value(serde_json::json!({
        "devicename": "UC120", "sn": "a09805021987", "hardwarever": "1.0", "firmwarever": "2.1.0",
        "systemtime": "2020-05-20 07:12:32", "uptime": "1 day", "extensionstatus": "on"
    }))
    .unwrap()
}
