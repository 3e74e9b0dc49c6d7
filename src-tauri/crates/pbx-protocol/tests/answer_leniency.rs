//! Answers in the looser forms that firmware is known for: numbers for text, one object for a list, missing members.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

use std::fmt::Debug;

use pbx_protocol::Endpoint;
use pbx_protocol::answer;
use pbx_protocol::endpoints::*;
use serde_json::{Value, json};

/// Reads the answer with a `status` put in front, and checks that it survives a journal.
#[track_caller]
fn read<E: Endpoint>(mut answer: Value) -> E::Response
where
    E::Response: PartialEq + Debug,
{
    answer["status"] = json!("Success");
    let read =
        answer::read::<E>(answer.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {answer}"));
    let journal = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::from_str::<E::Response>(&journal).unwrap(), read, "{journal}");
    read
}

#[test]
fn numbers_are_text_and_text_is_a_number() {
    let list = read::<ListExtensions>(json!({"extlist": [
        {"extnumber": 101, "status": "Idle", "type": "fxs", "port": 3, "username": 101, "agentid": null}
    ]}));
    let row = &list.extensions[0];
    assert_eq!((row.number.as_str(), row.port.as_deref(), row.username.as_str()), ("101", Some("3"), "101"));
    assert_eq!(row.agent_id, "");

    let queues = read::<QueryQueues>(json!({"queues": [
        {"queuenumber": 9998, "queuename": 9998, "agents": 101, "dynamicagents": null, "wrapuptime": 10}
    ]}));
    let queue = &queues.queues[0].settings;
    assert_eq!((queue.number.as_str(), queue.name.as_str(), queue.wrap_up_seconds), ("9998", "9998", 10));
    assert_eq!((queue.static_agents.len(), queue.dynamic_agents.len()), (1, 0));

    let status = read::<QueryQueueStatus>(json!({"queue": {"queuenumber": 9998, "queuestatus": {
        "members": [{"agent": 102, "agentstatus": 9}], "callercount": "3"
    }}}));
    assert_eq!(status.queue.status.waiting, 3);
    assert_eq!(status.queue.status.members[0].status, AgentStatus::Paused);

    let voicemail = read::<QueryVoicemail>(json!({"voicemails": [{"extid": 102, "voicemail": [
        {"voicemailfile": "msg0000.wav", "messagefrom": 6000, "voicemaillength": 4}
    ]}]}));
    let message = &voicemail.mailboxes[0].messages[0];
    assert_eq!((message.from.as_str(), message.length.as_str(), message.date.as_str()), ("6000", "4", ""));

    assert_eq!(read::<Login>(json!({"token": 813})).token.expose(), "813");
}

#[test]
fn a_list_may_be_one_object_or_missing_or_empty() {
    let mailbox = json!({"extid": "102", "voicemail": {"voicemailfile": "msg0000.wav"}});
    let count = |answer| read::<QueryVoicemail>(answer).mailboxes.len();
    assert_eq!(count(json!({"voicemails": mailbox.clone()})), 1);
    assert_eq!(count(json!({"voicemails": [mailbox]})), 1);
    for empty in
        [json!({}), json!({"voicemails": null}), json!({"voicemails": ""}), json!({"voicemails": []})]
    {
        assert_eq!(count(empty), 0);
    }
    // Nobody serves a queue: the PBX may leave both out.
    let status = read::<QueryQueueStatus>(json!({"queue": {"queuenumber": "9998", "queuestatus": {}}}));
    assert_eq!(status.queue.status, QueueStatus::default());
}

#[test]
fn calls_may_be_one_object_as_in_xml() {
    let call = json!({"inboundid": "1.2", "from": "103 ", "to": 101, "trunk": "t", "callee": {"extid": 101}});
    let read = read::<QueryInbound>(json!({"inbound": call})).calls;
    assert_eq!((read[0].from.as_str(), read[0].to.as_str()), ("103", "101"));
    assert_eq!(read[0].callee.as_ref().map(|party| party.extension.as_str()), Some("101"));
}

