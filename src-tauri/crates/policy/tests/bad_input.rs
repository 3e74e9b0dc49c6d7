//! Whatever stands in a policy: the good keys hold, each bad one is named with its reason.

use policy::{KEYS, Layer, Name, Origin, Policy, Value, layer_of_json, layer_of_plist};
use serde_json::json;

fn of(text: &str) -> Policy {
    Policy::of(vec![layer_of_json(text.as_bytes(), "p", Origin::Machine)])
}

fn said(policy: &Policy) -> Vec<String> {
    policy.troubles().iter().map(ToString::to_string).collect()
}

#[test]
fn a_bad_value_is_named_and_costs_no_other() {
    let ports = "has to be a port or a range of ports, e.g. 8260-8299";
    let server = "has to be a host, perhaps with http:// or https:// before it and a port behind it";
    let switch = "has to be true or false (1 or 0 in the registry)";
    let password = "a policy never holds a password; it is not used, and should be removed and changed";
    let reasons =
        "has to be a list of at most 20 reasons, each with an id of its own, en and zh (40 letters each)";
    let sources = "has to be a list of link, command-line and selection";
    let colours = "has to be a table of queues' numbers, each with blue, orange, green, violet, teal, pink, olive or red";
    let lunch = json!({ "id": "lunch", "en": "Lunch", "zh": "午餐", "minutes": 30 });
    let numbered = |id: u32| json!({ "id": id.to_string(), "en": "A", "zh": "午" });
    for (key, value, why) in [
        ("reportPorts", json!(0), ports),
        ("reportPorts", json!("0"), ports),
        ("reportPorts", json!(70000), ports),
        ("reportPorts", json!("8260-"), ports),
        ("reportPorts", json!("-8260"), ports),
        ("reportPorts", json!("8299-8260"), ports),
        ("reportPorts", json!("8260-8270-8280"), ports),
        ("reportPorts", json!("+8260"), ports),
        ("reportPorts", json!(""), ports),
        ("reportPorts", json!([8260]), ports),
        ("server", json!(17), server),
        ("server", json!(""), server),
        ("server", json!("ftp://x"), server),
        ("server", json!("pbx.example:0"), server),
        ("server", json!("pbx example"), server),
        ("server", json!("me@pbx.example"), server),
        ("server", json!("https://pbx.example/path"), server),
        ("server", json!({ "host": "pbx.example" }), server),
        ("apiVersion", json!("1.1"), "has to be a version, e.g. v1.1.0"),
        ("certificate", json!("ab:cd"), "has to be a SHA-256 fingerprint: 64 hexadecimal digits"),
        ("extension", json!(101), "has to be an extension: digits"),
        ("extension", json!("Ann"), "has to be an extension: digits"),
        ("username", json!("a b"), "has to be a name without blanks"),
        ("reportHost", json!(null), "has to be a name or an address"),
        ("autostart", json!("yes"), switch),
        ("links", json!(2), switch),
        ("language", json!("Chinese!"), "has to be the tag of a language, e.g. zh-CN"),
        ("downloadsFolder", json!("Downloads"), "has to be the full path of a folder"),
        ("keepHistoryDays", json!(-1), "has to be a whole number of days, at most 36500"),
        ("keepHistoryDays", json!(0.5), "has to be a whole number of days, at most 36500"),
        ("keepHistoryDays", json!("30"), "has to be a whole number of days, at most 36500"),
        ("allow", json!(true), "has to be a group of keys"),
        ("allow.export", json!("no"), switch),
        ("afterCall.seconds", json!(3601), "has to be a whole number of seconds, at most 3600"),
        ("voicemail.every", json!(29), "has to be a whole number of seconds, from 30 to 600"),
        ("voicemail.every", json!(601), "has to be a whole number of seconds, from 30 to 600"),
        ("afterCall.seconds", json!("20"), "has to be a whole number of seconds, at most 3600"),
        ("pause.reasons", json!([]), reasons),
        ("pause.reasons", json!([lunch, lunch]), reasons),
        ("pause.reasons", json!([{ "id": "a", "en": "x".repeat(41), "zh": "午" }]), reasons),
        ("pause.reasons", json!([{ "id": "a", "en": "A" }]), reasons),
        ("pause.reasons", json!([{ "id": "a b", "en": "A", "zh": "午" }]), reasons),
        ("pause.reasons", json!([{ "id": "a", "en": "A", "zh": "午", "minutes": 0 }]), reasons),
        ("pause.reasons", json!([{ "id": "a", "en": "A", "zh": "午", "minuets": 5 }]), reasons),
        ("pause.reasons", json!((0..21).map(numbered).collect::<Vec<_>>()), reasons),
        ("pause.reasons", json!("Lunch"), reasons),
        ("queueColours", json!({ "6400": "mauve" }), colours),
        ("queueColours", json!({ "Support": "blue" }), colours),
        ("queueColours", json!({ "6400": 1 }), colours),
        ("queueColours", json!(["blue"]), colours),
        ("queueColours", json!("blue"), colours),
        ("dial.trusted", json!(["link", "everybody"]), sources),
        ("dial.trusted", json!("link"), sources),
        ("dial.trusted", json!(true), sources),
        ("quit.queues", json!("go"), "has to be ask, leave, pause or stay"),
        ("quit.queues", json!(true), "has to be ask, leave, pause or stay"),
        ("pause.autoResume", json!(30), switch),
        ("pause.whenAway", json!("yes"), switch),
        ("logLevel", json!("loud"), "has to be error, warn, info, debug or trace"),
        ("pasword", json!("x"), "there is no such key"),
        ("Server", json!("pbx.example"), "there is no such key"),
        ("password", json!("hunter2"), password),
        ("Password", json!(7), password),
    ] {
        let policy = of(&json!({ "reportHost": "10.0.0.7", key: value }).to_string());
        assert!(said(&policy).contains(&format!("p: {key}: {why}")), "{key} {value}: {:?}", said(&policy));
        let is_spoiled = key == "reportHost";
        assert_eq!(policy.text(Name::ReportHost).is_none(), is_spoiled, "{key} {value}");
        assert!(!said(&policy).concat().contains("hunter2"), "a secret is shown");
    }
}

