//! What the administrator has set for this computer: for the core as plain data, and obeyed here where it is a matter of
//! this computer. Read at the start, and again every ten minutes.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use ::policy::{Name, Origin, Policy, Setting, Value};
use agent_core::{
    CallResult, ContactSource, DialSource, Fixed, FixedSetting, QueueColour, Reason, Scheme,
    SourceAttributes, SourceKind,
};
use agent_runtime::AgentHandle;
use tauri::AppHandle;
use tauri::async_runtime::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{info, warn};

use crate::platform;

/// Another file in the place of this computer's, for tests: see docs/decisions/0013. A program that is handed out has
/// no such door.
const FILE_OF_TESTS: &str = "UC_COMPANION_POLICY";

/// Soon enough for whoever rolls something out, and too seldom to be felt.
const AGAIN: Duration = Duration::from_mins(10);
/// Nobody waits ten minutes for a test.
const AGAIN_IN_TESTS: Duration = Duration::from_secs(1);
/// While it is being replaced it may be away for a moment, or half written.
const SETTLED: Duration = Duration::from_secs(1);

fn file_of_tests() -> Option<std::ffi::OsString> {
    std::env::var_os(FILE_OF_TESTS).filter(|_| cfg!(debug_assertions))
}

/// Tells the core of changes, and obeys them, until the program ends.
pub(crate) async fn follow(app: AppHandle, agent: AgentHandle, mut known: agent_core::Policy) {
    let mut clock = interval(if file_of_tests().is_some() { AGAIN_IN_TESTS } else { AGAIN });
    // After a night asleep once is enough.
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first comes at once, and the start has just read it.
    clock.tick().await;
    loop {
        clock.tick().await;
        let Some(policy) = changed(&known).await else { continue };
        let plain = for_the_core(&policy);
        info!("the policy has changed");
        tell_troubles(&policy);
        obey(&app, &plain);
        known = plain.clone();
        agent.policy_read(plain).await;
    }
}

async fn changed(known: &agent_core::Policy) -> Option<Policy> {
    let is_new = |policy: &Policy| for_the_core(policy) != *known;
    // A task that broke has read nothing.
    spawn_blocking(read).await.ok().filter(is_new)?;
    tokio::time::sleep(SETTLED).await;
    spawn_blocking(read).await.ok().filter(is_new)
}

/// Into the log, for whoever wrote the policy.
pub(crate) fn tell_troubles(policy: &Policy) {
    policy.troubles().iter().for_each(|trouble| warn!(%trouble, "this of the policy does not hold"));
}

/// What is no setting of the program's own but one of the system. What can't be done is in the log, and shown by the
/// system itself.
pub(crate) fn obey(app: &AppHandle, policy: &agent_core::Policy) {
    if let Some(on) = policy.autostart() {
        let done = match platform::autostart(app) {
            Ok(is_on) if is_on == Some(on) => Ok(()),
            Ok(_) => platform::set_autostart(app, on),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            warn!(%error, on, "the start with the session could not be set");
        }
    }
    if let Some(on) = policy.links()
        && let Err(error) = platform::offer_links(on)
    {
        warn!(%error, on, "telephone links could not be set");
    }
}

/// What holds here.
pub(crate) fn read() -> Policy {
    match file_of_tests() {
        Some(file) => {
            Policy::of(::policy::layer_of_file(Path::new(&file), Origin::Machine).into_iter().collect())
        }
        None => ::policy::of_this_computer(),
    }
}

/// What of it the core has to know. The rest is for whoever starts the program, keeps its log and saves its files.
pub(crate) fn for_the_core(policy: &Policy) -> agent_core::Policy {
    let mut plain = agent_core::Policy::default();
    for (_, setting) in policy.settings() {
        for one in fixed_by(setting) {
            match setting.origin {
                Origin::Machine | Origin::Person => {
                    plain.fixed.push(Fixed { setting: one, by: setting.place.clone() });
                }
                Origin::Proposal => plain.proposed.push(one),
            }
        }
    }
    let name = |trouble: &::policy::Trouble| trouble.key.clone().unwrap_or_else(|| trouble.place.clone());
    plain.wrong = policy.troubles().iter().map(|trouble| agent_core::in_short(&name(trouble), 80)).collect();
    plain
}

