//! The thread that owns the history. What can't be written stays in memory and is tried again, by itself too. A damaged
//! database is set aside and a new one begun; nothing is ever deleted.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use agent_core::{Failure, Input, WallMillis};
use rusqlite::ErrorCode;
use tokio::sync::oneshot;
use tracing::{info, warn};

use super::history_file::HistoryFile;
use super::unwritten::{Unwritten, Write};
use crate::error::StorageError;
use crate::files;

/// How often a disk that takes nothing is tried by itself.
const RETRY: Duration = Duration::from_secs(10);

/// What it is asked.
pub(super) enum HistoryJob {
    Write(Box<Write>),
    Ask(Box<dyn FnOnce(&mut Keeper) + Send>),
    Close(oneshot::Sender<()>),
}

/// What the thread owns.
pub(super) struct Keeper {
    pub(super) path: PathBuf,
    clock: fn() -> WallMillis,
    tell: Box<dyn Fn(Input) + Send>,
    file: Option<HistoryFile>,
    unwritten: Unwritten,
    /// What an earlier run left unfinished is in the history.
    opened: bool,
    /// The last write failed, and that has been told.
    failing: bool,
    /// The program is ending, and nothing opens the file again.
    closed: bool,
    /// How often a disk that takes nothing is tried.
    retry: Duration,
}

impl Keeper {
    pub(super) fn new(dir: &Path, clock: fn() -> WallMillis, tell: impl Fn(Input) + Send + 'static) -> Self {
        Self {
            path: dir.join("history.db"),
            clock,
            tell: Box::new(tell),
            file: None,
            unwritten: Unwritten::default(),
            opened: false,
            failing: false,
            closed: false,
            retry: RETRY,
        }
    }

    pub(super) fn work(mut self, queue: &mpsc::Receiver<HistoryJob>) {
        self.open();
        loop {
            match self.next(queue) {
                Ok(HistoryJob::Write(write)) => {
                    self.unwritten.add(*write);
                    if self.failing {
                        self.write();
                    }
                }
                Ok(HistoryJob::Ask(work)) => {
                    // Whoever asks finds what was written before.
                    if !self.failing {
                        self.write();
                    }
                    work(&mut self);
                }
                Ok(HistoryJob::Close(reply)) => {
                    self.write();
                    // SQLite makes one file of it again. Whoever asks later must not open it anew: the program is
                    // ending, and the next one may be there.
                    self.file = None;
                    self.closed = true;
                    let _ = reply.send(());
                }
                Err(RecvTimeoutError::Timeout) => {
                    if !self.opened {
                        self.open();
                    }
                    self.write();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Waits as long as there is nothing to be written: what comes faster than the disk writes is written at once.
    fn next(&self, queue: &mpsc::Receiver<HistoryJob>) -> Result<HistoryJob, RecvTimeoutError> {
        if self.closed || (self.opened && self.unwritten.is_empty()) {
            return queue.recv().map_err(|_| RecvTimeoutError::Disconnected);
        }
        queue.recv_timeout(if self.failing { self.retry } else { Duration::ZERO })
    }

    fn open(&mut self) {
        match self.with_file(|file| Ok((file.finish_drafts()?, file.recent()?, file.is_beside()))) {
            Ok((unfinished, recent, is_beside)) => {
                self.opened = true;
                if is_beside {
                    self.tell_trouble(Failure::LaterVersion);
                }
                (self.tell)(Input::HistoryOpened { recent, unfinished });
                self.mended();
            }
            Err(error) => self.fails(error),
        }
    }

    fn write(&mut self) {
        if self.unwritten.is_empty() {
            return;
        }
        let writes = self.unwritten.take();
        match self.with_file(|file| Ok(file.write_all(&writes)?)) {
            Ok(()) => self.mended(),
            Err(error) => {
                self.unwritten.put_back(writes);
                self.fails(error);
            }
        }
    }

    /// Told once, until it works again.
    fn fails(&mut self, error: StorageError) {
        if !self.failing {
            self.failing = true;
            self.tell_trouble(error.into());
        }
    }

    fn mended(&mut self) {
        if self.failing {
            info!("the history is written again");
            self.failing = false;
            (self.tell)(Input::HistoryWritten);
        }
    }

    /// Opens the database when it is not open. A damaged one gives way to a new one, and the work is done there.
    pub(super) fn with_file<T>(
        &mut self,
        work: impl Fn(&mut HistoryFile) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        match self.try_with_file(&work) {
            Err(StorageError::Database(error)) if is_damage(&error) => {
                self.set_aside()?;
                self.try_with_file(&work)
            }
            outcome => outcome,
        }
    }

    fn try_with_file<T>(
        &mut self,
        work: impl Fn(&mut HistoryFile) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        if self.closed {
            return Err(io::Error::other("the history is closed").into());
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(HistoryFile::open(&self.path)?),
        };
        work(file)
    }

    fn set_aside(&mut self) -> io::Result<()> {
        self.file = None;
        let damaged = HistoryFile::written(&self.path);
        let aside = files::aside(&self.path, (self.clock)());
        std::fs::rename(&damaged, &aside)?;
        // They belong to the damaged file: a new one of its name would take them for its own.
        for ending in ["-wal", "-shm"] {
            match std::fs::rename(with_ending(&damaged, ending), with_ending(&aside, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        self.tell_trouble(Failure::Damaged { path: aside.display().to_string() });
        Ok(())
    }

    fn tell_trouble(&self, failure: Failure) {
        warn!(?failure, "the history is in trouble");
        (self.tell)(Input::HistoryTrouble { failure });
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests;
