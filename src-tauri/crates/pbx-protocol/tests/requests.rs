//! Every request as the document's example has it: what we send, and that the simulated PBX reads the same from it.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::endpoints::*;
use pbx_protocol::{
    CallId, DialString, Download, Endpoint, Extension, InboundId, OutboundId, PasswordDigest, QueueNumber,
    Random, Secret, Selection, Several, Token,
};
use serde_json::{Value, json};

/// The value is sent as this body to this address, and the body reads back as the value.
#[track_caller]
fn sends<E: Endpoint + PartialEq>(path: &str, request: &E, body: Value) {
    assert_eq!(E::ABOUT.path, path);
    assert_eq!(serde_json::to_value(request).unwrap(), body);
    assert_eq!(&serde_json::from_value::<E>(body).unwrap(), request);
}

fn ext(number: &str) -> Extension {
    Extension::parse(number).unwrap()
}

fn queue(number: &str) -> QueueNumber {
    QueueNumber::parse(number).unwrap()
}

#[test]
fn session() {
    let login = Login {
        username: "xiaoshao".to_owned(),
        password: PasswordDigest::of(&Secret::new("123456")),
        port: "8260".to_owned(),
        version: Some("0.0.1".to_owned()),
        url: Some("172.16.6.150:8260".to_owned()),
        urltag: Some(UrlKind::Absolute),
    };
    let mut body = json!({
        "username": "xiaoshao",
        "password": "e10adc3949ba59abbe56e057f20f883e",
        "port": "8260",
        "version": "0.0.1",
        "url": "172.16.6.150:8260",
        "urltag": "1"
    });
    sends("login", &login, body.clone());
    // The login example of the document has the number 1, its table and its heartbeat example have text.
    body["urltag"] = json!(1);
    body["port"] = json!(8260);
    assert_eq!(serde_json::from_value::<Login>(body).unwrap(), login);

    sends(
        "heartbeat",
        &Heartbeat {
            address: "172.16.6.150".to_owned(),
            port: "8280".to_owned(),
            url: Some("172.16.6.150:8280".to_owned()),
            urltag: Some(UrlKind::Absolute),
        },
        json!({"ipaddr": "172.16.6.150", "port": "8280", "url": "172.16.6.150:8280", "urltag": "1"}),
    );
    sends("logout", &Logout {}, json!({}));
}

#[test]
fn what_is_optional_at_login_is_left_out() {
    let login = Login {
        username: "api".to_owned(),
        password: PasswordDigest::of(&Secret::new("123456")),
        port: "8260".to_owned(),
        version: None,
        url: None,
        urltag: None,
    };
    let body = json!({"username": "api", "password": "e10adc3949ba59abbe56e057f20f883e", "port": "8260"});
    sends("login", &login, body);
    let path = Heartbeat {
        address: "10.0.0.5".to_owned(),
        port: "1".to_owned(),
        url: None,
        urltag: Some(UrlKind::Path),
    };
    sends("heartbeat", &path, json!({"ipaddr": "10.0.0.5", "port": "1", "urltag": "0"}));
}

#[test]
fn an_unknown_urltag_is_refused() {
    for tag in [json!(2), json!(""), json!("yes"), json!([])] {
        assert!(serde_json::from_value::<UrlKind>(tag.clone()).is_err(), "{tag}");
    }
}

#[test]
fn system_and_extensions() {
    sends("deviceinfo/query", &QueryDeviceInfo {}, json!({}));
    sends("extensionlist/query", &ListExtensions {}, json!({}));
    sends("extension/query", &QueryExtension::one(&ext("101")), json!({"extid": "101"}));
    sends("extension/query", &QueryExtension { extensions: Selection::All }, json!({}));
}

#[test]
fn queues() {
    sends(
        "queue/query",
        &QueryQueues { queues: Selection::Only(Several::of([queue("9999"), queue("9998")]).unwrap()) },
        json!({"queueid": "9999,9998"}),
    );
    sends("queue/query", &QueryQueues { queues: Selection::All }, json!({}));
    sends("queuestatus/query", &QueryQueueStatus { queue: queue("9998") }, json!({"queueid": "9998"}));
    let signed = json!({"queueid": "9998", "extid": "6000", "password": "666666"});
    let member = json!({"queueid": "9998", "extid": "6000"});
    let (queue, extension) = (queue("9998"), ext("6000"));
    let password = Secret::new("666666");
    sends(
        "queue/add_dynamicagent",
        &AddDynamicAgent {
            queue: queue.clone(),
            extension: extension.clone(),
            password: Some(password.clone()),
        },
        signed.clone(),
    );
    sends(
        "queue/add_dynamicagent",
        &AddDynamicAgent { queue: queue.clone(), extension: extension.clone(), password: None },
        member.clone(),
    );
    sends(
        "queue/del_dynamicagent",
        &DelDynamicAgent { queue: queue.clone(), extension: extension.clone(), password },
        signed,
    );
    sends(
        "queue/pause_agent",
        &PauseAgent { queue: queue.clone(), extension: extension.clone() },
        member.clone(),
    );
    sends("queue/unpause_agent", &UnpauseAgent { queue, extension }, member);
}

