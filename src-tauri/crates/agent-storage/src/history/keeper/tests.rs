//! The thread that keeps the history: restarts, damage, a disk that takes nothing.

use agent_core::{CallNote, CallRecord, HistoryQuery};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::super::store::tests::call;
use super::super::{History, beside, schema};
use super::*;

fn start(dir: &Path) -> (History, UnboundedReceiver<Input>) {
    let (keeper, news) = keeper(dir);
    (History::start_with(keeper).unwrap(), news)
}

fn keeper(dir: &Path) -> (Keeper, UnboundedReceiver<Input>) {
    let (sender, news) = unbounded_channel();
    // A test that has seen enough listens no longer.
    (Keeper::new(dir, || WallMillis(0), move |input| drop(sender.send(input))), news)
}

async fn ids(history: &History) -> Vec<String> {
    let page = history.page(HistoryQuery::default()).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

fn trouble(news: &mut UnboundedReceiver<Input>) -> Option<Failure> {
    match news.try_recv() {
        Ok(Input::HistoryTrouble { failure }) => Some(failure),
        Ok(Input::HistoryOpened { .. }) => trouble(news),
        Ok(other) => panic!("{other:?}"),
        Err(_) => None,
    }
}

#[tokio::test]
async fn calls_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (history, _news) = start(dir.path());
    history.write(Write::Record(call(1, 1)));
    history.write(Write::Record(call(2, 1)));
    history.close().await;
    drop(history);
    let (history, mut news) = start(dir.path());
    assert_eq!(ids(&history).await, ["2-1", "1-1"]);
    assert_eq!(trouble(&mut news), None);
}

#[tokio::test]
async fn what_is_closed_is_not_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let (history, _news) = start(dir.path());
    history.close().await;
    std::fs::remove_file(dir.path().join("history.db")).unwrap_or_default();
    assert!(matches!(history.page(HistoryQuery::default()).await, Err(Failure::File { .. })));
    assert!(!dir.path().join("history.db").exists());
}

#[tokio::test]
async fn what_is_written_survives_a_killed_program() {
    let dir = tempfile::tempdir().unwrap();
    let (history, _news) = start(dir.path());
    history.write(Write::Record(call(1, 1)));
    assert_eq!(ids(&history).await, ["1-1"]);
    let left = killed(dir.path());
    let (history, mut news) = start(left.path());
    assert_eq!(ids(&history).await, ["1-1"]);
    assert_eq!(trouble(&mut news), None);
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_whole() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("history.db");
    std::fs::write(&file, "this is no database, but somebody may want it").unwrap();
    let (history, mut news) = start(dir.path());
    history.write(Write::Record(call(1, 1)));
    assert_eq!(ids(&history).await, ["1-1"]);
    let Some(Failure::Damaged { path }) = trouble(&mut news) else { panic!("not told") };
    let kept = std::fs::read_to_string(path).unwrap();
    assert_eq!(kept, "this is no database, but somebody may want it");
    assert_eq!(trouble(&mut news), None, "told once");
}

#[tokio::test]
async fn a_later_versions_history_is_told_and_stays_when_the_file_beside_it_is_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("history.db");
    let (history, _news) = start(dir.path());
    history.write(Write::Record(call(1, 1)));
    history.close().await;
    drop(history);
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 999).unwrap();

    let (history, mut news) = start(dir.path());
    history.write(Write::Record(call(2, 1)));
    assert_eq!(ids(&history).await, ["2-1", "1-1"]);
    assert_eq!(trouble(&mut news), Some(Failure::LaterVersion));
    assert_eq!(history.forget_all().await, Err(Failure::LaterVersion));
    history.close().await;
    drop(history);

    let beside = beside::path(&file, schema::NEWEST);
    std::fs::write(beside, "this is no database").unwrap();
    let (history, mut news) = start(dir.path());
    history.write(Write::Record(call(3, 1)));
    assert_eq!(ids(&history).await, ["3-1", "1-1"]);
    assert!(matches!(trouble(&mut news), Some(Failure::Damaged { .. })));
}

