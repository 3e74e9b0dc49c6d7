//! What `uc` does not do, whoever types it and whatever the PBX sends.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::fs;
use std::time::Duration;

use bench::Bench;
use bytes::Bytes;
use pbx_simulator::world::{Message, Phone, Recording};
use pbx_simulator::{Options, Standalone, World};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn options_that_do_not_fit_the_type_are_errors() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    fs::write(bench.path().join("secret"), "Rqzswb55").unwrap();
    for (line, option, choice) in [
        (
            "trunk add x --type peer --provider 1.2.3.4 --sip-port 5060 --password file:secret",
            "--password",
            "peer",
        ),
        ("trunk add x --type peer --provider 1.2.3.4 --sip-port 5060 --account a", "--account", "peer"),
        (
            "trunk update 1 x --type account --account a --auth-name a --password file:secret --provider p",
            "--provider",
            "account",
        ),
        ("hotel add-wake-up 110 --time 7:00 --type onetime --weekdays 1,2", "--weekdays", "onetime"),
        ("hotel update-wake-up 110 3 --time 7:00 --type onetime --weekdays 1", "--weekdays", "onetime"),
        (
            "extension update 101 --no-answer-to Voicemail --no-answer-number 5",
            "--no-answer-number",
            "Voicemail",
        ),
        ("extension update 101 --busy-to Extension --busy-prefix 9", "--busy-prefix", "Extension"),
        ("extension add --busy-to 'Custom Number' --busy-extension 102", "--busy-extension", "Custom Number"),
    ] {
        let said = bench.uc(line);
        assert!(said.code == 2 && said.err.contains(option) && said.err.contains(choice), "{line}: {said:?}");
    }
    assert_eq!(bench.control().snapshot().requests.len(), 0, "the PBX was asked");
    bench.does("extension update 101 --busy-to 'Mobile Number' --busy-prefix 9");
    bench.does("extension update 101 --busy-number 5");
}

#[test]
fn all_is_named_as_all_where_the_request_leaves_it_out() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    for line in ["hotel delete-wake-ups all", "hotel delete-wake-ups ' all '", "trunk delete all"] {
        let said = bench.uc(line);
        assert!(said.code == 6 && said.err.contains("(ALL of them)"), "{line}: {said:?}");
    }
}

#[test]
fn a_message_called_all_is_not_deleted() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    for name in ["all", "' all'", "ALL"] {
        let said = bench.uc(&format!("voicemail delete 101 {name} --yes"));
        assert!(said.code == 2 && said.err.contains("for all of them"), "{said:?}");
    }
    assert_eq!(bench.control().snapshot().times_asked("voicemail/delete"), 0);
}

#[test]
fn two_jobs_with_an_old_password_each_lock_nobody_out() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    for password in ["first", "second", "first", "second", "first", "second"] {
        assert_eq!(bench.uc_with("system info", password).code, 4);
    }
    // The same machine, written otherwise.
    let port = bench.pbx.address().port();
    for host in ["LOCALHOST", "localhost.", "localhost"] {
        let line = format!("system info --host {host} --user api --api-port {port} --password-fd 0");
        assert_eq!(bench.uc_alone(&line, "third").code, 4);
    }
    assert_eq!(bench.control().snapshot().logins.len(), 3, "a password each");
    bench.does("system info");
}

