//! The clap tree, made from the rows of [`crate::commands`] and the few commands that are more than one question.

mod more;

use std::ffi::OsStr;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use clap_complete::engine::ArgValueCompleter;
use clap_complete::env::Shells;

use crate::commands::{self, Kind, Place};
use crate::failure::Failure;
use crate::known::{self, Thing};
use crate::moments::FORMS;
use crate::output::{Format, print_bytes};
use crate::secrets::SOURCES;

const AFTER: &str = "\
Begin with `uc login`. Several numbers or names are separated by commas.

Environment: UC_PROFILE, UC_HOST, UC_USER, UC_PASSWORD_FILE; options go before them, they before what is kept. UC_CONFIG_DIR is
where profiles are kept.

Exit codes: 0 done, 1 refused by the PBX or a policy that does not hold, 2 the command line makes no sense, 3 the PBX was not
reached, 4 not signed in, 5 trouble on this machine (file, port, keyring), 6 not confirmed, 7 an odd answer, 130 and 143 stopped.
Of `uc doctor`: 0 all good, 1 something does not work, 2 something could not be looked at.
With --json a failure is JSON on standard error: {\"error\":{\"kind\":…,\"code\":…,\"message\":…,\"errno\":…,\"endpoint\":…}}.";

/// By this variable the shell's script asks what can be typed.
pub(crate) const COMPLETE: &str = "UC_COMPLETE";

/// All of it.
pub(crate) fn tree() -> Command {
    let mut tree = Command::new("uc")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Every endpoint of an OpenVox UC phone system from a terminal")
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(global_options())
        .subcommand(login())
        .subcommand(Command::new("logout").about("End the session and forget the password"));
    for command in commands::all().filter(|command| command.group().is_empty()) {
        tree = tree.subcommand(of_row(command));
    }
    for (group, about) in commands::GROUPS {
        let mut sub =
            Command::new(*group).about(*about).subcommand_required(true).arg_required_else_help(true);
        for command in commands::all().filter(|command| command.group() == *group) {
            sub = sub.subcommand(of_row(command));
        }
        // A download is a ticket and a file, so it is no row.
        tree = tree.subcommand(match *group {
            "voicemail" => sub.subcommand(download_voicemail()),
            "recording" => sub.subcommand(download_recording()),
            "cdr" => sub.subcommand(download_cdr()),
            "queue" => sub.subcommand(more::queue_watch()),
            "call" => more::call(sub),
            _ => sub,
        });
    }
    tree.subcommand(more::calls())
        .subcommand(more::floor())
        .subcommand(reports())
        .subcommand(more::api())
        .subcommand(more::config())
        .subcommand(policy())
        .subcommand(doctor())
        .subcommand(completions())
        .subcommand(more::man())
}

/// The names of the chosen command and what was given with it.
pub(crate) fn chosen(matches: &ArgMatches) -> (String, &ArgMatches) {
    let mut names = Vec::new();
    let mut matches = matches;
    while let Some((name, sub)) = matches.subcommand() {
        names.push(name);
        matches = sub;
    }
    (names.join(" "), matches)
}

pub(crate) fn print_completions(matches: &ArgMatches) -> Result<(), Failure> {
    let shell = matches.get_one::<Shell>("shell").copied();
    let shell = shell.ok_or_else(|| Failure::Usage("which shell?".to_owned()))?;
    let mut script = Vec::new();
    if let Some(completer) = Shells::builtins().completer(&shell.to_string()) {
        let written = completer.write_registration(COMPLETE, "uc", "uc", "uc", &mut script);
        written.map_err(|error| Failure::Local(error.to_string()))?;
    }
    if shell == Shell::Zsh {
        // Loaded by itself at the first Tab, it has to answer that one as well.
        script.extend_from_slice(b"[[ $funcstack[1] = _uc ]] && _clap_dynamic_completer_uc \"$@\"\n");
    }
    print_bytes(&script).map(|_| ())
}

pub(crate) fn print_man_page(matches: &ArgMatches) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Local(error.to_string());
    if let Some(folder) = matches.get_one::<String>("dir") {
        std::fs::create_dir_all(folder).map_err(failed)?;
        return clap_mangen::generate_to(tree(), folder).map_err(failed);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(tree()).render(&mut page).map_err(failed)?;
    print_bytes(&page).map(|_| ())
}

fn global_options() -> Vec<Arg> {
    let value = |name: &'static str, placeholder: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(placeholder).help(help).global(true).help_heading("PBX")
    };
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help).global(true).help_heading("Output")
    };
    let seconds = |name: &'static str, help: &'static str| {
        value(name, "SECONDS", help).value_parser(value_parser!(u64).range(1..)).help_heading("Patience")
    };
    vec![
        value("profile", "NAME", "Which of the PBXs that `uc login` has kept, see `uc config`"),
        value("host", "ADDRESS", "The PBX, instead of the one of `uc login`"),
        value("api-port", "PORT", "Its API's port").value_parser(value_parser!(u16)),
        value("user", "NAME", "The API user"),
        value("api-version", "VERSION", "The API's version in addresses, e.g. v1.1.0"),
        value("https", "TLS", "Speak TLS").action(ArgAction::SetTrue).num_args(0),
        value("certificate", "SHA-256", "Fingerprint of the certificate to trust"),
        value("password-fd", "N", "Read the password from this file descriptor (0: standard input)")
            .value_parser(value_parser!(u32)),
        value("xml", "XML", "Ask and be answered in XML; the output stays the same")
            .action(ArgAction::SetTrue)
            .num_args(0),
        seconds("connect-timeout", "How long the connection may take (5)"),
        seconds("timeout", "How long an answer may take (10)"),
        seconds("max-time", "How long all of it may take"),
        value("retry", "N", "Ask so often again where the PBX was not reached, or only looked at")
            .value_parser(value_parser!(u32))
            .help_heading("Patience"),
        flag("dry-run", "Print the request instead of sending it").help_heading("PBX"),
        flag("verbose", "Say what is asked, and why it failed; twice says more")
            .short('v')
            .action(ArgAction::Count),
        flag("no-headers", "No line with the columns' names"),
        flag("json", "Print the answer as JSON under the API's own names, for scripts"),
        flag("show-secrets", "Print passwords that answers hold; else they are masked"),
        flag("yes", "Do not ask before something is deleted").short('y'),
    ]
}

