//! Contacts from files: vCard of any version and tables (CSV), as programs, phones and databases write them. What is read
//! and what is refused is told in docs/CONTACTS.md.

use agent_core::{ColumnMeaning, ImportRefusal, ImportReport, ImportUnit, LARGEST_CONTACTS_MB};

use pbx_protocol::number::Home;

use super::Contact;
use super::table::{self, Table};
use super::taking::Taking;
use super::{file_text, vcard};

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// Contacts, perhaps none, and the account of what was left out.
    Contacts(Vec<Contact>, ImportReport),
    /// A table whose columns the person has to tell apart.
    WhichColumns { rows: Vec<Vec<String>>, guess: Vec<ColumnMeaning> },
}

/// Reads a file. `columns` is what the person said of a table's columns; `country` (`cn`) tips the scales where an old
/// encoding can't be told.
pub(super) fn read(
    bytes: &[u8],
    columns: Option<&[ColumnMeaning]>,
    country: Option<&str>,
) -> Result<Read, ImportRefusal> {
    if bytes.len() > LARGEST_CONTACTS_MB * 1024 * 1024 {
        return Err(ImportRefusal::TooLarge);
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ImportRefusal::Empty);
    }
    // Read as a text it would be a table of nonsense, and the person would not learn what to do.
    if is_workbook(bytes) {
        return Err(ImportRefusal::Workbook);
    }
    let home = Home::of_country(country.unwrap_or_default());
    let unicode = file_text::utf16(bytes);
    let bytes = unicode.as_ref().map_or(bytes, |text| text.as_bytes());
    // The mark in front would be part of the first column's name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let taking = if vcard::is_vcard(bytes) {
        let mut taking = Taking::new(ImportUnit::Cards, home);
        vcard::read(bytes, country, &mut taking);
        taking
    } else {
        match table::read(&file_text::of_table(bytes, country, table::known_words), columns, home) {
            Table::Taken(taking) => taking,
            Table::Unclear { rows, guess } => return Ok(Read::WhichColumns { rows, guess }),
            Table::Nothing => return Err(ImportRefusal::NoContacts),
        }
    };
    let (contacts, report) = taking.done();
    if report.rows == 0 { Err(ImportRefusal::NoContacts) } else { Ok(Read::Contacts(contacts, report)) }
}

/// Excel's and others' files begin as a ZIP or as an old Office document does.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}
