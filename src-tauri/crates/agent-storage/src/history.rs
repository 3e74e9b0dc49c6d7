//! Past calls on disk: one thread owns the database (`keeper`), everybody else asks it through the door that is here.

mod beside;
mod cdr_file;
mod columns;
mod drafts;
mod export;
mod grams;
mod history_file;
mod keeper;
mod merge;
mod missed;
mod moment;
mod noted;
mod schema;
mod search;
mod store;
mod tail;
mod team;
mod unwritten;
mod words;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use agent_core::{
    CallRecord, Failure, Filled, HistoryPage, HistoryQuery, Input, KeptMark, NoteTold, WallMillis,
};
use tokio::sync::oneshot;

use crate::error::StorageError;
use crate::files;
use agent_core::Lines;
pub(crate) use columns::{text as cell, time as time_cell};
pub use history_file::HistoryFile;
use keeper::{HistoryJob, Keeper};
pub use merge::local_millis;
pub use store::CallerNames;
pub use team::team_talks;
pub use unwritten::Write;

/// The door to the thread. Cheap to clone.
#[derive(Debug, Clone)]
pub struct History {
    jobs: mpsc::Sender<HistoryJob>,
    /// To look into beside the thread.
    file: PathBuf,
}

impl History {
    /// Opens `history.db` in this folder, or begins it. `clock` is read when a damaged file is set aside; `tell` hears what
    /// the thread finds, and may block.
    pub fn start(
        dir: &Path,
        clock: fn() -> WallMillis,
        tell: impl Fn(Input) + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with(Keeper::new(dir, clock, tell))
    }

    fn start_with(keeper: Keeper) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let file = keeper.path.clone();
        std::thread::Builder::new().name("history".to_owned()).spawn(move || keeper.work(&queue))?;
        Ok(Self { jobs, file })
    }

    /// What can't be written now is written later; nobody has to ask again.
    pub fn write(&self, write: Write) {
        // The thread ends after everybody who could send.
        let _ = self.jobs.send(HistoryJob::Write(Box::new(write)));
    }

    /// Past calls, newest first.
    pub async fn page(&self, query: HistoryQuery) -> Result<HistoryPage, Failure> {
        self.ask(move |file| file.page(&query)).await
    }

    /// Another name for all calls with a number, however it was spelt.
    pub async fn rename(&self, number: String, names: CallerNames, lines: Lines) -> Result<(), Failure> {
        self.ask(move |file| file.rename(&number, &names, &lines)).await
    }

    /// Forgets one call; says which recording it had.
    pub async fn forget(&self, id: String) -> Result<Option<String>, Failure> {
        self.ask(move |file| file.forget(&id)).await
    }

    /// Forgets the calls that began before then; says which recordings they had.
    pub async fn forget_before(&self, before: WallMillis) -> Result<Vec<String>, Failure> {
        self.ask(move |file| file.forget_before(before)).await
    }

    /// Forgets every call.
    pub async fn forget_all(&self) -> Result<(), Failure> {
        self.ask(HistoryFile::forget_all).await
    }

    /// Writes the calls of a query as CSV; says how many. Nobody waits behind it, however many there are.
    pub async fn export(&self, query: HistoryQuery, to: PathBuf) -> Result<u64, Failure> {
        // What was recorded before is in it.
        self.ask(|_| Ok::<_, io::Error>(())).await?;
        let file = self.file.clone();
        let export = move || {
            let history = HistoryFile::look_into(&file)?;
            files::write_beside(&to, |part| history.export(&query, part))
        };
        let done = tokio::task::spawn_blocking(export).await;
        done.unwrap_or_else(|broken| Err(io::Error::other(broken).into())).map_err(Failure::from)
    }

    /// The latest calls with a number. It waits behind nothing: the agent's phone rings.
    pub async fn with_number(
        &self,
        number: String,
        lines: Lines,
        limit: usize,
    ) -> Result<Vec<CallRecord>, Failure> {
        let (file, of, by) = (self.file.clone(), number.clone(), lines.clone());
        let look = move || HistoryFile::look_into(&file)?.with_number(&of, &by, limit);
        match tokio::task::spawn_blocking(look).await {
            Ok(Ok(calls)) => Ok(calls),
            // There is no file yet, or one of another version: its keeper knows what to do.
            Ok(Err(_)) | Err(_) => self.ask(move |file| file.with_number(&number, &lines, limit)).await,
        }
    }

    /// The calls that were missed since then with all later ones of the same callers, and what was decided about them.
    pub async fn missed(
        &self,
        since: WallMillis,
        lines: Lines,
    ) -> Result<(Vec<CallRecord>, Vec<KeptMark>), Failure> {
        self.ask(move |file| Ok::<_, StorageError>((file.missed(since, &lines)?, file.marks()?))).await
    }

    /// A call as it is before what is written from now on, and how far other programs know what came of it.
    pub fn noted(
        &self,
        id: String,
    ) -> impl Future<Output = Result<Option<(CallRecord, NoteTold)>, Failure>> + Send + use<> {
        self.ask(move |file| file.noted(&id))
    }

    /// Until when the PBX's records are known, as its clock shows it.
    pub async fn covered_until(&self) -> Result<Option<WallMillis>, Failure> {
        self.ask(|file| file.covered_until()).await
    }

    /// All records until then are known: a later question begins there.
    pub async fn set_covered_until(&self, at: WallMillis) -> Result<(), Failure> {
        self.ask(move |file| file.set_covered_until(at)).await
    }

    /// Fills in what the PBX's records in this file say and is not known. `own`: whose calls; `offset_millis`: how far the
    /// PBX's clock is ahead of UTC.
    pub async fn fill(&self, own: String, offset_millis: i64, csv: PathBuf) -> Result<Filled, Failure> {
        self.ask(move |file| file.fill(&own, offset_millis, std::fs::File::open(&csv)?)).await
    }

    /// Returns when all that was recorded before is written, or has been tried, and the file is closed.
    pub async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        if self.jobs.send(HistoryJob::Close(reply)).is_ok() {
            // Without an answer the thread has ended, and the file is closed.
            let _ = closed.await;
        }
    }

    /// Its turn is the moment of the asking, whenever it is waited for.
    fn ask<T, E, W>(&self, work: W) -> impl Future<Output = Result<T, Failure>> + Send + use<T, E, W>
    where
        T: Send + 'static,
        W: Fn(&mut HistoryFile) -> Result<T, E> + Send + 'static,
        StorageError: From<E>,
    {
        let (reply, answer) = oneshot::channel();
        let job = move |keeper: &mut Keeper| {
            let done = keeper.with_file(|file| Ok(work(file)?)).map_err(Failure::from);
            // The asker may have given up; that is theirs to know.
            let _ = reply.send(done);
        };
        // Where the thread has ended, the job is dropped, and the answer with it.
        let _ = self.jobs.send(HistoryJob::Ask(Box::new(job)));
        async move {
            let gone = || Failure::File { detail: "the history has ended".to_owned() };
            answer.await.unwrap_or_else(|_| Err(gone()))
        }
    }
}
