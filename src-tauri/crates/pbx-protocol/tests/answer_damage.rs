//! Answers in any encoding, damaged, or with odd rows: each costs itself alone.

#![expect(clippy::panic, reason = "a helper of a test fails the test by panicking")]

use pbx_protocol::answer::{self, AnswerError, Counted};
use pbx_protocol::endpoints::*;
use pbx_protocol::{Endpoint, Form};

fn read<E: Endpoint>(body: &[u8]) -> Counted<E::Response> {
    answer::read_counted::<E>(Form::Json, body)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(body)))
}

fn names(body: &[u8]) -> Vec<String> {
    read::<ListExtensions>(body).response.extensions.into_iter().map(|row| row.username).collect()
}

#[test]
fn a_colleagues_name_in_any_encoding_lets_us_sign_in() {
    let body = |name: &[u8]| {
        let front = br#"{"status": "Success", "extlist": [{"extnumber": "101", "status": "Registered", "username": ""#;
        let back = "\"}, {\"extnumber\": \"102\", \"status\": \"Registered\", \"username\": \"李娜\"}]}";
        [front, name, back.as_bytes()].concat()
    };
    for (name, meant) in [
        (encoding_rs::GBK.encode("王伟").0.as_ref(), "王伟"),
        (encoding_rs::GBK.encode("柳頔").0.as_ref(), "柳頔"),
        (b"J\xfcrgen", "Jürgen"),
        (&"北方电气".as_bytes()[..11], "北方电"),
        (b"\"Nord\" Anna", "\"Nord\" Anna"),
        (b"NORD\\anna", "NORD\\anna"),
        (b"Anna\x01\x02", "Anna  "),
        (b"Anna\tNord", "Anna Nord"),
    ] {
        assert_eq!(names(&body(name)), [meant, "李娜"]);
    }
}

#[test]
fn the_frame_may_be_damaged_but_not_cut() {
    let whole = r#"{"status":"Success","extlist":[{"extnumber":"101","status":"Idle","username":"Li"}]}"#;
    for body in [
        format!("\u{feff}{whole}"),
        format!("{whole}\0"),
        format!("{whole}{whole}"),
        format!("{whole}</html>"),
        whole.replace("}]}", "},]}"),
        whole.replace("}]}", "}],}"),
        whole.replace('"', "'"),
    ] {
        assert_eq!(names(body.as_bytes()), ["Li"], "{body}");
    }
    for length in 1..whole.len() {
        let cut = answer::read::<ListExtensions>(&whole.as_bytes()[..length]);
        assert!(matches!(cut, Err(AnswerError::NotTheApi(_))), "{cut:?}");
    }
}

#[test]
fn a_damaged_refusal_is_a_refusal() {
    let refused =
        answer::read::<Login>(br#"{"status":"Failed","errno":"30003","why":"the "user" is unknown"}"#);
    assert!(matches!(refused, Err(AnswerError::Refused(_))), "{refused:?}");
}

#[test]
fn an_odd_row_costs_itself_alone() {
    let list = read::<ListExtensions>(
        br#"{"status":"Success","extlist":[{"extnumber":"101","status":"Idle"},{"extnumber":"Local/102@x","status":"Idle"},
        7,null,{"status":"Idle"},{"extnumber":"103"},{"extnumber":"104","status":["a"],"username":{"x":1}}]}"#,
    );
    let numbers: Vec<&str> = list.response.extensions.iter().map(|row| row.number.as_str()).collect();
    assert_eq!((numbers, list.passed_over), (vec!["101", "103", "104"], 5));

    let status = read::<QueryQueueStatus>(
        br#"{"status":"Success","queue":{"queuenumber":"6500","queuestatus":{"members":[{"agent":"Local/102@x","agentstatus":"1"},
        {"agent":"101","agentstatus":"nine"},{"agent":"103"}],"callercount":"2"}}}"#,
    );
    let members: Vec<&str> =
        status.response.queue.status.members.iter().map(|member| member.extension.as_str()).collect();
    assert_eq!((members, status.passed_over), (vec!["101", "103"], 1));
    let only_odd = read::<QueryQueueStatus>(
        br#"{"status":"Success","queue":{"queuenumber":"6500","queuestatus":{"members":[{"agent":"x"}],"callercount":"2"}}}"#,
    );
    assert_eq!(only_odd.response.queue.status.waiting, 2);

    let mailboxes = read::<QueryVoicemail>(
        br#"{"status":"Success","voicemails":[{"extid":"101","voicemail":[{"voicemailfile":"a.wav","messagefrom":["x"]},{"messagefrom":"1"},{"voicemailfile":"b.wav"}]},
        {"extid":"?","voicemail":[]}]}"#,
    );
    let files: Vec<&str> =
        mailboxes.response.mailboxes[0].messages.iter().map(|message| message.file.as_str()).collect();
    assert_eq!((files, mailboxes.passed_over), (vec!["a.wav", "b.wav"], 3));
}

