//! `uc`: every endpoint of an OpenVox UC phone system from a terminal, for administrators and scripts.
//!
//! A newcomer starts here. [`commands`] has a row for each command; `command_line` makes the clap tree of them,
//! `parameters` the request, `ask` sends it through `pbx_client` as the endpoint's own type, `output` shows the answer.
//! What takes more than one question stands beside: `sign_in` (login, logout, the kept profile and its secrets),
//! `downloads` (ticket, then file), `reports` (listen and print), `policy` (what this computer was told),
//! `doctor` (what is wrong with it). `failure` is the last word: what happened, what to
//! do, and the exit code.

mod ask;
mod command_line;
mod commands;
mod confirm;
mod doctor;
mod downloads;
mod failure;
mod labels;
mod output;
mod parameters;
mod policy;
mod printable;
mod profile;
mod refused;
mod reports;
mod secrets;
mod sign_in;
mod stopped;
mod system;

use std::process::ExitCode;

use clap::ArgMatches;

use failure::Failure;
use output::Shown;

fn main() -> ExitCode {
    let matches = command_line::tree().get_matches();
    // One question after the other: a runtime of one thread is all it takes.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&matches)),
        Err(error) => Err(Failure::Local(error.to_string())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::say_aside(&format!("uc: {failure}"));
            failure.exit_code()
        }
    }
}

async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let (path, sub) = command_line::chosen(matches);
    match path.as_str() {
        "login" => sign_in::login(sub).await,
        "logout" => sign_in::logout(sub).await,
        "reports" => reports::listen(sub).await,
        "voicemail download" => downloads::voicemail(sub).await,
        "recording download" => downloads::recording(sub).await,
        "cdr download" => downloads::cdr(sub).await,
        "policy" => policy::show(sub),
        "doctor" => doctor::show(sub).await,
        "completions" => command_line::print_completions(sub),
        "man" => command_line::print_man_page(),
        _ => one_question(&path, sub).await,
    }
}

async fn one_question(path: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let Some(command) = commands::all().find(|command| command.full_name() == path) else {
        return Err(Failure::Usage(format!("there is no command {path:?}")));
    };
    let parameters = parameters::of(command, matches)?;
    let request = (command.asked.check)(&parameters).map_err(|error| parameters::explain(command, &error))?;
    confirm::before(command, &request, matches)?;
    let mut session = sign_in::session(matches).await?;
    let answer = stopped::unless(session.ask(&command.asked, parameters)).await;
    session.end().await;
    output::show(&answer?, Shown::of(matches))
}
