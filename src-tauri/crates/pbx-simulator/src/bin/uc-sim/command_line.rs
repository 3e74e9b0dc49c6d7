//! The options of `uc-sim`, and what they make of the simulated PBX.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use pbx_protocol::Secret;
use pbx_simulator::world::WorldFileError;
use pbx_simulator::{
    IdleWord, Options, ReportShape, ReportTarget, SecondDial, Standalone, Tls, World, actions,
};

/// A busy floor's agents; the API's numbers of extensions end.
const MOST_AGENTS: usize = 900;

/// What is to be started.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) world: World,
    pub(crate) options: Options,
    /// It lives by itself, with this seed.
    pub(crate) lives: Option<u64>,
}

/// Why the options make no PBX.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Mistake {
    #[error("busy:{0:?} is no floor: write busy:60, for 1 to {MOST_AGENTS} agents")]
    NotAFloor(String),
    #[error(transparent)]
    World(#[from] WorldFileError),
}

/// The command line.
pub(crate) fn tree() -> Command {
    Command::new("uc-sim")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs a simulated OpenVox UC PBX, with the demo's phones and queues unless told otherwise")
        .args(doors())
        .args(contents())
        .args(habits())
        .after_help(after())
}

fn value(name: &'static str, placeholder: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(placeholder).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn doors() -> Vec<Arg> {
    let port = |name, default, help| {
        value(name, "PORT", help).value_parser(value_parser!(u16)).default_value(default)
    };
    let args = vec![
        value("bind", "ADDRESS", "Where the API listens")
            .value_parser(value_parser!(IpAddr))
            .default_value("127.0.0.1"),
        port("port", "9011", "The API's port; 0 takes a free one"),
        port("control-port", "9012", "The control's port, on this machine alone"),
        value(
            "control-bind",
            "ADDRESS",
            "Where the control listens instead; beyond this machine it wants a token",
        )
        .value_parser(value_parser!(IpAddr)),
        value("control-token", "TOKEN", "What `Authorization: Bearer TOKEN` has to show at the control"),
        flag("no-control", "No control").conflicts_with("control-bind"),
        flag("tls", "Speak https, with a certificate of its own unless one is given"),
        value("cert", "FILE", "The certificate, PEM").requires("key").value_parser(value_parser!(PathBuf)),
        value("key", "FILE", "Its key, PEM").requires("cert").value_parser(value_parser!(PathBuf)),
    ];
    args.into_iter().map(|arg| arg.help_heading("Doors")).collect()
}

fn contents() -> Vec<Arg> {
    let args = vec![
        value(
            "world",
            "WORLD",
            "A file (.json, .toml) of extensions and queues, or busy:60 for a floor that lives",
        ),
        value("user", "NAME", "The API user"),
        value("password", "PASSWORD", "The API user's password"),
        value("seed", "N", "The same tokens and the same life each time").value_parser(value_parser!(u64)),
        value("record", "FILE", "Write each exchange and report, without passwords")
            .value_parser(value_parser!(PathBuf)),
        value("replay", "FILE", "Answer and report as in such a file")
            .value_parser(value_parser!(PathBuf))
            .conflicts_with("record"),
    ];
    args.into_iter().map(|arg| arg.help_heading("Contents")).collect()
}

fn habits() -> Vec<Arg> {
    let words = |arg: Arg, words: &'static [&'static str]| {
        arg.value_parser(PossibleValuesParser::new(words)).ignore_case(true)
    };
    let seconds = |name, help| value(name, "SECONDS", help).value_parser(value_parser!(u64));
    let args = vec![
        words(value("shape", "SHAPE", "How parties stand in reports"), &["A", "B", "C"]).default_value("C"),
        words(
            value("target", "TARGET", "What stands behind POST in a report"),
            &["empty", "path", "slash", "no-slash", "absolute"],
        )
        .default_value("empty"),
        flag("honour-path", "Reports go to the path given at login; --target path").conflicts_with("target"),
        words(
            value("second-dial", "WHAT", "What becomes of a dial from a phone that holds a call"),
            &["refused", "taken", "unreported", "drops-held"],
        )
        .default_value("refused"),
        flag("single-login", "A second login takes the first one's token away"),
        words(value("idle-word", "WORD", "What lists call a phone at rest"), &["Registered", "Idle"])
            .default_value("Registered"),
        seconds("resend-seconds", "A report that was not answered with 200 comes again so long afterwards")
            .default_value("3"),
        seconds("ring-seconds", "How long a phone rings").default_value("30"),
    ];
    args.into_iter().map(|arg| arg.help_heading("Habits")).collect()
}

