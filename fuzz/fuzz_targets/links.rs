//! What another program starts us with while an agent is signed in: understood or named, asked about or refused; nobody
//! is called unasked, and a link asks for no feature code.

#![no_main]

#[path = "../../src-tauri/crates/agent-core/tests/stories/bench.rs"]
#[allow(dead_code)]
mod bench;
#[path = "../../src-tauri/crates/agent-core/tests/stories/script.rs"]
#[allow(dead_code)]
mod script;
#[path = "../../src-tauri/crates/agent-core/tests/stories/told.rs"]
#[allow(dead_code)]
mod told;
#[path = "../../src-tauri/crates/agent-core/tests/stories/wire.rs"]
#[allow(dead_code)]
mod wire;
#[path = "../../src-tauri/crates/agent-core/tests/stories/world.rs"]
#[allow(dead_code)]
mod world;

#[path = "../../src-tauri/src/arguments.rs"]
#[allow(dead_code)]
mod arguments;

use std::ffi::OsString;

use agent_core::{Ask, Door, DoorIntent, Effect, Input, Intent};
use libfuzzer_sys::fuzz_target;

// Each line is an argument.
fuzz_target!(|lines: &str| {
    let mut bench = bench::Bench::new();
    script::perform(&mut bench, "signed in as 101");
    match arguments::parse(lines.lines().map(OsString::from)) {
        Ok(arguments) => {
            let Some(wanted) = arguments.dial else { return };
            let intent = Intent::Door(DoorIntent::Dial { number: wanted.text });
            bench.happen(Input::Intent { intent, door: wanted.door });
            if let Some(question) = &bench.view().dial.question {
                assert!(question.number.len() <= 64, "{}", question.number);
                let dialled = question.number.split(',').next().unwrap_or_default();
                assert!(wanted.door != Door::Link || !dialled.contains(['*', '#']), "{dialled}");
            }
        }
        Err(why) => {
            let (argument, lacks_value) = why.told();
            bench.happen(Input::NotUnderstood { argument, lacks_value });
        }
    }
    script::perform(&mut bench, "(2 min)");
    let effects = bench.steps.iter().flat_map(|step| &step.effects);
    for effect in effects {
        if let Effect::Send { ask, .. } = effect {
            assert!(!matches!(ask, Ask::Dial(_)), "{ask:?}");
        }
    }
});
