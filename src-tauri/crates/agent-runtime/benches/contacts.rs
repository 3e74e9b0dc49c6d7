//! 100,000 contacts: a number is looked up within 1 ms.
//!
//! `cargo bench -p agent-runtime --bench contacts`

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use agent_runtime::Contacts;

const CONTACTS: u32 = 100_000;
const LIMIT: Duration = Duration::from_millis(1);
const LOOKUPS: u32 = 10_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let contacts = Contacts::new(folder.path(), "CN");
    let mut cards = String::new();
    for at in 0..CONTACTS {
        let number = 13_800_000_000_u64 + u64::from(at) * 7;
        write!(cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Caller {at}\r\nORG:Company {}\r\n", at % 500)
            .unwrap();
        write!(cards, "TEL;TYPE=CELL:+86 {number}\r\nTEL;TYPE=WORK:0755 {at:08}\r\nEND:VCARD\r\n").unwrap();
    }
    let began = Instant::now();
    assert_eq!(contacts.import("all.vcf", cards.as_bytes()), Ok(CONTACTS as usize));
    println!("{CONTACTS} contacts of two numbers each imported in {:.1?}", began.elapsed());
    let began = Instant::now();
    let again = Contacts::new(folder.path(), "CN");
    again.load();
    println!("read again at a start in {:.1?}, beside everything else", began.elapsed());

    let mut times: Vec<Duration> = (0..LOOKUPS)
        .map(|at| {
            let number = format!("+86{}", 13_800_000_000_u64 + u64::from(at * 9));
            let began = Instant::now();
            let found = again.find(&number);
            let took = began.elapsed();
            assert_eq!(found.is_some(), at * 9 % 7 == 0, "{number}");
            took
        })
        .collect();
    times.sort();
    let (median, slowest) = (times[times.len() / 2], times[times.len() * 999 / 1000]);
    println!("a lookup: median {median:.2?}, 99.9 % within {slowest:.2?}, limit {LIMIT:?}");
    assert!(slowest <= LIMIT, "too slow");
}
