//! The habits of gh, kubectl and curl, as far as an administrator's fingers and scripts know them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::fs;
use std::process::Stdio;

use bench::{Bench, PASSWORD, said};
use pbx_simulator::{Fault, Options, Standalone, Tls, World};
use serde_json::{Value, json};

/// A port where nobody listens.
const NOBODY: &str = "--host 127.0.0.1:1 --user api --password-fd 0";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn an_answer_comes_as_a_table_json_csv_or_names() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    assert!(bench.does("extension list").contains("Li Na"));
    assert_eq!(json_of(&bench.does("extension list -o json"))["extlist"][0]["extnumber"], "101");
    let csv = bench.does("extension list --output csv");
    assert!(csv.starts_with("extnumber,status,type,username\n101,Idle,pjsip,Li Na\n"), "{csv}");
    let bare = bench.does("extension list -o csv --no-headers");
    assert!(bare.starts_with("101,"), "{bare}");
    assert!(bench.does("extension list --no-headers").trim_start().starts_with("101"));
    assert_eq!(bench.does("extension list -o name").lines().count(), 11);
    assert_eq!(bench.does("voicemail list 101 -o name"), "msg0000.wav\nmsg0001.wav\nmsg0002.wav\n");
    assert_eq!(bench.does("paging list -o name"), "");
}

#[test]
fn failures_are_json_where_answers_are() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let refused = bench.uc("call hold 101 --json");
    let error = &json_of(&refused.err)["error"];
    assert_eq!(
        (refused.code, &error["errno"], &error["endpoint"]),
        (1, &json!("10015"), &json!("extension/hold"))
    );
    assert_eq!((&error["kind"], &error["code"]), (&json!("refused"), &json!(1)));
    assert_eq!(refused.out, "", "an error is no answer");
    let usage = bench.uc("queue status --json");
    assert_eq!((usage.code, &json_of(&usage.err)["error"]["kind"]), (2, &json!("usage")));
    let away = bench.uc_alone(&format!("system info --json {NOBODY}"), PASSWORD);
    assert_eq!((away.code, &json_of(&away.err)["error"]["kind"]), (3, &json!("not-reached")));
    bench.control().set_fault(Fault::Html);
    let odd = bench.uc("system info --json");
    assert_eq!((odd.code, &json_of(&odd.err)["error"]["kind"]), (7, &json!("odd-answer")));
    assert!(json_of(&odd.err)["error"]["advice"].as_str().unwrap().contains("--api-version"));
    bench.control().clear_faults();
    bench.control().set_fault(Fault::ServerError { status: 404 });
    assert!(bench.uc("system info").err.contains("A web server answers there"));
}

#[test]
fn each_pbx_has_a_profile() {
    let runtime = runtime();
    let (head, branch) = runtime.block_on(async { (Bench::new().await, Bench::new().await) });
    head.does("login --profile head");
    let port = branch.pbx.address().port();
    let login =
        format!("login --profile branch --host localhost --user api --api-port {port} --password-fd 0");
    assert_eq!(head.uc_alone(&login, PASSWORD).code, 0);
    let list = head.uc_alone("config list -o json", "");
    let names: Vec<_> =
        json_of(&list.out)["profiles"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["branch", "head"]);
    assert_eq!(head.uc_alone("system info --profile branch --password-fd 0", PASSWORD).code, 0);
    assert_eq!(branch.control().snapshot().times_asked("deviceinfo/query"), 1);
    assert_eq!(head.uc_alone("config use branch", "").code, 0);
    assert_eq!(head.uc_alone("system info --password-fd 0", PASSWORD).code, 0);
    assert_eq!(branch.control().snapshot().times_asked("deviceinfo/query"), 2);
    let mut command = head.bare("system info --password-fd 0");
    let said = bench::run(command.env("UC_PROFILE", "head"), PASSWORD);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(head.control().snapshot().times_asked("deviceinfo/query"), 1);
    for line in ["system info --profile haed", "config use haed", "config show --profile ../x"] {
        let typo = head.uc_alone(line, "");
        assert!(typo.code == 2 && typo.err.contains("profile"), "{line}: {typo:?}");
    }
    assert!(json_of(&head.uc_alone("config show --json", "").out)["host"] == "localhost");
    assert_eq!(head.uc_alone("config remove branch", "").code, 0);
    assert_eq!(head.uc_alone("system info --profile branch", "").code, 2);
}

