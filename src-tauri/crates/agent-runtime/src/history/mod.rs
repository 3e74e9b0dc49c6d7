//! Past calls on disk: one thread owns the database, everybody else asks it.
//!
//! A record that can't be written stays in memory and is tried again with the next. A damaged database is set aside
//! and a new one begun; nothing is ever deleted.

mod schema;
mod store;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use agent_core::{CallRecord, Failure, HistoryPage, HistoryQuery, Input, RecentNumber};
use rusqlite::{Connection, ErrorCode};
use tokio::sync::oneshot;
use tracing::{info, warn};

use crate::clock::Clock;
use crate::failures;
use crate::inputs::Inputs;
use schema::OpenError;

/// The door to the thread. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct History {
    jobs: mpsc::Sender<Job>,
}

#[derive(Debug)]
enum Job {
    Record(CallRecord),
    Page(HistoryQuery, oneshot::Sender<Result<HistoryPage, Failure>>),
    Recent(mpsc::Sender<Vec<RecentNumber>>),
    Close(oneshot::Sender<()>),
}

impl History {
    pub(crate) fn start(dir: &Path, inputs: Inputs) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let keeper = Keeper {
            file: dir.join("history.db"),
            inputs,
            connection: None,
            unwritten: vec![],
            failing: false,
        };
        std::thread::Builder::new().name("history".to_owned()).spawn(move || keeper.work(&queue))?;
        Ok(Self { jobs })
    }

    pub(crate) fn record(&self, record: CallRecord) {
        // The thread ends after everybody who could send.
        let _ = self.jobs.send(Job::Record(record));
    }

    pub(crate) async fn page(&self, query: HistoryQuery) -> Result<HistoryPage, Failure> {
        let gone = || Failure::File { detail: "the history has ended".to_owned() };
        self.ask(|reply| Job::Page(query, reply)).await.ok_or_else(gone)?
    }

    /// The numbers of the latest calls; none when they can't be read, which is told as trouble.
    pub(crate) fn recent_blocking(&self) -> Vec<RecentNumber> {
        let (reply, answer) = mpsc::channel();
        // The thread ends after everybody who could send.
        let _ = self.jobs.send(Job::Recent(reply));
        answer.recv().unwrap_or_default()
    }

    /// Returns when all that was recorded before is written, or has been tried, and the file is closed.
    pub(crate) async fn close(&self) {
        let _: Option<()> = self.ask(Job::Close).await;
    }

    async fn ask<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(job(reply)).ok()?;
        answer.await.ok()
    }
}

struct Keeper {
    file: PathBuf,
    inputs: Inputs,
    connection: Option<Connection>,
    /// Oldest first.
    unwritten: Vec<CallRecord>,
    /// The last write failed, and that has been told.
    failing: bool,
}

impl Keeper {
    fn work(mut self, queue: &mpsc::Receiver<Job>) {
        while let Ok(job) = queue.recv() {
            // Askers may have given up; that is theirs to know.
            match job {
                Job::Record(record) => {
                    self.unwritten.push(record);
                    self.write();
                }
                Job::Page(query, reply) => {
                    let page = self.with_database(|connection| store::page(connection, &query));
                    let _ = reply.send(page.map_err(|error| failure(&error)));
                }
                Job::Recent(reply) => {
                    let recent = self.with_database(|connection| store::recent(connection));
                    let recent = recent.unwrap_or_else(|error| {
                        self.tell(failure(&error));
                        Vec::new()
                    });
                    let _ = reply.send(recent);
                }
                Job::Close(reply) => {
                    self.write();
                    // SQLite makes one file of it again.
                    self.connection = None;
                    let _ = reply.send(());
                }
            }
        }
    }

    fn write(&mut self) {
        let records = std::mem::take(&mut self.unwritten);
        if records.is_empty() {
            return;
        }
        match self.with_database(|connection| store::write(connection, &records)) {
            Ok(()) => {
                if self.failing {
                    info!(records = records.len(), "the history is written again");
                }
                self.failing = false;
            }
            Err(error) => {
                self.unwritten = records;
                if !self.failing {
                    self.failing = true;
                    self.tell(failure(&error));
                }
            }
        }
    }