#[test]
fn calls() {
    let inbound = |id| InboundId::parse(id).unwrap();
    let outbound = |id| OutboundId::parse(id).unwrap();
    sends(
        "inbound/query",
        &QueryInbound { ids: Several::one(inbound("1589879501.901")) },
        json!({"inboundid": "1589879501.901"}),
    );
    sends(
        "outbound/query",
        &QueryOutbound { ids: Selection::one(outbound("1495705009.316")) },
        json!({"outboundid": "1495705009.316"}),
    );
    sends("outbound/query", &QueryOutbound { ids: Selection::All }, json!({}));
    sends(
        "extension/dial_extension",
        &DialExtension { caller: ext("101"), callee: ext("102"), auto_answer: AutoAnswer::No },
        json!({"caller": "101", "callee": "102", "autoanswer": "no"}),
    );
    sends(
        "extension/dial_outbound",
        &DialOutbound {
            extension: ext("101"),
            number: DialString::parse("16103").unwrap(),
            auto_answer: AutoAnswer::No,
        },
        json!({"extid": "101", "outto": "16103", "autoanswer": "no"}),
    );
    sends(
        "inbound/hangup",
        &HangUpInbound { id: inbound("1589938168.1111") },
        json!({"inboundid": "1589938168.1111"}),
    );
    sends(
        "outbound/hangup",
        &HangUpOutbound { id: outbound("1589938378.1130") },
        json!({"outboundid": "1589938378.1130"}),
    );
    let one = json!({"extid": "101"});
    sends("extension/hangup", &HangUpExtension { extension: ext("101") }, one.clone());
    sends("extension/hold", &HoldExtension { extension: ext("101") }, one.clone());
    sends("extension/unhold", &UnholdExtension { extension: ext("101") }, one.clone());
    sends("extension/mute", &MuteExtension { extension: ext("101") }, one.clone());
    sends("extension/unmute", &UnmuteExtension { extension: ext("101") }, one);
    sends(
        "calltransfer",
        &TransferCall {
            call: CallId::parse("1589940297.1207").unwrap(),
            from: ext("101"),
            to: DialString::parse("16103").unwrap(),
        },
        json!({"callid": "1589940297.1207", "transferor": "101", "transferto": "16103"}),
    );
}

#[test]
fn auto_answer_is_a_word_and_may_be_missing() {
    let dial = |body| serde_json::from_value::<DialExtension>(body).unwrap().auto_answer;
    assert_eq!(dial(json!({"caller": "101", "callee": "102"})), AutoAnswer::No);
    assert_eq!(dial(json!({"caller": "101", "callee": "102", "autoanswer": "yes"})), AutoAnswer::Yes);
}

#[test]
fn files() {
    sends(
        "voicemail/query",
        &QueryVoicemail { extensions: Selection::one(ext("102")) },
        json!({"extid": "102"}),
    );
    sends("voicemail/query", &QueryVoicemail { extensions: Selection::All }, json!({}));
    // The document's two voicemail examples below have a comma before the closing brace.
    sends(
        "voicemail/delete",
        &DeleteVoicemail { extension: ext("102"), file: "msg0000.wav".to_owned() },
        json!({"extid": "102", "voicemailfile": "msg0000.wav"}),
    );
    sends(
        "voicemail/get_random",
        &GetVoicemailRandom { extension: ext("1004"), file: "msg0000.wav".to_owned(), allowed_address: None },
        json!({"extid": "1004", "voicemailfile": "msg0000.wav"}),
    );
    sends(
        "recording/get_random",
        &GetRecordingRandom {
            recording: "exten-101-106-20200505-042135-1588641695.1772.wav".to_owned(),
            allowed_address: Some("172.16.6.150".to_owned()),
        },
        json!({"recording": "exten-101-106-20200505-042135-1588641695.1772.wav", "allowedip": "172.16.6.150"}),
    );
    // The document's example lacks the quote behind the end time.
    sends(
        "cdr/get_random",
        &GetCdrRandom {
            extensions: Selection::All,
            start: "2020-05-18 00:00:00".to_owned(),
            end: "2020-05-20 23:59:59".to_owned(),
            allowed_address: None,
        },
        json!({"extid": "all", "starttime": "2020-05-18 00:00:00", "endtime": "2020-05-20 23:59:59"}),
    );
}

#[test]
fn downloads_have_the_documents_query() {
    let token = Token::new("1733765a8f15fef25c90075c394e6b45");
    let voicemail = DownloadVoicemail {
        extension: ext("102"),
        file: "msg0001.wav".to_owned(),
        random: Random::new("385d9c3cdf0fd31b90887d1b5815151b"),
    };
    assert_eq!(
        address(&voicemail, &token),
        "voicemail/download?extid=102&token=1733765a8f15fef25c90075c394e6b45&voicemailfile=msg0001.wav\
         &random=385d9c3cdf0fd31b90887d1b5815151b"
    );
    let recording = DownloadRecording {
        recording: "exten-101-106-20200505-042135-1588641695.1772.wav".to_owned(),
        random: Random::new("1c574a38b96a0a94fe631208ce30ae53"),
    };
    assert_eq!(
        address(&recording, &token),
        "recording/download?recording=exten-101-106-20200505-042135-1588641695.1772.wav\
         &random=1c574a38b96a0a94fe631208ce30ae53&token=1733765a8f15fef25c90075c394e6b45"
    );
    let cdr = DownloadCdr {
        extensions: Selection::All,
        start: "2020-05-01 00:00:00".to_owned(),
        end: "2020-05-05 23:59:59".to_owned(),
        random: Random::new("6bbae3a53045c07c53b3222132987156"),
    };
    assert_eq!(
        address(&cdr, &token),
        "cdr/download?extid=all&starttime=2020-05-01 00:00:00&endtime=2020-05-05 23:59:59\
         &token=1733765a8f15fef25c90075c394e6b45&random=6bbae3a53045c07c53b3222132987156"
    );
}

/// As the document prints it, which is before URL-encoding.
fn address<D: Download>(download: &D, token: &Token) -> String {
    let query: Vec<String> =
        download.query(token).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{}?{}", D::PATH, query.join("&"))
}
