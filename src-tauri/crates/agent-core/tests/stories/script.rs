//! One line of a story is performed on the bench.

use std::time::Duration;

use agent_core::{
    Account, Answer, Ask, CallCommand, CallEvent, CallKey, CallNote, CallState, CallerCard, CrmWhen,
    DesktopPart, Distrust, Door, Failure, Filled, Fixed, FixedSetting, Input, Intent, Lack, Listening,
    MediaEvent, MediaId, NotSound, Page, PageTrouble, PasswordKept, PlayerCommand, Policy, Preferences,
    ProgramTrouble, Protection, QueueCommand, Scheme, Scripts, Unplayable, WallMillis, WebhookAnswer,
    WebhookTrouble, WebhookView,
};

use crate::bench::Bench;
use crate::{missed, team, told, wire};

/// Performs it and returns what came of it.
pub(crate) fn perform(bench: &mut Bench, line: &str) -> Vec<String> {
    if let Some(extension) = line.strip_prefix("signed in as ") {
        sign_in(bench, extension);
    } else if let Some(text) = line.strip_prefix("world ") {
        bench.world.change(text);
    } else if let Some(text) = line.strip_prefix("< ") {
        from_the_pbx(bench, text);
    } else if let Some(text) = line.strip_prefix("> ") {
        let (door, text) = door_of(text);
        let intent = intent(bench, text);
        bench.happen(Input::Intent { intent, door });
    } else if line == "! the program starts again" {
        bench.restart();
        bench.open_history();
    } else if line == "! the program starts again, its history later" {
        bench.restart();
    } else if line == "! the history is open" {
        bench.open_history();
    } else if line == "! all calls are forgotten" {
        bench.forget_past();
    } else if let Some(text) = line.strip_prefix("! the records tell of ") {
        bench.fill_in(missed::filled_in(bench, text));
        bench.happen(Input::CaughtUp { filled: Filled { added: 1, ..Filled::default() } });
    } else if let Some(text) = line.strip_prefix("! the clock is set ") {
        bench.set_clock(text);
    } else if let Some(text) = line.strip_prefix("! ") {
        bench.happen(on_this_machine(text));
    } else if line == "? timers" {
        tell_timers(bench);
    } else if line == "? team" {
        team::tell_times(bench);
    } else if line == "? state" {
        tell_state(bench);
    } else if let Some(text) = line.strip_prefix('(') {
        bench.pass(duration(text.trim_end_matches(')')));
    } else {
        // A line that was passed over would make a story test less than it says.
        assert!(line.is_empty() || line.starts_with('#'), "not understood: {line}");
    }
    bench.take_told()
}

fn account(extension: &str) -> Account {
    Account {
        scheme: Scheme::Http,
        host: "10.0.0.5".to_owned(),
        port: 9011,
        api_version: "v1.1.0".to_owned(),
        username: "api".to_owned(),
        extension: extension.to_owned(),
        report_host: None,
        report_port: 8260,
        certificate: None,
        believed: Vec::new(),
    }
}

/// The usual way, untold.
fn sign_in(bench: &mut Bench, extension: &str) {
    let intent = Intent::SignIn { account: account(extension) };
    bench.happen(Input::Intent { intent, door: Door::Window });
    from_the_pbx(bench, "listening");
    from_the_pbx(bench, "ok");
    // A dozen lines with which each story would begin; 201-sign-in tells them.
    bench.take_told();
}

/// What is done has nothing more to say.
fn yes(ask: &Ask) -> Answer {
    // By its name, so that a new question needs no line here; one that answers more than yes is told at once.
    let name = serde_json::to_value(ask).unwrap()["ask"].take();
    let said = serde_json::json!({ "answer": name, "value": null });
    serde_json::from_value(said).unwrap_or_else(|_| panic!("more than a yes is expected: {ask:?}"))
}

