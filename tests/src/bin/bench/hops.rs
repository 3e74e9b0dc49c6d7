//! Where the milliseconds of a ring go: the program's log says when it was at each hop, the screen and the bus when
//! something came of it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

use crate::run::Run;
use crate::table::{Verdict, percentile};

/// Has the program log its hops, and nothing else.
pub(crate) const LEVEL: &str = "hops=trace";
const TURN: &str = "on the main thread";
const WISH: &str = "asked for the window";
/// In their order, as the program calls them.
const HOPS: [&str; 8] = [
    "accepted",
    "parsed",
    "stepped",
    "published",
    TURN,
    WISH,
    "asked for the notification",
    "the bus answered",
];

/// By so much the program may take a ring before its sender gets round to look at the clock.
const SENDING: TimeDelta = TimeDelta::milliseconds(50);

/// What the program itself may take from the main thread's turn to its wish for the window, in milliseconds, where nothing
/// else got in between: the fastest ring counts. It is one or two.
const MOST_OF_ITS_OWN: f64 = 18.0;
/// In MB a ring.
const MOST_GAINED: f64 = 0.5;

/// From a ring's bytes to each hop, in milliseconds.
#[derive(Debug)]
pub(crate) struct Hops {
    rows: Vec<(&'static str, Vec<f64>)>,
    /// Within the main thread's turn, in the fastest ring.
    own: f64,
    gained: f64,
}

/// The two clocks at one moment: the log is written by the other one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clocks(Instant, DateTime<Utc>);

impl Clocks {
    pub(crate) fn now() -> Self {
        Self(Instant::now(), Utc::now())
    }

    fn wall(self, at: Instant) -> DateTime<Utc> {
        self.1 + at.saturating_duration_since(self.0)
    }
}

impl Hops {
    /// Of the rings of a run, by the logs that were written meanwhile.
    pub(crate) fn of(run: &Run, clocks: Clocks, logs: &Path) -> Result<Self> {
        let lines = read(logs)?;
        let sent: Vec<DateTime<Utc>> = run.sent.iter().map(|at| clocks.wall(*at)).collect();
        let mut rows: Vec<(&str, Vec<f64>)> = HOPS.map(|hop| (hop, of_hop(&lines, hop, &sent))).into();
        let its_turn = of_hop(&lines, TURN, &sent).into_iter().zip(of_hop(&lines, WISH, &sent));
        let own: Vec<f64> = its_turn.map(|(turn, wish)| wish - turn).collect();
        ensure!(own.len() == sent.len(), "the log does not say all hops");
        rows.push(("notification seen on the bus", run.told.clone()));
        rows.push(("window mapped", run.mapped.clone()));
        rows.push(("caller painted", run.painted.clone()));
        Ok(Self { rows, own: percentile(&own, 0.0), gained: run.gained })
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let is_kept = self.own <= MOST_OF_ITS_OWN && self.gained <= MOST_GAINED;
        if is_kept { Verdict::Kept } else { Verdict::Over }
    }
}

/// For each ring the first that the log says of this hop before the next ring.
fn of_hop(lines: &BTreeMap<DateTime<Utc>, String>, hop: &str, sent: &[DateTime<Utc>]) -> Vec<f64> {
    let ends = sent.iter().skip(1).map(Some).chain([None]);
    let first = |(begin, end): (&DateTime<Utc>, Option<&DateTime<Utc>>)| {
        let mut later = lines.range(*begin - SENDING..).take_while(|(at, _)| end.is_none_or(|end| *at < end));
        let (at, _) = later.find(|(_, text)| text.as_str() == hop)?;
        Some((*at - *begin).to_std().unwrap_or_default().as_secs_f64() * 1e3)
    };
    sent.iter().zip(ends).filter_map(first).collect()
}

/// What the logs say, each at its moment: `2026-11-27T13:57:06.123456Z TRACE hops: accepted`.
fn read(logs: &Path) -> Result<BTreeMap<DateTime<Utc>, String>> {
    let mut lines = BTreeMap::new();
    for file in std::fs::read_dir(logs).context("the program has written no log")? {
        for line in std::fs::read_to_string(file?.path())?.lines() {
            let Some((at, hop)) = line.split_once(" TRACE hops: ") else { continue };
            lines.insert(at.parse::<DateTime<Utc>>()?, hop.to_owned());
        }
    }
    Ok(lines)
}

impl fmt::Display for Hops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<32} {:>6} {:>8} {:>8} {:>8}", "RING to, ms", "rings", "p50", "p90", "slowest")?;
        for (hop, all) in &self.rows {
            let [p50, p90, slowest] = [0.5, 0.9, 1.0].map(|share| percentile(all, share));
            writeln!(f, "{hop:<32} {:>6} {p50:>8.1} {p90:>8.1} {slowest:>8.1}", all.len())?;
        }
        writeln!(f, "the main thread's turn, fastest: {:.1} ms of {MOST_OF_ITS_OWN} at most", self.own)?;
        writeln!(f, "its process gained {:.3} MB a ring, of {MOST_GAINED} at most", self.gained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_is_the_first_of_its_name_between_two_rings() {
        let at = |millis: i64| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::milliseconds(millis);
        let log =
            [(998, "accepted"), (1004, "stepped"), (1300, "accepted"), (1900, "accepted"), (2002, "stepped")];
        let lines = log.map(|(millis, hop)| (at(millis), hop.to_owned())).into();
        assert_eq!(of_hop(&lines, "accepted", &[at(1000), at(1900)]), [0.0, 0.0]);
        assert_eq!(of_hop(&lines, "stepped", &[at(1000), at(1900)]), [4.0, 102.0]);
        assert_eq!(of_hop(&lines, "parsed", &[at(1000)]), Vec::<f64>::new());
    }
}