#[test]
fn cron_needs_no_plumbing() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    fs::write(bench.path().join("secret"), format!("{PASSWORD}\n")).unwrap();
    let mut command = bench.bare("extension list -o name");
    command.env("UC_HOST", format!("127.0.0.1:{}", bench.pbx.address().port())).env("UC_USER", "api");
    let said = bench::run(command.env("UC_PASSWORD_FILE", bench.path().join("secret")), "");
    assert!(said.code == 0 && said.out.starts_with("101\n"), "{said:?}");
    let line = format!("extension list --user api --host 127.0.0.1:{}", bench.pbx.address().port());
    let missing = bench::run(bench.bare(&line).env("UC_PASSWORD_FILE", "/nowhere"), "");
    assert!(missing.code == 5 && missing.err.contains("/nowhere"), "{missing:?}");
}

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    fs::write(bench.path().join("secret"), "Rqzswb55").unwrap();
    let said = bench.does("queue join 6501 102 --password file:secret --dry-run");
    assert!(
        said.starts_with("POST http://127.0.0.1:")
            && said.contains("/api/v1.1.0/queue/add_dynamicagent?token=…&type=json"),
        "{said}"
    );
    assert!(said.contains(r#""queueid":"6501""#) && !said.contains("Rqzswb55"), "{said}");
    let shown = json_of(&bench.does("trunk delete to-18-16-2 --yes --dry-run --json"));
    assert_eq!(shown["body"]["trunkname"], "to-18-16-2");
    assert!(bench.does("call hold 101 --dry-run --xml").contains("<extid>101</extid>"));
    assert!(bench.does("api queue/query queueid=6500 --dry-run").contains("queue/query"));
    assert!(bench.does("recording download x.wav --dry-run").contains("recording/get_random"));
    assert!(
        bench
            .does("cdr download --from 2026-01-01 --to 2026-01-02 --dry-run")
            .contains("2026-01-02 23:59:59")
    );
    for line in ["cdr download --from today --to now", "reports", "floor", "logout", "login", "queue watch"] {
        assert_eq!(bench.uc(&format!("{line} --dry-run")).code, 2, "{line}");
    }
    let pbx = bench.control().snapshot();
    assert!(pbx.logins.is_empty() && pbx.requests.is_empty(), "{pbx:?}");
}

#[test]
fn what_no_command_has_is_asked_raw() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let status = json_of(&bench.does("api queuestatus/query queueid=6500"));
    assert_eq!(status["queue"]["queuenumber"], "6500");
    assert_eq!(
        json_of(&bench.does("api /api/v2.0.0/queuestatus/query queueid:=6500"))["queue"]["queuenumber"],
        "6500"
    );
    assert!(!bench.does("api extension/query extid=101").contains("12345678qW@"), "a password is shown");
    let unknown = bench.uc("api blacklist/query --json");
    assert_eq!((unknown.code, &json_of(&unknown.err)["error"]["errno"]), (1, &json!("10003")));
    for line in [
        "api extension/delete number=101",
        "api blacklist/delete id=1",
        "api conference/kick_member number=8000 membernumber=all",
    ] {
        assert_eq!(bench.uc(line).code, 6, "{line}");
    }
    assert_eq!(bench.uc("api queue/query queueid").code, 2);
    assert!(bench.control().snapshot().phone("101").is_some());
}

