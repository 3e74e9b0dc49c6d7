//! Files as the field has them, a small one a kind: what is read of them and what is refused.

mod encodings;
mod limits;
mod tables;
mod vcards;

use agent_core::{ColumnMeaning, ImportRefusal, ImportReport, WhyLeftOut};

use super::import::{Read, read};

/// What was read: `name|company|number number`, a line a contact.
pub(super) fn told(bytes: &[u8]) -> Vec<String> {
    taken(bytes).0
}

/// What was left out, as a report says it.
pub(super) fn left(bytes: &[u8]) -> Vec<(u32, String, WhyLeftOut)> {
    taken(bytes).1.left_out.into_iter().map(|one| (one.row, one.text, one.why)).collect()
}

pub(super) fn taken(bytes: &[u8]) -> (Vec<String>, ImportReport) {
    match read(bytes, None, None) {
        Ok(Read::Contacts(contacts, report)) => (contacts.iter().map(line).collect(), report),
        other => panic!("{other:?}\n{}", String::from_utf8_lossy(bytes)),
    }
}

/// The rows and the proposal of the question about the columns.
pub(super) fn asked(bytes: &[u8]) -> (Vec<Vec<String>>, Vec<ColumnMeaning>) {
    match read(bytes, None, None) {
        Ok(Read::WhichColumns { rows, guess }) => (rows, guess),
        other => panic!("{other:?}"),
    }
}

pub(super) fn answered(bytes: &[u8], columns: &[ColumnMeaning]) -> (Vec<String>, ImportReport) {
    match read(bytes, Some(columns), None) {
        Ok(Read::Contacts(contacts, report)) => (contacts.iter().map(line).collect(), report),
        other => panic!("{other:?}"),
    }
}

pub(super) fn refused(bytes: &[u8]) -> ImportRefusal {
    read(bytes, None, None).unwrap_err()
}

fn line(contact: &super::Contact) -> String {
    format!(
        "{}|{}|{}",
        contact.name,
        contact.company.as_deref().unwrap_or_default(),
        contact.numbers.join(" ")
    )
}
