//! One line of a story is performed on the bench.

use std::time::Duration;

use agent_core::{Account, Answer, Ask, Distrust, Door, Filled, Input, Intent, Listening, Scheme};

use crate::bench::Bench;
use crate::{keys, machine, missed, team, told, wire, wishes};

/// Performs it and returns what came of it.
pub(crate) fn perform(bench: &mut Bench, line: &str) -> Vec<String> {
    if let Some(extension) = line.strip_prefix("signed in as ") {
        sign_in(bench, extension);
    } else if let Some(text) = line.strip_prefix("world ") {
        bench.world.change(text);
    } else if let Some(text) = line.strip_prefix("< ") {
        from_the_pbx(bench, text);
    } else if let Some(text) = line.strip_prefix("> ") {
        let (door, text) = wishes::door_of(text);
        let intent = wishes::intent(bench, text);
        bench.happen(Input::Intent { intent, door });
    } else if line == "! the program starts again" {
        bench.restart();
        bench.open_history();
    } else if line == "! the program starts again, its history later" {
        bench.restart();
    } else if line == "! the history is open" {
        bench.open_history();
    } else if line == "! all calls are forgotten" {
        bench.forget_past();
    } else if let Some(text) = line.strip_prefix("! the records tell of ") {
        bench.fill_in(missed::filled_in(bench, text));
        bench.happen(Input::CaughtUp { filled: Filled { added: 1, ..Filled::default() } });
    } else if let Some(text) = line.strip_prefix("! a colleague talked with ") {
        let talks = Ok(vec![missed::talk(bench, text)]);
        bench.happen(Input::TeamTold { talks });
    } else if let Some(text) = line.strip_prefix("! keys by ") {
        bench.happen(keys::bound(bench, text));
    } else if let Some(text) = line.strip_prefix("! the clock is set ") {
        bench.set_clock(text);
    } else if let Some(text) = line.strip_prefix("! ") {
        bench.happen(machine::on_this_machine(text));
    } else if line == "? timers" {
        tell_timers(bench);
    } else if line == "? team" {
        team::tell_times(bench);
    } else if line == "? state" {
        tell_state(bench);
    } else if let Some(text) = line.strip_prefix('(') {
        bench.pass(duration(text.trim_end_matches(')')));
    } else {
        // A line that was passed over would make a story test less than it says.
        assert!(line.is_empty() || line.starts_with('#'), "not understood: {line}");
    }
    bench.take_told().iter().map(|line| line.replace(wishes::PROGRAM, "/usr/bin/logger")).collect()
}

pub(crate) fn account(extension: &str) -> Account {
    Account {
        scheme: Scheme::Http,
        host: "10.0.0.5".to_owned(),
        port: 9011,
        api_version: "v1.1.0".to_owned(),
        username: "api".to_owned(),
        extension: extension.to_owned(),
        report_host: None,
        report_port: 8260,
        certificate: None,
        believed: Vec::new(),
    }
}

/// The usual way, untold.
fn sign_in(bench: &mut Bench, extension: &str) {
    let intent = Intent::SignIn { account: account(extension) };
    bench.happen(Input::Intent { intent, door: Door::Window });
    from_the_pbx(bench, "listening");
    from_the_pbx(bench, "ok");
    // A dozen lines with which each story would begin; 201-sign-in tells them.
    bench.take_told();
}

/// What is done has nothing more to say.
fn yes(ask: &Ask) -> Answer {
    // By its name, so that a new question needs no line here; one that answers more than yes is told at once.
    let name = serde_json::to_value(ask).unwrap()["ask"].take();
    let said = serde_json::json!({ "answer": name, "value": null });
    serde_json::from_value(said).unwrap_or_else(|_| panic!("more than a yes is expected: {ask:?}"))
}

fn from_the_pbx(bench: &mut Bench, text: &str) {
    match text {
        "ok" => bench.answer_deed(|ask| Ok(yes(ask))),
        "speaks TLS" => bench.answer_deed(|_| Ok(Answer::TryEncryption(Scheme::Https))),
        "speaks no TLS" => bench.answer_deed(|_| Ok(Answer::TryEncryption(Scheme::Http))),
        "later questions are answered first" => bench.answers_backwards = true,
        "answers" => bench.answer_once(),
        "listening" => {
            let outcome = Listening::Ready { address: "10.0.0.7".to_owned(), port: 8260 };
            bench.happen(Input::Listening { outcome });
        }
        "port taken" => {
            let outcome = Listening::PortTaken { port: 8260, free: Some(8261), holder: None };
            bench.happen(Input::Listening { outcome });
        }
        "a report that leaves out the path" => {
            bench.happen(Input::ReportRefused { distrust: Distrust::PathLeftOut });
        }
        "a connection from 10.0.0.6" => {
            bench.happen(Input::StrangerRefused { address: "10.0.0.6".to_owned() });
        }
        "a report of another PBX" => {
            bench.happen(Input::ReportRefused { distrust: Distrust::OtherPbx { serial: None } });
        }
        "an unreadable report" => bench.happen(Input::UnreadableReport),
        _ => match text.strip_prefix("no: ") {
            Some(failure) => bench.answer_deed(|ask| {
                let endpoint = told::name(ask);
                Err(wire::failure(failure, &endpoint))
            }),
            None => match text.strip_prefix("not listening: ") {
                Some(failure) => {
                    let outcome = Listening::Failed { failure: wire::failure(failure, "listen") };
                    bench.happen(Input::Listening { outcome });
                }
                None => bench.happen(Input::Report { report: wire::report(text) }),
            },
        },
    }
}

fn tell_timers(bench: &mut Bench) {
    let clock = bench.now().monotonic.as_millis().try_into().unwrap();
    for call in bench.view().calls.clone() {
        bench.say(format!("timer of call {}: {} s", call.key.0, call.timer.seconds(clock)));
    }
}

/// The agent's state, which each story would else tell at each step.
fn tell_state(bench: &mut Bench) {
    let clock = bench.now().monotonic.as_millis().try_into().unwrap();
    let said = told::state(&bench.view().agent_state, clock);
    bench.say(said);
}

/// `2 s`, `5 min`, `500 ms`
fn duration(text: &str) -> Duration {
    let (number, unit) = text.split_once(' ').unwrap();
    let number: u64 = number.parse().unwrap();
    match unit {
        "ms" => Duration::from_millis(number),
        "s" => Duration::from_secs(number),
        "min" => Duration::from_mins(number),
        other => panic!("no such unit: {other}"),
    }
}
