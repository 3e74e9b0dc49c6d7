//! A file of contacts, vCards or a table in any encoding: taken, asked about or refused; the account of it is right, and
//! the same file again changes nothing.

#![no_main]

use agent_core::{ImportOutcome, WallMillis};
use agent_storage::{Contacts, Lines};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    for country in ["CN", "DE"] {
        let contacts = Contacts::new(folder.path(), Lines::of(country, ""), || WallMillis(0));
        contacts.clear().unwrap();
        let (columns, outcome) = match contacts.import("file", bytes, None).unwrap() {
            ImportOutcome::WhichColumns { guess, .. } => {
                let outcome = contacts.import("file", bytes, Some(&guess)).unwrap();
                (Some(guess), outcome)
            }
            outcome => (None, outcome),
        };
        match outcome {
            ImportOutcome::Taken { report } => {
                assert_eq!(report.contacts as usize, contacts.count());
                assert_eq!(report.contacts + report.rows_left_out, report.rows);
            }
            ImportOutcome::Refused { .. } => assert_eq!(contacts.count(), 0),
            ImportOutcome::WhichColumns { .. } => panic!("asked what was said"),
        }
        let count = contacts.count();
        contacts.import("file", bytes, columns.as_deref()).unwrap();
        assert_eq!(contacts.count(), count);
        let again = Contacts::new(folder.path(), Lines::of(country, ""), || WallMillis(0));
        again.load().unwrap();
        assert_eq!(again.count(), count);
    }
});
