//! The command line, as a person or a link handler gives it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use agent_core::{Door, DoorIntent, HotkeyAction, HotkeyIntent, Intent};

/// What the program was asked at its start, or by a second start of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Run on the simulated PBX.
    pub(crate) demo: bool,
    /// The agent practises: the demo in a folder that goes with it, and what else stands here is for the way back.
    pub(crate) practice: bool,
    /// How practice looks at first; only who goes there has this argument.
    pub(crate) looks: Option<String>,
    /// Keep everything under this folder.
    pub(crate) data_dir: Option<PathBuf>,
    /// Start in the tray.
    pub(crate) hidden: bool,
    /// With what pages are drawn.
    pub(crate) rendering: Rendering,
    /// Tell what a journal does to a desk, instead of running.
    pub(crate) replay: Option<PathBuf>,
    /// A number or link to call, or something else to be done.
    pub(crate) wanted: Option<Wanted>,
    /// The port at which the second start waits for an answer; only its messenger has this argument.
    pub(crate) answer_to: Option<u16>,
}

impl Arguments {
    /// The folder that this run keeps everything under, where one was named for it.
    pub(crate) fn own_folder(&self) -> Option<&Path> {
        self.data_dir.as_deref().filter(|_| !self.practice)
    }
}

/// With what pages are drawn. It matters on Linux only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rendering {
    /// By the graphics card, where there is one.
    #[default]
    Auto,
    Gpu,
    Cpu,
}

/// How the system hands over a link that was pressed: behind this word, and nothing else on the line.
const LINK: &str = "link";

/// See [`Arguments::practice`].
pub(crate) const PRACTICE: &str = "--practice";
/// See [`Arguments::looks`].
pub(crate) const LOOKS: &str = "--looks";

/// See [`Arguments::answer_to`].
pub(crate) const ANSWER_TO: &str = "--answer-to";

/// What the program that runs is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// As it was given: a number, a link, or the word for the deed.
    pub(crate) text: String,
    /// A link, or a word with what stands behind it.
    pub(crate) door: Door,
    pub(crate) deed: Option<HotkeyAction>,
}

impl Wanted {
    fn call(text: String, door: Door) -> Self {
        Self { text, door, deed: None }
    }

    pub(crate) fn intent(&self) -> Intent {
        match self.deed {
            Some(action) => Intent::Hotkey(HotkeyIntent::PressHotkey { action }),
            None => Intent::Door(DoorIntent::Dial { number: self.text.clone() }),
        }
    }
}

/// The words for desktops whose own settings start programs by keys.
const DEEDS: [(&str, HotkeyAction); 7] = [
    ("dial-selection", HotkeyAction::DialSelection),
    ("show", HotkeyAction::ShowDial),
    ("hangup", HotkeyAction::HangUp),
    ("hold", HotkeyAction::Hold),
    ("mute", HotkeyAction::Mute),
    ("pause", HotkeyAction::PauseMenu),
    ("resume", HotkeyAction::Ready),
];

/// Shown for arguments that are not understood.
pub(crate) const USAGE: &str = "\
usage: uc-companion [--hidden] [--data-dir DIR] [--demo | --practice] [--rendering auto|gpu|cpu] [--replay FILE] [dial NUMBER | link LINK | DEED]
  --demo          run on the simulated PBX inside the program
  --practice      the same in a folder that goes with it; --data-dir is for the program that comes behind practice
  --data-dir DIR  keep settings, history, logs and downloads under DIR
  --hidden        start in the tray
  --rendering     what draws the windows on Linux: the graphics card where there is one, or always the one named
  --replay FILE   print what a journal written in the settings does, as JSON, and end
  dial NUMBER     ask whether to call NUMBER (also in the instance that already runs)
  link LINK       the same for tel:..., sip:..., sips:..., callto:...; nothing else may stand on the line;
                  without LINK the program starts as usual
  DEED            for keys of the desktop's own settings, done by the instance that runs: dial-selection (ask whether to
                  call the number that is marked), show (the window, at the dial field), hangup, hold (and back), mute
                  (and back), pause (the menu of reasons), resume (be ready)