#[test]
fn names_of_the_pbx_command_no_terminal() {
    let runtime = runtime();
    let mut world = World::demo();
    world.phones.push(Phone::new("120", "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}evil\u{2066}\u{200f}\nline"));
    let bench = runtime.block_on(Bench::of(world, Options::default()));
    for line in ["extension list", "extension list --json", "extension show 120", "extension show 120 --json"]
    {
        let said = bench.does(line);
        let harmful = said.chars().find(|c| {
            c.is_control() && *c != '\n'
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert!(harmful.is_none() && said.contains("evil"), "{line}: {harmful:?}");
    }
}

#[test]
fn what_is_fetched_has_the_extension_of_its_bytes() {
    let runtime = runtime();
    let mut world = World::demo();
    let ogg = Bytes::from_static(b"OggS\0\x02more");
    world.messages.push(Message {
        extension: "101".to_owned(),
        file: "invoice.exe".to_owned(),
        from: "102".to_owned(),
        age: Duration::from_secs(9),
        sound: ogg.clone(),
    });
    world.recordings = vec![
        Recording { name: "call.wav".to_owned(), sound: ogg.clone() },
        Recording { name: "setup.wav".to_owned(), sound: Bytes::from_static(b"MZ\x90\0\x03program") },
    ];
    let bench = runtime.block_on(Bench::of(world, Options::default()));
    assert!(bench.does("voicemail download 101 invoice.exe").starts_with("invoice.ogg "));
    assert!(bench.does("recording download call.wav").starts_with("call.ogg "));
    assert_eq!(fs::read(bench.path().join("call.ogg")).unwrap(), ogg);
    let again = bench.uc("recording download call.wav");
    assert!(again.code == 5 && again.err.contains("already"), "{again:?}");
    let program = bench.uc("recording download setup.wav");
    assert!(program.code == 5 && program.err.contains("no sound"), "{program:?}");
    let names: Vec<_> = fs::read_dir(bench.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn moments_that_are_none_never_reach_the_pbx() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    for (span, words) in [
        ("--from 2026-13-45 --to 2026-12-31", "2026-13-45"),
        ("--from 2026-02-29 --to 2026-12-31", "of any calendar"),
        ("--from 2026-12-31 --to 2026-01-01", "ends before it begins"),
        ("--from whenever --to today", "YYYY-MM-DD"),
    ] {
        let said = bench.uc(&format!("cdr download {span}"));
        assert!(said.code == 2 && said.err.contains(words), "{span}: {said:?}");
    }
    assert_eq!(bench.control().snapshot().logins.len(), 0, "the PBX was asked");
    let backwards = bench.uc("cdr download --from today --to -3d");
    assert!(backwards.code == 2 && backwards.err.contains("ends before"), "{backwards:?}");
    bench.does("cdr download --from -7d --to now");
    bench.does("cdr download --from -7d --to today --force");
    assert_eq!(bench.control().snapshot().times_asked("cdr/get_random"), 2);
}

#[test]
fn an_odd_member_of_an_answer_costs_itself_and_is_told() {
    let runtime = runtime();
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace.jsonl");
    let line = |endpoint: &str, answer: serde_json::Value| {
        let asked = serde_json::json!({ "method": "POST", "endpoint": endpoint });
        serde_json::json!({ "at": 0.0, "asked": asked, "answered": { "json": answer } }).to_string()
    };
    let members = serde_json::json!([
        { "agent": "101", "agentstatus": "1" }, { "agent": "Local/102@agents", "agentstatus": "1" }
    ]);
    let lines = [
        line(
            "login",
            serde_json::json!({ "status": "Success", "token": "0123456789abcdef0123456789abcdef" }),
        ),
        line(
            "queuestatus/query",
            serde_json::json!({ "status": "Success", "queue": {
                "queuenumber": "6500", "queuestatus": { "members": members, "callercount": "2" }
            }}),
        ),
        line(
            "extension/query",
            serde_json::json!({ "status": "Success", "extinfos": [
                { "extnumber": "101", "username": "Ann", "status": "Idle", "maxregistrations": "unlimited" }
            ]}),
        ),
    ];
    fs::write(&trace, lines.join("\n")).unwrap();
    let standalone = Standalone { replay: Some(trace), ..Standalone::default() };
    let bench = runtime.block_on(Bench::of(World::empty(), Options { standalone, ..Options::default() }));
    for (line, kept) in [("queue status 6500", "101"), ("extension show 101", "Ann")] {
        let said = bench.uc(line);
        assert!(said.code == 0 && said.out.contains(kept), "{line}: {said:?}");
        assert!(said.err.contains("1 odd members of the answer"), "{line}: {said:?}");
    }
    assert!(bench.does("api queuestatus/query queueid=6500").contains("Local/102@agents"));
}
