//! What it costs to read a report. The limit: a captured RING in at most 2 µs.
//!
//! `cargo bench -p pbx-protocol`

use std::hint::black_box;
use std::time::{Duration, Instant};

use pbx_protocol::fixtures::{Capture, REPORTS};
use pbx_protocol::{report, request_line};

const LIMIT: Duration = Duration::from_micros(2);
const ROUNDS: usize = 101;
const PER_ROUND: u32 = 2000;

fn main() {
    divan::main();
    let rings = REPORTS.iter().filter(|capture| capture.name.contains("-ring-"));
    for ring in rings {
        let median = median_of(ring);
        assert!(median <= LIMIT, "{}: {median:?} a report, the limit is {LIMIT:?}", ring.name);
        println!("{}: {median:?} a report, limit {LIMIT:?}", ring.name);
    }
}

fn median_of(capture: &Capture) -> Duration {
    let body = capture.body();
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = now();
            for _ in 0..PER_ROUND {
                let _ = black_box(report::read(black_box(body)));
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

#[divan::bench(args = REPORTS.iter().map(|capture| capture.name))]
fn read(bencher: divan::Bencher<'_, '_>, name: &str) {
    let body = REPORTS.iter().find(|capture| capture.name == name).map_or(&[][..], Capture::body);
    bencher.bench(|| report::read(black_box(body)));
}

/// The forgiving reading, which is asked only after the strict one has failed: an encoding, and damage.
#[divan::bench(args = ["gbk", "quotes", "cut"])]
fn mend(bencher: divan::Bencher<'_, '_>, damage: &str) {
    let ring = REPORTS.iter().find(|capture| capture.name.contains("-ring-outside-"));
    let body = String::from_utf8_lossy(ring.map_or(&[][..], Capture::body)).into_owned();
    let from = |name: &[u8]| {
        let (before, behind) = body.split_once("\"from\":\"").unwrap_or((&body, ""));
        [before.as_bytes(), b"\"from\":\"", name, behind.as_bytes()].concat()
    };
    let body = match damage {
        "gbk" => from(b"\xb1\xb1\xb7\xbd\xb5\xe7\xc6\xf8 "),
        "quotes" => from(b"\"Nord, Anna\" "),
        _ => body.as_bytes()[..body.len() / 2].to_vec(),
    };
    bencher.bench(|| report::read(black_box(&body)));
}

#[divan::bench]
fn repair_the_request_line() -> usize {
    request_line::repair(black_box(b"POST  HTTP/1.1")).map_or(0, |line| line.len())
}
