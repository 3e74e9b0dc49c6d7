//! The document's own answers ("响应示例"), as copied to `fixtures/document`, and what is read from them. Where the
//! document shows XML only, the case says so.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use std::fmt::Debug;

use pbx_protocol::answer::{self, AnswerError};
use pbx_protocol::endpoints::*;
use pbx_protocol::{
    Done, Endpoint, Errno, Extension, InboundId, OutboundId, QueueNumber, Random, Secret, Token,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! document {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/document/", $name, ".json"))
    };
}

/// Reads the answer, and writes and reads it once more: answers are kept in journals.
#[track_caller]
fn read<E: Endpoint>(body: &[u8]) -> E::Response
where
    E::Response: PartialEq,
{
    let answer = answer::read::<E>(body).unwrap();
    survives(&answer);
    answer
}

#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let journal = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&journal).unwrap(), value, "{journal}");
}

fn ext(number: &str) -> Extension {
    Extension::parse(number).unwrap()
}

#[test]
fn login() {
    let answer = read::<Login>(document!("login/answer"));
    assert_eq!(answer.token, Token::new("813b621cfe8eecf445a2ce1f4a079ffe"));
    let refused = answer::read::<Login>(document!("login/answer-2"));
    assert_eq!(refused, Err(AnswerError::Refused(Errno::new("30003"))));
}

#[test]
fn device_info() {
    let device = read::<QueryDeviceInfo>(document!("deviceinfo.query/answer")).device;
    assert_eq!(
        device,
        DeviceInfo {
            name: "UC501".to_owned(),
            serial: "a09805021987".to_owned(),
            hardware: "3.1".to_owned(),
            firmware: "4.1.1".to_owned(),
            system_time: "2020-05-19 04:06:07".to_owned(),
            started: "2020-Mar-23-08:33:22".to_owned(),
            extensions: "21/300".to_owned(),
        }
    );
}

#[test]
fn extension_list() {
    let row = |number, status, username: &str| ListedExtension {
        number: ext(number),
        status,
        technology: "pjsip".to_owned(),
        port: None,
        username: username.to_owned(),
        agent_id: String::new(),
    };
    assert_eq!(
        read::<ListExtensions>(document!("extensionlist.query/answer")).extensions,
        [
            row("100", ExtensionStatus::Unavailable, "100"),
            row("101", ExtensionStatus::Idle, "xiaoshaokun"),
            row("102", ExtensionStatus::Idle, "102"),
        ]
    );
}

#[test]
fn extension_details_without_the_passwords() {
    let answer = read::<QueryExtension>(document!("extension.query/answer"));
    let info = &answer.extensions[0];
    assert_eq!(
        info.detail,
        ExtensionDetail {
            number: ext("101"),
            username: "xiaoshaokun".to_owned(),
            status: ExtensionStatus::Unavailable,
            technology: "pjsip".to_owned(),
            port: None,
            do_not_disturb: Some(false),
            inbound: None,
            outbound: None,
            ext: None,
        }
    );
    assert_eq!(info.settings.caller_id.as_deref(), Some("858585"));
    assert_eq!(info.settings.has_voicemail, Some(true));
    assert_eq!(info.settings.monitor_mode, Some(MonitorMode::Disabled));
    assert_eq!(info.settings.login_password, Some(Secret::new("12345678qW@")));
    assert!(info.more.is_empty());
    // What an agent's program keeps of it, and what any log shows.
    let kept = format!("{answer:?} {}", serde_json::to_string(&info.detail).unwrap());
    for secret in ["12345133333323123qW@", "12345678qW@", "666666"] {
        assert!(
            document_holds(document!("extension.query/answer"), secret) && !kept.contains(secret),
            "{secret}"
        );
    }
}

#[test]
fn queues_without_the_passwords() {
    let list = read::<QueryQueues>(document!("queue.query/answer"));
    let queue = |number, name: &str, agents: &[&str], dynamic: &[&str], wrap_up_seconds| QueueSettings {
        number: QueueNumber::parse(number).unwrap(),
        name: name.to_owned(),
        static_agents: agents.iter().map(|agent| ext(agent)).collect(),
        dynamic_agents: dynamic.iter().map(|agent| ext(agent)).collect(),
        ring_strategy: Some(RingStrategy::RingAll),
        wrap_up_seconds,
    };
    assert_eq!(
        list.queues.iter().map(|queue| queue.settings.clone()).collect::<Vec<_>>(),
        [
            queue("9998", "queue_xiaoshao", &["101"], &["6000"], 10),
            queue("9999", "queue_test", &["101", "103", "104"], &[], 60),
        ]
    );
    assert_eq!(list.queues[0].rules.password, Some(Secret::new("666666")));
    let kept = format!("{list:?} {}", serde_json::to_string(&list.queues[0].settings).unwrap());
    for secret in ["666666", "123456"] {
        assert!(
            document_holds(document!("queue.query/answer"), secret) && !kept.contains(secret),
            "{secret}"
        );
    }
}

