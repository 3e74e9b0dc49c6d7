//! Anything in any state: thousands of random presses and requests, after each of which the exchange must be whole.

use std::time::Duration;

use serde_json::{Value, json};

use crate::bench::{Bench, world};
use pbx_protocol::endpoints::ExtensionStatus;
use pbx_simulator::Options;

/// A small linear congruential sequence, so that a failure comes back with its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn of(&mut self, list: &[&str]) -> String {
        list[self.below(list.len())].to_owned()
    }
}

const PHONES: [&str; 5] = ["101", "102", "103", "104", "106"];
const NUMBERS: [&str; 7] = ["101", "102", "104", "6500", "16103", "16999", "42"];
const OUTSIDE: [&str; 3] = ["103", "999", "13800138000"];

fn press(chance: &mut Chance) -> Value {
    let phone = chance.of(&PHONES);
    match chance.below(14) {
        0 => json!({ "do": "outside-calls-extension", "from": chance.of(&OUTSIDE), "extension": phone }),
        1 => json!({ "do": "outside-calls-queue", "from": chance.of(&OUTSIDE), "queue": "6500" }),
        2 => json!({ "do": "outside-answers", "number": chance.of(&OUTSIDE) }),
        3 => json!({ "do": "outside-hangs-up", "number": chance.of(&OUTSIDE) }),
        4 => json!({ "do": "extension-calls", "extension": phone, "to": chance.of(&NUMBERS) }),
        5 => json!({ "do": "press-hold", "extension": phone }),
        6 => json!({ "do": "unregister", "extension": phone }),
        7 => json!({ "do": "hang-up", "extension": phone }),
        8 => json!({ "do": "register", "extension": phone }),
        9..12 => json!({ "do": "lift", "extension": phone }),
        _ => json!({ "do": "transfer-on-phone", "extension": phone, "to": chance.of(&NUMBERS) }),
    }
}

fn ask(chance: &mut Chance) -> (&'static str, Value) {
    let phone = chance.of(&PHONES);
    match chance.below(9) {
        0 => ("extension/hold", json!({ "extid": phone })),
        1 => ("extension/unhold", json!({ "extid": phone })),
        2 => ("extension/hangup", json!({ "extid": phone })),
        3 => ("extension/dial_extension", json!({ "caller": phone, "callee": chance.of(&PHONES) })),
        4 => ("extension/dial_outbound", json!({ "extid": phone, "outto": "16103", "autoanswer": "yes" })),
        5 => ("queue/pause_agent", json!({ "queueid": "6500", "extid": phone })),
        6 => ("queue/unpause_agent", json!({ "queueid": "6500", "extid": phone })),
        7 => {
            let channel = 1670 + 2 * chance.below(200);
            let call = format!("1589947952.{channel}");
            (
                "calltransfer",
                json!({ "callid": call, "transferor": phone, "transferto": chance.of(&NUMBERS) }),
            )
        }
        _ => ("queuestatus/query", json!({ "queueid": "6500" })),
    }
}

/// Nothing due is left over, no phone is in use without a call, nobody is in the same call twice.
fn check(bench: &Bench, seed: u64) {
    if let Some(deadline) = bench.pbx.next_deadline() {
        assert!(deadline > bench.now.elapsed, "seed {seed}: {deadline:?} is past");
    }
    let snapshot = bench.pbx.snapshot(bench.now);
    for phone in &snapshot.phones {
        let legs = snapshot.parties(phone.extension.as_str()).filter(|party| party.internal).count();
        let is_free = matches!(phone.status, ExtensionStatus::Idle | ExtensionStatus::Unavailable);
        assert_eq!(legs == 0, is_free, "seed {seed}: {phone:?} {:?}", snapshot.calls);
    }
    for call in &snapshot.calls {
        let extensions = call.parties.iter().filter(|party| party.internal).map(|party| &party.number);
        let distinct: std::collections::BTreeSet<_> = extensions.clone().collect();
        assert_eq!(distinct.len(), extensions.count(), "seed {seed}: {call:?}");
        assert!(!call.talking || call.parties.len() == 2, "seed {seed}: {call:?}");
    }
}

#[test]
fn the_exchange_is_whole_after_anything() {
    for seed in 0..100 {
        let mut world = world();
        world.phones[0].call_waiting = true;
        let options = Options { outside_answers_after: Some(Duration::from_secs(7)), ..Options::default() };
        let mut bench = Bench::with(world, &options);
        let mut chance = Chance(seed);
        for _ in 0..150 {
            match chance.below(5) {
                0 => bench.pass(u64::try_from(chance.below(12)).unwrap()),
                1 | 2 => {
                    let (endpoint, body) = ask(&mut chance);
                    let answer = bench.ask(endpoint, &body);
                    assert!(answer["status"].is_string(), "seed {seed}: {endpoint} {answer}");
                }
                _ => {
                    // Many presses are impossible at the moment; those must only be refused.
                    let _ = bench.act(serde_json::from_value(press(&mut chance)).unwrap());
                }
            }
            check(&bench, seed);
        }
    }
}