#[test]
fn many_extensions_come_from_a_file_and_a_second_run_goes_on() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let file = bench.path().join("new.csv");
    fs::write(&file, "number,name,register-password\n201,Ann,Abc12345!\n101,taken,Abc12345!\n202,Bob,\n")
        .unwrap();
    let said = bench.uc("extension add -f new.csv --voicemail on");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("row 2: done") && said.out.contains("row 3: refused"), "{said:?}");
    assert!(said.err.contains("2 done, 0 done before, 1 refused, 0 not tried"), "{said:?}");
    let report = fs::read_to_string(bench.path().join("new.csv.report.csv")).unwrap();
    assert!(report.starts_with("row,request,outcome,why\n2,") && !report.contains("Abc12345!"), "{report}");
    // Mended, and run again: what was done is not done twice.
    fs::write(&file, "number,name,register-password\n201,Ann,Abc12345!\n203,taken,Abc12345!\n202,Bob,\n")
        .unwrap();
    let again = bench.uc("extension add -f new.csv --voicemail on");
    assert!(again.code == 0 && again.err.contains("1 done, 2 done before, 0 refused"), "{again:?}");
    assert_eq!(bench.control().snapshot().times_asked("extension/add"), 4);
    // Nothing is sent of a file that is half right.
    fs::write(&file, "number,name\n204,x\ntwelve,y\n").unwrap();
    let wrong = bench.uc("extension add -f new.csv");
    assert!(wrong.code == 2 && wrong.err.contains("new.csv:3"), "{wrong:?}");
    fs::write(&file, "number,nmae\n204,x\n").unwrap();
    assert!(bench.uc("extension add -f new.csv").err.contains("nmae"));
    assert_eq!(bench.control().snapshot().times_asked("extension/add"), 4);
    // A PBX that goes away ends it, and the rest is done later.
    fs::write(&file, "number\n205\n206\n").unwrap();
    bench.control().set_fault_on("extension/add", Fault::Unreachable);
    let away = bench.uc("extension add -f new.csv");
    assert!(away.code == 3 && away.err.contains("2 not tried"), "{away:?}");
    bench.control().clear_faults();
    assert!(bench.uc("extension add -f new.csv").err.contains("2 done"));
    let asks = bench.uc("extension delete -f new.csv");
    assert!(asks.code == 6 && asks.err.contains("2 rows"), "{asks:?}");
}

#[test]
fn patience_has_its_options() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    bench.control().set_fault_on("deviceinfo/query", Fault::Hang);
    let slow = bench.uc("system info --timeout 1");
    assert!(slow.code == 3 && slow.err.contains("did not answer in time"), "{slow:?}");
    let whole = bench.uc("system info --max-time 1 --json");
    assert!(whole.code == 3 && whole.err.contains("--max-time 1"), "{whole:?}");
    assert!(bench.control().snapshot().receivers.is_empty(), "a session is left");
    bench.control().clear_faults();
    // What only looks is asked again; what rings a phone is not, for it may have arrived.
    bench.control().set_fault_on("deviceinfo/query", Fault::ServerError { status: 503 });
    bench.control().set_fault_on("extension/dial_extension", Fault::ServerError { status: 503 });
    let again = bench.uc("system info --retry 1");
    assert!(again.code == 7 && again.err.contains("once more in 1 s, 0 left"), "{again:?}");
    let once = bench.uc("call dial 101 102 --retry 3");
    assert!(once.code == 7 && !once.err.contains("once more"), "{once:?}");
    let nobody = bench.uc_alone(&format!("system info --retry 1 {NOBODY}"), PASSWORD);
    assert!(nobody.code == 3 && nobody.err.contains("once more"), "{nobody:?}");
}

#[test]
fn causes_are_told_and_no_secret_with_them() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let away = bench.uc_alone(&format!("system info -v {NOBODY}"), PASSWORD);
    assert!(away.err.to_lowercase().contains("connection refused"), "{away:?}");
    let seen = bench.uc("extension show 101 -vv");
    assert!(seen.code == 0 && seen.err.contains("extension/query"), "{seen:?}");
    let digest = pbx_digest();
    for secret in [PASSWORD, digest.as_str(), "token=", "12345678qW@"] {
        assert!(!seen.err.contains(secret), "{secret} is told: {}", seen.err);
    }
}

