//! With a real keyring: sign in once, then every command by itself, and nothing left after signing out.

mod bench;

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_is_asked_for_once() {
    let bench = Bench::new().await;
    let run = bench.path().join("run");
    fs::create_dir(&run).unwrap();
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", SCRIPT]).current_dir(bench.path());
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
    let said = tokio::task::spawn_blocking(move || said(&command.output().unwrap())).await.unwrap();
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert!(said.out.contains("Waiting") && said.out.contains("the password is forgotten"), "{}", said.out);
    assert!(said.err.contains("no password is kept"), "{}", said.err);
    let pbx = bench.control().snapshot();
    assert_eq!(pbx.logins.len(), 1, "one login for four commands");
    assert!(bench.path().join("calls.csv").exists());
}