fn from_the_pbx(bench: &mut Bench, text: &str) {
    match text {
        "ok" => bench.answer_deed(|ask| Ok(yes(ask))),
        "speaks TLS" => bench.answer_deed(|_| Ok(Answer::TryEncryption(Scheme::Https))),
        "speaks no TLS" => bench.answer_deed(|_| Ok(Answer::TryEncryption(Scheme::Http))),
        "later questions are answered first" => bench.answers_backwards = true,
        "answers" => bench.answer_once(),
        "listening" => {
            let outcome = Listening::Ready { address: "10.0.0.7".to_owned(), port: 8260 };
            bench.happen(Input::Listening { outcome });
        }
        "port taken" => {
            let outcome = Listening::PortTaken { port: 8260, free: Some(8261), holder: None };
            bench.happen(Input::Listening { outcome });
        }
        "a report that leaves out the path" => {
            bench.happen(Input::ReportRefused { distrust: Distrust::PathLeftOut });
        }
        "a connection from 10.0.0.6" => {
            bench.happen(Input::StrangerRefused { address: "10.0.0.6".to_owned() });
        }
        "a report of another PBX" => {
            bench.happen(Input::ReportRefused { distrust: Distrust::OtherPbx { serial: None } });
        }
        "an unreadable report" => bench.happen(Input::UnreadableReport),
        _ => match text.strip_prefix("no: ") {
            Some(failure) => bench.answer_deed(|ask| {
                let endpoint = told::name(ask);
                Err(wire::failure(failure, &endpoint))
            }),
            None => match text.strip_prefix("not listening: ") {
                Some(failure) => {
                    let outcome = Listening::Failed { failure: wire::failure(failure, "listen") };
                    bench.happen(Input::Listening { outcome });
                }
                None => bench.happen(Input::Report { report: wire::report(text) }),
            },
        },
    }
}

/// `from link: dial 102`; without a door it is the main window.
fn door_of(text: &str) -> (Door, &str) {
    let Some((door, wish)) = text.strip_prefix("from ").and_then(|text| text.split_once(": ")) else {
        return (Door::Window, text);
    };
    (serde_json::from_value(door.into()).unwrap(), wish)
}