fn fixed_by(setting: &Setting) -> Vec<FixedSetting> {
    match (setting.name, &setting.value) {
        (Name::Server, Value::Server(server)) => {
            // An address that does not say how it is spoken to leaves that to be found out.
            let scheme = server.https.map(|https| if https { Scheme::Https } else { Scheme::Http });
            let scheme = scheme.map(|scheme| FixedSetting::Scheme { scheme });
            let port = server.port.map(|port| FixedSetting::Port { port });
            let host = FixedSetting::Host { host: server.host.clone() };
            [scheme, Some(host), port].into_iter().flatten().collect()
        }
        (Name::ReportPorts, Value::Ports(ports)) => {
            vec![FixedSetting::ReportPorts { first: ports.first, last: ports.last }]
        }
        (Name::AfterCallSeconds, Value::Seconds(seconds)) => {
            vec![FixedSetting::AfterCall { seconds: *seconds }]
        }
        (Name::VoicemailEvery, Value::Seconds(seconds)) => {
            vec![FixedSetting::VoicemailEvery { seconds: *seconds }]
        }
        (Name::KeepHistoryDays, Value::Days(days)) => vec![FixedSetting::HistoryDays { days: *days }],
        (Name::PauseReasons, Value::Reasons(reasons)) => {
            vec![FixedSetting::Reasons { reasons: reasons.iter().map(reason_of).collect() }]
        }
        (Name::QueueColours, Value::Colours(colours)) => {
            vec![FixedSetting::QueueColours { colours: colours_of(colours) }]
        }
        (Name::DialTrusted, Value::Sources(sources)) => {
            vec![FixedSetting::Trusted {
                sources: sources.iter().filter_map(|word| source_of(word)).collect(),
            }]
        }
        (Name::ContactSources, Value::ContactServers(sources)) => {
            vec![FixedSetting::ContactSources { sources: sources.iter().map(server_of).collect() }]
        }
        (Name::AfterCallResults, Value::Results(results)) => {
            vec![FixedSetting::Results { results: results.iter().map(result_of).collect() }]
        }
        (Name::AfterCallResultRequired, Value::Switch(true)) => vec![FixedSetting::ResultRequired],
        (Name::MissedTeamCdr, Value::Switch(true)) => vec![FixedSetting::TeamRecords],
        (Name::PauseReasonRequired, Value::Switch(true)) => vec![FixedSetting::ReasonRequired],
        (Name::PauseAutoResume, Value::Switch(true)) => vec![FixedSetting::AutoResume],
        (Name::PauseWhenAway, Value::Switch(true)) => vec![FixedSetting::PauseWhenAway],
        (Name::QuitQueues, Value::Text(word)) => at_quit(word).into_iter().collect(),
        (Name::Autostart, Value::Switch(on)) => vec![FixedSetting::Autostart { on: *on }],
        (Name::Links, Value::Switch(on)) => vec![FixedSetting::Links { on: *on }],
        (name, Value::Switch(false)) => forbidden(name).into_iter().collect(),
        (name, Value::Text(text)) => text_of(name, text.clone()).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn reason_of(reason: &::policy::PauseReason) -> Reason {
    let ::policy::PauseReason { id, en, zh, minutes, work } = reason.clone();
    Reason { id, en, zh, minutes, work }
}

fn colours_of(colours: &BTreeMap<String, String>) -> BTreeMap<String, QueueColour> {
    let colour = |word: &String| serde_json::from_value(serde_json::Value::from(word.as_str())).ok();
    colours.iter().filter_map(|(queue, word)| Some((queue.clone(), colour(word)?))).collect()
}

fn source_of(word: &str) -> Option<DialSource> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

/// `ask` fixes nothing: that is how it is anyway.
fn at_quit(word: &str) -> Option<FixedSetting> {
    let answer = serde_json::from_value(serde_json::Value::from(word)).ok();
    answer.map(|answer| FixedSetting::QuitQueues { answer })
}

fn server_of(server: &::policy::ContactServer) -> ContactSource {
    let ::policy::ContactServer { ldap, name, address, user, certificate, base, filter, attributes } =
        server.clone();
    let kind = if ldap { SourceKind::Ldap } else { SourceKind::Carddav };
    let (of_name, company, numbers) = attributes;
    let attributes = SourceAttributes { name: of_name, company, numbers };
    // Its slot is its place among them.
    ContactSource { slot: 0, kind, name, address, user, certificate, base, filter, attributes }
}

fn result_of(result: &::policy::CallResult) -> CallResult {
    let ::policy::CallResult { id, en, zh } = result.clone();
    CallResult { id, en, zh }
}

fn text_of(name: Name, text: String) -> Option<FixedSetting> {
    match name {
        Name::ApiVersion => Some(FixedSetting::ApiVersion { api_version: text }),
        Name::Certificate => Some(FixedSetting::Certificate { certificate: text }),
        Name::Username => Some(FixedSetting::Username { username: text }),
        Name::Extension => Some(FixedSetting::Extension { extension: text }),
        Name::ReportHost => Some(FixedSetting::ReportHost { report_host: text }),
        Name::Language => Some(FixedSetting::Language { language: text }),
        _ => None,
    }
}

fn forbidden(name: Name) -> Option<FixedSetting> {
    match name {
        Name::AllowRecordings => Some(FixedSetting::NoRecordings),
        Name::AllowVoicemail => Some(FixedSetting::NoVoicemail),
        Name::AllowExport => Some(FixedSetting::NoExport),
        Name::AllowWebhooks => Some(FixedSetting::NoWebhooks),
        Name::AllowPrograms => Some(FixedSetting::NoPrograms),
        Name::AllowPractice => Some(FixedSetting::NoPractice),
        Name::AfterCallHoldMe => Some(FixedSetting::NoHold),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ::policy::layer_of_json;

    use super::*;

    fn plain(text: &str, origin: Origin) -> agent_core::Policy {
        for_the_core(&Policy::of(vec![layer_of_json(text.as_bytes(), "p", origin)]))
    }

    #[test]
    fn what_is_fixed_says_by_whom_and_what_is_proposed_is_not_fixed() {
        let text = r#"{ "server": "https://pbx.example", "extension": "101", "allow": { "export": false, "webhooks": true } }"#;
        let settings = [
            FixedSetting::Scheme { scheme: Scheme::Https },
            FixedSetting::Host { host: "pbx.example".to_owned() },
            FixedSetting::Extension { extension: "101".to_owned() },
            FixedSetting::NoExport,
        ];
        let fixed = plain(text, Origin::Person);
        let of_p = |setting: &FixedSetting| Fixed { setting: setting.clone(), by: "p".to_owned() };
        assert_eq!(fixed.fixed, settings.each_ref().map(of_p));
        let proposed = plain(text, Origin::Proposal);
        assert_eq!((proposed.fixed, proposed.proposed), (vec![], settings.to_vec()));
    }

    /// A key that nobody acts on would be taken, shown, and do nothing.
    #[test]
    fn each_key_reaches_the_core_or_is_the_shells_own() {
        let text = r#"{ "server": "pbx.example", "apiVersion": "v1.1.0", "certificate": "FINGERPRINT", "username": "api", "extension": "101",
            "reportHost": "10.0.0.7", "reportPorts": "8260-8299", "autostart": true, "links": false, "language": "zh-CN",
            "downloadsFolder": "FOLDER", "keepHistoryDays": 90, "logLevel": "debug",
            "allow": { "recordings": false, "voicemail": false, "export": false, "webhooks": false, "programs": false, "practice": false },
            "pause": { "reasons": [{ "id": "lunch", "en": "Lunch", "zh": "午餐" }], "reasonRequired": true, "autoResume": true, "whenAway": true },
            "quit": { "queues": "leave" }, "queueColours": { "6400": "blue" }, "dial": { "trusted": [] }, "missed": { "teamCdr": true },
            "voicemail": { "every": 120 }, "contactSources": [{ "kind": "carddav", "name": "Cloud", "address": "https://cloud.example" }],
            "afterCall": { "seconds": 20, "holdMe": false, "results": [{ "id": "sold", "en": "Sold", "zh": "已成交" }], "resultRequired": true } }"#;
        let folder = std::env::temp_dir().to_string_lossy().replace('\\', "\\\\");
        let text = text.replace("FOLDER", &folder).replace("FINGERPRINT", &"ab".repeat(32));
        let policy = Policy::of(vec![layer_of_json(text.as_bytes(), "p", Origin::Machine)]);
        assert!(policy.troubles().is_empty(), "{:?}", policy.troubles());
        let named: Vec<Name> = policy.settings().map(|(key, _)| key.name).collect();
        assert_eq!(named.len(), ::policy::KEYS.len());
        let does_nothing = policy.settings().filter(|(_, setting)| fixed_by(setting).is_empty());
        let does_nothing: Vec<Name> = does_nothing.map(|(key, _)| key.name).collect();
        assert_eq!(does_nothing, [Name::DownloadsFolder, Name::LogLevel], "these the shell reads by itself");
    }

    #[test]
    fn what_does_not_hold_is_named() {
        let policy = plain(r#"{ "reportPorts": "8260-", "extension": "101" }"#, Origin::Machine);
        assert_eq!((policy.wrong, policy.fixed.len()), (vec!["reportPorts".to_owned()], 1));
    }
}
