//! What another program, a script or a key of the desktop wants of the program that runs: a number to be called, or what
//! the agent's state bar, a button or a key does, each with a word.

use std::ffi::OsString;
use std::iter::Peekable;

use agent_core::{
    ConsultCommand, ConsultIntent, Door, DoorIntent, HotkeyAction, HotkeyIntent, Intent, QueueCommand,
    QuitIntent, StateIntent,
};

use super::ArgumentError;

/// How the system hands over a link that was pressed: behind this word, and nothing else on the line.
pub(super) const LINK: &str = "link";

/// What the program that runs is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// As it was given: a number, a link, or the word for the deed with what stands behind it.
    pub(crate) text: String,
    /// A link, or a word.
    pub(crate) door: Door,
    pub(crate) wish: Intent,
}

impl Wanted {
    pub(super) fn call(number: String, door: Door) -> Self {
        let wish = Intent::Door(DoorIntent::Dial { number: number.clone() });
        Self { text: number, door, wish }
    }

    fn deed(text: String, wish: Intent) -> Self {
        Self { text, door: Door::CommandLine, wish }
    }
}

/// What a word does, which for most is what a key does.
fn deed_of(word: &str) -> Option<Intent> {
    let key = |action| Intent::Hotkey(HotkeyIntent::PressHotkey { action });
    let in_all = |command| Intent::Queue { queue: None, command };
    let consult = |command| Intent::Consult(ConsultIntent::Consult { command });
    Some(match word {
        "dial-selection" => key(HotkeyAction::DialSelection),
        "show" => key(HotkeyAction::ShowDial),
        "pop-up" => key(HotkeyAction::PopHere),
        "close-pop-up" => key(HotkeyAction::DismissPop),
        "hangup" => key(HotkeyAction::HangUp),
        "hold" => key(HotkeyAction::Hold),
        "mute" => key(HotkeyAction::Mute),
        "page" => key(HotkeyAction::OpenPage),
        "pause" => key(HotkeyAction::PauseMenu),
        "ready" | "resume" => key(HotkeyAction::Ready),
        "done" => key(HotkeyAction::FinishWork),
        "extend" => Intent::State(StateIntent::ExtendWrapUp),
        "sign-in-all" => in_all(QueueCommand::Join),
        "sign-out-all" => in_all(QueueCommand::Leave),
        "hand-over" => consult(ConsultCommand::HandOver),
        "back" => consult(ConsultCommand::Return),
        "quit" => Intent::Quit(QuitIntent::Quit),
        _ => return None,
    })
}

/// Reads a word with what belongs to it.
pub(super) fn read(
    word: &str,
    rest: &mut Peekable<impl Iterator<Item = OsString>>,
) -> Result<Wanted, ArgumentError> {
    let mut behind = |of| rest.next().map(text_of).ok_or(ArgumentError::NoValue(of));
    match word {
        "dial" => Ok(Wanted::call(behind("dial")?, Door::CommandLine)),
        "ask-first" => {
            let to = behind("ask-first")?;
            let text = format!("{word} {to}");
            Ok(Wanted::deed(text, Intent::Hotkey(HotkeyIntent::StartAskFirst { to })))
        }
        "pause" if rest.peek().is_some_and(|next| !next.to_string_lossy().starts_with("--")) => {
            let reason = rest.next().map(text_of).unwrap_or_default();
            let text = format!("{word} {reason}");
            let wish = StateIntent::TakePause { reason: Some(reason), text: String::new() };
            Ok(Wanted::deed(text, Intent::State(wish)))
        }
        link if is_link(link) => Ok(Wanted::call(link.to_owned(), Door::Link)),
        word => match deed_of(word) {
            Some(wish) => Ok(Wanted::deed(word.to_owned(), wish)),
            None => Err(ArgumentError::Unknown(word.to_owned())),
        },
    }
}

/// Whoever made the link may have closed its quotes: what stands behind it is theirs, not the person's.
pub(super) fn lone_link(rest: &mut impl Iterator<Item = OsString>) -> Result<Option<Wanted>, ArgumentError> {
    let mut texts = rest.map(text_of);
    // Pressed in a menu, the word comes without one.
    let link = texts.next().map(|text| Wanted::call(text, Door::Link));
    match texts.next() {
        Some(more) => Err(ArgumentError::Unknown(more)),
        None => Ok(link),
    }
}

fn text_of(argument: OsString) -> String {
    argument.into_string().unwrap_or_else(|raw| raw.to_string_lossy().into_owned())
}

fn is_link(text: &str) -> bool {
    // What was copied from a page may begin with marks nobody sees.
    let lower = agent_core::in_short(text, usize::MAX).to_ascii_lowercase();
    ["tel:", "sip:", "sips:", "callto:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, USAGE, parse};

    fn parsed(line: &[&str]) -> Result<Arguments, ArgumentError> {
        parse(line.iter().map(OsString::from))
    }

    fn wish(line: &[&str]) -> Intent {
        parsed(line).unwrap().wanted.unwrap().wish
    }

    #[test]
    fn each_word_of_the_help_is_a_deed() {
        let deeds = USAGE.lines().filter_map(|line| line.strip_prefix("    "));
        let words = deeds.flat_map(|line| {
            let words = line.split("  ").next().unwrap_or_default();
            words.split(", ").map(|word| word.split(' ').next().unwrap_or_default())
        });
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        assert!(words.len() > 15, "{words:?}");
        for word in words {
            let line = if word == "ask-first" { vec![word, "102"] } else { vec![word] };
            let wanted = parsed(&line).unwrap().wanted.unwrap();
            assert_eq!((wanted.door, wanted.text), (Door::CommandLine, line.join(" ")));
        }
    }

    #[test]
    fn ready_and_resume_are_one() {
        assert_eq!(wish(&["ready"]), wish(&["resume"]));
        assert_eq!(wish(&["quit"]), Intent::Quit(QuitIntent::Quit));
        assert_eq!(wish(&["sign-in-all"]), Intent::Queue { queue: None, command: QueueCommand::Join });
        let back = ConsultIntent::Consult { command: ConsultCommand::Return };
        assert_eq!(wish(&["back"]), Intent::Consult(back));
    }

    #[test]
    fn a_pause_has_a_reason_or_a_menu() {
        let menu = Intent::Hotkey(HotkeyIntent::PressHotkey { action: HotkeyAction::PauseMenu });
        assert_eq!(wish(&["pause"]), menu);
        let with_option = parsed(&["pause", "--hidden"]).unwrap();
        assert_eq!((with_option.wanted.unwrap().wish, with_option.hidden), (menu, true));
        let pause = |reason: &str| {
            let reason = Some(reason.to_owned());
            Intent::State(StateIntent::TakePause { reason, text: String::new() })
        };
        assert_eq!(wish(&["pause", "lunch"]), pause("lunch"));
        assert_eq!(wish(&["pause", "Team meeting"]), pause("Team meeting"));
    }

    #[test]
    fn asking_first_needs_to_know_whom() {
        let asked = HotkeyIntent::StartAskFirst { to: "102".to_owned() };
        assert_eq!(wish(&["ask-first", "102"]), Intent::Hotkey(asked));
        assert_eq!(parsed(&["ask-first"]), Err(ArgumentError::NoValue("ask-first")));
    }

    #[test]
    fn what_is_no_word_is_named() {
        for word in ["answer", "Pause", "ready!"] {
            assert_eq!(parsed(&[word]), Err(ArgumentError::Unknown(word.to_owned())));
        }
        let more = parsed(&["pause", "lunch", "now"]);
        assert_eq!(more, Err(ArgumentError::Unknown("now".to_owned())));
    }
}