/// `hold`, `hold call 1`, `transfer 102`, `dial +86 138`, …
fn intent(bench: &Bench, text: &str) -> Intent {
    let (text, call) = match text.rsplit_once(" call ") {
        Some((text, key)) => (text, CallKey(key.parse().unwrap())),
        None => (text, latest_call(bench)),
    };
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let queue = rest.to_owned();
    match (verb, rest) {
        ("sign", "out") => Intent::SignOut,
        ("pause", "all and sign out") => Intent::PauseAndSignOut,
        ("leave", "all and sign out") => Intent::LeaveAndSignOut,
        ("join", "all") => Intent::Queue { queue: None, command: QueueCommand::Join },
        ("leave", "all") => Intent::Queue { queue: None, command: QueueCommand::Leave },
        ("try", "password again") => Intent::TryPasswordAgain,
        ("believe", _) => Intent::BelieveAddress { address: rest.to_owned() },
        ("doubt", _) => Intent::DoubtAddress { address: rest.to_owned() },
        ("forget", "account") => Intent::ForgetAccount,
        ("sign", "in") => Intent::SignIn { account: account("101") },
        ("sign", other) => {
            Intent::SignIn { account: changed(account("101"), other.strip_prefix("in ").unwrap()) }
        }
        ("retry", "") => Intent::RetryNow,
        ("trust", _) => Intent::TrustCertificate { fingerprint: rest.to_owned() },
        ("dial", _) => Intent::Dial { number: rest.to_owned() },
        ("answer", _) => {
            let (id, answer) = rest.split_once(": ").unwrap();
            let answer = serde_json::from_value(answer.into()).unwrap();
            Intent::AnswerDial { id: id.parse().unwrap(), answer }
        }
        ("drop", "waiting number") => Intent::DropWaiting,
        ("hang", "up") => Intent::Call { call, command: CallCommand::HangUp },
        ("hold", "") => Intent::Call { call, command: CallCommand::Hold },
        ("unhold", "") => Intent::Call { call, command: CallCommand::Unhold },
        ("mute", "") => Intent::Call { call, command: CallCommand::Mute },
        ("unmute", "") => Intent::Call { call, command: CallCommand::Unmute },
        ("transfer", _) => Intent::Transfer { call, to: rest.to_owned() },
        ("dismiss", "pop") => Intent::DismissPop { call },
        ("dismiss", message) => {
            Intent::DismissNotice { id: message.strip_prefix("message ").unwrap().parse().unwrap() }
        }
        ("note", text) => Intent::Annotate { record: latest_record(bench), note: note(text) },
        ("finish", "wrap-up") => Intent::FinishWrapUp { record: None },
        ("finish", "oldest") => {
            Intent::FinishWrapUp { record: bench.view().wrap_ups.last().map(|work| work.record.clone()) }
        }
        ("write", text) => Intent::Annotate { record: oldest_work(bench), note: note(text) },
        ("be", "ready") => Intent::BeReady,
        ("take", pause) => {
            // `take pause`, `take pause lunch`, `take pause other: dentist`
            let pause = pause.trim_start_matches("pause").trim_start();
            let (reason, text) = pause.split_once(": ").unwrap_or((pause, ""));
            let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
            Intent::TakePause { reason, text: text.to_owned() }
        }
        ("done" | "undo" | "remind" | "no", _) => missed::intent(bench, verb, rest),
        ("drop", "next") => Intent::DropNext,
        ("stay", "paused") => Intent::StayPaused,
        ("stay", "ready") => Intent::StayReady,
        ("work", "longer") => Intent::ExtendWrapUp,
        ("pause", "all") => Intent::Queue { queue: None, command: QueueCommand::Pause },
        ("unpause", "all") => Intent::Queue { queue: None, command: QueueCommand::Unpause },
        ("join", _) => Intent::Queue { queue: Some(queue), command: QueueCommand::Join },
        ("leave", _) => Intent::Queue { queue: Some(queue), command: QueueCommand::Leave },
        ("pause", _) => Intent::Queue { queue: Some(queue), command: QueueCommand::Pause },
        ("unpause", _) => Intent::Queue { queue: Some(queue), command: QueueCommand::Unpause },
        ("phone", command) => {
            Intent::Phone { command: serde_json::from_value(command.replace(' ', "-").into()).unwrap() }
        }
        ("forward", _) => {
            // `forward busy: extension 102`
            let (when, to) = rest.split_once(": ").unwrap();
            let when = serde_json::from_value(when.replace(' ', "-").into()).unwrap();
            Intent::Forward { when, to: wire::forward(to) }
        }
        ("ring", _) => Intent::SetRingTime { seconds: rest.trim_end_matches(" s").parse().unwrap() },
        ("cancel", _) => {
            Intent::CancelQueuePassword { queue: rest.strip_prefix("password ").unwrap().to_owned() }
        }
        ("refresh", "voicemail") => Intent::RefreshVoicemail,
        ("delete", _) => Intent::DeleteVoicemail { file: rest.to_owned() },
        ("play", _) => Intent::Play { media: media(rest) },
        ("open-elsewhere", _) => Intent::OpenElsewhere { media: media(rest) },
        ("save", _) => Intent::Save { media: media(rest) },
        ("player", _) => Intent::Player { command: player_command(rest) },
        ("save-all", _) => Intent::SaveAll { media: rest.split(", ").map(media).collect() },
        ("stop", "playing") => Intent::StopPlaying,
        ("look", page) => Intent::Look { page: page_of(page) },
        ("open", "page") => Intent::Call { call, command: CallCommand::OpenPage },
        _ => team::intent(verb, rest).unwrap_or_else(|| Intent::SavePreferences {
            preferences: preferences(verb, rest).unwrap_or_else(|| panic!("no such wish: {text}")),
        }),
    }
}

