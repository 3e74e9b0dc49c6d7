//! How often a desk asks its PBX: two hundred of them share one, which has calls to carry.

use std::collections::BTreeMap;
use std::time::Duration;

use agent_core::Effect;

use crate::bench::Bench;
use crate::script::perform;
use crate::told;

/// With all that can be open, on average.
const A_MINUTE: usize = 60;
/// While nobody looks.
const A_MINUTE_HIDDEN: usize = 4;

/// Signed in, serving thirty queues, with a mailbox, forwards, and a colleague who is waited for.
fn desk() -> Bench {
    let mut bench = Bench::new();
    for queue in 6500..6530 {
        let line =
            format!("world queue {queue} Sales {queue}; static 101 102; members 101=1 102=1; waiting 1");
        perform(&mut bench, &line);
    }
    for line in [
        "world voicemail msg0001.wav 102 2020-05-20_10:05:00 34",
        "world extensions 300",
        "signed in as 101",
        "< status 102 Busy",
        "> watch 102",
    ] {
        perform(&mut bench, line);
    }
    bench
}

/// What is asked in that time, by name.
fn asked(bench: &mut Bench, time: &str) -> BTreeMap<String, usize> {
    let before = bench.steps.len();
    perform(bench, time);
    let mut asked = BTreeMap::new();
    for effect in bench.steps.iter().skip(before).flat_map(|step| &step.effects) {
        if let Effect::Send { ask, .. } = effect {
            *asked.entry(told::name(ask)).or_default() += 1;
        }
    }
    asked
}

fn count(asked: &BTreeMap<String, usize>) -> usize {
    asked.values().sum()
}

#[test]
fn with_all_open_the_pbx_is_asked_once_a_second_at_most() {
    for page in ["desk", "team", "voicemail", "missed", "history", "settings"] {
        let mut desk = desk();
        perform(&mut desk, &format!("> look {page}"));
        let asked = asked(&mut desk, "(10 min)");
        assert!((1..=10 * A_MINUTE).contains(&count(&asked)), "{page}: {asked:?} in ten minutes");
    }
}

#[test]
fn while_nobody_looks_it_is_asked_four_times_a_minute_at_most() {
    let mut desk = desk();
    perform(&mut desk, "> look away");
    desk.pass(Duration::from_mins(1));
    let asked = asked(&mut desk, "(10 min)");
    assert!((1..=10 * A_MINUTE_HIDDEN).contains(&count(&asked)), "{asked:?} in ten minutes");
}

/// Nor does a call that goes on have it asked all the time.
#[test]
fn in_a_call_it_is_asked_no_oftener() {
    let mut desk = desk();
    for line in [
        "> look desk",
        "< ALERT #1672 in[13800138000 to 101 #1670]",
        "< RING #1672 101, in[13800138000 to 101 #1670]",
        "< ANSWER #1670 101, in[13800138000 to 101 #1670]",
    ] {
        perform(&mut desk, line);
    }
    let asked = asked(&mut desk, "(10 min)");
    assert!((1..=10 * A_MINUTE).contains(&count(&asked)), "{asked:?} in ten minutes");
}