exit code of the last three: 0 asked or done, 2 no number, 3 not possible now";

/// An argument that is not understood, or one that lacks its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("unknown argument: {0}")]
    Unknown(String),
    #[error("{0} needs a value")]
    NoValue(&'static str),
}

impl ArgumentError {
    /// The argument, and whether it is known and something has to follow it.
    pub(crate) fn told(self) -> (String, bool) {
        match self {
            Self::Unknown(argument) => (argument, false),
            Self::NoValue(argument) => (argument.to_owned(), true),
        }
    }
}

/// Reads the arguments behind the program's name.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, ArgumentError> {
    let mut parsed = Arguments::default();
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        match text.as_ref() {
            "--demo" => parsed.demo = true,
            PRACTICE => (parsed.demo, parsed.practice) = (true, true),
            LOOKS => {
                let looks = rest.next().ok_or(ArgumentError::NoValue(LOOKS))?;
                parsed.looks = Some(looks.to_string_lossy().into_owned());
            }
            "--hidden" => parsed.hidden = true,
            "--data-dir" => {
                parsed.data_dir = Some(rest.next().ok_or(ArgumentError::NoValue("--data-dir"))?.into());
            }
            "--rendering" => parsed.rendering = rendering(rest.next())?,
            "--replay" => {
                parsed.replay = Some(rest.next().ok_or(ArgumentError::NoValue("--replay"))?.into());
            }
            ANSWER_TO => {
                let port = rest.next().ok_or(ArgumentError::NoValue(ANSWER_TO))?;
                parsed.answer_to = port.to_str().and_then(|port| port.parse().ok());
            }
            LINK => {
                let alone = Arguments { answer_to: parsed.answer_to, ..Arguments::default() };
                if parsed != alone {
                    return Err(ArgumentError::Unknown(LINK.to_owned()));
                }
                parsed.wanted = lone_link(&mut rest)?;
            }
            "dial" => {
                let number = rest.next().ok_or(ArgumentError::NoValue("dial"))?;
                let text = number.to_string_lossy().into_owned();
                parsed.wanted = Some(Wanted::call(text, Door::CommandLine));
            }
            link if is_link(link) => {
                parsed.wanted = Some(Wanted::call(link.to_owned(), Door::Link));
            }
            word if deed_of(word).is_some() => {
                let (text, deed) = (word.to_owned(), deed_of(word));
                parsed.wanted = Some(Wanted { text, door: Door::CommandLine, deed });
            }
            unknown => return Err(ArgumentError::Unknown(unknown.to_owned())),
        }
    }
    Ok(parsed)
}

fn deed_of(word: &str) -> Option<HotkeyAction> {
    DEEDS.iter().find(|(known, _)| *known == word).map(|(_, action)| *action)
}

fn rendering(word: Option<OsString>) -> Result<Rendering, ArgumentError> {
    let word = word.ok_or(ArgumentError::NoValue("--rendering"))?;
    match word.to_str() {
        Some("auto") => Ok(Rendering::Auto),
        Some("gpu") => Ok(Rendering::Gpu),
        Some("cpu") => Ok(Rendering::Cpu),
        Some(_) | None => Err(ArgumentError::Unknown(word.to_string_lossy().into_owned())),
    }
}

/// Whoever made the link may have closed its quotes: what stands behind it is theirs, not the person's.
fn lone_link(rest: &mut impl Iterator<Item = OsString>) -> Result<Option<Wanted>, ArgumentError> {
    let mut texts = rest.map(|argument| argument.to_string_lossy().into_owned());
    // Pressed in a menu, the word comes without one.
    let link = texts.next().map(|text| Wanted::call(text, Door::Link));
    match texts.next() {
        Some(more) => Err(ArgumentError::Unknown(more)),
        None => Ok(link),
    }
}

