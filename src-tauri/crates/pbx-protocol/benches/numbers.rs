//! What it costs to read a number. The limit: each row of the table in at most 5 µs.
//!
//! `cargo bench -p pbx-protocol --bench numbers`

use std::hint::black_box;
use std::time::{Duration, Instant};

use pbx_protocol::number;

const TABLE: &str = include_str!("../../../../tests/numbers.tsv");
const LIMIT: Duration = Duration::from_micros(5);
const ROUNDS: usize = 51;
const PER_ROUND: u32 = 400;

fn main() {
    let rows = TABLE.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once('\t'));
    let mut costs: Vec<(Duration, &str)> = rows.map(|(text, _)| (median_of(text), text)).collect();
    costs.sort();
    let (middle, _) = costs[costs.len() / 2];
    let Some((slowest, text)) = costs.last() else { return };
    println!("{} texts: median {middle:?}, slowest {slowest:?} ({text}), limit {LIMIT:?}", costs.len());
    assert!(*slowest <= LIMIT, "{text}: {slowest:?}, the limit is {LIMIT:?}");
}

fn median_of(text: &str) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = now();
            for _ in 0..PER_ROUND {
                let _ = black_box(number::read(black_box(text)));
            }
            start.elapsed() / PER_ROUND
        })
        .collect();
    rounds.sort();
    rounds[ROUNDS / 2]
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}
