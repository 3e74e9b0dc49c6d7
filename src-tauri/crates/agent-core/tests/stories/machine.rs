//! What a story says of the computer: its disk, its tray, its sound, its other programs.

use agent_core::{
    CallerCard, DesktopPart, Failure, Filled, Input, Lack, MediaEvent, NotSound, PageTrouble, PasswordKept,
    ProgramTrouble, Protection, Unplayable, WebhookTest,
};

use crate::wishes::{PROGRAM, media};
use crate::{contacts, programs, wire};

pub(crate) fn on_this_machine(text: &str) -> Input {
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
                ..CallerCard::default()
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
        _ if text.starts_with("contacts ") => contacts::said(text.trim_start_matches("contacts ")),
        _ if text.starts_with("work after calls takes ") => {
            let rest = text.trim_start_matches("work after calls takes ");
            Input::PolicyRead { policy: programs::after_calls(rest) }
        }
        _ if text.starts_with("webhook test answers ") => {
            let (status, line) = text.trim_start_matches("webhook test answers ").split_once(' ').unwrap();
            let answer = WebhookTest { status: status.parse().ok(), millis: 12, line: line.to_owned() };
            Input::WebhookTested { slot: 0, test: answer }
        }
        _ if text.starts_with("the computer is ") => {
            crate::going::presence(text.trim_start_matches("the computer is "))
        }
        _ if text.starts_with("the policy: ") => {
            crate::going::policy(text.trim_start_matches("the policy: "))
        }
        "everybody's records can't be read" => Input::TeamTold { talks: Err(Failure::TimedOut) },
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
            program: PROGRAM.to_owned(),
            trouble: ProgramTrouble::Failed {
                code: text.trim_start_matches("the program fails ").parse().ok(),
            },
        },
        _ if text.starts_with("webhook ") => Input::Webhook { news: programs::webhook(text) },
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
