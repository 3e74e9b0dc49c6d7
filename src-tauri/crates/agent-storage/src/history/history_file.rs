//! The history's file, for whoever holds it: one thread of the running program, a benchmark, a test.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use agent_core::{
    CallRecord, Filled, HistoryPage, HistoryQuery, KeptMark, NoteTold, RecentNumber, WallMillis,
};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::store::CallerNames;
use super::unwritten::Write;
use super::{beside, drafts, export, merge, missed, noted, schema, search, store};
use crate::error::StorageError;
use agent_core::Lines;

/// A fact of the database: until when it is known that nothing was missed.
const COVERED_UNTIL: &str = "covered until, by the PBX's clock";

/// An open history. What a method has returned from is on the disk.
#[derive(Debug)]
pub struct HistoryFile {
    own: Connection,
    /// The history proper, where a later version wrote it: only read. `own` is the file beside it.
    later: Option<Connection>,
}

impl HistoryFile {
    /// Another pair of eyes for a history that somebody else holds: questions that wait for nothing.
    pub(crate) fn look_into(file: &Path) -> rusqlite::Result<Self> {
        let history = read_only(file)?;
        let version: u32 = history.query_row("PRAGMA user_version", (), |row| row.get(0))?;
        if version > schema::NEWEST {
            let own = read_only(&beside::path(file, schema::NEWEST))?;
            return Ok(Self { own, later: Some(history) });
        }
        Ok(Self { own: history, later: None })
    }

    /// Opens it, or begins a new one that only the user can read. That of a later version is only read, and a file beside
    /// it is opened.
    pub fn open(file: &Path) -> Result<Self, StorageError> {
        match schema::open(file) {
            Ok(mut own) => {
                beside::take_in(&mut own, file);
                Ok(Self { own, later: None })
            }
            Err(StorageError::LaterVersion) => {
                let later = read_only(file)?;
                Ok(Self { own: beside::open(file, &later)?, later: Some(later) })
            }
            Err(error) => Err(error),
        }
    }

    /// The file that is written.
    pub(crate) fn written(file: &Path) -> PathBuf {
        match Self::look_into(file) {
            Ok(Self { later: Some(_), .. }) => beside::path(file, schema::NEWEST),
            Ok(Self { later: None, .. }) | Err(_) => file.to_owned(),
        }
    }

    /// A later version wrote the history; this is the file beside it.
    pub(crate) fn is_beside(&self) -> bool {
        self.later.is_some()
    }

    /// Writes calls, each anew under its id.
    pub fn write(&mut self, records: &[CallRecord]) -> rusqlite::Result<()> {
        let writes: Vec<Write> = records.iter().cloned().map(Write::Record).collect();
        self.write_all(&writes)
    }

    /// Writes all of it, or nothing.
    pub fn write_all(&mut self, writes: &[Write]) -> rusqlite::Result<()> {
        store::write_all(&mut self.own, writes)
    }

    /// Makes calls of what an earlier run of the program left unfinished; those whose end nobody has seen.
    pub fn finish_drafts(&mut self) -> rusqlite::Result<Vec<CallRecord>> {
        drafts::finish(&mut self.own)
    }

    /// What is not in order in the whole file, the search's words included; empty when all is. Reads all of it.
    pub fn complaints(&self) -> rusqlite::Result<Vec<String>> {
        self.own.execute("INSERT INTO calls_text (calls_text) VALUES ('integrity-check')", ())?;
        let mut check = self.own.prepare("PRAGMA integrity_check")?;
        let lines = check.query_map((), |row| row.get::<_, String>(0))?;
        lines.filter(|line| !matches!(line, Ok(line) if line == "ok")).collect()
    }

    /// Past calls, newest first.
    pub fn page(&self, query: &HistoryQuery) -> rusqlite::Result<HistoryPage> {
        match &self.later {
            Some(later) => beside::page(&self.own, later, query),
            None => search::page(&self.own, query),
        }
    }

    pub(crate) fn recent(&self) -> rusqlite::Result<Vec<RecentNumber>> {
        let mut recent = search::recent(&self.own)?;
        if let Some(later) = &self.later {
            search::add_recent(&mut recent, beside::readable(search::recent(later)));
        }
        Ok(recent)
    }

