//! What came of a file of contacts: taken with a report, a question about its columns, or a refusal.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The largest file of contacts, in megabytes. An address book of 100,000 has about 20.
pub const LARGEST_CONTACTS_MB: usize = 64;

/// What came of a file of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ImportOutcome {
    /// Its contacts are kept, but for those that the report names.
    Taken {
        /// How many, and what was left out.
        report: ImportReport,
    },
    /// A table whose columns can't be told: the person says which is which, and the file is sent again with that.
    WhichColumns {
        /// The first rows, as they are.
        rows: Vec<Vec<String>>,
        /// What each column seems to be.
        guess: Vec<ColumnMeaning>,
    },
    /// Nothing of it was taken.
    Refused { why: ImportRefusal },
}

/// What was taken of a file and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The name that its contacts are kept under: the file's, or `book.csv (2)` beside another file of that name.
    pub source: String,
    /// What is counted.
    pub unit: ImportUnit,
    /// How many contacts were taken.
    pub contacts: u32,
    /// How many rows or cards the file has.
    pub rows: u32,
    /// How many of them gave no contact.
    pub rows_left_out: u32,
    /// How many numbers could not be read in rows that gave a contact.
    pub numbers_left_out: u32,
    /// How many contacts of an earlier import of this file they replace.
    pub replaced: u32,
    /// The first of what was left out, in the file's order.
    pub left_out: Vec<LeftOut>,
}

/// What a file's contacts stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ImportUnit {
    /// CSV: counted as a spreadsheet counts them, the header included.
    Rows,
    /// vCard: counted from 1.
    Cards,
}

/// Something in a file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// The row or card.
    pub row: u32,
    /// What stands there.
    pub text: String,
    /// Why it was not taken.
    pub why: WhyLeftOut,
}

/// Why something in a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WhyLeftOut {
    /// No number stands there.
    NoNumber,
    /// Neither a name nor a company stands there.
    NoName,
    /// What stands in place of a number is none.
    NotANumber,
    /// A spreadsheet has shortened the number, as in `1.38E+10`; its last digits are lost.
    Shortened,
}

/// Why nothing of a file was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ImportRefusal {
    /// It has no bytes.
    Empty,
    /// It is larger than [`LARGEST_CONTACTS_MB`].
    TooLarge,
    /// It is a workbook of a spreadsheet program, which has to be saved as CSV.
    Workbook,
    /// It is neither vCard nor a table with numbers in it.
    NoContacts,
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnMeaning {
    /// A name or a part of one; the parts are put together in their order.
    Name,
    /// Where they work.
    Company,
    /// One or several phone numbers.
    Number,
    Ignore,
}
