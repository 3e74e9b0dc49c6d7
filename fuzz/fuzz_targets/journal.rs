//! Any text as a name and a number, any body as a report and an answer: a masked journal replays and tells of nobody.

#![no_main]

use std::time::Duration;

use agent_core::{Account, Answer, CallNote, Door, DoorIntent, Fixed, FixedSetting, Input, Intent, Journal, Now, Policy, RecentNumber, RequestId, SessionIntent, Settings, Startup, WallMillis};
use libfuzzer_sys::fuzz_target;
use pbx_protocol::endpoints::{ListExtensions, QueryDeviceInfo, QueryExtension, QueryVoicemail};
use pbx_protocol::{Endpoint, Form, Meaning, answer, number, report};
use serde_json::Value;

/// Longer numbers are somebody's.
const LONGEST_INTERNAL: usize = 4;

fuzz_target!(|body: &[u8]| {
    let text = String::from_utf8_lossy(body).into_owned();
    let account = Account { host: text.clone(), username: text.clone(), ..Account::default() };
    let host = FixedSetting::Host { host: text.clone() };
    let policy = Policy {
        fixed: vec![Fixed { setting: host.clone(), by: text.clone() }],
        proposed: vec![host],
        first_account: Some(account.clone()),
        wrong: vec![text.clone()],
    };
    let settings = Settings { account: Some(account), heard: vec![text.clone()], ..Settings::default() };
    let recent = vec![RecentNumber { number: text.clone(), name: Some(text.clone()) }];
    let startup = Startup { settings, recent, policy, ..Startup::default() };
    let inputs: Vec<Input> = of_a_person(&text).chain(of_the_pbx(body)).collect();
    let mut journal = Journal::new(startup.clone());
    let now = Now { monotonic: Duration::ZERO, wall: WallMillis(0) };
    inputs.iter().for_each(|input| journal.note(input, now));

    let masked = journal.masked();
    agent_core::replay(&masked).unwrap();
    let masked: Vec<Value> = masked.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(masked.len(), inputs.len() + 1);
    compare("", &serde_json::to_value(&startup).unwrap(), &masked[0]["startup"]);
    for (input, masked) in inputs.iter().zip(&masked[1..]) {
        compare("", &serde_json::to_value(input).unwrap(), &masked["input"]);
    }
});

fn of_a_person(text: &str) -> impl Iterator<Item = Input> {
    let text = || text.to_owned();
    let note = CallNote { text: text(), result: text(), tags: vec![text()] };
    [
        Intent::Door(DoorIntent::Dial { number: text() }),
        Intent::Session(SessionIntent::TrustCertificate { fingerprint: text() }),
        Intent::Annotate { record: text(), note },
        Intent::DeleteVoicemail { file: text() },
    ]
    .into_iter()
    .map(|intent| Input::Intent { intent, door: Door::Link })
}

fn of_the_pbx(body: &[u8]) -> impl Iterator<Item = Input> {
    let reports = report::read_all(body).into_iter().flatten().map(|report| Input::Report { report });
    let extensions = read::<ListExtensions>(body).map(|all| Answer::ExtensionList(all.extensions));
    let extension = read::<QueryExtension>(body)
        .and_then(|all| all.extensions.into_iter().next())
        .map(|one| Answer::OwnPhone(Some(Box::new(one.detail))));
    let device = read::<QueryDeviceInfo>(body).map(|answer| Answer::Device(answer.device));
    let voicemail = read::<QueryVoicemail>(body)
        .and_then(|all| all.mailboxes.into_iter().next())
        .map(|mailbox| Answer::MailList(mailbox.messages));
    let refused = match answer::read_as::<QueryDeviceInfo>(Form::Json, body) {
        Err(answer::AnswerError::Refused(errno)) => Some(agent_core::Failure::Refused {
            errno: errno.to_string(),
            meaning: Meaning::Unknown,
            endpoint: "deviceinfo/query".to_owned(),
        }),
        _ => None,
    };
    let answers = [extensions, extension, device, voicemail].into_iter().flatten().map(Ok);
    let sent = answers.chain(refused.map(Err)).map(|outcome| Input::Sent {
        id: RequestId(1),
        outcome,
        passed_over: 0,
    });
    reports.chain(sent)
}

fn read<E: Endpoint>(body: &[u8]) -> Option<E::Response> {
    answer::read_as::<E>(Form::Json, body).ok()
}

/// The two have the same members, and where texts stand in both, the masked one tells of nobody.
fn compare(key: &str, plain: &Value, masked: &Value) {
    match (plain, masked) {
        (Value::String(plain), Value::String(masked)) => tells_of_nobody(key, plain, masked),
        (Value::Array(plain), Value::Array(masked)) => {
            assert_eq!(plain.len(), masked.len());
            plain.iter().zip(masked).for_each(|(plain, masked)| compare(key, plain, masked));
        }
        (Value::Object(plain), Value::Object(masked)) => {
            assert!(plain.keys().eq(masked.keys()), "{plain:?}, {masked:?}");
            plain.iter().zip(masked).for_each(|((key, plain), (_, masked))| compare(key, plain, masked));
        }
        (plain, masked) => assert_eq!(plain, masked),
    }
}

/// Each sign has one in its place. Of five digits in a row, with signs between, at least one is another.
fn tells_of_nobody(key: &str, plain: &str, masked: &str) {
    let (plain, masked): (Vec<char>, Vec<char>) = (plain.chars().collect(), masked.chars().collect());
    // Moments, ids of channels and addresses have forms of their own, and a password is cut out.
    let has_form = plain.iter().any(|sign| matches!(sign, ':' | '@')) || plain.get(10) == Some(&'.');
    let has_rules = match key {
        "agents" | "dynamicagents" | "firmwarever" | "hardwarever" => true,
        "errno" => plain.len() <= 6,
        // All digits there are zeros, which some were before.
        "host" | "reportHost" | "address" | "receiver" | "path" => true,
        _ => false,
    };
    if plain.len() != masked.len() || has_form || has_rules {
        return;
    }
    let mut same = 0;
    for (sign, other) in plain.iter().zip(&masked) {
        match number::digit(*sign) {
            Some(digit) if digit == *other || sign == other => same += 1,
            Some(_) => same = 0,
            None if sign.is_alphabetic() => same = 0,
            None => {}
        }
        assert!(same <= LONGEST_INTERNAL, "{plain:?} stays in {masked:?}, {key}");
    }
}