#[test]
fn a_list_of_servers_with_a_mistake_is_refused_as_a_whole() {
    let good = json!({ "kind": "ldap", "name": "Company", "address": "ldaps://ldap.example", "base": "dc=example",
        "filter": "(cn=*{name}*)", "attributes": { "numbers": ["mobile"] } });
    let with = |change: serde_json::Value| {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        of(&json!({ "contactSources": [good, bad] }).to_string())
    };
    for bad in [
        json!({ "kind": "outlook" }),
        json!({ "name": "" }),
        json!({ "address": "http://ldap.example" }),
        json!({ "address": "ldaps://reader:hunter2@ldap.example" }),
        json!({ "kind": "carddav", "base": "", "address": "http://cloud.example" }),
        json!({ "base": "" }),
        json!({ "filter": "(cn=*)" }),
        json!({ "filter": "(cn={name}" }),
        json!({ "filter": "cn={name})(" }),
        json!({ "attributes": { "numbers": ["mobile)(uid=*"] } }),
        json!({ "attributes": { "photo": "jpegPhoto" } }),
        json!({ "certificate": "ab:cd" }),
        json!({ "password": "hunter2" }),
    ] {
        let policy = with(bad.clone());
        assert!(policy.setting(Name::ContactSources).is_none(), "{bad}");
        assert!(
            said(&policy).concat().contains("contactSources: has to be a list of at most 8 servers"),
            "{bad}"
        );
        assert!(!said(&policy).concat().contains("hunter2"), "a secret is shown");
    }
    let policy = with(json!({ "user": "cn=reader,dc=example" }));
    assert!(
        matches!(&policy.setting(Name::ContactSources).unwrap().value, Value::ContactServers(two) if two.len() == 2)
    );
}

