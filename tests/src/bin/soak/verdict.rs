//! The end of the shift: whether what the agent knows is what happened.

use std::collections::BTreeMap;
use std::time::Duration;

use agent_core::{CallOutcome, CallRecord, HistoryQuery};
use agent_storage::HistoryFile;
use anyhow::{Context as _, Result, ensure};

use crate::shift::{Shift, Told};

/// The catch-up after a sign-in.
const PATIENCE: Duration = Duration::from_mins(1);
/// Messages that are as true at the end as when they came: what the PBX refused or lost, told once.
/// That the session was taken is told until one has lasted.
const STILL_TRUE: [&str; 7] = [
    "session-taken",
    "missed-while-away",
    "unreadable-report",
    "unreadable-records",
    "call-failed",
    "call-action-failed",
    "desktop-lacks",
];

pub(crate) async fn judge(mut shift: Shift) -> Result<()> {
    shift.control.clear_faults();
    let patient = shift.patient()?;
    patient.clock_is_ahead(0)?;
    let screen = patient.shows("quiet at the end", |screen| screen.online && screen.live.is_empty()).await?;
    let untrue: Vec<_> = screen.messages.iter().filter(|kind| !STILL_TRUE.contains(&kind.as_str())).collect();
    ensure!(untrue.is_empty(), "messages that are no longer true: {untrue:?}");
    shift.patient.take().context("no agent runs")?.quits().await?;
    // The next morning.
    shift.start_agent().await?;
    let file = shift.folder.join("history.db");
    let told = tokio::time::timeout(PATIENCE, async {
        loop {
            let rows = rows(&file)?;
            let (lost, invented) = differences(&shift.truth, &rows);
            if lost.is_empty() && invented.is_empty() {
                return Ok::<_, anyhow::Error>(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let in_time = told.await;
    let rows = rows(&file)?;
    let (lost, invented) = differences(&shift.truth, &rows);
    ensure!(in_time.is_ok(), "not in the history: {lost:?}; in it, but never happened: {invented:?}");
    for (number, text) in &shift.notes {
        let row = rows.iter().find(|row| row.number.as_ref() == Some(number));
        let kept = row.map_or("", |row| row.note.text.as_str());
        ensure!(kept == text, "the note about {number} is {kept:?}");
    }
    shift.patient.take().context("no agent runs")?.quits().await?;
    println!("{} calls and {} notes, all as they were", shift.truth.len(), shift.notes.len());
    if let Some(grown) = shift.grown {
        println!("a process grew by {grown} KiB at most after its first calls");
    }
    Ok(())
}

fn rows(file: &std::path::Path) -> Result<Vec<CallRecord>> {
    let history = HistoryFile::open(file)?;
    let mut query = HistoryQuery::default();
    let mut rows = Vec::new();
    loop {
        let page = history.page(&query)?;
        query.before = page.rows.last().map(|row| (row.started, row.id.clone()));
        rows.extend(page.rows);
        if !page.more {
            return Ok(rows);
        }
    }
}

/// What is in the truth alone, and what in the history alone.
fn differences(truth: &[Told], rows: &[CallRecord]) -> (Vec<Told>, Vec<Told>) {
    let mut counts: BTreeMap<String, (i32, Told)> = BTreeMap::new();
    let told = rows.iter().map(|row| {
        let outcome = match row.outcome {
            CallOutcome::Declined => CallOutcome::Missed,
            outcome => outcome,
        };
        (row.direction, row.number.clone().unwrap_or_default(), outcome)
    });
    for (count, one) in truth.iter().cloned().map(|one| (1, one)).chain(told.map(|one| (-1, one))) {
        counts.entry(format!("{one:?}")).or_insert((0, one)).0 += count;
    }
    let (lost, invented): (Vec<_>, Vec<_>) =
        counts.into_values().filter(|(count, _)| *count != 0).partition(|(count, _)| *count > 0);
    let only = |counted: Vec<(i32, Told)>| counted.into_iter().map(|(_, one)| one).collect();
    (only(lost), only(invented))
}
