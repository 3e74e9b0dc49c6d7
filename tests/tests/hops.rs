//! The benchmark's short form on a program that is started for it: what a ring costs the program itself. Its limits are so
//! wide that no busy computer reaches them, and so narrow that a delay of 20 ms or a megabyte lost with each ring does.

use std::process::Command;

#[test]
fn a_ring_costs_the_program_little_time_and_no_memory() {
    let mut bench = Command::new(env!("CARGO_BIN_EXE_bench"));
    let outcome = bench.args(["--quick", "--hops", "--rendering", "cpu"]).output().unwrap();
    let told = [outcome.stdout, outcome.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(outcome.status.success(), "{}", told.join("\n"));
}