/// One that is not as usual.
fn preferences(verb: &str, rest: &str) -> Option<Preferences> {
    let usual = Preferences::default();
    Some(match (verb, rest) {
        ("prefix", _) => Preferences { outside_prefix: rest.to_owned(), ..usual },
        ("crm-url", url) => Preferences { crm_url: url.to_owned(), crm_when: CrmWhen::OnRing, ..usual },
        ("crm", when) => Preferences {
            crm_url: "https://crm.example/?n={e164}&q={queue}".to_owned(),
            crm_when: serde_json::from_value(when.replace(' ', "-").into()).unwrap(),
            ..usual
        },
        ("tell", events) => Preferences {
            scripts: Scripts {
                events: events.split(' ').map(event_of).collect(),
                webhook: "https://hooks.example/calls".to_owned(),
                program: "/usr/bin/logger".to_owned(),
                arguments: vec!["{event} {number}".to_owned(), "{name}".to_owned()],
            },
            ..usual
        },
        ("pop", _) => Preferences { pop: crate::pop::tastes(rest), ..usual },
        ("only", "encrypted") => Preferences { only_encrypted: true, ..usual },
        ("any", "connection") => usual,
        ("autoanswer", "") => Preferences { auto_answer: true, ..usual },
        _ => return None,
    })
}

/// The youngest that goes on, else the youngest.
fn latest_call(bench: &Bench) -> CallKey {
    let calls = &bench.view().calls;
    let live = calls.iter().rev().find(|call| call.state != CallState::Ended);
    live.or(calls.last()).map_or(CallKey(0), |call| call.key)
}

fn oldest_work(bench: &Bench) -> String {
    bench.view().wrap_ups.last().unwrap().record.clone()
}

fn latest_record(bench: &Bench) -> String {
    bench.view().calls.last().map_or_else(|| "1589958000000-9".to_owned(), |call| call.record.clone())
}

/// `pause`, `resume`, `seek 3000`, `speed 150`
fn player_command(text: &str) -> PlayerCommand {
    match text.split_once(' ') {
        None if text == "pause" => PlayerCommand::Pause,
        None if text == "resume" => PlayerCommand::Resume,
        Some(("seek", to)) => PlayerCommand::Seek { position: to.parse().unwrap() },
        Some(("speed", percent)) => PlayerCommand::Speed { percent: percent.parse().unwrap() },
        _ => panic!("no such command: {text}"),
    }
}

fn event_of(word: &str) -> CallEvent {
    match word {
        "ring" => CallEvent::Ring,
        "answer" => CallEvent::Answer,
        "end" => CallEvent::End,
        "missed" => CallEvent::Missed,
        "note" => CallEvent::Note,
        "state" => CallEvent::State,
        other => panic!("no such event: {other}"),
    }
}

/// `sold: wants an offer #offer #urgent`
fn note(text: &str) -> CallNote {
    let (result, rest) = text.split_once(": ").unwrap_or(("", text));
    let is_tag = |word: &&str| word.starts_with('#');
    let words: Vec<&str> = rest.split(' ').filter(|word| !is_tag(word)).collect();
    let tags = rest.split(' ').filter(is_tag).map(|tag| tag.trim_start_matches('#').to_owned());
    CallNote { text: words.join(" "), result: result.to_owned(), tags: tags.collect() }
}

/// `extension 777`, `host pbx two`, …
fn changed(account: Account, text: &str) -> Account {
    let mut json = serde_json::to_value(account).unwrap();
    for change in text.split(", ") {
        let (field, value) = change.split_once(' ').unwrap_or((change, ""));
        let is_number = json[field].is_number();
        json[field] = if is_number { value.parse::<u16>().unwrap().into() } else { value.into() };
    }
    serde_json::from_value(json).unwrap()
}

fn media(text: &str) -> MediaId {
    match text.strip_prefix("recording ") {
        Some(name) => MediaId::Recording { name: name.to_owned() },
        None => MediaId::Voicemail { extension: "101".to_owned(), file: text.to_owned() },
    }
}