fn is_link(text: &str) -> bool {
    // What was copied from a page may begin with marks nobody sees.
    let lower = agent_core::in_short(text, usize::MAX).to_ascii_lowercase();
    ["tel:", "sip:", "sips:", "callto:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, ArgumentError> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn every_form_is_understood() {
        let none = Arguments::default();
        let wanted = |text: &str, door| Arguments {
            wanted: Some(Wanted::call(text.to_owned(), door)),
            ..Arguments::default()
        };
        let dial = |number: &str| wanted(number, Door::CommandLine);
        let link = |text: &str| wanted(text, Door::Link);
        assert_eq!(parsed(""), Ok(none.clone()));
        assert_eq!(parsed("--demo --hidden"), Ok(Arguments { demo: true, hidden: true, ..none.clone() }));
        assert_eq!(
            parsed("--data-dir /tmp/x"),
            Ok(Arguments { data_dir: Some("/tmp/x".into()), ..none.clone() })
        );
        assert_eq!(parsed("--rendering cpu"), Ok(Arguments { rendering: Rendering::Cpu, ..none.clone() }));
        assert_eq!(parsed("--rendering gpu"), Ok(Arguments { rendering: Rendering::Gpu, ..none.clone() }));
        assert_eq!(parsed("--rendering auto"), Ok(none));
        assert_eq!(parsed("dial 13800138000"), Ok(dial("13800138000")));
        assert_eq!(parsed("dial --help"), Ok(dial("--help")));
        assert_eq!(parsed("TEL:+1-800-555-0199"), Ok(link("TEL:+1-800-555-0199")));
        assert_eq!(parsed("sip:101@pbx"), Ok(link("sip:101@pbx")));
        assert_eq!(parsed("link tel:101"), Ok(link("tel:101")));
        assert_eq!(parsed("link"), Ok(Arguments::default()), "the menu has no link to hand over");
        let answered = Arguments { answer_to: Some(4711), ..link("tel:101") };
        assert_eq!(parsed("--answer-to 4711 link tel:101"), Ok(answered));
    }

    #[test]
    fn a_deed_is_one_word() {
        for (word, action) in DEEDS {
            let wanted = parsed(word).unwrap().wanted.unwrap();
            assert_eq!(wanted.intent(), Intent::Hotkey(HotkeyIntent::PressHotkey { action }), "{word}");
            assert!(USAGE.contains(word), "{word}");
        }
        assert_eq!(parsed("answer"), Err(ArgumentError::Unknown("answer".to_owned())));
    }

    #[test]
    fn a_link_brings_no_options_along() {
        let unknown = |argument: &str| Err(ArgumentError::Unknown(argument.to_owned()));
        assert_eq!(parsed(r"link tel:1 --data-dir \\host\share"), unknown("--data-dir"));
        assert_eq!(parsed("--demo link tel:1"), unknown("link"));
        assert_eq!(parsed("--demo link"), unknown("link"));
        let blank = parse(["link", "tel:+1 800 --demo"].map(OsString::from)).unwrap();
        assert_eq!(blank.wanted.map(|wanted| wanted.text).as_deref(), Some("tel:+1 800 --demo"));
        assert!(!blank.demo);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(parsed("--colour"), Err(ArgumentError::Unknown("--colour".to_owned())));
        assert_eq!(parsed("--rendering fast"), Err(ArgumentError::Unknown("fast".to_owned())));
        assert_eq!(parsed("--rendering"), Err(ArgumentError::NoValue("--rendering")));
        assert_eq!(parsed("http://x"), Err(ArgumentError::Unknown("http://x".to_owned())));
        assert_eq!(parsed("dial"), Err(ArgumentError::NoValue("dial")));
        assert_eq!(parsed("--replay"), Err(ArgumentError::NoValue("--replay")));
        assert_eq!(ArgumentError::NoValue("dial").told(), ("dial".to_owned(), true));
        assert_eq!(ArgumentError::Unknown("--colour".to_owned()).told(), ("--colour".to_owned(), false));
        assert_eq!(parsed("--data-dir"), Err(ArgumentError::NoValue("--data-dir")));
    }
}