#[test]
fn a_password_is_refused_in_a_group_too() {
    let policy = of(r#"{ "allow": { "password": "x", "export": false, "dance": true } }"#);
    assert_eq!(policy.switch(Name::AllowExport), Some(false));
    assert_eq!(
        said(&policy),
        [
            "p: allow.password: a policy never holds a password; it is not used, and should be removed and changed",
            "p: allow.dance: there is no such key",
        ]
    );
}

#[test]
fn a_list_of_results_with_a_mistake_is_refused_as_a_whole() {
    let sold = r#"{ "id": "sold", "en": "Sold", "zh": "已成交" }"#;
    let other = |id: &str, en: &str, zh: &str| format!(r#"{{ "id": "{id}", "en": "{en}", "zh": "{zh}" }}"#);
    let long = "x".repeat(41);
    for wrong in [
        other("sold", "Bought", "买"),
        other("bought", "Sold", "买"),
        other("bought", "已成交", "买"),
        other("bought", "Bought", "已成交"),
        other("b ought", "Bought", "买"),
        other("bought", "", "买"),
        other("bought", &long, "买"),
        r#"{ "id": "bought", "en": "Bought" }"#.to_owned(),
        r#"{ "id": "bought", "en": "Bought", "zh": "买", "minutes": 3 }"#.to_owned(),
    ] {
        let policy = of(&format!(r#"{{ "afterCall": {{ "results": [{sold}, {wrong}] }} }}"#));
        assert_eq!(policy.troubles().len(), 1, "{wrong}");
        assert!(policy.setting(Name::AfterCallResults).is_none(), "{wrong}");
    }
    let many: Vec<String> =
        (0..31).map(|at| other(&format!("r{at}"), &format!("R{at}"), &format!("结{at}"))).collect();
    let list = |count: usize| format!(r#"{{ "afterCall": {{ "results": [{}] }} }}"#, many[..count].join(","));
    assert_eq!((of(&list(30)).troubles().len(), of(&list(31)).troubles().len()), (0, 1));
}

#[test]
fn what_is_no_policy_at_all_is_said_once() {
    for (text, why) in [
        ("", "p: not used: it is no JSON: EOF while parsing a value at line 1 column 0"),
        ("{ server: x }", "p: not used: it is no JSON: key must be a string at line 1 column 3"),
        ("[1]", "p: not used: it holds no keys"),
        ("null", "p: not used: it holds no keys"),
    ] {
        let policy = of(text);
        assert_eq!(said(&policy), [why]);
        assert_eq!(policy.settings().count(), 0);
    }
    let deep = "[".repeat(100_000);
    assert_eq!(of(&deep).troubles().len(), 1);
    assert_eq!(
        Policy::of(vec![layer_of_plist(b"bplist00garbage", "p", Origin::Machine)]).troubles().len(),
        1
    );
}

#[test]
fn every_key_takes_a_good_value_from_json_and_from_a_property_list() {
    let text = r#"{ "server": "https://pbx.example:9012", "apiVersion": "v1.2", "certificate": "AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA",
        "username": "api", "extension": "101", "reportHost": "[fd00::7]", "reportPorts": "8260-8299", "autostart": true, "links": false,
        "language": "zh-CN", "downloadsFolder": "FOLDER", "keepHistoryDays": 90, "logLevel": "Debug", "dial": { "trusted": ["selection", "link", "link"] }, "contactSources": [{ "kind": "carddav", "name": "Cloud", "address": "https://cloud.example" }], "queueColours": { "6400": "blue", "6401": "red" },
        "pause": { "reasons": [{ "id": "lunch", "en": "Lunch", "zh": "午餐", "minutes": 30 }], "reasonRequired": true, "autoResume": true, "whenAway": true }, "quit": { "queues": "Pause" }, "afterCall": { "seconds": 20, "holdMe": false, "results": [{ "id": "sold", "en": "Sold", "zh": "已成交" }], "resultRequired": true },
        "missed": { "teamCdr": true }, "voicemail": { "every": 120 }, "allow": { "recordings": false, "voicemail": false, "export": false, "webhooks": true, "programs": false, "practice": false } }"#;
    let folder = std::env::temp_dir();
    let text = text.replace("FOLDER", &folder.to_string_lossy().replace('\\', "\\\\"));
    let list: plist::Value = serde_json::from_str(&text).unwrap();
    let mut bytes = Vec::new();
    plist::to_writer_xml(&mut bytes, &list).unwrap();
    let of_list = Policy::of(vec![layer_of_plist(&bytes, "p", Origin::Machine)]);
    for policy in [of(&format!("\u{feff}{text}")), of_list] {
        assert_eq!(said(&policy), [""; 0]);
        assert_eq!(policy.settings().count(), KEYS.len());
        let server = policy.server().unwrap();
        assert_eq!(
            (server.https, server.host.as_str(), server.port),
            (Some(true), "pbx.example", Some(9012))
        );
        let ports = policy.ports().unwrap();
        assert_eq!((ports.first, ports.last), (8260, 8299));
        assert_eq!(policy.text(Name::Certificate), Some("aa".repeat(32).as_str()));
        assert_eq!(policy.text(Name::LogLevel), Some("debug"));
        assert_eq!(policy.text(Name::QuitQueues), Some("pause"));
        let colours = &policy.setting(Name::QueueColours).unwrap().value;
        assert_eq!(colours.to_string(), "6400 blue, 6401 red");
        assert_eq!(policy.setting(Name::DialTrusted).unwrap().value.to_string(), "link, selection");
        assert_eq!(policy.reasons().unwrap()[0].minutes, Some(30));
        let results = policy.setting(Name::AfterCallResults).unwrap();
        assert_eq!(results.value.to_string(), "sold");
        assert_eq!((policy.days(), policy.downloads()), (Some(90), Some(folder.as_path())));
    }
}

#[test]
fn the_machine_comes_before_the_person_and_both_before_a_proposal() {
    let layer =
        |origin: Origin, text: &str| -> Layer { layer_of_json(text.as_bytes(), origin.word(), origin) };
    let policy = Policy::of(vec![
        layer(Origin::Proposal, r#"{ "extension": "300", "server": "c", "reportPorts": "8263" }"#),
        layer(Origin::Person, r#"{ "extension": "200", "server": "b", "language": "en" }"#),
        layer(Origin::Machine, r#"{ "extension": "100", "server": 7 }"#),
    ]);
    let held = |name| {
        policy.setting(name).map(|one| (one.value.to_string(), one.place.as_str(), one.origin)).unwrap()
    };
    assert_eq!(held(Name::Extension), ("100".to_owned(), "machine", Origin::Machine));
    assert_eq!(held(Name::Server), ("b".to_owned(), "person", Origin::Person), "a bad value is none");
    assert_eq!(held(Name::Language), ("en".to_owned(), "person", Origin::Person));
    assert_eq!(held(Name::ReportPorts), ("8263".to_owned(), "proposal", Origin::Proposal));
    assert_eq!(policy.troubles().len(), 1);
}

#[test]
fn numbers_of_the_registry_are_switches_and_ports() {
    let policy = of(r#"{ "autostart": 1, "links": 0, "reportPorts": 8261 }"#);
    assert_eq!((policy.switch(Name::Autostart), policy.switch(Name::Links)), (Some(true), Some(false)));
    assert_eq!(
        policy.setting(Name::ReportPorts).map(|one| one.value.clone()),
        Some(Value::Ports(policy.ports().unwrap()))
    );
    assert_eq!(policy.ports().unwrap().to_string(), "8261");
}

#[test]
fn a_file_that_is_not_there_is_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    assert!(policy::layer_of_file(&folder.path().join("policy.json"), Origin::Machine).is_none());
    // A folder in its place can't be read.
    let policy = Policy::of(policy::layer_of_file(folder.path(), Origin::Machine).into_iter().collect());
    assert_eq!(policy.troubles().len(), 1);
}