fn page_of(text: &str) -> Option<Page> {
    match text {
        "desk" => Some(Page::Desk),
        "history" => Some(Page::History),
        "missed" => Some(Page::Missed),
        "voicemail" => Some(Page::Voicemail),
        "team" => Some(Page::Team),
        "settings" => Some(Page::Settings),
        "away" => None,
        other => panic!("no such page: {other}"),
    }
}

fn on_this_machine(text: &str) -> Input {
    match text {
        "started" => Input::Started,
        "test call" => Input::TestCall,
        "woke up" => Input::Woke,
        "the network changed" => Input::NetworkChanged,
        "password kept for the session" => Input::PasswordKept { kept: PasswordKept::Session },
        "password kept in the keyring" => Input::PasswordKept { kept: PasswordKept::Keyring },
        "there is no tray" => Input::DesktopLacks { lack: Lack::TrayHost },
        "there is no tray library" => Input::DesktopLacks { lack: Lack::TrayLibrary },
        "notifications are not answered" => Input::DesktopLacks { lack: Lack::NotificationAnswer },
        "there is a tray" => Input::DesktopHas { part: DesktopPart::Tray },
        "notifications work" => Input::DesktopHas { part: DesktopPart::Notifications },
        "history written" => Input::HistoryWritten,
        "settings can't be kept" => Input::SettingsTrouble {
            trouble: agent_core::SettingsTrouble::NotKept { failure: Failure::DiskFull },
        },
        "settings are kept" => Input::SettingsKept,
        "settings were damaged" => Input::SettingsTrouble {
            trouble: agent_core::SettingsTrouble::SetAside {
                path: "/data/settings.damaged-1.json".to_owned(),
            },
        },
        "contacts can't be read" => Input::ContactsTrouble { failure: Failure::DiskFull },
        "contacts are read" => Input::ContactsRead,
        "history failed" => Input::HistoryTrouble { failure: agent_core::Failure::DiskFull },
        "the contacts know 13800138000" => Input::Identified {
            number: "13800138000".to_owned(),
            card: CallerCard {
                name: Some("Ada Lovelace".to_owned()),
                company: Some("Nordwind GmbH".to_owned()),
                e164: Some("+8613800138000".to_owned()),
                last_calls: Vec::new(),
                last_note: Some("wants an offer".to_owned()),
            },
        },
        "the contacts know 556 by a name that turns round" => Input::Identified {
            number: "556".to_owned(),
            card: CallerCard {
                name: Some("\u{202e}0015\u{202c}\u{2067} Ada\n".to_owned()),
                company: Some("\u{200f}Nordwind".to_owned()),
                ..CallerCard::default()
            },
        },
        _ if text.starts_with("nobody knows ") => Input::Identified {
            number: text.trim_start_matches("nobody knows ").to_owned(),
            card: CallerCard::default(),
        },
        "two calls were missed" => Input::CaughtUp { filled: Filled { added: 5, missed: 2, unread: 0 } },
        "three records were unreadable" => {
            Input::CaughtUp { filled: Filled { unread: 3, ..Filled::default() } }
        }
        "not caught up: unreachable" => {
            Input::NotCaughtUp { failure: wire::failure("unreachable", "cdr/download") }
        }
        "not caught up: token gone" => {
            Input::NotCaughtUp { failure: wire::failure("refused 20004", "cdr/download") }
        }
        _ if text.starts_with("work after calls takes ") => {
            let seconds = text.trim_start_matches("work after calls takes ").trim_end_matches(" s");
            let setting = FixedSetting::AfterCall { seconds: seconds.parse().unwrap() };
            let by = "policy.json".to_owned();
            Input::PolicyRead { policy: Policy { fixed: vec![Fixed { setting, by }], ..Policy::default() } }
        }
        "nothing was missed" => Input::CaughtUp { filled: Filled::default() },
        "started again with an option that lacks its value" => {
            Input::NotUnderstood { argument: "dial".to_owned(), lacks_value: true }
        }
        _ if text.starts_with("started again with ") => Input::NotUnderstood {
            argument: text.trim_start_matches("started again with ").to_owned(),
            lacks_value: false,
        },
        "the browser fails" => {
            Input::PageTrouble { trouble: PageTrouble::NoBrowser { detail: "no such file".to_owned() } }
        }
        _ if text.starts_with("the program fails ") => Input::ProgramTrouble {
            program: "/usr/bin/logger".to_owned(),
            trouble: ProgramTrouble::Failed {
                code: text.trim_start_matches("the program fails ").parse().ok(),
            },
        },
        _ if text.starts_with("webhook ") => Input::Webhook { news: webhook(text) },
        "path honoured" => Input::Protection { protection: Protection::AddressAndPath },
        _ => {
            let (event, name) = text.split_once(' ').unwrap();
            Input::Media { media: media(name), event: media_event(event, name) }
        }
    }
}