    pub(crate) fn with_number(
        &self,
        number: &str,
        lines: &Lines,
        limit: usize,
    ) -> rusqlite::Result<Vec<CallRecord>> {
        let mut calls = search::with_number(&self.own, number, lines, limit)?;
        if let Some(later) = &self.later {
            calls.extend(beside::readable(search::with_number(later, number, lines, limit)));
            calls.truncate(limit);
        }
        Ok(calls)
    }

    /// The calls that were missed since then with all later ones of the same callers, in no order.
    pub(crate) fn missed(&self, since: WallMillis, lines: &Lines) -> rusqlite::Result<Vec<CallRecord>> {
        let mut calls = missed::calls(&self.own, since, lines)?;
        if let Some(later) = &self.later {
            calls.extend(beside::readable(missed::calls(later, since, lines)));
        }
        Ok(calls)
    }

    /// What was decided about missed callers.
    pub(crate) fn marks(&self) -> rusqlite::Result<Vec<KeptMark>> {
        missed::marks(&self.own)
    }

    /// A call, and how far other programs know what came of it.
    pub(crate) fn noted(&self, id: &str) -> rusqlite::Result<Option<(CallRecord, NoteTold)>> {
        let later = || self.later.as_ref().and_then(|later| beside::readable(noted::call(later, id)));
        Ok(noted::call(&self.own, id)?.or_else(later))
    }

    pub(crate) fn rename(
        &mut self,
        number: &str,
        names: &CallerNames,
        lines: &Lines,
    ) -> rusqlite::Result<()> {
        store::rename(&mut self.own, number, names, lines)
    }

    /// Refused for a call that only a later version can delete.
    pub(crate) fn forget(&mut self, id: &str) -> Result<Option<String>, StorageError> {
        if let Some(later) = &self.later
            && store::one(later, id)?.is_some()
        {
            return Err(StorageError::LaterVersion);
        }
        Ok(store::forget(&mut self.own, id)?)
    }

    pub(crate) fn forget_before(&mut self, before: WallMillis) -> rusqlite::Result<Vec<String>> {
        store::forget_before(&mut self.own, before)
    }

    /// Refused where it would not be all.
    pub(crate) fn forget_all(&mut self) -> Result<(), StorageError> {
        if self.is_beside() {
            return Err(StorageError::LaterVersion);
        }
        Ok(store::forget_all(&mut self.own)?)
    }

    /// Fills in what the PBX's records in a CSV file say and is not known. `own`: whose calls; `offset_millis`: how far
    /// the PBX's clock is ahead of UTC.
    pub fn fill(&mut self, own: &str, offset_millis: i64, csv: impl Read) -> Result<Filled, StorageError> {
        let filled = merge::fill(&mut self.own, own, offset_millis, csv)?;
        if let Some(later) = &self.later {
            beside::drop_known(&self.own, later)?;
        }
        Ok(filled)
    }

    pub(crate) fn export(&self, query: &HistoryQuery, csv: impl io::Write) -> Result<u64, StorageError> {
        // Calls made beside a later version's history are newer than those in it.
        export::write(std::iter::once(&self.own).chain(&self.later), query, csv)
    }

    /// Until when the PBX's records are known, as its clock shows it.
    pub(crate) fn covered_until(&self) -> rusqlite::Result<Option<WallMillis>> {
        let fact = self.own.query_row("SELECT value FROM facts WHERE name = ?1", [COVERED_UNTIL], |row| {
            row.get::<_, String>(0)
        });
        Ok(fact.optional()?.and_then(|text| text.parse().ok()).map(WallMillis))
    }

    pub(crate) fn set_covered_until(&mut self, at: WallMillis) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO facts VALUES (?1, ?2)";
        self.own.execute(sql, (COVERED_UNTIL, at.0.to_string())).map(|_| ())
    }

    /// SQLite's own limit gives the very error of a full disk.
    #[cfg(test)]
    pub(super) fn fill_the_disk(&self) {
        let pages: u32 = self.own.query_row("PRAGMA page_count", (), |row| row.get(0)).unwrap();
        self.own.query_row(&format!("PRAGMA max_page_count = {pages}"), (), |_| Ok(())).unwrap();
    }
}

fn read_only(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(file, flags)
}
