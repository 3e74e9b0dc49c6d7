//! Every endpoint of the document is asked by `uc` of the simulated PBX, in JSON and in XML. docs/API.md has a row for
//! each that ran; `UPDATE_DOCS=1 cargo test -p uc-cli --test whole_api` writes it anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test by panicking")]
#![expect(clippy::format_push_string, reason = "reads better than write!, and the table is short")]

mod bench;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bench::Bench;
use pbx_protocol::catalogue::{self, Visitor};
use pbx_protocol::{Does, Download, Endpoint, Group};

/// What is done, in an order that leaves each command something to work on: the endpoints it asks, the command as
/// docs/API.md names it, and the whole line.
const DAY: &[(&[&str], &str, &str)] = &[
    (&["deviceinfo/query"], "uc system info", "system info"),
    (&["heartbeat"], "uc heartbeat", "heartbeat 127.0.0.1 8260"),
    (&["extensionlist/query"], "uc extension list", "extension list"),
    (&["extension/query"], "uc extension show", "extension show 101,102"),
    (
        &["extension/add"],
        "uc extension add",
        "extension add 2002 --name Tony --monitor-mode Extensive --voicemail on",
    ),
    (&["extension/update"], "uc extension update", "extension update 2002 --name Anton --do-not-disturb on"),
    (&["extension/delete"], "uc extension delete", "extension delete 2002 --yes"),
    (&["trunklist/query"], "uc trunk list", "trunk list"),
    (&["siptrunk/query"], "uc trunk show", "trunk show all"),
    (
        &["siptrunk/add"],
        "uc trunk add",
        "trunk add spare --type register --provider 10.0.0.8 --sip-port 5060 --account 6100 --auth-name 6100 \
         --password file:secret",
    ),
    (
        &["siptrunk/update"],
        "uc trunk update",
        "trunk update 1 to-18-16-2 --type peer --provider 10.0.0.9 --sip-port 5061",
    ),
    (&["siptrunk/delete"], "uc trunk delete", "trunk delete spare --yes"),
    (&["inroute/query"], "uc inbound-route show", "inbound-route show all"),
    (&["inroute/add"], "uc inbound-route add", "inbound-route add night --to extension --destination 102"),
    (
        &["inroute/update"],
        "uc inbound-route update",
        "inbound-route update night --to queue --destination 6500",
    ),
    (&["inroute/delete"], "uc inbound-route delete", "inbound-route delete night --yes"),
    (&["outroute/query"], "uc outbound-route show", "outbound-route show all"),
    (
        &["outroute/add"],
        "uc outbound-route add",
        "outbound-route add to16 --pattern X. --prefix 16 --trunks to-18-16-2",
    ),
    (
        &["outroute/update"],
        "uc outbound-route update",
        "outbound-route update 3 to-pbx --pattern . --trunks to-18-16-2",
    ),
    (&["outroute/delete"], "uc outbound-route delete", "outbound-route delete to16 --yes"),
    (&["conference/insert"], "uc conference add", "conference add 8100"),
    (&["conference/query"], "uc conference show", "conference show all"),
    (
        &["conference/update"],
        "uc conference update",
        "conference update 8000 --name daily --participant-password file:pin --wait-for-moderator no",
    ),
    (&["conference/add_member"], "uc conference invite", "conference invite 8000 111,108 --retries 1"),
    (&["conference/query_in_session"], "uc conference members", "conference members 8000"),
    (&["conference/mute_member"], "uc conference mute", "conference mute 8000 111"),
    (&["conference/unmute_member"], "uc conference unmute", "conference unmute 8000 111"),
    (&["conference/kick_member"], "uc conference kick", "conference kick 8000 111"),
    (&["conference/delete"], "uc conference delete", "conference delete 8100 --yes"),
    (&["ivr/query"], "uc ivr show", "ivr show test_ivr"),
    (&["ivr/update"], "uc ivr update", "ivr update 4 --repeats 2 --response-seconds 5"),
    (&["queue/query"], "uc queue show", "queue show"),
    (&["queue/update"], "uc queue update", "queue update 6502 --ring-strategy Linear --wrap-up-seconds 10"),
    (&["queuestatus/query"], "uc queue status", "queue status 6500"),
    (&["queue/add_dynamicagent"], "uc queue join", "queue join 6501 102 --password file:queue"),
    (&["queue/pause_agent"], "uc queue pause", "queue pause 6501 102"),
    (&["queue/unpause_agent"], "uc queue unpause", "queue unpause 6501 102"),
    (&["queue/del_dynamicagent"], "uc queue leave", "queue leave 6501 102 --password file:queue"),
    (&["paginggroup/add"], "uc paging add", "paging add 8891 --name floor --type paging --members 101,102"),
    (&["paginggroup/lists"], "uc paging list", "paging list"),
    (&["paginggroup/query"], "uc paging show", "paging show 8891"),
    (&["paginggroup/update"], "uc paging update", "paging update 8891 --type intercom --members 101"),
    (&["paginggroup/delete"], "uc paging delete", "paging delete 8891 --yes"),
    (&["extension/dial_extension"], "uc call dial", "call dial 101 102 --auto-answer yes"),
    (&["extension/hold"], "uc call hold", "call hold 101"),
    (&["extension/unhold"], "uc call unhold", "call unhold 101"),
    (&["extension/mute"], "uc call mute", "call mute 101"),
    (&["extension/unmute"], "uc call unmute", "call unmute 101"),
    (&["extension/hangup"], "uc call hang-up", "call hang-up 101"),
    (&["extension/dial_outbound"], "uc call dial-out", "call dial-out 101 02012345678 --auto-answer yes"),
    (&["outbound/query"], "uc call outbound", "call outbound"),
    (&["outbound/hangup"], "uc call hang-up-outbound", "call hang-up-outbound {outbound}"),
    (&["inbound/query"], "uc call inbound", "call inbound {inbound}"),
    (&["extension/listen"], "uc monitor listen", "monitor listen 103 101"),
    (&["extension/whisper"], "uc monitor whisper", "monitor whisper 103 101"),
    (&["extension/barge"], "uc monitor barge", "monitor barge 103 101"),
    (&["calltransfer"], "uc call transfer", "call transfer {inbound} 101 102"),
    (&["inbound/hangup"], "uc call hang-up-inbound", "call hang-up-inbound {handed over}"),
    (&["queue/dial_outbound"], "uc call dial-for-queue", "call dial-for-queue 6502 02011112222"),
    (&["ringgroup/dial_outbound"], "uc call dial-for-ring-group", "call dial-for-ring-group 600 02011113333"),
    (&["outbound/dial_outbound"], "uc call bridge", "call bridge 02011114444 02011115555"),
    (&["extension/playprompt"], "uc prompt play", "prompt play 111 haruhi3+xiaoshao5 --auto-answer no"),
    (&["outbound/playprompt"], "uc prompt play-out", "prompt play-out 02011116666 haruhi3"),
    (&["voicemail/query"], "uc voicemail list", "voicemail list 101"),
    (
        &["voicemail/get_random", "voicemail/download"],
        "uc voicemail download",
        "voicemail download 101 msg0000.wav -o {form}.wav",
    ),
    (&["voicemail/delete"], "uc voicemail delete", "voicemail delete 101 msg0001.wav --yes"),
    (
        &["recording/get_random", "recording/download"],
        "uc recording download",
        "recording download {recording} -o {form}-recording.wav",
    ),
    (
        &["cdr/get_random", "cdr/download"],
        "uc cdr download",
        "cdr download --from 2000-01-01 --to 2100-01-01 -o {form}.csv",
    ),
    (
        &["wakeupcall/create"],
        "uc hotel add-wake-up",
        "hotel add-wake-up 110 --time 06:30 --type custom --weekdays 1,2,3,4,5 --prompt custom/test",
    ),
    (&["wakeupcall/query"], "uc hotel wake-ups", "hotel wake-ups 110"),
    (
        &["wakeupcall/update"],
        "uc hotel update-wake-up",
        "hotel update-wake-up 110 {wakeup} --time 7:00 --type onetime",
    ),
    (&["wakeupcall/delete"], "uc hotel delete-wake-ups", "hotel delete-wake-ups {wakeup} --yes"),
    (&["hotel/checkout"], "uc hotel check-out", "hotel check-out 110 --yes"),
    (&["login", "logout"], "uc login, uc logout", "logout"),
];