fn of_row(row: &commands::Command) -> Command {
    let command = Command::new(row.name).about(row.help).args(row.args.iter().map(parameter)).arg(shown());
    if row.args.is_empty() {
        return command;
    }
    command.arg(
        Arg::new("file-of-many")
            .short('f')
            .long("from-csv")
            .value_name("FILE")
            .help("Do it for each row of a CSV file whose columns are called as these options are; what was done is kept in FILE.report.csv"),
    )
}

/// How an answer is printed.
fn shown() -> Arg {
    let words = PossibleValuesParser::new(Format::WORDS);
    Arg::new("format")
        .short('o')
        .long("output")
        .value_name("FORMAT")
        .value_parser(words)
        .help("How the answer is printed; --json is -o json")
        .help_heading("Output")
}

fn parameter(row: &commands::Arg) -> Arg {
    let mut arg = Arg::new(row.name).help(row.help);
    if row.required {
        // Of many at once the file says it.
        arg = arg.required_unless_present("file-of-many");
    }
    if row.place == Place::Option {
        arg = arg.long(row.name);
    }
    if let Some(thing) = Thing::named_by(row) {
        arg = arg.add(ArgValueCompleter::new(move |typed: &OsStr| known::candidates(thing, typed)));
    }
    match row.kind {
        Kind::Text => arg.value_name(row.name.to_uppercase()),
        Kind::Number => arg.value_name("N").value_parser(value_parser!(u32)),
        Kind::Words(words) => arg.value_parser(PossibleValuesParser::new(words)),
        Kind::Secret => arg.value_name("SOURCE").help(format!("{} ({SOURCES})", row.help)),
    }
}

