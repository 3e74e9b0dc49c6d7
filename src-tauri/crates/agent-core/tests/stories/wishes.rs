//! What the agent wishes in a story, and through which door.

use agent_core::{
    Account, CallCommand, CallKey, CallNote, CallState, CrmWhen, Door, DoorIntent, Intent, MediaId, Page,
    PhoneIntent, PlayerCommand, Preferences, QueueCommand, Scripts, SessionIntent, SoundIntent, StateIntent,
};

use crate::bench::Bench;
use crate::script::account;
use crate::{consult, keys, missed, programs, team, wire};

/// `from link: dial 102`; without a door it is the main window.
pub(crate) fn door_of(text: &str) -> (Door, &str) {
    let Some((door, wish)) = text.strip_prefix("from ").and_then(|text| text.split_once(": ")) else {
        return (Door::Window, text);
    };
    (serde_json::from_value(door.into()).unwrap(), wish)
}

/// An absolute path; stories call it as it is called on Linux.
pub(crate) const PROGRAM: &str = if cfg!(windows) { r"C:\usr\bin\logger" } else { "/usr/bin/logger" };

/// `hold`, `hold call 1`, `transfer 102`, `dial +86 138`, …
pub(crate) fn intent(bench: &Bench, text: &str) -> Intent {
    let (text, call) = match text.rsplit_once(" call ") {
        Some((text, key)) => (text, CallKey(key.parse().unwrap())),
        None => (text, latest_call(bench)),
    };
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    of_session(verb, rest)
        .or_else(|| crate::contacts::intent(verb, rest, call))
        .or_else(|| of_call(verb, rest, call))
        .or_else(|| of_notes(bench, verb, rest))
        .or_else(|| of_state(verb, rest))
        .or_else(|| of_queues(verb, rest))
        .or_else(|| crate::going::intent(verb, rest))
        .or_else(|| of_phone(verb, rest))
        .or_else(|| of_sounds(verb, rest))
        .or_else(|| missed::intent(bench, verb, rest))
        .or_else(|| team::intent(verb, rest))
        .or_else(|| keys::intent(verb, rest))
        .or_else(|| {
            preferences(verb, rest)
                .map(|preferences| Intent::SavePreferences { preferences: Box::new(preferences) })
        })
        .unwrap_or_else(|| panic!("no such wish: {text}"))
}

fn of_session(verb: &str, rest: &str) -> Option<Intent> {
    Some(match (verb, rest) {
        ("sign", "out") => Intent::SignOut,
        ("pause", "all and sign out") => Intent::PauseAndSignOut,
        ("leave", "all and sign out") => Intent::LeaveAndSignOut,
        ("try", "password again") => Intent::Session(SessionIntent::TryPasswordAgain),
        ("believe", _) => Intent::Session(SessionIntent::BelieveAddress { address: rest.to_owned() }),
        ("doubt", _) => Intent::Session(SessionIntent::DoubtAddress { address: rest.to_owned() }),
        ("forget", "account") => Intent::ForgetAccount,
        ("sign", "in") => Intent::SignIn { account: account("101") },
        ("sign", other) => {
            Intent::SignIn { account: changed(account("101"), other.strip_prefix("in ").unwrap()) }
        }
        ("retry", "") => Intent::Session(SessionIntent::RetryNow),
        ("trust", _) => Intent::Session(SessionIntent::TrustCertificate { fingerprint: rest.to_owned() }),
        ("hide", "names") => Intent::HideNames { on: true },
        ("show", "names") => Intent::HideNames { on: false },
        ("show", page) => Intent::Door(DoorIntent::ShowPage { page: page_of(page)? }),
        ("look", page) => Intent::Look { page: page_of(page) },
        _ => return None,
    })
}

fn of_call(verb: &str, rest: &str, call: CallKey) -> Option<Intent> {
    Some(match (verb, rest) {
        ("dial", _) => Intent::Door(DoorIntent::Dial { number: rest.to_owned() }),
        ("answer", _) => {
            let (id, answer) = rest.split_once(": ").unwrap();
            let answer = serde_json::from_value(answer.into()).unwrap();
            Intent::Door(DoorIntent::AnswerDial { id: id.parse().unwrap(), answer })
        }
        ("drop", "waiting number") => Intent::Door(DoorIntent::DropWaiting),
        ("hang", "up") => Intent::Call { call, command: CallCommand::HangUp },
        ("hold" | "unhold" | "mute" | "unmute", "") => {
            Intent::Call { call, command: serde_json::from_value(verb.into()).unwrap() }
        }
        ("ask" | "hand", _) | ("take", "back") | ("try", "again") => consult::intent(verb, rest, call)?,
        ("transfer", _) => Intent::Transfer { call, to: rest.to_owned() },
        ("dismiss", "pop") => Intent::DismissPop { call },
        ("dismiss", message) => {
            Intent::DismissNotice { id: message.strip_prefix("message ").unwrap().parse().unwrap() }
        }
        ("open", "page") => Intent::Call { call, command: CallCommand::OpenPage },
        ("open", page) => Intent::OpenPage { call, slot: page.trim_start_matches("page ").parse().unwrap() },
        _ => return None,
    })
}

fn of_notes(bench: &Bench, verb: &str, rest: &str) -> Option<Intent> {
    Some(match (verb, rest) {
        ("test", page) if page.starts_with("page ") => {
            Intent::TestPage { slot: page.trim_start_matches("page ").parse().unwrap() }
        }
        ("test", slot) => Intent::TestWebhook { slot: slot.trim_start_matches("webhook ").parse().unwrap() },
        ("note", text) => Intent::Annotate { record: latest_record(bench), note: note(text) },
        ("finish", "wrap-up") => Intent::FinishWrapUp { record: None },
        ("finish", "oldest") => {
            Intent::FinishWrapUp { record: bench.view().wrap_ups.last().map(|work| work.record.clone()) }
        }
        // About the oldest call of the history.
        ("mend", text) => Intent::Annotate { record: bench.oldest_past(), note: note(text) },
        ("write", text) => Intent::Annotate { record: oldest_work(bench), note: note(text) },
        _ => return None,
    })
}