/// What the next command needs to be there.
async fn prepare(bench: &Bench, path: &str) {
    let control = bench.control();
    match path {
        // The colleague lifts by itself a moment later.
        "extension/hold" | "outbound/query" => {
            control.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await.unwrap();
        }
        "inbound/query" => {
            control.wait_for(|pbx| pbx.calls.is_empty()).await.unwrap();
            control.outside_calls_extension("13800138000", "101").unwrap();
            control.lift("101").unwrap();
            for line in [
                "extension update 101 --may-be-monitored on",
                "extension update 103 --monitor-mode Extensive",
            ] {
                bench.does(line);
            }
        }
        // One supervisor listens to one agent at a time.
        "extension/whisper" | "extension/barge" | "calltransfer" => drop(bench.does("call hang-up 103")),
        _ => {}
    }
}

/// Ids that the PBX gave meanwhile.
fn filled(bench: &Bench, line: &str) -> String {
    let id = |command: &str, member: &str| {
        let answer: serde_json::Value =
            serde_json::from_str(&bench.does(&format!("{command} --json"))).unwrap();
        find(&answer, member).unwrap_or_else(|| panic!("no {member} in {answer}"))
    };
    let mut line = line.replace("{form}", if bench.xml { "xml" } else { "json" });
    if line.contains("{outbound}") {
        line = line.replace("{outbound}", &id("call outbound", "outboundid"));
    }
    if line.contains("{inbound}") {
        line = line.replace("{inbound}", &id("extension show 101", "inboundid"));
    }
    if line.contains("{handed over}") {
        line = line.replace("{handed over}", &id("extension show 102", "inboundid"));
    }
    if line.contains("{wakeup}") {
        line = line.replace("{wakeup}", &id("hotel wake-ups 110", "wakeupid"));
    }
    if line.contains("{recording}") {
        line = line.replace("{recording}", &bench.control().snapshot().recordings[0].name);
    }
    line
}

