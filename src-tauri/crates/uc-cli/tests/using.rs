//! `uc` as an administrator and a script use it: what it prints, what it asks, how it ends.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use bench::{Bench, PASSWORD, said};
use pbx_simulator::Fault;
use serde_json::Value;

const THREADS: usize = 2;

#[expect(clippy::disallowed_methods, reason = "a test that waits in vain ends")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn bench_of(runtime: &tokio::runtime::Runtime) -> Bench {
    runtime.block_on(Bench::new())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build().unwrap()
}

#[test]
fn help_leads_by_the_hand() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let help = bench.does("--help");
    for word in ["login", "queue", "cdr", "reports", "completions", "Exit codes", "Begin with `uc login`"] {
        assert!(help.contains(word), "{word} is missing:\n{help}");
    }
    assert!(bench.does("queue status --help").contains("Who serves a queue now"));
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(bench.does(&format!("completions {shell}")).contains("UC_COMPLETE"), "{shell}");
    }
    assert!(bench.does("man").contains(".SH"), "no manual page");
}

#[test]
fn people_get_tables_and_scripts_get_json() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let table = bench.does("queue status 6500");
    assert!(table.contains("Waiting") && table.contains("Agent") && table.contains("101"), "{table}");
    let json: Value = serde_json::from_str(&bench.does("queue status 6500 --json")).unwrap();
    assert_eq!(json["queue"]["queuenumber"], "6500");
    assert_eq!(bench.does("paging list").trim(), "none");
    assert_eq!(bench.does("conference add 8100").trim(), "done");
}

#[test]
fn passwords_are_masked_unless_asked_for() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    for line in ["extension show 101", "extension show 101 --json", "queue show --json"] {
        let said = bench.does(line);
        for secret in ["12345133333323123qW@", "12345678qW@", "666666", "5500"] {
            assert!(!said.contains(secret), "{line} shows {secret}");
        }
    }
    assert!(bench.does("extension show 101 --show-secrets").contains("12345678qW@"));
}

#[test]
fn every_failure_has_its_words_and_its_exit_code() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let ends = |line: &str, code: i32, words: &str| {
        let said = bench.uc(line);
        assert!(said.code == code && said.err.contains(words), "{line}: {said:?}");
    };
    ends("call hold 101", 1, "10015 (probably: the call is not connected)");
    ends("extension show twelve", 2, "<EXTENSIONS>");
    ends("trunk add x --type register", 2, "--provider");
    ends("queue status", 2, "<QUEUE>");
    ends("hotel add-wake-up 110 --time 25:00 --type onetime", 2, "time of day");
    ends("queue join 6501 102 --password 5501", 2, "not given on the command line");
    ends("cdr download --from whenever --to 2026-01-01", 2, "YYYY-MM-DD");
    ends("trunk delete to-18-16-2", 6, "--yes");
    ends("conference kick 8000 all", 6, "ALL");
    assert!(bench.does("trunk list").contains("to-18-16-2"), "nothing was deleted");
    ends("system info --https", 3, "--https");
    bench.control().set_fault(Fault::Html);
    ends("system info", 7, "Something else answers there");
}

#[test]
fn a_wrong_password_is_tried_once() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let mut child = bench.command("system info").spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "wrong").unwrap();
    let said = said(&child.wait_with_output().unwrap());
    assert_eq!(said.code, 4, "{said:?}");
    assert!(said.err.contains("Check user and password") && !said.err.contains("wrong\n"), "{said:?}");
    assert_eq!(bench.control().snapshot().logins.len(), 1);
}

#[test]
fn a_refused_password_is_never_sent_twice() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let logins = || bench.control().snapshot().logins.len();
    let with = |line: &str, password: &str| {
        let mut child = bench.command(line).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        said(&child.wait_with_output().unwrap())
    };
    assert_eq!(with("system info", "wrong").code, 4);
    for line in ["extension list", "reports", "cdr download --from 2000-01-01 --to 2100-01-01", "logout"] {
        let said = with(line, "wrong");
        assert!(said.code == 4 && said.err.contains("was not sent again"), "{line}: {said:?}");
    }
    assert_eq!(logins(), 1, "sent again");
    let kept = fs::read_to_string(bench.path().join("refused.json")).unwrap();
    assert!(kept.contains("api@127.0.0.1") && !kept.contains("wrong"), "{kept}");
    assert_eq!(with("login", "wrong").code, 4);
    assert_eq!(logins(), 2, "a person may try");
    bench.does("system info");
    assert!(!fs::read_to_string(bench.path().join("refused.json")).unwrap().contains("api@"), "taken since");
}

#[test]
fn all_is_asked_about_however_it_is_written() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    for all in ["all", "' all'", "'all '", "'\tall'"] {
        let said = bench.uc(&format!("conference kick 8000 {all}"));
        assert!(said.code == 6 && said.err.contains("ALL"), "{all:?}: {said:?}");
    }
}

