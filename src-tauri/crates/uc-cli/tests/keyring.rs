//! With a real keyring: sign in once, then every command by itself, and nothing left after signing out.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use bench::{Bench, PASSWORD, said};

/// A keyring of its own on a bus of its own; `./check` installs both.
const SCRIPT: &str = r#"
set -e
printf 'keyring' | gnome-keyring-daemon --unlock --components=secrets > /dev/null
printf '%s\n' "$PASSWORD" | "$UC" login --host 127.0.0.1 --api-port "$PORT" --user api --password-fd 0
"$UC" queue status 6500
"$UC" extension list > /dev/null
"$UC" cdr download --from 2000-01-01 --to 2100-01-01 -o calls.csv
"$UC" logout
if "$UC" system info; then exit 9; fi
"#;

/// A kept session is there before somebody listens.
const LISTENING: &str = r#"
set -e
printf 'keyring' | gnome-keyring-daemon --unlock --components=secrets > /dev/null
printf '%s\n' "$PASSWORD" | "$UC" login --host 127.0.0.1 --api-port "$PORT" --user api --password-fd 0
"$UC" reports --count 3 --json --report-host 127.0.0.1 --report-port "$REPORT_PORT"
"$UC" logout
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_is_asked_for_once() {
    let bench = Bench::new().await;
    let mut command = with_a_keyring(&bench, SCRIPT);
    let said = tokio::task::spawn_blocking(move || said(&command.output().unwrap())).await.unwrap();
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert!(said.out.contains("Waiting") && said.out.contains("the password is forgotten"), "{}", said.out);
    assert!(said.err.contains("no password is kept"), "{}", said.err);
    let pbx = bench.control().snapshot();
    assert_eq!(pbx.logins.len(), 1, "one login for four commands");
    assert!(bench.path().join("calls.csv").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beside_a_kept_session_each_report_comes_once() {
    let bench = Bench::new().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = with_a_keyring(&bench, LISTENING);
    command.env("REPORT_PORT", port.to_string());
    let said = tokio::task::spawn_blocking(move || said(&command.output().unwrap()));
    bench.control().wait_for(|pbx| pbx.receivers.iter().any(|to| to.port == port)).await.unwrap();
    bench.control().outside_calls_extension("13800138000", "101").unwrap();
    let said = said.await.unwrap();
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    let reports: Vec<&str> = said.out.lines().filter(|line| line.starts_with('{')).collect();
    let once: BTreeSet<&str> = reports.iter().map(|report| without_time(report)).collect();
    assert_eq!((reports.len(), once.len()), (3, 3), "{reports:#?}");
    assert_eq!(bench.control().snapshot().logins.len(), 1, "another session would get each report as well");
}

/// The time is ours, and stands first.
fn without_time(report: &str) -> &str {
    report.split_once(',').unwrap().1
}

fn with_a_keyring(bench: &Bench, script: &str) -> Command {
    let run = bench.path().join("run");
    fs::create_dir(&run).unwrap();
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", script]).current_dir(bench.path());
    for (name, value) in [
        ("UC", env!("CARGO_BIN_EXE_uc").to_owned()),
        ("PASSWORD", PASSWORD.to_owned()),
        ("PORT", bench.pbx.address().port().to_string()),
        ("HOME", bench.path().display().to_string()),
        ("XDG_RUNTIME_DIR", run.display().to_string()),
        ("XDG_DATA_HOME", bench.path().display().to_string()),
        ("UC_CONFIG_DIR", bench.path().join("config").display().to_string()),
    ] {
        command.env(name, value);
    }
    command
}