fn of_state(verb: &str, rest: &str) -> Option<Intent> {
    Some(match (verb, rest) {
        ("be", "ready") => Intent::State(StateIntent::BeReady),
        ("take", pause) => {
            // `take pause`, `take pause lunch`, `take pause other: dentist`
            let pause = pause.trim_start_matches("pause").trim_start();
            let (reason, text) = pause.split_once(": ").unwrap_or((pause, ""));
            let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
            Intent::State(StateIntent::TakePause { reason, text: text.to_owned() })
        }
        ("drop", "next") => Intent::State(StateIntent::DropNext),
        ("stay", "paused") => Intent::State(StateIntent::StayPaused),
        ("stay", "ready") => Intent::State(StateIntent::StayReady),
        ("work", "longer") => Intent::State(StateIntent::ExtendWrapUp),
        _ => return None,
    })
}

fn of_queues(verb: &str, rest: &str) -> Option<Intent> {
    let queue = Some(rest.to_owned());
    Some(match (verb, rest) {
        ("join", "all") => Intent::Queue { queue: None, command: QueueCommand::Join },
        ("leave", "all") => Intent::Queue { queue: None, command: QueueCommand::Leave },
        ("pause", "all") => Intent::Queue { queue: None, command: QueueCommand::Pause },
        ("unpause", "all") => Intent::Queue { queue: None, command: QueueCommand::Unpause },
        ("join", _) => Intent::Queue { queue, command: QueueCommand::Join },
        ("leave", _) => Intent::Queue { queue, command: QueueCommand::Leave },
        ("pause", _) => Intent::Queue { queue, command: QueueCommand::Pause },
        ("unpause", _) => Intent::Queue { queue, command: QueueCommand::Unpause },
        ("cancel", _) => {
            Intent::CancelQueuePassword { queue: rest.strip_prefix("password ").unwrap().to_owned() }
        }
        _ => return None,
    })
}

fn of_phone(verb: &str, rest: &str) -> Option<Intent> {
    Some(match (verb, rest) {
        ("phone", command) => Intent::Phone(PhoneIntent::Phone {
            command: serde_json::from_value(command.replace(' ', "-").into()).unwrap(),
        }),
        ("forward", _) => {
            // `forward busy: extension 102`
            let (when, to) = rest.split_once(": ").unwrap();
            let when = serde_json::from_value(when.replace(' ', "-").into()).unwrap();
            Intent::Phone(PhoneIntent::Forward { when, to: wire::forward(to) })
        }
        ("ring", _) => {
            Intent::Phone(PhoneIntent::SetRingTime { seconds: rest.trim_end_matches(" s").parse().unwrap() })
        }
        _ => return None,
    })
}

fn of_sounds(verb: &str, rest: &str) -> Option<Intent> {
    Some(match (verb, rest) {
        ("refresh", "voicemail") => Intent::RefreshVoicemail,
        ("delete", _) => Intent::DeleteVoicemail { file: rest.to_owned() },
        ("play", _) => Intent::Sound(SoundIntent::Play { media: media(rest) }),
        ("open-elsewhere", _) => Intent::Sound(SoundIntent::OpenElsewhere { media: media(rest) }),
        ("save", _) => Intent::Sound(SoundIntent::Save { media: media(rest) }),
        ("player", _) => Intent::Sound(SoundIntent::Player { command: player_command(rest) }),
        ("save-all", _) => {
            Intent::Sound(SoundIntent::SaveAll { media: rest.split(", ").map(media).collect() })
        }
        ("stop", "playing") => Intent::Sound(SoundIntent::StopPlaying),
        _ => return None,
    })
}

/// `prefix 9`, `crm on ring`, `only encrypted`: one that is not as usual.
fn preferences(verb: &str, rest: &str) -> Option<Preferences> {
    let usual = Preferences::default();
    Some(match (verb, rest) {
        ("prefix", _) => Preferences { outside_prefix: rest.to_owned(), ..usual },
        ("crm-url", url) => Preferences { crm: vec![programs::page_at(url, CrmWhen::OnRing)], ..usual },
        ("crm", when) => {
            let when = serde_json::from_value(when.replace(' ', "-").into()).unwrap();
            let page = programs::page_at("https://crm.example/?n={e164}&q={queue}", when);
            Preferences { crm: vec![page], ..usual }
        }
        ("pages", rest) => Preferences { crm: programs::pages(rest), ..usual },
        ("tell", events) => Preferences {
            scripts: Scripts {
                events: events.split(' ').map(programs::event_of).collect(),
                webhooks: vec![programs::webhook_at(0, "https://hooks.example/calls", events)],
                program: PROGRAM.to_owned(),
                arguments: vec!["{event} {number}".to_owned(), "{name}".to_owned()],
            },
            ..usual
        },
        ("hooks", rest) => Preferences {
            scripts: Scripts { webhooks: programs::webhooks(rest), ..Scripts::default() },
            ..usual
        },
        ("keys", _) => keys::preferences(rest),
        ("window-keys", _) => keys::window_preferences(rest),
        ("contacts", _) => Preferences { contact_sources: crate::contacts::sources(rest), ..usual },
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

pub(crate) fn media(text: &str) -> MediaId {
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
