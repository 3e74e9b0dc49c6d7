//! 100,000 contacts: a file of them is imported within 2 s, a number is looked up within 1 ms.
//!
//! `cargo bench -p agent-storage --bench contacts`

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![expect(clippy::panic, reason = "a benchmark fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use agent_core::Lines;
use agent_core::{ImportOutcome, WallMillis};
use agent_storage::Contacts;

const CONTACTS: u32 = 100_000;
const IMPORT_LIMIT: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_millis(1);
const LOOKUPS: u32 = 10_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let contacts = Contacts::new(folder.path(), Lines::of("CN", ""), || WallMillis(0));
    let taken = import(&contacts, "all.csv", table().as_bytes());
    println!("{CONTACTS} rows of two numbers each imported in {taken:.1?}, limit {IMPORT_LIMIT:?}");
    let gbk = encoding_rs::GBK.encode(&table()).0.into_owned();
    let taken = import(&contacts, "all-gbk.csv", &gbk);
    println!("the same in GBK in {taken:.1?}");
    contacts.clear().unwrap();
    let taken = import(&contacts, "all.vcf", cards().as_bytes());
    println!("{CONTACTS} cards of two numbers each imported in {taken:.1?}, limit {IMPORT_LIMIT:?}");
    let taken = import(&contacts, "all.vcf", cards().as_bytes());
    println!("the same again in {taken:.1?}");
    let began = Instant::now();
    let again = Contacts::new(folder.path(), Lines::of("CN", ""), || WallMillis(0));
    again.load().unwrap();
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

fn import(contacts: &Contacts, file: &str, bytes: &[u8]) -> Duration {
    let began = Instant::now();
    let outcome = contacts.import(file, bytes, None).unwrap();
    let took = began.elapsed();
    let ImportOutcome::Taken { report } = outcome else { panic!("{outcome:?}") };
    assert_eq!((report.contacts, report.rows_left_out), (CONTACTS, 0));
    assert!(took <= IMPORT_LIMIT, "too slow: {took:?}");
    took
}

fn number(at: u32) -> u64 {
    13_800_000_000 + u64::from(at) * 7
}

fn table() -> String {
    let mut text = String::from("姓,名,公司,手机,电话\r\n");
    for at in 0..CONTACTS {
        write!(text, "王,小明{at},北方公司{},{},0755 {at:08}\r\n", at % 500, number(at)).unwrap();
    }
    text
}

fn cards() -> String {
    let mut text = String::new();
    for at in 0..CONTACTS {
        write!(text, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Caller {at}\r\nORG:Company {}\r\n", at % 500).unwrap();
        write!(text, "TEL;TYPE=CELL:+86 {}\r\nTEL;TYPE=WORK:0755 {at:08}\r\nEND:VCARD\r\n", number(at))
            .unwrap();
    }
    text
}