fn pbx_digest() -> String {
    pbx_protocol::PasswordDigest::of(&pbx_protocol::Secret::new(PASSWORD)).expose().to_owned()
}

#[test]
fn files_go_where_they_are_sent() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let span = "--from 2000-01-01 --to 2100-01-01";
    let piped = bench.does(&format!("cdr download {span} -o -"));
    assert!(piped.starts_with("callid,") && !bench.path().join("-").exists(), "{piped}");
    fs::create_dir(bench.path().join("in")).unwrap();
    bench.does("voicemail download 101 msg0000.wav -o in");
    assert!(bench.path().join("in/msg0000.wav").exists());
    bench.does(&format!("cdr download {span} -o in/x.csv"));
    fs::write(bench.path().join("in/x.csv"), "old").unwrap();
    assert_eq!(bench.uc(&format!("cdr download {span} -o in/x.csv")).code, 5);
    bench.does(&format!("cdr download {span} -o in/x.csv --force"));
    assert_eq!(fs::read_to_string(bench.path().join("in/x.csv")).unwrap(), piped);
    bench.does("voicemail download 101 msg0000.wav -o in --force");
    assert_eq!(fs::read_dir(bench.path().join("in")).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    for line in [
        "completions bash",
        "man",
        "--help",
        "extension show --json",
        "cdr download --from 2000-01-01 --to now -o -",
    ] {
        let mut child = bench.command(line).spawn().unwrap();
        // Before a byte is written.
        drop(child.stdout.take());
        let _ =
            std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{PASSWORD}\n").as_bytes());
        let said = said(&child.wait_with_output().unwrap());
        assert!(said.code == 0 && said.err.is_empty(), "{line}: {said:?}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_is_asked_without_a_terminal_on_standard_input() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    // `script` gives it a terminal to open as /dev/tty; standard input is none.
    let line = format!(
        "{} queue join 6501 102 --password ask --host 127.0.0.1 --user api --api-port {} < /dev/null",
        env!("CARGO_BIN_EXE_uc"),
        bench.pbx.address().port()
    );
    // Whoever asks all the same waits for ever.
    let mut command = std::process::Command::new("timeout");
    command.args(["20", "script", "-qec", &line, "/dev/null"]).env("UC_CONFIG_DIR", bench.path());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let said = said(&command.output().unwrap());
    assert!(said.code == 2 && said.out.contains("nobody to ask"), "{said:?}");
}

#[test]
fn a_page_for_each_command() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    assert_eq!(bench.uc_alone("man --dir pages", "").code, 0);
    let pages: Vec<_> =
        fs::read_dir(bench.path().join("pages")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(pages.len() > 90 && pages.iter().any(|page| page == "uc-queue-status.1"), "{pages:?}");
}

#[test]
fn tls_with_a_pinned_certificate() {
    let runtime = runtime();
    let standalone = Standalone { tls: Some(Tls::OwnCertificate), ..Standalone::default() };
    let bench = runtime.block_on(Bench::of(World::demo(), Options { standalone, ..Options::default() }));
    let unknown = bench.uc("system info --https --json");
    assert_eq!(unknown.code, 3, "{unknown:?}");
    assert!(bench.control().snapshot().logins.is_empty(), "a password went to a stranger");
    let digest = ring::digest::digest(&ring::digest::SHA256, bench.pbx.certificate().unwrap());
    let hex: Vec<String> = digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    assert!(bench.does(&format!("system info --https --certificate {}", hex.join(":"))).contains("UC501"));
}

#[test]
fn a_supervisor_without_a_window_sees_the_floor() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let control = bench.control();
    control.outside_calls_queue("13800138000", "6500").unwrap();
    control.lift("102").unwrap();
    control.extension_calls("103", "104").unwrap();
    control.lift("104").unwrap();
    let calls = json_of(&bench.does("calls --json"));
    let pairs: Vec<(&str, &str)> = calls["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (call["from"].as_str().unwrap(), call["to"].as_str().unwrap()))
        .collect();
    assert_eq!(pairs.len(), 2, "{calls}");
    assert!(
        pairs.contains(&("13800138000", "102"))
            && pairs.iter().any(|pair| matches!(pair, ("103", "104") | ("104", "103"))),
        "{pairs:?}"
    );
    let floor = json_of(&bench.does("floor --json"));
    assert_eq!(floor["queues"][0]["queuenumber"], "6500");
    let wang = floor["agents"].as_array().unwrap().iter().find(|agent| agent["extnumber"] == "102").unwrap();
    assert_eq!((&wang["with"], &wang["queues"]), (&json!("13800138000"), &json!("6500")));
    assert!(bench.does("floor").contains("Wang Wei"));
    let watched = bench.does("queue watch 6500 --every 1 --count 2 --json");
    assert_eq!(watched.lines().count(), 2, "{watched}");
    assert!(json_of(watched.lines().next().unwrap())["queues"][0]["talking"] == "102");
}

#[test]
fn a_call_is_placed_as_somebody_and_waited_for() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    let mut child = bench.command("call 02012345678 --as 101 --wait").spawn().unwrap();
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{PASSWORD}\n").as_bytes());
    let control = bench.control();
    runtime.block_on(control.wait_for(|pbx| pbx.parties("101").next().is_some())).unwrap();
    control.lift("101").unwrap();
    runtime.block_on(control.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking))).unwrap();
    let looked = control.snapshot().times_asked("extension/query");
    runtime.block_on(control.wait_for(|pbx| pbx.times_asked("extension/query") > looked + 1)).unwrap();
    control.hang_up("101").unwrap();
    let said = said(&child.wait_with_output().unwrap());
    assert!(said.code == 0 && said.out.contains("101 -> 02012345678: talked"), "{said:?}");
    bench.does("call 102 --as 103");
    assert_eq!(bench.control().snapshot().times_asked("extension/dial_extension"), 1);
    assert_eq!(bench.uc("call 102").code, 2, "as whom?");
    assert_eq!(bench.uc("call nobody --as 101").code, 2);
    let dry = bench.does("call 02012345678 --as 101 --dry-run");
    assert!(dry.contains("dial_outbound"), "{dry}");
}