fn media_event(event: &str, name: &str) -> MediaEvent {
    match event {
        "fetching" => MediaEvent::Progress { received: 500, total: Some(1000) },
        "saved" => MediaEvent::Saved { path: format!("/downloads/{name}") },
        "playing" => MediaEvent::Playing { length: 5000, loudness: vec![10, 100] },
        "stopped" => MediaEvent::Stopped,
        "withdrawn" => MediaEvent::Withdrawn,
        "offline" => MediaEvent::Failed { failure: Failure::NotSignedIn },
        "opened" => MediaEvent::Opened,
        "no-program" => MediaEvent::NotOpened { failure: Failure::NoProgram },
        "tokenless" => MediaEvent::Failed { failure: wire::failure("refused 20006", "voicemail/download") },
        "broken" => MediaEvent::Failed { failure: Failure::CutShort },
        "amr" => unplayable(Unplayable::Format { name: "AMR".to_owned() }),
        "strange" => unplayable(Unplayable::Unknown),
        "empty" => unplayable(Unplayable::Empty),
        "page" => unplayable(Unplayable::NotASound { found: NotSound::WebPage }),
        other => panic!("no such event: {other}"),
    }
}

fn unplayable(why: Unplayable) -> MediaEvent {
    MediaEvent::Failed { failure: Failure::Unplayable { why } }
}

/// `webhook 401 blocked, 3 wait, 1 dropped`; the word is the trouble.
fn webhook(text: &str) -> WebhookView {
    let mut parts = text.split(", ");
    let mut words = parts.next().unwrap().split(' ').skip(1);
    let status = words.next().unwrap().parse().ok();
    let trouble = match (words.next(), status) {
        (None, _) => None,
        (Some("blocked"), Some(status)) => Some(WebhookTrouble::Blocked { status }),
        (Some("refused"), Some(status)) => Some(WebhookTrouble::EventRefused { status }),
        (Some("away"), _) => Some(WebhookTrouble::Away),
        (other, _) => panic!("no such trouble: {other:?}"),
    };
    let mut count = || parts.next().map_or(0, |part| part.split(' ').next().unwrap().parse().unwrap());
    let last = Some(WebhookAnswer { status, at: WallMillis(1_589_958_752_000) });
    WebhookView { last, waiting: count(), dropped: count(), trouble, unsigned: false }
}

fn tell_timers(bench: &mut Bench) {
    let clock = bench.now().monotonic.as_millis().try_into().unwrap();
    for call in bench.view().calls.clone() {
        bench.say(format!("timer of call {}: {} s", call.key.0, call.timer.seconds(clock)));
    }
}

/// The agent's state, which each story would else tell at each step.
fn tell_state(bench: &mut Bench) {
    let clock = bench.now().monotonic.as_millis().try_into().unwrap();
    let said = told::state(&bench.view().agent_state, clock);
    bench.say(said);
}

/// `2 s`, `5 min`, `500 ms`
fn duration(text: &str) -> Duration {
    let (number, unit) = text.split_once(' ').unwrap();
    let number: u64 = number.parse().unwrap();
    match unit {
        "ms" => Duration::from_millis(number),
        "s" => Duration::from_secs(number),
        "min" => Duration::from_mins(number),
        other => panic!("no such unit: {other}"),
    }
}
