//! What the agent was and for how long: a row a state, in a CSV file of its own that only grows at its end. It holds no
//! caller, and no other program's name for anything.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use agent_core::StateSpan;

use crate::history::{cell, time_cell};

/// Years of an agent's days; past it the older half goes.
const LARGEST: u64 = 8 * 1024 * 1024;
const HEADER: &str = "from,until,state,reason,by\n";

/// The file, which need not be there yet.
#[derive(Debug, Clone)]
pub struct StateLog(PathBuf);

impl StateLog {
    /// In this folder.
    pub fn new(data_dir: &Path) -> Self {
        Self(data_dir.join("states.csv"))
    }

    /// One more row.
    ///
    /// # Errors
    ///
    /// Where the file can't be written.
    pub fn add(&self, span: &StateSpan) -> io::Result<()> {
        self.make_room()?;
        let StateSpan { from, until, state, reason, by } = span;
        let cells = [
            time_cell(*from),
            time_cell(*until),
            state.clone(),
            cell(reason.as_deref()),
            by.word().to_owned(),
        ];
        let mut row = csv::Writer::from_writer(Vec::new());
        row.write_record(cells).map_err(io::Error::from)?;
        let row = row.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        // In one piece: a program that is killed leaves no half a row.
        OpenOptions::new().create(true).append(true).open(&self.0)?.write_all(&row)
    }

    fn make_room(&self) -> io::Result<()> {
        let size = fs::metadata(&self.0).map_or(0, |file| file.len());
        if size <= LARGEST {
            return Ok(());
        }
        let rows = fs::read(&self.0)?;
        let newer = rows.len() / 2;
        let at = rows[newer..].iter().position(|byte| *byte == b'\n').map_or(0, |at| newer + at + 1);
        crate::files::replace(&self.0, &rows[at..])
    }

    /// Writes all of it where spreadsheets find it.
    ///
    /// # Errors
    ///
    /// Where it can't be read, or written there.
    pub fn export(&self, to: &Path) -> io::Result<()> {
        let rows = match fs::read(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            rows => rows?,
        };
        let mut file = fs::File::create_new(to)?;
        // Without the mark, spreadsheets take UTF-8 for something else.
        file.write_all("\u{feff}".as_bytes())?;
        file.write_all(HEADER.as_bytes())?;
        file.write_all(&rows)
    }
}

#[cfg(test)]
mod tests {
    use agent_core::{StateBy, WallMillis};

    use super::*;

    #[test]
    fn states_are_rows_and_no_reason_is_a_formula() {
        let folder = tempfile::tempdir().unwrap();
        let log = StateLog::new(folder.path());
        let span = |reason: Option<&str>| StateSpan {
            from: WallMillis(1_589_958_000_000),
            until: WallMillis(1_589_958_060_000),
            state: "paused".to_owned(),
            reason: reason.map(str::to_owned),
            by: StateBy::Agent,
        };
        log.add(&span(Some("lunch"))).unwrap();
        log.add(&span(Some("=1+1, \"x\""))).unwrap();
        log.add(&span(None)).unwrap();
        let to = folder.path().join("out.csv");
        log.export(&to).unwrap();
        let written = fs::read_to_string(&to).unwrap();
        assert_eq!(
            written,
            "\u{feff}from,until,state,reason,by\n\
             2020-05-20T07:00:00Z,2020-05-20T07:01:00Z,paused,lunch,agent\n\
             2020-05-20T07:00:00Z,2020-05-20T07:01:00Z,paused,\"'=1+1, \"\"x\"\"\",agent\n\
             2020-05-20T07:00:00Z,2020-05-20T07:01:00Z,paused,,agent\n"
        );
        let nothing = StateLog::new(&folder.path().join("nowhere"));
        nothing.export(&folder.path().join("empty.csv")).unwrap();
        assert!(log.export(&to).is_err(), "nothing is written over");
    }
}
