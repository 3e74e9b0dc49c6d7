//! What goes on now, once or again and again: a queue, the whole floor, who talks with whom. For a supervisor without a
//! window.

use std::io::IsTerminal as _;
use std::time::Duration;

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use crate::commands::{self, Command};
use crate::failure::Failure;
use crate::labels::word;
use crate::output::{self, Reader, Shown};
use crate::sign_in::{self, Session};
use crate::stopped;

/// Clears the screen and goes to its beginning.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J";

/// `uc queue watch`
pub(crate) async fn queues(matches: &ArgMatches) -> Result<(), Failure> {
    let wanted: Vec<String> = matches.get_many::<String>("queues").into_iter().flatten().cloned().collect();
    again(matches, async |session| {
        let status = row_of("queue status")?;
        let mut rows = Vec::new();
        for (queue, name) in queues_of(session, &wanted).await? {
            let answer = session.ask(status, json!({ "queueid": queue })).await?;
            rows.push(queue_row(&queue, &name, &answer));
        }
        Ok(vec![("queues", Value::Array(rows))])
    })
    .await
}

/// `uc calls`
pub(crate) async fn calls(matches: &ArgMatches) -> Result<(), Failure> {
    again(matches, async |session| {
        let answer = session.ask(row_of("extension show")?, json!({})).await?;
        Ok(vec![("calls", Value::Array(calls_in(&answer)))])
    })
    .await
}

/// `uc floor`
pub(crate) async fn floor(matches: &ArgMatches) -> Result<(), Failure> {
    again(matches, async |session| {
        let phones = session.ask(row_of("extension show")?, json!({})).await?;
        let status = row_of("queue status")?;
        let (mut queues, mut serves) = (Vec::new(), Map::new());
        for (queue, name) in queues_of(session, &[]).await? {
            let answer = session.ask(status, json!({ "queueid": queue })).await?;
            for (agent, _) in members(&answer) {
                let all = serves.entry(agent).or_insert_with(|| Value::from(""));
                let comma = if all == "" { "" } else { "," };
                *all = Value::from(format!("{}{comma}{queue}", text(all)));
            }
            queues.push(queue_row(&queue, &name, &answer));
        }
        let calls = calls_in(&phones);
        let agents = list(&phones, "extinfos").map(|phone| agent_row(phone, &serves, &calls)).collect();
        Ok(vec![("queues", Value::Array(queues)), ("agents", agents)])
    })
    .await
}