fn after() -> String {
    let mut text = "\
The control, for scripts: GET /snapshot shows all, POST /skip {\"seconds\":60} puts the clock forward, POST /faults takes a
list such as [{\"endpoint\":\"extension/hold\",\"fault\":\"hang\"},{\"fault\":\"slow\",\"bytes_per_second\":1000}] (hang, slow, reset,
server-error, html, cut-short, unreachable, duplicate-reports, reorder-reports, drop-reports), POST /control does one of:
"
    .to_owned();
    for (example, does) in actions::ACTIONS {
        // Writing to a String can't fail.
        let _ = writeln!(text, "  {does}\n    {example}");
    }
    text += "Each with Content-Type: application/json; 409 says why something is not possible now.";
    text
}

/// What was asked for.
pub(crate) fn wanted(matches: &ArgMatches) -> Result<Wanted, Mistake> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let seed = matches.get_one::<u64>("seed").copied();
    let (mut world, lives) = world(text("world").as_deref())?;
    if let Some(user) = text("user") {
        world.setup.api_user = user;
    }
    if let Some(password) = text("password") {
        world.setup.api_password = Secret::new(password);
    }
    let options = options(matches, seed);
    Ok(Wanted { world, options, lives: lives.then(|| seed.unwrap_or_default()) })
}

fn world(named: Option<&str>) -> Result<(World, bool), Mistake> {
    match named {
        None => Ok((World::demo(), false)),
        Some(named) => match named.strip_prefix("busy:") {
            Some(agents) => {
                let count = agents.parse().ok().filter(|count| (1..=MOST_AGENTS).contains(count));
                let count = count.ok_or_else(|| Mistake::NotAFloor(agents.to_owned()))?;
                Ok((World::busy(count), true))
            }
            None => Ok((World::of_file(Path::new(named))?, false)),
        },
    }
}

fn options(matches: &ArgMatches, seed: Option<u64>) -> Options {
    let number = |name: &str| matches.get_one::<u64>(name).copied().unwrap_or_default();
    let port = |name: &str| matches.get_one::<u16>(name).copied().unwrap_or_default();
    let usual = Options::demo();
    Options {
        bind: matches.get_one("bind").copied().unwrap_or(usual.bind),
        port: port("port"),
        control_port: (!matches.get_flag("no-control")).then(|| port("control-port")),
        shape: shape(matches),
        target: target(matches),
        idle: if is(matches, "idle-word", "Idle") { IdleWord::Idle } else { IdleWord::Registered },
        second_dial: second_dial(matches),
        single_login: matches.get_flag("single-login"),
        ring_timeout: Duration::from_secs(number("ring-seconds")),
        resend_after: Duration::from_secs(number("resend-seconds")),
        standalone: standalone(matches, seed),
        ..usual
    }
}

fn standalone(matches: &ArgMatches, seed: Option<u64>) -> Standalone {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let tls = match (path("cert"), path("key")) {
        (Some(certificate), Some(key)) => Some(Tls::Files { certificate, key }),
        _ => matches.get_flag("tls").then_some(Tls::OwnCertificate),
    };
    Standalone {
        control_address: matches.get_one("control-bind").copied(),
        control_token: matches.get_one("control-token").cloned(),
        tls,
        record: path("record"),
        replay: path("replay"),
        seed,
    }
}