    /// Opens the database when it is not open. A damaged one gives way to a new one, and the work is done there.
    fn with_database<T>(
        &mut self,
        work: impl Fn(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, OpenError> {
        match self.try_with_database(&work) {
            Err(OpenError::Database(error)) if is_damage(&error) => {
                self.set_aside()?;
                self.try_with_database(&work)
            }
            outcome => outcome,
        }
    }

    fn try_with_database<T>(
        &mut self,
        work: impl Fn(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, OpenError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            None => self.connection.insert(schema::open(&self.file)?),
        };
        Ok(work(connection)?)
    }

    fn set_aside(&mut self) -> io::Result<()> {
        self.connection = None;
        let aside = self.file.with_file_name(format!("history.damaged-{}.db", Clock::wall().0));
        std::fs::rename(&self.file, &aside)?;
        for ending in ["-wal", "-shm"] {
            match std::fs::rename(with_ending(&self.file, ending), with_ending(&aside, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        self.tell(Failure::Damaged { path: aside.display().to_string() });
        Ok(())
    }

    fn tell(&self, failure: Failure) {
        warn!(?failure, "the history is in trouble");
        self.inputs.send_blocking(Input::HistoryTrouble { failure });
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

fn failure(error: &OpenError) -> Failure {
    match error {
        OpenError::Io(error) => failures::of_io(error),
        OpenError::Database(error) => failures::of_database(error),
        OpenError::Newer => Failure::File { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::Receiver;

    use super::store::tests::call;
    use super::*;
    use crate::inputs::Mail;

    fn start(dir: &Path) -> (History, Receiver<Mail>) {
        let (inputs, mail) = Inputs::channel();
        (History::start(dir, inputs).unwrap(), mail)
    }

    async fn ids(history: &History) -> Vec<String> {
        let page = history.page(HistoryQuery::default()).await.unwrap();
        page.rows.into_iter().map(|row| row.id).collect()
    }

    fn trouble(mail: &mut Receiver<Mail>) -> Option<Failure> {
        match mail.try_recv() {
            Ok(Mail::Input(input)) => match *input {
                Input::HistoryTrouble { failure } => Some(failure),
                other => panic!("{other:?}"),
            },
            Ok(other) => panic!("{other:?}"),
            Err(_) => None,
        }
    }

    #[tokio::test]
    async fn calls_survive_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let (history, _mail) = start(dir.path());
        history.record(call(1, 1));
        history.record(call(2, 1));
        history.close().await;
        drop(history);
        let (history, mut mail) = start(dir.path());
        assert_eq!(ids(&history).await, ["2-1", "1-1"]);
        assert_eq!(trouble(&mut mail), None);
    }

    #[tokio::test]
    async fn what_is_written_survives_a_killed_program() {
        let dir = tempfile::tempdir().unwrap();
        let (history, _mail) = start(dir.path());
        history.record(call(1, 1));
        assert_eq!(ids(&history).await, ["1-1"]);
        // What lies on the disk while the database is open is what a killed program leaves.
        let left = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), left.path().join(entry.file_name())).unwrap();
        }
        let (history, mut mail) = start(left.path());
        assert_eq!(ids(&history).await, ["1-1"]);
        assert_eq!(trouble(&mut mail), None);
    }

    #[tokio::test]
    async fn a_damaged_database_is_set_aside_whole() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        std::fs::write(&file, "this is no database, but somebody may want it").unwrap();
        let (history, mut mail) = start(dir.path());
        history.record(call(1, 1));
        assert_eq!(ids(&history).await, ["1-1"]);
        let Some(Failure::Damaged { path }) = trouble(&mut mail) else { panic!("not told") };
        let kept = std::fs::read_to_string(path).unwrap();
        assert_eq!(kept, "this is no database, but somebody may want it");
        assert_eq!(trouble(&mut mail), None, "told once");
    }

    #[tokio::test]
    async fn damage_found_later_is_set_aside_too() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let (history, _mail) = start(dir.path());
        for at in 0..200 {
            history.record(call(at, 1));
        }
        history.close().await;
        drop(history);
        // The head stays whole, so opening succeeds.
        let checkpoint = Connection::open(&file).unwrap();
        checkpoint.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).unwrap();
        drop(checkpoint);
        let mut bytes = std::fs::read(&file).unwrap();
        assert!(bytes.len() > 8192);
        bytes[4096..].fill(0x5a);
        std::fs::write(&file, bytes).unwrap();

        let (history, mut mail) = start(dir.path());
        history.record(call(1000, 1));
        assert_eq!(ids(&history).await, ["1000-1"]);
        assert!(matches!(trouble(&mut mail), Some(Failure::Damaged { .. })));
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_kept_and_written_later() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let (history, mut mail) = start(dir.path());
        // A folder in the place of the database: opening it fails, for root too.
        std::fs::create_dir(&file).unwrap();
        history.record(call(1, 1));
        history.record(call(2, 1));
        history.close().await;
        assert!(matches!(trouble(&mut mail), Some(Failure::File { .. })));
        assert_eq!(trouble(&mut mail), None, "told once");
        assert!(matches!(history.page(HistoryQuery::default()).await, Err(Failure::File { .. })));

        std::fs::remove_dir(&file).unwrap();
        history.record(call(3, 1));
        assert_eq!(ids(&history).await, ["3-1", "2-1", "1-1"]);
    }

    #[tokio::test]
    async fn a_full_disk_loses_no_call() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let (inputs, mut mail) = Inputs::channel();
        let connection = schema::open(&file).unwrap();
        // SQLite's own limit gives the very error of a full disk.
        let pages: u32 = connection.query_row("PRAGMA page_count", (), |row| row.get(0)).unwrap();
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), (), |_| Ok(())).unwrap();
        let mut keeper = Keeper {
            file,
            inputs,
            connection: Some(connection),
            unwritten: (0..100).map(|at| call(at, 1)).collect(),
            failing: false,
        };
        let (told, keeper) = std::thread::spawn(move || {
            keeper.write();
            (keeper.failing, keeper)
        })
        .join()
        .unwrap();
        assert!(told);
        assert_eq!(keeper.unwritten.len(), 100);
        assert_eq!(trouble(&mut mail), Some(Failure::DiskFull));
    }
}