fn login() -> Command {
    Command::new("login")
        .about("Sign in; address, user and password are kept, the password in the keyring")
        .long_about(
            "Sign in. What is not given is asked for. Address and user are kept in a file, the password in the \
             operating system's keyring; without one, give --password-fd with every command.",
        )
        .arg(
            Arg::new("accept-new-certificate")
                .long("accept-new-certificate")
                .help("Trust the certificate that the PBX shows now, though another one was trusted")
                .action(ArgAction::SetTrue),
        )
}

fn output(default: &'static str) -> [Arg; 2] {
    [
        Arg::new("output")
            .short('o')
            .long("output")
            .value_name("FILE")
            .help(format!("{default}; a folder, or - for standard output")),
        Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace a file that is there"),
    ]
}

fn download_voicemail() -> Command {
    Command::new("download")
        .about("Fetch a message")
        .arg(Arg::new("extension").required(true).help("Whose mailbox"))
        .arg(Arg::new("file").required(true).help("Its name, e.g. msg0000.wav"))
        .args(output("Where to; by default the message's own name"))
}

fn download_recording() -> Command {
    Command::new("download")
        .about("Fetch the recording of a call")
        .arg(Arg::new("name").required(true).help("Its name, from `uc reports` or the records"))
        .args(output("Where to; by default its own name"))
}

fn download_cdr() -> Command {
    let moment = |name: &'static str, help: &'static str| {
        // `-7d` begins like an option.
        Arg::new(name).long(name).required(true).value_name(FORMS).help(help).allow_hyphen_values(true)
    };
    Command::new("download")
        .about("Fetch the records of a span of time as CSV")
        .arg(moment(
            "from",
            "First moment by the PBX's clock; a day alone begins at midnight; today, -7d, -12h",
        ))
        .arg(moment("to", "Last moment; a day alone ends before midnight; now"))
        .arg(Arg::new("extensions").long("extensions").help("Numbers separated by commas; by default all"))
        .args(output("Where to; by default calls.csv"))
}

fn reports() -> Command {
    Command::new("reports")
        .about(
            "Listen for reports and print them until Ctrl-C; with --json one line each, as the PBX sent it",
        )
        .args([
            Arg::new("report-port")
                .long("report-port")
                .value_name("PORT")
                .value_parser(value_parser!(u16))
                .default_value("8260")
                .help("Where to listen"),
            Arg::new("report-host")
                .long("report-host")
                .value_name("ADDRESS")
                .help("This machine's address as the PBX reaches it; detected if left out"),
            Arg::new("count")
                .long("count")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .help("End after so many reports"),
            Arg::new("for").long("for").value_name("TIME").help("End after so long, e.g. 90s, 10m, 8h"),
            Arg::new("extension")
                .long("extension")
                .value_name("NUMBERS")
                .value_delimiter(',')
                .help("Those of these extensions alone"),
            Arg::new("action")
                .long("action")
                .value_name("ACTIONS")
                .value_delimiter(',')
                .ignore_case(true)
                .help("Those of these actions alone, e.g. RING,NewCdr"),
        ])
}

fn policy() -> Command {
    Command::new("policy")
        .about("Show what the administrator has set on this computer, and what of it is wrong")
        .arg(
            Arg::new("file").long("file").value_name("FILE").help("Check this policy.json or .plist instead"),
        )
}

fn doctor() -> Command {
    Command::new("doctor")
        .about("Check this computer: what keeps calls from popping up, and what to do about it")
        .args([
            Arg::new("data-dir").long("data-dir").value_name("DIR").help("The program's data folder, if another"),
            Arg::new("bundle").long("bundle").value_name("FILE").help(
                "Write what was found and the policy here, without names, numbers and passwords, for whoever helps",
            ),
        ])
}

fn completions() -> Command {
    Command::new("completions")
        .about("Print completions for a shell, e.g. `uc completions bash > /etc/bash_completion.d/uc`")
        .arg(Arg::new("shell").required(true).value_parser(value_parser!(Shell)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tree_is_sound() {
        super::tree().debug_assert();
    }
}
