//! Past calls on disk: one thread owns the database, everybody else asks it.
//!
//! A record that can't be written stays in memory and is tried again with the next. A damaged database is set aside
//! and a new one begun; nothing is ever deleted.

mod cdr_file;
mod export;
mod grams;
mod history_file;
mod merge;
mod moment;
mod rows;
mod schema;
mod search;
mod store;
mod tail;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use agent_core::{
    CallNote, CallRecord, Failure, Filled, HistoryPage, HistoryQuery, Input, RecentNumber, WallMillis,
};
use rusqlite::ErrorCode;
use tokio::sync::oneshot;
use tracing::{info, warn};

use crate::clock::Clock;
use crate::failures;
use crate::inputs::Inputs;
use crate::lines::Lines;
use export::ExportError;
pub use history_file::HistoryFile;
pub use merge::MergeError;
pub(crate) use merge::local_millis;
pub use schema::OpenError;

/// The door to the thread. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct History {
    jobs: mpsc::Sender<Job>,
}

enum Job {
    Record(Box<CallRecord>),
    Recent(mpsc::Sender<Vec<RecentNumber>>),
    Ask(Box<dyn FnOnce(&mut Keeper) + Send>),
    Close(oneshot::Sender<()>),
}

impl History {
    pub(crate) fn start(dir: &Path, inputs: Inputs) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let keeper = Keeper {
            path: dir.join("history.db"),
            inputs,
            file: None,
            unwritten: vec![],
            failing: false,
            closed: false,
        };
        std::thread::Builder::new().name("history".to_owned()).spawn(move || keeper.work(&queue))?;
        Ok(Self { jobs })
    }

    pub(crate) fn record(&self, record: CallRecord) {
        // The thread ends after everybody who could send.
        let _ = self.jobs.send(Job::Record(Box::new(record)));
    }

    pub(crate) async fn page(&self, query: HistoryQuery) -> Result<HistoryPage, Failure> {
        self.ask(move |file| file.page(&query)).await
    }

    pub(crate) async fn annotate(&self, id: String, note: CallNote) -> Result<(), Failure> {
        self.ask(move |file| file.annotate(&id, &note)).await
    }

    pub(crate) async fn rename(
        &self,
        number: String,
        name: Option<String>,
        lines: Lines,
    ) -> Result<(), Failure> {
        self.ask(move |file| file.rename(&number, name.as_deref(), &lines)).await
    }

    pub(crate) async fn forget(&self, id: String) -> Result<(), Failure> {
        self.ask(move |file| file.forget(&id)).await
    }

    /// Says how many there were.
    pub(crate) async fn forget_before(&self, before: WallMillis) -> Result<usize, Failure> {
        self.ask(move |file| file.forget_before(before)).await
    }

    /// Writes the calls of a query as CSV; says how many.
    pub(crate) async fn export(&self, query: HistoryQuery, to: PathBuf) -> Result<u64, Failure> {
        self.ask(move |file| {
            crate::files::create_private_file(&to)?;
            file.export(&query, std::fs::File::create(&to)?)
        })
        .await
    }

    pub(crate) async fn with_number(
        &self,
        number: String,
        lines: Lines,
        limit: usize,
    ) -> Result<Vec<CallRecord>, Failure> {
        self.ask(move |file| file.with_number(&number, &lines, limit)).await
    }

    pub(crate) async fn covered_until(&self) -> Result<Option<WallMillis>, Failure> {
        self.ask(|file| file.covered_until()).await
    }

    pub(crate) async fn set_covered_until(&self, at: WallMillis) -> Result<(), Failure> {
        self.ask(move |file| file.set_covered_until(at)).await
    }

    /// Fills in what the PBX's records in this file say and is not known.
    pub(crate) async fn fill(
        &self,
        own: String,
        offset_millis: i64,
        csv: PathBuf,
    ) -> Result<Filled, Failure> {
        self.ask(move |file| file.fill(&own, offset_millis, std::fs::File::open(&csv)?)).await
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
        let (reply, closed) = oneshot::channel();
        if self.jobs.send(Job::Close(reply)).is_ok() {
            // Without an answer the thread has ended, and the file is closed.
            let _ = closed.await;
        }
    }

    async fn ask<T: Send + 'static, E>(
        &self,
        work: impl Fn(&mut HistoryFile) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Failure>
    where
        Trouble: From<E>,
    {
        let (reply, answer) = oneshot::channel();
        let job = move |keeper: &mut Keeper| {
            let done = keeper.with_file(|file| Ok(work(file)?)).map_err(|trouble| failure(&trouble));
            // The asker may have given up; that is theirs to know.
            let _ = reply.send(done);
        };
        let gone = || Failure::File { detail: "the history has ended".to_owned() };
        self.jobs.send(Job::Ask(Box::new(job))).map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }
}