fn is(matches: &ArgMatches, name: &str, word: &str) -> bool {
    matches.get_one::<String>(name).is_some_and(|chosen| chosen.eq_ignore_ascii_case(word))
}

fn shape(matches: &ArgMatches) -> ReportShape {
    if is(matches, "shape", "A") {
        ReportShape::A
    } else if is(matches, "shape", "B") {
        ReportShape::B
    } else {
        ReportShape::C
    }
}

fn second_dial(matches: &ArgMatches) -> SecondDial {
    let named = [
        ("taken", SecondDial::Taken),
        ("unreported", SecondDial::Unreported),
        ("drops-held", SecondDial::DropsHeld),
    ];
    let chosen = named.iter().find(|(word, _)| is(matches, "second-dial", word));
    chosen.map_or(SecondDial::Refused, |(_, does)| *does)
}

fn target(matches: &ArgMatches) -> ReportTarget {
    let named = [
        ("path", ReportTarget::Path),
        ("slash", ReportTarget::Slash),
        ("no-slash", ReportTarget::NoSlash),
        ("absolute", ReportTarget::Absolute),
    ];
    if matches.get_flag("honour-path") {
        return ReportTarget::Path;
    }
    let chosen = named.iter().find(|(word, _)| is(matches, "target", word));
    chosen.map_or(ReportTarget::Empty, |(_, target)| *target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Wanted, String> {
        let words = std::iter::once("uc-sim").chain(line.split_whitespace());
        let matches = tree().try_get_matches_from(words).map_err(|error| error.to_string())?;
        wanted(&matches).map_err(|error| error.to_string())
    }

    #[test]
    fn options_are_read() {
        tree().debug_assert();
        let options = parsed("--bind 0.0.0.0 --port 0 --control-port 8123").unwrap().options;
        assert_eq!((options.bind.to_string().as_str(), options.port), ("0.0.0.0", 0));
        assert_eq!(options.control_port, Some(8123));
        assert_eq!(parsed("--no-control").unwrap().options.control_port, None);
        let options =
            parsed("--honour-path --shape a --single-login --tls --idle-word idle").unwrap().options;
        assert_eq!((options.target, options.shape), (ReportTarget::Path, ReportShape::A));
        assert!(options.single_login && options.standalone.tls == Some(Tls::OwnCertificate));
        assert_eq!(options.idle, IdleWord::Idle);
        assert_eq!(parsed("--target no-slash").unwrap().options.target, ReportTarget::NoSlash);
        assert_eq!(parsed("--second-dial drops-held").unwrap().options.second_dial, SecondDial::DropsHeld);
        assert_eq!(parsed("").unwrap().options.second_dial, SecondDial::Refused);
        assert_eq!(parsed("").unwrap().options.target, ReportTarget::Empty);
        let files = parsed("--cert c.pem --key k.pem").unwrap().options.standalone.tls;
        assert!(matches!(files, Some(Tls::Files { .. })));
        let wanted = parsed("--world busy:60 --seed 7 --user u --password p").unwrap();
        assert_eq!((wanted.world.phones.len(), wanted.world.queues.len(), wanted.lives), (60, 8, Some(7)));
        assert_eq!(
            (wanted.world.setup.api_user.as_str(), wanted.world.setup.api_password.expose()),
            ("u", "p")
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (line, words) in [
            ("--port", "--port"),
            ("--port many", "many"),
            ("--prot 1", "--prot"),
            ("--shape D", "[possible values: A, B, C]"),
            ("--cert c.pem", "--key"),
            ("--world busy:none", "busy:60"),
            ("--world busy:0", "busy:60"),
            ("--world nowhere.json", "nowhere.json"),
        ] {
            let mistake = parsed(line).unwrap_err();
            assert!(mistake.contains(words), "{line}: {mistake}");
        }
    }

    #[test]
    fn help_explains_the_control() {
        let help = tree().render_long_help().to_string();
        for (example, _) in actions::ACTIONS {
            assert!(help.contains(example), "{example}");
        }
    }
}
