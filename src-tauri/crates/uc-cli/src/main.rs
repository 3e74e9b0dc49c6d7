//! `uc`: every endpoint of an OpenVox UC phone system from a terminal, for administrators and scripts.
//!
//! A newcomer starts here. [`commands`] has a row for each command; `command_line` makes the clap tree of them,
//! `parameters` the request, `ask` sends it through `pbx_client` as the endpoint's own type, `output` shows the answer.
//! What takes more than one question stands beside: `sign_in` (login, logout, the kept profile and its secrets),
//! `downloads` (ticket, then file), `reports` (listen and print), `policy` (what this computer was told),
//! `doctor` (what is wrong with it). `failure` is the last word: what happened, what to
//! do, and the exit code.

mod ask;
mod call_as;
mod command_line;
mod commands;
mod config;
mod confirm;
mod doctor;
mod downloads;
mod dry_run;
mod failure;
mod known;
mod labels;
mod limits;
mod live;
mod many;
mod moments;
mod output;
mod parameters;
mod policy;
mod printable;
mod profile;
mod raw;
mod refused;
mod reports;
mod secrets;
mod sign_in;
mod stopped;
mod system;

use std::process::ExitCode;

use clap::ArgMatches;
use clap_complete::CompleteEnv;

use failure::Failure;
use output::Shown;

fn main() -> ExitCode {
    // The shell asks what can be typed; then that is all this run does.
    CompleteEnv::with_factory(command_line::tree).var(command_line::COMPLETE).complete();
    let matches = match command_line::tree().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return misunderstood(&error),
    };
    let (_, chosen) = command_line::chosen(&matches);
    explain(chosen.get_count("verbose"));
    // One question after the other: a runtime of one thread is all it takes.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&matches)),
        Err(error) => Err(Failure::Local(error.to_string())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(&failure, Shown::of(chosen).json);
            failure.exit_code()
        }
    }
}

fn say(failure: &Failure, json: bool) {
    output::say_aside(&if json { failure.to_json().to_string() } else { format!("uc: {failure}") });
}

/// Help is no mistake; what is, is told in the form that was asked for.
fn misunderstood(error: &clap::Error) -> ExitCode {
    let is_json = std::env::args_os().any(|word| word == "--json");
    if error.use_stderr() && is_json {
        let failure = Failure::Usage(error.render().to_string().trim_end().to_owned());
        say(&failure, true);
        return failure.exit_code();
    }
    // A reader that is gone has seen enough.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// What is asked, and the causes of what failed, on standard error. No URL with its token is among it.
fn explain(verbosity: u8) {
    let filter = match verbosity {
        0 => return,
        1 => "uc=debug,pbx_client=debug",
        _ => "uc=trace,pbx_client=trace,hyper_util=debug",
    };
    let format = tracing_subscriber::fmt().with_writer(std::io::stderr).without_time().with_ansi(false);
    format.with_env_filter(tracing_subscriber::EnvFilter::new(filter)).init();
}

async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let (path, sub) = command_line::chosen(matches);
    limits::begin(sub);
    if matches!(path.as_str(), "login" | "logout" | "reports" | "queue watch" | "calls" | "floor") {
        dry_run::refuse(sub, &path)?;
    }
    match path.as_str() {
        "login" => sign_in::login(sub).await,
        "logout" => sign_in::logout(sub).await,
        "reports" => reports::listen(sub).await,
        "voicemail download" => downloads::voicemail(sub).await,
        "recording download" => downloads::recording(sub).await,
        "cdr download" => downloads::cdr(sub).await,
        "queue watch" => live::queues(sub).await,
        "calls" => live::calls(sub).await,
        "floor" => live::floor(sub).await,
        "call" => call_as::place(sub).await,
        "api" => raw::ask(sub).await,
        "config list" => config::list(sub),
        "config show" => config::show(sub),
        "config use" => config::choose(sub),
        "config remove" => config::remove(sub),
        "policy" => policy::show(sub),
        "doctor" => doctor::show(sub).await,
        "completions" => command_line::print_completions(sub),
        "man" => command_line::print_man_page(sub),
        _ => one_question(&path, sub).await,
    }
}

async fn one_question(path: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let Some(command) = commands::all().find(|command| command.full_name() == path) else {
        return Err(Failure::Usage(format!("there is no command {path:?}")));
    };
    if let Ok(Some(file)) = matches.try_get_one::<String>("file-of-many") {
        return many::run(command, file, matches).await;
    }
    let parameters = parameters::of(command, matches)?;
    let request = (command.asked.check)(&parameters).map_err(|error| parameters::explain(command, &error))?;
    parameters::refuse_unfit(command, &parameters, &request)?;
    confirm::before(command, (&parameters, &request), matches)?;
    if dry_run::is_all(matches, command.endpoint.path, &request)? {
        return Ok(());
    }
    let mut session = sign_in::session(matches).await?;
    let answer = stopped::unless(session.ask(command, parameters)).await;
    session.end().await;
    let answer = answer?;
    known::remember(path, &answer, matches);
    output::show(&answer, Shown::of(matches))
}
