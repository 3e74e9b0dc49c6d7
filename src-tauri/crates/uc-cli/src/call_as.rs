//! `uc call NUMBER --as 101`: one phone calls a number, whether that is a colleague or outside; with `--wait` until it is over.

use std::time::Duration;

use clap::ArgMatches;
use pbx_protocol::DialString;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::live::{calls_in, row_of};
use crate::output::{self, Shown};
use crate::sign_in::{self, Session};
use crate::{dry_run, stopped};

/// How often a call is looked at.
const LOOKS: Duration = Duration::from_secs(1);
/// A PBX may take so long until the phone rings.
const PATIENCE: u32 = 10;

/// Dials, and says how it went.
pub(crate) async fn place(matches: &ArgMatches) -> Result<(), Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let number = DialString::parse(&text("number"));
    let number = number.map_err(|_| Failure::Usage(format!("{:?} is no number", text("number"))))?;
    let phone = text("as");
    let answers = matches.get_one::<String>("auto-answer").map_or("no", String::as_str);
    if matches.get_flag("dry-run") {
        let body = json!({ "extid": phone, "outto": number, "autoanswer": answers });
        return dry_run::is_all(matches, "extension/dial_outbound", &body).map(|_| ());
    }
    let mut session = sign_in::session(matches).await?;
    let placed = async {
        let is_inside = is_extension(&mut session, number.as_str()).await?;
        let (command, body) = if is_inside {
            ("call dial", json!({ "caller": phone, "callee": number, "autoanswer": answers }))
        } else {
            ("call dial-out", json!({ "extid": phone, "outto": number, "autoanswer": answers }))
        };
        session.ask(row_of(command)?, body).await?;
        if matches.get_flag("wait") {
            wait(&mut session, &phone, number.as_str()).await
        } else {
            Ok(Outcome::Dialled)
        }
    };
    let outcome = stopped::unless(placed).await;
    session.end().await;
    let outcome = outcome?;
    let word = outcome.word();
    if Shown::of(matches).json {
        output::print_json(&json!({ "as": phone, "number": number, "outcome": word }))?;
    } else {
        output::print(&format!("{phone} -> {}: {word}", number.as_str()))?;
    }
    match outcome {
        Outcome::Dialled | Outcome::Talked => Ok(()),
        Outcome::NotAnswered => Err(Failure::NotAll(format!("{} did not answer", number.as_str()))),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Dialled,
    Talked,
    NotAnswered,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Dialled => "dialled",
            Self::Talked => "talked",
            Self::NotAnswered => "not answered",
        }
    }
}

async fn is_extension(session: &mut Session, number: &str) -> Result<bool, Failure> {
    let list = session.ask(row_of("extension list")?, json!({})).await?;
    Ok(list["extlist"].as_array().into_iter().flatten().any(|phone| phone["extnumber"] == number))
}

/// Until the phone is on the hook again.
async fn wait(session: &mut Session, phone: &str, number: &str) -> Result<Outcome, Failure> {
    let (mut rang, mut talked, mut looks) = (false, false, 0);
    let mut told = String::new();
    loop {
        let answer = session.ask(row_of("extension show")?, json!({ "extid": phone })).await?;
        let status = answer["extinfos"][0]["status"].as_str().unwrap_or_default().to_owned();
        if status != told {
            output::say_aside(&format!("uc: {phone}: {status}"));
            told.clone_from(&status);
        }
        rang |= matches!(status.as_str(), "Ringing" | "InUse" | "Busy" | "Up" | "Hold");
        talked |= is_talking(&answer, number);
        let is_over = rang && matches!(status.as_str(), "Idle" | "Registered" | "Unavailable");
        looks += 1;
        if is_over || !rang && looks > PATIENCE {
            return Ok(if talked { Outcome::Talked } else { Outcome::NotAnswered });
        }
        tokio::time::sleep(LOOKS).await;
    }
}

/// The other side is named as soon as it is called; in a call the phone no longer rings.
fn is_talking(answer: &Value, number: &str) -> bool {
    let is_up = matches!(answer["extinfos"][0]["status"].as_str(), Some("InUse" | "Busy" | "Up" | "Hold"));
    is_up
        && calls_in(answer).iter().any(|call| {
            call["to"].as_str().is_some_and(|to| !to.is_empty() && number.ends_with(to))
                || call["from"] == number
        })
}