/// Looks once where nobody watches, else until Ctrl-C.
async fn again(
    matches: &ArgMatches,
    look: impl AsyncFn(&mut Session) -> Result<Vec<(&'static str, Value)>, Failure>,
) -> Result<(), Failure> {
    let seconds = matches.get_one::<u64>("every").copied();
    let is_seen = std::io::stdout().is_terminal();
    let is_once = matches.get_flag("once") || seconds.is_none() && !is_seen;
    let most = if is_once { 1 } else { matches.get_one::<u64>("count").copied().unwrap_or(u64::MAX) };
    let mut session = sign_in::session(matches).await?;
    let looked = async {
        for at in 1..=most {
            let found = look(&mut session).await?;
            if show(&found, Shown::of(matches), is_seen && !is_once)? == Reader::Gone {
                break;
            }
            if at < most {
                tokio::time::sleep(Duration::from_secs(seconds.unwrap_or(2))).await;
            }
        }
        Ok::<(), Failure>(())
    };
    let outcome = stopped::unless(looked).await;
    session.end().await;
    match outcome {
        // Ctrl-C is how it ends.
        Err(Failure::Stopped(_)) if !is_once => Ok(()),
        outcome => outcome,
    }
}

fn show(found: &[(&'static str, Value)], shown: Shown, clears: bool) -> Result<Reader, Failure> {
    if shown.json {
        let whole: Map<String, Value> =
            found.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        return output::print_json(&whole);
    }
    let tables: Result<Vec<String>, Failure> =
        found.iter().map(|(name, value)| output::written(&json!({ *name: value }), shown)).collect();
    if clears {
        output::print_bytes(CLEAR)?;
    }
    output::print(&tables?.join("\n\n"))
}

/// The row of a command, which asks its endpoint as that type.
pub(crate) fn row_of(name: &str) -> Result<&'static Command, Failure> {
    let found = commands::all().find(|command| command.full_name() == name);
    found.ok_or_else(|| Failure::Usage(format!("there is no command {name:?}")))
}

async fn queues_of(session: &mut Session, wanted: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let parameters = if wanted.is_empty() { json!({}) } else { json!({ "queueid": wanted.join(",") }) };
    let answer = session.ask(row_of("queue show")?, parameters).await?;
    let named = |queue: &Value| (text(&queue["queuenumber"]), text(&queue["queuename"]));
    Ok(list(&answer, "queues").map(named).collect())
}

fn members(answer: &Value) -> impl Iterator<Item = (String, String)> {
    let status = &answer["queue"]["queuestatus"];
    let seen = |member: &Value| {
        let status = text(&member["agentstatus"]);
        (text(&member["agent"]), word("agentstatus", &status).to_owned())
    };
    list(status, "members").map(seen)
}

fn queue_row(queue: &str, name: &str, answer: &Value) -> Value {
    let agents: Vec<(String, String)> = members(answer).collect();
    let those = |wanted: &[&str]| {
        let those = agents.iter().filter(|(_, status)| wanted.contains(&status.as_str()));
        those.map(|(agent, _)| agent.as_str()).collect::<Vec<_>>().join(" ")
    };
    json!({
        "queuenumber": queue,
        "queuename": name,
        "callercount": text(&answer["queue"]["queuestatus"]["callercount"]),
        "free": those(&["free"]),
        "ringing": those(&["ringing"]),
        "talking": those(&["in use", "busy", "in use, ringing", "on hold"]),
        "paused": those(&["paused", "wrap-up"]),
        "away": those(&["unavailable", "invalid", "unknown"]),
    })
}

fn agent_row(phone: &Value, serves: &Map<String, Value>, calls: &[Value]) -> Value {
    let number = text(&phone["extnumber"]);
    let talks_with = calls.iter().find_map(|call| match (text(&call["from"]), text(&call["to"])) {
        (from, to) if from == number => Some(to),
        (from, to) if to == number => Some(from),
        _ => None,
    });
    json!({
        "extnumber": number,
        "username": phone["username"],
        "status": phone["status"],
        "with": talks_with.unwrap_or_default(),
        "queues": serves.get(&number).cloned().unwrap_or_default(),
    })
}

/// Each call once, though both of its phones tell of it.
pub(crate) fn calls_in(answer: &Value) -> Vec<Value> {
    let mut calls: Vec<Value> = Vec::new();
    for phone in list(answer, "extinfos") {
        let (number, status) = (text(&phone["extnumber"]), text(&phone["status"]));
        let (inbound, outbound, other) =
            (&phone["inbound"], &phone["outbound"], text(&phone["ext"]["extid"]));
        if inbound.is_object() {
            let (from, trunk) = (text(&inbound["from"]), text(&inbound["trunk"]));
            calls.push(call(&from, &number, "inbound", &status, (&trunk, &text(&inbound["inboundid"]))));
        }
        if outbound.is_object() {
            let (to, trunk) = (text(&outbound["to"]), text(&outbound["trunk"]));
            calls.push(call(&number, &to, "outbound", &status, (&trunk, &text(&outbound["outboundid"]))));
        }
        let is_told = calls.iter().any(|call| call["from"] == other && call["to"] == number);
        if !other.is_empty() && !is_told {
            calls.push(call(&number, &other, "internal", &status, ("", "")));
        }
    }
    calls
}

fn call(from: &str, to: &str, way: &str, status: &str, (trunk, id): (&str, &str)) -> Value {
    json!({ "from": from, "to": to, "direction": way, "status": status, "trunk": trunk, "id": id })
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_two_phones_tell_of_is_one() {
        let answer = json!({ "extinfos": [
            { "extnumber": "101", "status": "Busy", "ext": { "extid": "102" } },
            { "extnumber": "102", "status": "Busy", "ext": { "extid": "101" } },
            { "extnumber": "103", "status": "Busy", "inbound": { "from": "138", "to": "6500", "trunk": "t", "inboundid": "1.2" } },
            { "extnumber": "104", "status": "Registered" },
        ]});
        let calls = calls_in(&answer);
        let pairs: Vec<_> = calls.iter().map(|call| (text(&call["from"]), text(&call["to"]))).collect();
        assert_eq!(pairs, [("101".to_owned(), "102".to_owned()), ("138".to_owned(), "103".to_owned())]);
    }
}