#[test]
fn an_odd_member_costs_itself_alone() {
    let details = read::<QueryExtension>(
        br#"{"status":"Success","extinfos":[{"extnumber":"101","username":"Li","status":"Idle","dnd":"perhaps","maxregistrations":"many",
        "inbound":{"from":["x"]},"ringtimeout":"unlimited","maxduration":"unlimited"},
        {"extnumber":"102","dnd":"on","maxregistrations":"many","ringtimeout":"many","username":"Wang"}]}"#,
    );
    let [first, second] = &details.response.extensions[..] else { panic!("{details:?}") };
    assert_eq!(
        (first.detail.username.as_str(), first.settings.max_duration.as_deref()),
        ("Li", Some("unlimited"))
    );
    // Two that are odd in the same way hide each other from whoever goes by the error alone.
    assert_eq!((second.detail.username.as_str(), second.detail.do_not_disturb), ("Wang", Some(true)));
    assert_eq!(details.passed_over, 2);
    let queues = read::<QueryQueues>(
        br#"{"status":"Success","queues":[{"queuenumber":"6500","queuename":"Sales","wrapuptime":"unlimited","agents":"101"}]}"#,
    );
    assert_eq!(queues.response.queues[0].settings.name, "Sales");
    assert_eq!(queues.passed_over, 1);
}

#[test]
fn an_answer_in_xml_is_read_the_same() {
    let front = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><status>Success</status><extlist><item id=\"0\"><extnumber>101</extnumber><status>Idle</status><username>";
    let back = b"</username></item><item id=\"1\"><extnumber>x</extnumber></item></extlist></xml>\0";
    for (name, meant) in [
        (encoding_rs::GBK.encode("王伟 & 柳頔").0.as_ref(), "王伟 & 柳頔"),
        (b"J\xfcrgen", "Jürgen"),
        (b"Nord & Co", "Nord & Co"),
        (b"Nord \x01<138>", "Nord  <138>"),
    ] {
        let body = [front.as_slice(), name, back].concat();
        let read = answer::read_counted::<ListExtensions>(Form::Xml, &body).unwrap();
        assert_eq!((read.response.extensions[0].username.as_str(), read.passed_over), (meant, 1));
    }
}

#[test]
fn an_answer_of_a_million_values_is_not_read() {
    let many = |what: &str, count: usize| {
        format!(r#"{{"status":"Success","extlist":[],"x":[{}0]}}"#, what.repeat(count))
    };
    let read = |body: &str| answer::read::<ListExtensions>(body.as_bytes()).map(|list| list.extensions.len());
    for (what, count) in
        [("0,", 4_000_000), ("[],", 2_000_000), (r#"{"a":0},"#, 1_000_000), (r#""","#, 2_000_000)]
    {
        assert_eq!(read(&many(what, count)), Err(AnswerError::TooLarge), "{what}");
    }
    assert_eq!(read(&many("0,", 90_000)), Ok(0), "no more than a large PBX has");
    let long = format!(r#"{{"status":"Success","extlist":[],"x":"{}"}}"#, "a".repeat(7_000_000));
    assert_eq!(read(&long), Ok(0), "one long text is one value");
}
