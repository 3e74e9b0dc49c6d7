//! The history's file, for whoever holds it: one thread of the running program, a benchmark, a test.

use std::io::{self, Read};
use std::path::Path;

use agent_core::{CallRecord, Filled, HistoryPage, HistoryQuery, RecentNumber, WallMillis};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::export::{self, ExportError};
use super::merge::{self, MergeError};
use super::schema::{self, OpenError};
use super::store::Names;
use super::unwritten::Write;
use super::{drafts, search, store};
use crate::lines::Lines;

/// A fact of the database: until when it is known that nothing was missed.
const COVERED_UNTIL: &str = "covered until, by the PBX's clock";

/// An open history. What a method has returned from is on the disk.
#[derive(Debug)]
pub struct HistoryFile(Connection);

impl HistoryFile {
    /// Another pair of eyes for a history that somebody else holds: questions that wait for nothing.
    pub(crate) fn look_into(file: &Path) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(file, flags).map(Self)
    }

    /// Opens it, or begins a new one that only the user can read.
    pub fn open(file: &Path) -> Result<Self, OpenError> {
        schema::open(file).map(Self)
    }

    /// Writes calls, each anew under its id.
    pub fn write(&mut self, records: &[CallRecord]) -> rusqlite::Result<()> {
        let writes: Vec<Write> = records.iter().cloned().map(Write::Record).collect();
        self.write_all(&writes)
    }

    /// Writes all of it, or nothing.
    pub fn write_all(&mut self, writes: &[Write]) -> rusqlite::Result<()> {
        store::write_all(&mut self.0, writes)
    }

    /// Makes calls of what an earlier run of the program left unfinished; those whose end nobody has seen.
    pub fn finish_drafts(&mut self) -> rusqlite::Result<Vec<CallRecord>> {
        drafts::finish(&mut self.0)
    }

    /// What is not in order in the whole file, the search's words included; empty when all is. Reads all of it.
    pub fn complaints(&self) -> rusqlite::Result<Vec<String>> {
        self.0.execute("INSERT INTO calls_text (calls_text) VALUES ('integrity-check')", ())?;
        let mut check = self.0.prepare("PRAGMA integrity_check")?;
        let lines = check.query_map((), |row| row.get::<_, String>(0))?;
        lines.filter(|line| !matches!(line, Ok(line) if line == "ok")).collect()
    }

    /// Past calls, newest first.
    pub fn page(&self, query: &HistoryQuery) -> rusqlite::Result<HistoryPage> {
        search::page(&self.0, query)
    }

    pub(crate) fn recent(&self) -> rusqlite::Result<Vec<RecentNumber>> {
        search::recent(&self.0)
    }

    pub(crate) fn with_number(
        &self,
        number: &str,
        lines: &Lines,
        limit: usize,
    ) -> rusqlite::Result<Vec<CallRecord>> {
        search::with_number(&self.0, number, lines, limit)
    }

    pub(crate) fn rename(&mut self, number: &str, names: &Names, lines: &Lines) -> rusqlite::Result<()> {
        store::rename(&mut self.0, number, names, lines)
    }

    pub(crate) fn forget(&mut self, id: &str) -> rusqlite::Result<Option<String>> {
        store::forget(&mut self.0, id)
    }

    pub(crate) fn forget_before(&mut self, before: WallMillis) -> rusqlite::Result<Vec<String>> {
        store::forget_before(&mut self.0, before)
    }

    pub(crate) fn forget_all(&mut self) -> rusqlite::Result<()> {
        store::forget_all(&mut self.0)
    }

    /// Fills in what the PBX's records in a CSV file say and is not known. `own`: whose calls; `offset_millis`: how far
    /// the PBX's clock is ahead of UTC.
    pub fn fill(&mut self, own: &str, offset_millis: i64, csv: impl Read) -> Result<Filled, MergeError> {
        merge::fill(&mut self.0, own, offset_millis, csv)
    }

    pub(crate) fn export(&self, query: &HistoryQuery, csv: impl io::Write) -> Result<u64, ExportError> {
        export::write(&self.0, query, csv)
    }

    /// Until when the PBX's records are known, as its clock shows it.
    pub(crate) fn covered_until(&self) -> rusqlite::Result<Option<WallMillis>> {
        let fact = self.0.query_row("SELECT value FROM facts WHERE name = ?1", [COVERED_UNTIL], |row| {
            row.get::<_, String>(0)
        });
        Ok(fact.optional()?.and_then(|text| text.parse().ok()).map(WallMillis))
    }

    pub(crate) fn set_covered_until(&mut self, at: WallMillis) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO facts VALUES (?1, ?2)";
        self.0.execute(sql, (COVERED_UNTIL, at.0.to_string())).map(|_| ())
    }

    /// SQLite's own limit gives the very error of a full disk.
    #[cfg(test)]
    pub(super) fn fill_the_disk(&self) {
        let pages: u32 = self.0.query_row("PRAGMA page_count", (), |row| row.get(0)).unwrap();
        self.0.query_row(&format!("PRAGMA max_page_count = {pages}"), (), |_| Ok(())).unwrap();
    }
}