#[test]
fn names_that_were_listed_are_completed_and_no_pbx_is_asked() {
    let runtime = runtime();
    let bench = runtime.block_on(Bench::new());
    bench.does("login");
    for list in ["extension list", "queue show", "trunk list"] {
        bench.does(list);
    }
    let asked = || {
        ["login", "extensionlist/query", "queue/query"]
            .map(|path| bench.control().snapshot().times_asked(path))
    };
    let before = asked();
    // As the shell's script asks: which word it is, and all of the line.
    let typed = |line: &str| {
        let at = line.split(' ').count() - 1;
        let mut command = bench.bare("");
        command.args(["--"]).args(line.split(' ')).env("UC_COMPLETE", "bash").env("_CLAP_IFS", "\n");
        command.env("_CLAP_COMPLETE_INDEX", at.to_string()).env("_CLAP_COMPLETE_COMP_TYPE", "9");
        command.env("_CLAP_COMPLETE_SPACE", "true");
        bench::run(&mut command, "").out
    };
    assert_eq!(typed("uc queue pause 65").lines().collect::<Vec<_>>(), ["6500", "6501", "6502"]);
    assert_eq!(typed("uc queue pause 6500 102"), "102");
    assert!(typed("uc extension show 101,10").lines().any(|one| one == "101,102"));
    assert!(!typed("uc trunk show ").is_empty());
    assert!(typed("uc queue st").contains("status"), "commands are completed as before");
    assert_eq!(asked(), before);
}
