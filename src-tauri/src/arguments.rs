//! The command line, as a person or a link handler gives it.

mod wanted;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub(crate) use wanted::Wanted;

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
    /// What is printed instead of running.
    pub(crate) print: Option<Print>,
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

/// What can be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Print {
    /// What can be said on the command line.
    Help,
    /// What a journal does to a desk.
    Replay(PathBuf),
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

/// See [`Arguments::practice`].
pub(crate) const PRACTICE: &str = "--practice";
/// See [`Arguments::looks`].
pub(crate) const LOOKS: &str = "--looks";

/// See [`Arguments::answer_to`].
pub(crate) const ANSWER_TO: &str = "--answer-to";

/// Shown for arguments that are not understood.
pub(crate) const USAGE: &str = "\
usage: uc-companion [--hidden] [--data-dir DIR] [--demo | --practice] [--rendering auto|gpu|cpu] [--replay FILE] [dial NUMBER | link LINK | DEED]
  --demo          run on the simulated PBX inside the program
  --practice      the same in a folder that goes with it; --data-dir is for the program that comes behind practice
  --data-dir DIR  keep settings, history, logs and downloads under DIR
  --hidden        start in the tray
  --rendering     what draws the windows on Linux: the graphics card where there is one, or always the one named
  --replay FILE   print what a journal written in the settings does, as JSON, and end
  --help          print this, and end
  dial NUMBER     ask whether to call NUMBER (also in the instance that already runs)
  link LINK       the same for tel:..., sip:..., sips:..., callto:...; nothing else may stand on the line;
                  without LINK the program starts as usual
  DEED            for other programs and for keys of the desktop's own settings, done by the instance that runs:
    ready                        be ready for calls of queues, after the call if there is one; also: resume
    pause [REASON]               pause for REASON (its id or name), or show the menu of reasons
    sign-in-all, sign-out-all    sign in to all queues, or out of all
    done, extend                 after-call work is done, or takes 30 seconds longer
    hold, mute, hangup           the call: hold and back, mute and back, hang up
    ask-first NUMBER             hold the call and ask NUMBER first
    hand-over, back              then hand the call over, or take it back
    page                         open the caller's page
    show, pop-up, close-pop-up   the window at the dial field, the pop-up under the keyboard, or no pop-up
    dial-selection               ask whether to call the number that is marked
    quit                         end the program; whoever is in queues is asked first
exit code of the last three: 0 asked or done, 2 not understood, no number or no such reason, 3 not possible now";

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
    let mut rest = arguments.into_iter().peekable();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        match text.as_ref() {
            "--demo" => parsed.demo = true,
            PRACTICE => (parsed.demo, parsed.practice) = (true, true),
            LOOKS => {
                let looks = rest.next().ok_or(ArgumentError::NoValue(LOOKS))?;
                parsed.looks = Some(looks.to_string_lossy().into_owned());
            }
            "--help" | "-h" => parsed.print = Some(Print::Help),
            "--hidden" => parsed.hidden = true,
            "--data-dir" => {
                parsed.data_dir = Some(rest.next().ok_or(ArgumentError::NoValue("--data-dir"))?.into());
            }
            "--rendering" => parsed.rendering = rendering(rest.next())?,
            "--replay" => {
                let journal = rest.next().ok_or(ArgumentError::NoValue("--replay"))?;
                parsed.print = Some(Print::Replay(journal.into()));
            }
            ANSWER_TO => {
                let port = rest.next().ok_or(ArgumentError::NoValue(ANSWER_TO))?;
                parsed.answer_to = port.to_str().and_then(|port| port.parse().ok());
            }
            wanted::LINK => {
                let alone = Arguments { answer_to: parsed.answer_to, ..Arguments::default() };
                if parsed != alone {
                    return Err(ArgumentError::Unknown(wanted::LINK.to_owned()));
                }
                parsed.wanted = wanted::lone_link(&mut rest)?;
            }
            // One deed a line: of two, the other would be left undone in silence.
            word if parsed.wanted.is_none() => parsed.wanted = Some(wanted::read(word, &mut rest)?),
            unknown => return Err(ArgumentError::Unknown(unknown.to_owned())),
        }
    }
    Ok(parsed)
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

#[cfg(test)]
mod tests {
    use agent_core::Door;

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
        assert_eq!(parsed("--help"), Ok(Arguments { print: Some(Print::Help), ..none.clone() }));
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
