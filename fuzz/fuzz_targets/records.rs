//! The PBX's records as a file: merged or refused; merged again, they add nothing.

#![no_main]

use agent_core::HistoryQuery;
use agent_storage::HistoryFile;
use libfuzzer_sys::fuzz_target;

const OFFSET: i64 = 8 * 3_600_000 + 17_000;

fuzz_target!(|csv: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    let mut history = HistoryFile::open(&folder.path().join("history.db")).unwrap();
    let Ok(first) = history.fill("101", OFFSET, csv) else { return };
    assert!(first.missed <= first.added);
    let page = history.page(&HistoryQuery::default()).unwrap();
    assert!(page.rows.len() <= first.added as usize);
    let second = history.fill("101", OFFSET, csv).unwrap();
    assert_eq!((second.added, second.unread), (0, first.unread));
});