#[tokio::test]
async fn damage_found_later_is_set_aside_too() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("history.db");
    let (history, _news) = start(dir.path());
    for at in 0..200 {
        history.write(Write::Record(call(at, 1)));
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

    let (history, mut news) = start(dir.path());
    history.write(Write::Record(call(1000, 1)));
    assert_eq!(ids(&history).await, ["1000-1"]);
    assert!(matches!(trouble(&mut news), Some(Failure::Damaged { .. })));
}

/// A folder in the place of the database: opening it fails, for root too.
fn blocked() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("history.db");
    std::fs::create_dir(&file).unwrap();
    (dir, file)
}

#[tokio::test]
async fn what_cannot_be_written_is_kept_and_written_later() {
    let (dir, file) = blocked();
    let (history, mut news) = start(dir.path());
    history.write(Write::Record(call(1, 1)));
    history.write(Write::Record(call(2, 1)));
    assert!(matches!(history.page(HistoryQuery::default()).await, Err(Failure::File { .. })));
    assert!(matches!(trouble(&mut news), Some(Failure::File { .. })));
    assert_eq!(trouble(&mut news), None, "told once");

    std::fs::remove_dir(&file).unwrap();
    history.write(Write::Record(call(3, 1)));
    assert_eq!(ids(&history).await, ["3-1", "2-1", "1-1"]);
}

#[tokio::test]
async fn a_disk_that_takes_something_again_is_noticed_without_another_call() {
    let (dir, file) = blocked();
    let (keeper, mut news) = keeper(dir.path());
    let keeper = Keeper { retry: Duration::from_millis(5), ..keeper };
    let history = History::start_with(keeper).unwrap();
    history.write(Write::Record(call(1, 1)));
    let note = CallNote { text: "will pay on friday".to_owned(), ..CallNote::default() };
    history.write(Write::Note { id: call(1, 1).id, note: note.clone() });
    assert!(matches!(next(&mut news).await, Input::HistoryTrouble { .. }));
    // Both have been tried when this is answered, so that nothing but the keeper itself comes back to them.
    let unread = history.page(HistoryQuery::default()).await;
    assert!(unread.is_err(), "{unread:?}");
    std::fs::remove_dir(&file).unwrap();
    while next(&mut news).await != Input::HistoryWritten {}
    let rows = history.page(HistoryQuery::default()).await.unwrap().rows;
    assert_eq!(
        rows,
        [CallRecord { note, ..call(1, 1) }],
        "the call, and what was written about it meanwhile"
    );
}

async fn next(news: &mut UnboundedReceiver<Input>) -> Input {
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, news.recv()).await.expect("the keeper tells nothing").unwrap()
}

#[tokio::test]
async fn a_full_disk_loses_no_call() {
    let dir = tempfile::tempdir().unwrap();
    let (mut keeper, mut news) = keeper(dir.path());
    let history = HistoryFile::open(&keeper.path).unwrap();
    history.fill_the_disk();
    keeper.file = Some(history);
    let keeper = std::thread::spawn(move || {
        for at in 0..100 {
            keeper.unwritten.add(Write::Record(call(at, 1)));
        }
        keeper.write();
        keeper
    });
    let mut keeper = keeper.join().unwrap();
    assert!(keeper.failing);
    assert_eq!(keeper.unwritten.take().len(), 100);
    assert_eq!(trouble(&mut news), Some(Failure::DiskFull));
}

/// What lies on the disk while the database is open is what a killed program leaves.
fn killed(dir: &Path) -> tempfile::TempDir {
    let left = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), left.path().join(entry.file_name())).unwrap();
    }
    left
}

#[tokio::test]
async fn a_killed_program_loses_no_word_about_the_call_that_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (history, _news) = start(dir.path());
    let note = CallNote { text: "will pay on friday".to_owned(), ..CallNote::default() };
    let draft = CallRecord { note, ..call(1, 1) };
    history.write(Write::Draft(draft.clone()));
    assert_eq!(ids(&history).await, [""; 0], "it is no past call yet");
    let left = killed(dir.path());
    let (history, mut news) = start(left.path());
    assert_eq!(ids(&history).await, ["1-1"]);
    let Input::HistoryOpened { unfinished, recent } = next(&mut news).await else { panic!("not told") };
    assert_eq!(unfinished, [draft]);
    assert_eq!(recent[0].number, "13800138000");
}