#[test]
fn queue_status() {
    let queue = read::<QueryQueueStatus>(document!("queuestatus.query/answer")).queue;
    let member = |number, status| QueueMember { extension: ext(number), status };
    assert_eq!(queue.number.as_str(), "9998");
    assert_eq!(
        queue.status,
        QueueStatus {
            members: vec![
                member("102", AgentStatus::NotInUse),
                member("101", AgentStatus::Ringing),
                member("6000", AgentStatus::NotInUse),
            ],
            waiting: 0,
        }
    );
}

#[test]
fn inbound_and_outbound_calls() {
    assert_eq!(
        read::<QueryInbound>(document!("inbound.query/answer")).calls,
        [InboundCall {
            id: InboundId::parse("1589881290.963").unwrap(),
            from: "103".to_owned(),
            to: "101".to_owned(),
            trunk: "to-18-16-2".to_owned(),
            callee: Some(ExtensionParty { extension: ext("101") }),
            status: "Talking".to_owned(),
        }]
    );
    assert_eq!(
        read::<QueryOutbound>(document!("outbound.query/answer")).calls,
        [OutboundCall {
            id: OutboundId::parse("1589881535.982").unwrap(),
            from: "66666".to_owned(),
            to: "103".to_owned(),
            trunk: "to-18-16-2".to_owned(),
            status: "Talking".to_owned(),
        }]
    );
}

#[test]
fn voicemail() {
    let message = |file: &str, from: &str, date: &str, length: &str| VoicemailMessage {
        file: file.to_owned(),
        from: from.to_owned(),
        date: date.to_owned(),
        length: length.to_owned(),
    };
    assert_eq!(
        read::<QueryVoicemail>(document!("voicemail.query/answer")).mailboxes,
        [Mailbox {
            extension: ext("102"),
            messages: vec![
                message("msg0000.wav", "6000", "2020-04-07 10:56:40", "4"),
                message("msg0001.wav", "7001", "2020-04-07 10:57:31", "3"),
                message("msg0002.wav", "7001", "2020-04-07 11:00:08", "2"),
            ],
        }]
    );
}

#[test]
fn tickets() {
    let voicemail = read::<GetVoicemailRandom>(document!("voicemail.get_random/answer")).random;
    assert_eq!(voicemail, Random::new("70f477822e6a379d7359b2d926ea95a5"));
    let recording = read::<GetRecordingRandom>(document!("recording.get_random/answer")).random;
    assert_eq!(recording, Random::new("fc19203cddc1d7846c2236f9eafe826b"));
    let cdr = read::<GetCdrRandom>(document!("cdr.get_random/answer")).random;
    assert_eq!(cdr, Random::new("9ec0ef42229c68406363d21e8a82ca31"));
}

/// The document answers these with a status and nothing else; `inbound/hangup` and `extension/unhold` in XML only.
#[test]
fn done() {
    let body = document!("heartbeat/answer");
    assert_eq!(read::<Heartbeat>(body), Done {});
    assert_eq!(read::<Logout>(body), Done {});
    assert_eq!(read::<AddDynamicAgent>(body), Done {});
    assert_eq!(read::<DelDynamicAgent>(body), Done {});
    assert_eq!(read::<PauseAgent>(body), Done {});
    assert_eq!(read::<UnpauseAgent>(body), Done {});
    assert_eq!(read::<DialExtension>(body), Done {});
    assert_eq!(read::<DialOutbound>(body), Done {});
    assert_eq!(read::<HangUpExtension>(body), Done {});
    assert_eq!(read::<HangUpInbound>(body), Done {});
    assert_eq!(read::<HangUpOutbound>(body), Done {});
    assert_eq!(read::<UnholdExtension>(body), Done {});
    assert_eq!(read::<MuteExtension>(body), Done {});
    assert_eq!(read::<UnmuteExtension>(body), Done {});
    assert_eq!(read::<TransferCall>(body), Done {});
    assert_eq!(read::<DeleteVoicemail>(body), Done {});
}

/// The document shows this answer in XML only, with the extension and without a status.
#[test]
fn hold_is_done_without_a_status() {
    assert_eq!(read::<HoldExtension>(br#"{"extid":"101"}"#), Done {});
}

fn document_holds(body: &[u8], text: &str) -> bool {
    std::str::from_utf8(body).unwrap().contains(text)
}
