//! A phone that holds a call dials over the API, on PBXs of four tempers.

use pbx_simulator::snapshot::PartyState;
use pbx_simulator::{Options, SecondDial};
use serde_json::{Value, json};

use crate::bench::{Bench, expect, world};

/// 101 talks with somebody outside, who is put on hold; then it dials 102.
fn ask_while_holding(second_dial: SecondDial) -> (Bench, Value) {
    let mut bench = Bench::with(world(), &Options { second_dial, ..Options::default() });
    bench.does(json!({ "do": "outside-calls-extension", "from": "555", "extension": "101" }));
    bench.does(json!({ "do": "lift", "extension": "101" }));
    bench.ask("extension/hold", &json!({ "extid": "101" }));
    bench.transcript();
    let answer = bench.ask("extension/dial_extension", &json!({ "caller": "101", "callee": "102" }));
    (bench, answer)
}

fn both_lift(bench: &mut Bench) {
    bench.does(json!({ "do": "lift", "extension": "101" }));
    bench.does(json!({ "do": "lift", "extension": "102" }));
}

fn states(bench: &Bench) -> Vec<PartyState> {
    bench.pbx.snapshot(bench.now).parties("101").map(|party| party.state).collect()
}

#[test]
fn a_pbx_that_refuses_says_that_the_phone_is_not_idle() {
    let (bench, answer) = ask_while_holding(SecondDial::Refused);
    assert_eq!(answer, json!({ "status": "Failed", "errno": "10008" }));
    assert_eq!(states(&bench), [PartyState::Held]);
}

#[test]
fn a_pbx_that_takes_it_keeps_the_first_call_on_hold() {
    let (mut bench, answer) = ask_while_holding(SecondDial::Taken);
    assert_eq!(answer, json!({ "status": "Success" }));
    both_lift(&mut bench);
    assert_eq!(states(&bench), [PartyState::Held, PartyState::Up]);
    let transcript = bench.transcript();
    assert!(
        transcript.contains("RING #1674 101, 102\n") && transcript.contains("RING #1674 102, 101\n"),
        "{transcript}"
    );
    let detail = bench.ask("extension/query", &json!({ "extid": "101" }));
    assert_eq!(detail["extinfos"][0]["inbound"]["from"], "555");
    assert_eq!(detail["extinfos"][0]["ext"]["extid"], "102");
    bench.does(json!({ "do": "hang-up", "extension": "102" }));
    assert_eq!(states(&bench), [PartyState::Held], "who waits is still there");
}

#[test]
fn a_pbx_that_reports_nothing_of_it_lists_it_all_the_same() {
    let (mut bench, answer) = ask_while_holding(SecondDial::Unreported);
    assert_eq!(answer, json!({ "status": "Success" }));
    both_lift(&mut bench);
    assert_eq!(states(&bench), [PartyState::Held, PartyState::Up]);
    let detail = bench.ask("extension/query", &json!({ "extid": "101" }));
    assert_eq!(detail["extinfos"][0]["ext"]["extid"], "102");
    bench.does(json!({ "do": "hang-up", "extension": "102" }));
    expect(&bench.transcript(), "");
}

#[test]
fn a_pbx_that_drops_the_held_call_does_so_when_the_phone_is_lifted() {
    let (mut bench, answer) = ask_while_holding(SecondDial::DropsHeld);
    assert_eq!(answer, json!({ "status": "Success" }));
    assert_eq!(bench.pbx.snapshot(bench.now).calls.len(), 2);
    both_lift(&mut bench);
    assert_eq!(states(&bench), [PartyState::Up]);
    assert!(bench.transcript().contains("BYE #1670 101, in[555 to 101 #1670]\n"));
}