#[cfg(unix)]
#[test]
fn whoever_is_stopped_leaves_neither_half_a_file_nor_a_session() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let names = || -> Vec<_> {
        fs::read_dir(bench.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let wait_for = |what: &str, is_so: &dyn Fn() -> bool| {
        let started = now();
        while !is_so() {
            assert!(started.elapsed().as_secs() < 20, "{what}: {:?}", names());
            std::thread::yield_now();
        }
    };
    bench.control().set_fault_on("cdr/download", Fault::Slow { bytes_per_second: 200 });
    let line = "cdr download --from 2000-01-01 --to 2100-01-01 -o calls.csv";
    let mut child = bench.command(line).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    wait_for("nothing came", &|| {
        names().iter().any(|name| Path::new(name).extension().is_some_and(|it| it == "part"))
    });
    kill("INT", child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(), [] as [&str; 0], "something is left");
    wait_for("no good-bye", &|| bench.control().snapshot().receivers.is_empty());
    bench.control().clear_faults();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let line = format!("reports --report-host 127.0.0.1 --report-port {port}");
    let mut child = bench.command(&line).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(err.next().unwrap().unwrap().contains("Listening"));
    kill("TERM", child.id());
    assert!(child.wait().unwrap().success());
    assert!(bench.control().snapshot().receivers.is_empty(), "the PBX goes on sending");
}

#[cfg(unix)]
fn kill(signal: &str, child: u32) {
    let sent = std::process::Command::new("kill").args(["-s", signal, &child.to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn files_are_kept_whole_and_under_names_without_paths() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    bench.does("cdr download --from 2000-01-01 --to 2100-01-01 -o calls.csv");
    let csv = fs::read_to_string(bench.path().join("calls.csv")).unwrap();
    assert!(csv.starts_with("callid,timestart,") && csv.contains("13800138000"), "{csv}");
    let again = bench.uc("cdr download --from 2000-01-01 --to 2100-01-01 -o calls.csv");
    assert!(again.code == 5 && again.err.contains("already"), "{again:?}");
    assert_eq!(fs::read_to_string(bench.path().join("calls.csv")).unwrap(), csv);
    let escape = bench.uc("recording download ../../x.wav");
    assert_eq!(escape.code, 1, "{escape:?}");
    let json = bench.does("voicemail download 101 msg0000.wav --json");
    let json: Value = serde_json::from_str(&json).unwrap();
    let sound = fs::read(bench.path().join(json["file"].as_str().unwrap())).unwrap();
    let pbx = bench.control().snapshot();
    assert!(pbx.voicemail.iter().any(|message| message.sound == sound), "not the message's bytes");
}

#[test]
fn without_a_keyring_login_says_what_to_do() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let said = bench.does("login");
    assert!(said.contains("Signed in to 127.0.0.1 as api") && said.contains("--password-fd"), "{said}");
    let kept = fs::read_to_string(bench.path().join("profile.json")).unwrap();
    assert!(kept.contains("127.0.0.1") && !kept.contains(PASSWORD), "{kept}");
    assert!(bench.control().snapshot().receivers.is_empty(), "a session was left open");
}

#[test]
fn reports_are_printed_as_they_come() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let line = format!("reports --count 3 --json --report-host 127.0.0.1 --report-port {port}");
    let mut child = bench.command(&line).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(err.next().unwrap().unwrap().contains("Listening on 127.0.0.1"));
    bench.control().outside_calls_extension("13800138000", "101").unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reports: Vec<Value> = out.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    assert_eq!(reports.len(), 3);
    assert!(reports.iter().any(|report| report["inbound"]["from"] == "13800138000"), "{reports:?}");
    assert!(
        reports.iter().all(|report| report["time"].is_string() && report["sn"].is_string()),
        "{reports:?}"
    );
    assert!(child.wait().unwrap().success());
    assert!(bench.control().snapshot().receivers.is_empty(), "the session was not ended");
}

#[test]
fn reports_go_on_after_a_restart_of_the_pbx() {
    let runtime = runtime();
    let bench = bench_of(&runtime);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let line = format!(
        "reports --for 40s --count 2 --action RING,bootup --extension 102 --report-host 127.0.0.1 --report-port {port}"
    );
    let mut child = bench.command(&line).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(err.next().unwrap().unwrap().contains("Listening"));
    bench.control().reboot().unwrap();
    assert!(err.next().unwrap().unwrap().contains("signed in again"));
    runtime.block_on(bench.control().wait_for(|pbx| !pbx.receivers.is_empty())).unwrap();
    bench.control().outside_calls_extension("1", "101").unwrap();
    bench.control().outside_calls_extension("2", "102").unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let lines: Vec<String> = out.lines().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("BOOT") && lines[1].contains("RING") && lines[1].contains("102"), "{lines:?}");
    assert_eq!(lines[1].as_bytes()[2], b':', "no time: {lines:?}");
    assert!(child.wait().unwrap().success());
}
