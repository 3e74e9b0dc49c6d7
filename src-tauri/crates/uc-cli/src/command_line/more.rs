//! The commands that are more than one question: live views, a call, raw requests, profiles, manual pages.

use clap::{Arg, ArgAction, Command, value_parser};

fn every() -> [Arg; 3] {
    [
        Arg::new("every")
            .long("every")
            .value_name("SECONDS")
            .value_parser(value_parser!(u64).range(1..))
            .help("Look again so often; at a terminal every 2 seconds, else once"),
        Arg::new("count")
            .long("count")
            .value_name("N")
            .value_parser(value_parser!(u64))
            .help("End after so many looks"),
        Arg::new("once").long("once").action(ArgAction::SetTrue).help("Look once"),
    ]
}

pub(super) fn queue_watch() -> Command {
    Command::new("watch")
        .about("Who waits and who serves, again and again")
        .arg(Arg::new("queues").num_args(0..).help("Numbers; by default all"))
        .args(every())
        .arg(super::shown())
}

pub(super) fn calls() -> Command {
    Command::new("calls").about("Who talks with whom, live").args(every()).arg(super::shown())
}

pub(super) fn floor() -> Command {
    Command::new("floor").about("All queues and agents, live").args(every()).arg(super::shown())
}

/// `uc call NUMBER --as 101` beside the group's own commands.
pub(super) fn call(group: Command) -> Command {
    group
        .subcommand_required(false)
        .args_conflicts_with_subcommands(true)
        .arg(Arg::new("number").help("Whom to call: a colleague or a number outside").requires("as"))
        .arg(Arg::new("as").long("as").value_name("EXTENSION").help("Whose phone calls, and rings first"))
        .arg(
            Arg::new("auto-answer")
                .long("auto-answer")
                .value_parser(["yes", "no"])
                .help("Whether that phone answers automatically"),
        )
        .arg(
            Arg::new("wait")
                .long("wait")
                .action(ArgAction::SetTrue)
                .help("Until the call is over; exit code 1 where nobody answered"),
        )
}

pub(super) fn api() -> Command {
    Command::new("api")
        .about("Ask any path of the API, and print the answer as it came")
        .arg(Arg::new("path").required(true).help("E.g. queue/query"))
        .arg(
            Arg::new("parameter")
                .num_args(0..)
                .value_name("KEY=VALUE")
                .help("Text as key=value, JSON as key:=value"),
        )
}

pub(super) fn config() -> Command {
    let name = || Arg::new("name").required(true).help("The profile's name");
    Command::new("config")
        .about("The PBXs that are known here")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("list").about("All of them").arg(super::shown()))
        .subcommand(Command::new("show").about("The one that is used, and as whom").arg(super::shown()))
        .subcommand(Command::new("use").about("Use another one from now on").arg(name()))
        .subcommand(Command::new("remove").about("Forget one, with its password").arg(name()))
}

pub(super) fn man() -> Command {
    Command::new("man").about("Print the manual page, e.g. `uc man > uc.1`").arg(
        Arg::new("dir")
            .long("dir")
            .value_name("DIR")
            .help("Write a page for each command into this folder instead"),
    )
}