fn find(value: &serde_json::Value, member: &str) -> Option<String> {
    match value {
        serde_json::Value::Object(members) => members
            .get(member)
            .and_then(|value| value.as_str().map(str::to_owned))
            .or_else(|| members.values().find_map(|value| find(value, member))),
        serde_json::Value::Array(list) => list.iter().find_map(|value| find(value, member)),
        _ => None,
    }
}

async fn whole_day(xml: bool) -> BTreeMap<&'static str, &'static str> {
    let mut bench = Bench::new().await;
    for (file, secret) in [("secret", "Rqzswb55"), ("pin", "444444"), ("queue", "5501")] {
        fs::write(bench.path().join(file), secret).unwrap();
    }
    bench.xml = xml;
    let mut asked = BTreeMap::new();
    for (paths, command, line) in DAY {
        prepare(&bench, paths[0]).await;
        let before = bench.control().snapshot();
        bench.does(&filled(&bench, line));
        let after = bench.control().snapshot();
        for path in *paths {
            let path: &'static str = path;
            assert!(after.times_asked(path) > before.times_asked(path), "{command} does not ask {path}");
            asked.insert(path, *command);
        }
    }
    asked
}

struct Table {
    text: String,
    asked: [BTreeMap<&'static str, &'static str>; 2],
    missing: Vec<&'static str>,
}

impl Table {
    fn row(&mut self, group: Group, does: Option<Does>, path: &'static str, function: &str) {
        let [json, xml] = &self.asked;
        let (Some(command), Some(_)) = (json.get(path), xml.get(path)) else {
            self.missing.push(path);
            return;
        };
        let does = match does {
            Some(Does::Change) => "changes",
            Some(Does::Delete) => "deletes",
            Some(Does::Ring) => "rings",
            Some(Does::Read) | None => "reads",
        };
        self.text +=
            &format!("| {} | `{path}` | {does} | `{function}` | ✓ | `{command}` | ✓ | ✓ |\n", group.name());
    }
}

impl Visitor for Table {
    fn endpoint<E: Endpoint + 'static>(&mut self) {
        let name = std::any::type_name::<E>().rsplit("::").next().unwrap();
        let function =
            if name == "Login" { "Client::login".to_owned() } else { format!("Client::send(&{name})") };
        self.row(E::ABOUT.group, Some(E::ABOUT.does), E::ABOUT.path, &function);
    }
    fn download<D: Download>(&mut self) {
        let name = std::any::type_name::<D>().rsplit("::").next().unwrap();
        self.row(D::GROUP, None, D::PATH, &format!("Client::download(&{name})"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_is_at_an_administrators_fingertips() {
    let asked = [whole_day(false).await, whole_day(true).await];
    let mut table = Table { text: String::new(), asked, missing: Vec::new() };
    catalogue::visit(&mut table);
    assert_eq!(table.missing, Vec::<&str>::new(), "not asked");

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/API.md");
    let page = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- table: made by uc-cli/tests/whole_api.rs -->\n", "<!-- end of table -->");
    let (head, rest) = page.split_once(begin).unwrap();
    let (_, tail) = rest.split_once(end).unwrap();
    let header = "| Group | Endpoint | Does | Rust | Simulated | Terminal | JSON | XML |\n|---|---|---|---|---|---|---|---|\n";
    let written = format!("{head}{begin}{header}{}{end}{tail}", table.text);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, written).unwrap();
    } else {
        assert!(
            page == written,
            "docs/API.md is out of date: UPDATE_DOCS=1 cargo test -p uc-cli --test whole_api"
        );
    }
}
