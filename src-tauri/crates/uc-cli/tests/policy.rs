//! `uc policy` as an administrator uses it before a policy is rolled out.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test by panicking")]

mod bench;

use std::process::Command;

use bench::{Said, said};
use serde_json::{Value, json};

/// Without a PBX, a profile or a keyring.
fn uc(folder: &tempfile::TempDir, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uc"));
    command.arg("policy").args(arguments).env("UC_CONFIG_DIR", folder.path()).current_dir(folder.path());
    said(&command.output().unwrap())
}

#[test]
fn what_is_set_is_shown_with_its_source() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{ "server": "https://pbx.example", "allow": { "export": false }, "keepHistoryDays": 30 }"#;
    std::fs::write(folder.path().join("policy.json"), text).unwrap();
    let table = uc(&folder, &["--file", "policy.json"]);
    assert_eq!(table.code, 0, "{table:?}");
    for word in ["server", "https://pbx.example", "allow.export", "false", "machine", "policy.json"] {
        assert!(table.out.contains(word), "{word} is missing: {table:?}");
    }
    let answer = uc(&folder, &["--file", "policy.json", "--json"]);
    let shown: Value = serde_json::from_str(&answer.out).unwrap();
    let row = |key, value: Value| json!({ "key": key, "value": value, "set_for": "machine", "source": "policy.json" });
    assert_eq!(
        shown,
        json!({
            "settings": [row("server", json!("https://pbx.example")), row("keepHistoryDays", json!(30)), row("allow.export", json!(false))],
            "wrong": [],
        })
    );
}

#[test]
fn what_is_wrong_is_named_and_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{ "extension": "101", "reportPorts": "8260-", "password": "hunter2" }"#;
    std::fs::write(folder.path().join("policy.json"), text).unwrap();
    for arguments in [&["--file", "policy.json"][..], &["--file", "policy.json", "--json"]] {
        let said = uc(&folder, arguments);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.out.contains("101"), "the good key holds: {said:?}");
        assert!(said.err.contains("policy.json: reportPorts: has to be a port"), "{said:?}");
        assert!(said.err.contains("policy.json: password: a policy never holds a password"), "{said:?}");
        assert!(!format!("{said:?}").contains("hunter2"), "{said:?}");
    }
    assert_eq!(uc(&folder, &["--file", "none.json"]).code, 5);
}
