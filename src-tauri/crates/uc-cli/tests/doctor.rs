//! `uc doctor` as an administrator uses it: something is broken, and its line is read.

#![cfg(target_os = "linux")] // what is there and what is missing are other things elsewhere
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use agent_storage::data_lock::{Holder, take};
use bench::{Said, said};
use pbx_simulator::{Options, Simulator, World};
use serde_json::{Value, json};

/// A desk without a session of its own: no bus, no display, no sound.
fn uc(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uc"));
    command.arg("doctor").arg("--data-dir").arg(folder.join("data")).args(arguments);
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(name);
    }
    command.env("XDG_RUNTIME_DIR", folder).env("HOME", folder).current_dir(folder);
    said(&command.output().unwrap())
}

fn desk(settings: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    agent_storage::files::create_private_dir(&data).unwrap();
    std::fs::write(data.join("settings.json"), settings.to_string()).unwrap();
    folder
}

fn with_account(port: u16) -> Value {
    json!({ "settings": { "account": {
        "host": "127.0.0.1", "port": port, "username": "planted-user", "extension": "4711", "reportPort": 0
    } } })
}

fn line<'a>(lines: &'a Value, check: &str) -> &'a Value {
    lines.as_array().unwrap().iter().find(|line| line["check"] == check).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_say_what_is_there_and_what_is_missing() {
    let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
    let desk = desk(&with_account(pbx.address().port()));
    let answer = uc(desk.path(), &["--json"]);
    // There is no display here, so something does not work.
    assert_eq!(answer.code, 1, "{answer:?}");
    let lines: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(lines.as_array().unwrap().len(), 18, "{lines}");
    let kinds = |check: &str| -> Vec<String> {
        let seen = line(&lines, check)["seen"].as_array().unwrap();
        seen.iter().map(|seen| seen["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert!(kinds("system").contains(&"no-display".to_owned()), "{lines}");
    assert_eq!(kinds("instance"), ["not-running"]);
    assert_eq!(kinds("data-folder"), ["data-folder", "space"]);
    assert_eq!(kinds("settings"), ["settings", "policy-none"]);
    assert_eq!(kinds("clock"), ["clock"]);
    assert_eq!(kinds("pbx"), ["pbx", "not-encrypted"]);
    assert_eq!(kinds("notifications"), ["notifications-absent"]);
    assert_eq!(kinds("test-call"), ["test-call-never"]);
    let todo = line(&lines, "test-call")["seen"][0]["do"].as_str().unwrap();
    assert!(todo.contains("Test a call"), "{todo}");
    for seen in lines.as_array().unwrap().iter().flat_map(|line| line["seen"].as_array().unwrap()) {
        let text = format!("{}{}", seen["says"], seen["do"]);
        assert!(!text.contains("doctor.") && !text.contains('{'), "no words: {seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_broken_is_told_with_what_to_do() {
    let desk = desk(&with_account(1));
    let data = desk.path().join("data");
    let holder = Holder { host: "desk-7".to_owned(), pid: 4711, since: "2026-03-12 10:32".to_owned() };
    let _held = take(&data, &holder, Duration::ZERO).unwrap();
    std::fs::set_permissions(&data, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let page = uc(desk.path(), &[]);
    assert_eq!(page.code, 1, "{page:?}");
    for words in [
        "fail     one program         the data folder is used on desk-7 (process 4711) since 2026-03-12 10:32",
        "can be read by others (mode 0755)",
        "-> chmod 700",
        "fail     phone system        127.0.0.1:1: the computer is there, its port is closed",
        "unknown  clock ",
    ] {
        assert!(page.out.contains(words), "{words:?} is missing in\n{}", page.out);
    }
    std::fs::write(data.join("settings.json"), "{\"settings\": planted-word").unwrap();
    let page = uc(desk.path(), &[]);
    assert!(page.out.contains("settings.json is damaged (line 1, column"), "{}", page.out);
    assert!(!format!("{page:?}").contains("planted-word"), "{page:?}");
}

#[test]
fn the_bundle_tells_of_nobody() {
    let desk = desk(&with_account(1));
    let said = uc(desk.path(), &["--bundle", "bundle.json"]);
    let text = std::fs::read_to_string(desk.path().join("bundle.json")).unwrap();
    let bundle: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(bundle["doctor"].as_array().unwrap().len(), 18, "{said:?}");
    assert!(bundle["policy"]["settings"].is_array() && bundle["journal"] == json!([]));
    let home = desk.path().display().to_string();
    for planted in ["planted-user", "4711", home.as_str()] {
        assert!(!text.contains(planted), "{planted} is in {text}");
    }
}