#[test]
fn a_callee_may_be_a_list_or_no_extension() {
    let callee = |callee: Value| {
        let answer = read::<QueryInbound>(json!({"inbound": [{"inboundid": "1.2", "callee": callee}]}));
        answer.calls[0].callee.as_ref().map(|party| party.extension.to_string())
    };
    assert_eq!(callee(json!({"extid": "101"})).as_deref(), Some("101"));
    assert_eq!(callee(json!([{"extid": "101"}])).as_deref(), Some("101"));
    assert_eq!(callee(json!({"extid": ["101", "102"]})).as_deref(), Some("101"));
    for other in
        [json!({"ivrid": "6500"}), json!({"outboundid": "1.3"}), json!({}), json!(""), json!(null), json!([])]
    {
        assert_eq!(callee(other.clone()), None, "{other}");
    }
}

#[test]
fn an_extension_tells_who_it_talks_to_in_several_forms() {
    let detail = |parties: Value| {
        let mut answer = json!({"extnumber": "101", "status": "Busy"});
        for (name, party) in parties.as_object().unwrap() {
            answer[name] = party.clone();
        }
        read::<QueryExtension>(json!({"extinfos": answer})).extensions.remove(0).detail
    };
    let inbound = json!({"from": "103 ", "to": "101", "trunk": "t", "inboundid": "1.2"});
    for form in [json!({"inbound": inbound}), json!({"inbound": [inbound]})] {
        let party = detail(form).inbound.unwrap();
        assert_eq!((party.from.as_str(), party.id.unwrap().as_str()), ("103", "1.2"));
    }
    let outbound = detail(json!({"outbound": {"from": 101, "to": 103, "outboundid": ""}})).outbound.unwrap();
    assert_eq!((outbound.to.as_str(), outbound.id), ("103", None));
    assert_eq!(detail(json!({"ext": {"extid": 102}})).ext.unwrap().extension.as_str(), "102");
    let idle = detail(json!({"inbound": "", "outbound": [], "ext": {}}));
    assert_eq!((idle.inbound, idle.outbound, idle.ext), (None, None, None));
}

#[test]
fn a_list_of_agents_passes_over_what_is_none() {
    let agents = |text: &str| {
        let answer = read::<QueryQueues>(json!({"queues": [{"queuenumber": "9998", "agents": text}]}));
        let agents = answer.queues[0].settings.static_agents.iter().map(ToString::to_string);
        agents.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(agents("101,103, 104"), "101 103 104");
    assert_eq!(agents(",101,,none,"), "101");
    assert_eq!(agents(""), "");
}

#[test]
fn every_agent_status_has_its_number() {
    use AgentStatus::*;
    for (code, status) in [
        (0, Unknown),
        (1, NotInUse),
        (2, InUse),
        (3, Busy),
        (4, Invalid),
        (5, Unavailable),
        (6, Ringing),
        (7, InUseAndRinging),
        (8, OnHold),
        (9, Paused),
        (10, WrapUp),
    ] {
        let (number, text): (AgentStatus, AgentStatus) = (
            serde_json::from_value(json!(code)).unwrap(),
            serde_json::from_value(json!(format!(" {code} "))).unwrap(),
        );
        assert_eq!((number, text), (status, status));
        assert_eq!(serde_json::to_value(status).unwrap(), json!(code.to_string()));
    }
    for unknown in [json!(11), json!(-1), json!(""), json!("Paused"), json!(null)] {
        assert_eq!(serde_json::from_value::<AgentStatus>(unknown).unwrap(), Unknown);
    }
}

#[test]
fn a_device_may_say_little() {
    let device =
        read::<QueryDeviceInfo>(json!({"deviceinfo": {"sn": 369_351_034_049_u64, "uptime": null}})).device;
    assert_eq!(device, DeviceInfo { serial: "369351034049".to_owned(), ..DeviceInfo::default() });
}
