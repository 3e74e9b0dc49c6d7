//! `kill -9` at any moment: whatever was said to be written is there afterwards, whole, and the database is in order.
//!
//! This program starts itself again as the one that writes, tells each call when it is written, and is killed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use agent_core::{CallNote, CallOutcome, CallRecord, HistoryQuery, WallMillis};
use agent_storage::HistoryFile;

const KILLS: i64 = 120;
const WRITE: &str = "write-until-killed";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match &arguments[..] {
        [_, command, file, first] if command == WRITE => {
            write_until_killed(Path::new(file), first.parse().unwrap());
        }
        _ => nothing_written_is_lost(),
    }
}

fn write_until_killed(file: &Path, first: i64) {
    let mut history = HistoryFile::open(file).unwrap();
    let mut out = std::io::stdout().lock();
    for at in first.. {
        // Every third writing is of several calls at once, as after a full disk.
        let calls: Vec<CallRecord> = (0..=at % 3 * 4).map(|n| call(at * 100 + n)).collect();
        history.write(&calls).unwrap();
        for call in calls {
            writeln!(out, "{}", call.started.0).unwrap();
        }
        out.flush().unwrap();
    }
}

fn nothing_written_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.db");
    let mut written: Vec<i64> = Vec::new();
    for round in 0..KILLS {
        written.extend(killed_after(&file, round * 1000, usize::try_from(round * 7 % 23).unwrap()));
        let history = HistoryFile::open(&file).unwrap();
        assert_eq!(history.complaints().unwrap(), Vec::<String>::new());
    }
    assert_all_there(&HistoryFile::open(&file).unwrap(), &written);
    println!("{KILLS} kills, {} calls told to be written, all of them there", written.len());
}

/// Kills the writer after this many calls, somewhere in the writing of the next; gives all that it told.
fn killed_after(file: &Path, first: i64, calls: usize) -> Vec<i64> {
    let me = std::env::current_exe().unwrap();
    let mut command = Command::new(me);
    let mut writer =
        command.arg(WRITE).arg(file).arg(first.to_string()).stdout(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut written: Vec<i64> =
        told.by_ref().take(calls).map(|line| line.unwrap().parse().unwrap()).collect();
    assert_eq!(written.len(), calls, "it ended by itself: {:?}", writer.wait());
    writer.kill().unwrap();
    writer.wait().unwrap();
    // A line that the kill cut in two was not told.
    written.extend(told.map_while(Result::ok).filter_map(|line| line.parse::<i64>().ok()));
    written
}

fn assert_all_there(history: &HistoryFile, written: &[i64]) {
    let mut found = HashMap::new();
    let mut query = HistoryQuery::default();
    loop {
        let page = history.page(&query).unwrap();
        query.before = page.rows.last().map(|call| (call.started, call.id.clone()));
        found.extend(page.rows.into_iter().map(|call| (call.started.0, call)));
        if !page.more {
            break;
        }
    }
    for at in written {
        let written = CallRecord { channels: Vec::new(), ..call(*at) };
        assert_eq!(found.get(at), Some(&written), "call {at}");
    }
}

fn call(at: i64) -> CallRecord {
    CallRecord {
        id: format!("{at}-1"),
        number: Some(format!("138{at:08}")),
        name: Some("Wang Wei".to_owned()),
        extension: "101".to_owned(),
        started: WallMillis(at),
        ended: WallMillis(at + 5),
        outcome: CallOutcome::Missed,
        channels: vec![format!("{at}.1")],
        note: CallNote { text: format!("a note about {at}"), ..CallNote::default() },
        ..CallRecord::default()
    }
}
