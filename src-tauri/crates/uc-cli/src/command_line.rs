//! The clap tree, made from the rows of [`crate::commands`] and the few commands that are more than one question.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::commands::{self, Kind, Place};
use crate::failure::Failure;
use crate::secrets::SOURCES;

const AFTER: &str = "\
Begin with `uc login`. Several numbers or names are separated by commas.

Exit codes: 0 done, 1 refused by the PBX or a policy that does not hold, 2 the command line makes no sense, 3 the PBX was not
reached or is none, 4 not signed in, 5 trouble on this machine (file, port, keyring), 6 not confirmed. Of `uc doctor`: 0 all
good, 1 something does not work, 2 something could not be looked at.";

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
            _ => sub,
        });
    }
    tree.subcommand(reports())
        .subcommand(policy())
        .subcommand(doctor())
        .subcommand(completions())
        .subcommand(Command::new("man").about("Print the manual page, e.g. `uc man > uc.1`"))
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
    clap_complete::generate(shell, &mut tree(), "uc", &mut std::io::stdout());
    Ok(())
}

pub(crate) fn print_man_page() -> Result<(), Failure> {
    let page = clap_mangen::Man::new(tree());
    page.render(&mut std::io::stdout()).map_err(|error| Failure::Local(error.to_string()))
}

fn global_options() -> Vec<Arg> {
    let value = |name: &'static str, placeholder: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(placeholder).help(help).global(true).help_heading("PBX")
    };
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help).global(true).help_heading("Output")
    };
    vec![
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
        flag("json", "Print the answer as JSON under the API's own names, for scripts"),
        flag("show-secrets", "Print passwords that answers hold; else they are masked"),
        flag("yes", "Do not ask before something is deleted").short('y'),
    ]
}

fn of_row(row: &commands::Command) -> Command {
    Command::new(row.name).about(row.help).args(row.args.iter().map(parameter))
}

fn parameter(row: &commands::Arg) -> Arg {
    let mut arg = Arg::new(row.name).help(row.help).required(row.required);
    if row.place == Place::Option {
        arg = arg.long(row.name);
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

fn output(default: &'static str) -> Arg {
    Arg::new("output").short('o').long("output").value_name("FILE").help(default)
}

fn download_voicemail() -> Command {
    Command::new("download").about("Fetch a message").args([
        Arg::new("extension").required(true).help("Whose mailbox"),
        Arg::new("file").required(true).help("Its name, e.g. msg0000.wav"),
        output("Where to; by default the message's own name"),
    ])
}

fn download_recording() -> Command {
    Command::new("download").about("Fetch the recording of a call").args([
        Arg::new("name").required(true).help("Its name, from `uc reports` or the records"),
        output("Where to; by default its own name"),
    ])
}

fn download_cdr() -> Command {
    let moment = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).required(true).value_name("YYYY-MM-DD[ HH:MM:SS]").help(help)
    };
    Command::new("download").about("Fetch the records of a span of time as CSV").args([
        moment("from", "First moment by the PBX's clock; a day alone begins at midnight"),
        moment("to", "Last moment; a day alone ends before midnight"),
        Arg::new("extensions").long("extensions").help("Numbers separated by commas; by default all"),
        output("Where to; by default calls.csv"),
    ])
}

fn reports() -> Command {
    Command::new("reports")
        .about("Listen for reports and print them until Ctrl-C; with --json one JSON line each")
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