/// Whatever can go wrong with the file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Export(#[from] ExportError),
}

struct Keeper {
    path: PathBuf,
    inputs: Inputs,
    file: Option<HistoryFile>,
    /// Oldest first.
    unwritten: Vec<CallRecord>,
    /// The last write failed, and that has been told.
    failing: bool,
    /// For good.
    closed: bool,
}

impl Keeper {
    fn work(mut self, queue: &mpsc::Receiver<Job>) {
        while let Ok(job) = queue.recv() {
            match job {
                Job::Record(record) => {
                    self.unwritten.push(*record);
                    self.write();
                }
                Job::Ask(work) => work(&mut self),
                Job::Recent(reply) => {
                    let recent = self.with_file(|file| Ok(file.recent()?));
                    let recent = recent.unwrap_or_else(|error| {
                        self.tell(failure(&error));
                        Vec::new()
                    });
                    let _ = reply.send(recent);
                }
                Job::Close(reply) => {
                    self.write();
                    // SQLite makes one file of it again. Whoever asks later must not open it anew: the program is
                    // ending, and the next one may be there.
                    self.file = None;
                    self.closed = true;
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
        match self.with_file(|file| Ok(file.write(&records)?)) {
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
    fn with_file<T>(&mut self, work: impl Fn(&mut HistoryFile) -> Result<T, Trouble>) -> Result<T, Trouble> {
        match self.try_with_file(&work) {
            Err(trouble) if trouble.database().is_some_and(is_damage) => {
                self.set_aside()?;
                self.try_with_file(&work)
            }
            outcome => outcome,
        }
    }

    fn try_with_file<T>(
        &mut self,
        work: impl Fn(&mut HistoryFile) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
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
        let aside = self.path.with_file_name(format!("history.damaged-{}.db", Clock::wall().0));
        std::fs::rename(&self.path, &aside)?;
        for ending in ["-wal", "-shm"] {
            match std::fs::rename(with_ending(&self.path, ending), with_ending(&aside, ending)) {
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

impl Trouble {
    fn database(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Open(OpenError::Database(error))
            | Self::Database(error)
            | Self::Merge(MergeError::Database(error))
            | Self::Export(ExportError::Database(error)) => Some(error),
            Self::Open(OpenError::Io(_) | OpenError::Newer)
            | Self::Io(_)
            | Self::Merge(MergeError::Csv(_) | MergeError::Io(_))
            | Self::Export(ExportError::File(_) | ExportError::Io(_)) => None,
        }
    }
}

fn failure(trouble: &Trouble) -> Failure {
    if let Some(error) = trouble.database() {
        return failures::of_database(error);
    }
    match trouble {
        Trouble::Open(OpenError::Io(error))
        | Trouble::Io(error)
        | Trouble::Export(ExportError::Io(error)) => failures::of_io(error),
        other => Failure::File { detail: other.to_string() },
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
    async fn what_is_closed_is_not_opened_again() {
        let dir = tempfile::tempdir().unwrap();
        let (history, _mail) = start(dir.path());
        history.close().await;
        std::fs::remove_file(dir.path().join("history.db")).unwrap_or_default();
        assert!(matches!(history.page(HistoryQuery::default()).await, Err(Failure::File { .. })));
        assert!(!dir.path().join("history.db").exists());
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
        let checkpoint = rusqlite::Connection::open(&file).unwrap();
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
        assert!(matches!(history.page(HistoryQuery::default()).await, Err(Failure::File { .. })));
        assert!(matches!(trouble(&mut mail), Some(Failure::File { .. })));
        assert_eq!(trouble(&mut mail), None, "told once");

        std::fs::remove_dir(&file).unwrap();
        history.record(call(3, 1));
        assert_eq!(ids(&history).await, ["3-1", "2-1", "1-1"]);
    }

    #[tokio::test]
    async fn a_full_disk_loses_no_call() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.db");
        let (inputs, mut mail) = Inputs::channel();
        let history = HistoryFile::open(&file).unwrap();
        history.fill_the_disk();
        let mut keeper = Keeper {
            path: file,
            inputs,
            file: Some(history),
            unwritten: (0..100).map(|at| call(at, 1)).collect(),
            failing: false,
            closed: false,
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
