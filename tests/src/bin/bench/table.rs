//! The figures side by side, each against its limit.

use std::fmt;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::crowd::Crowd;
use crate::options::Options;
use crate::process::Weight;
use crate::run::Run;
use crate::subject::Subject;

/// From round to round the rival does the same; where its median moves by more, the machine was not quiet.
const NOISE: f64 = 1.3;

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Kept,
    Over,
    Noisy,
}

#[derive(Debug, Serialize)]
pub(crate) struct Table {
    rows: Vec<Row>,
    is_noisy: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    rival: f64,
    ours: f64,
    limit: Limit,
}

/// What a figure may be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Limit {
    /// So many times the rival's.
    Times(f64),
    /// So much, whatever the rival does.
    Most(f64),
    /// It is shown only.
    None,
}

impl Row {
    fn is_kept(&self) -> bool {
        match self.limit {
            Limit::Times(times) => self.ours <= self.rival * times,
            Limit::Most(most) => self.ours <= most,
            Limit::None => true,
        }
    }

    fn cells(&self) -> [String; 6] {
        let Self { name, rival, ours, limit } = self;
        let ratio = if *rival > 0.0 { format!("{:.2}", ours / rival) } else { "-".to_owned() };
        let limit = match limit {
            Limit::Times(times) => format!("{times:.2}x"),
            Limit::Most(most) => format!("{most:.1}"),
            Limit::None => String::new(),
        };
        let verdict = match (self.limit, self.is_kept()) {
            (Limit::None, _) => "",
            (_, true) => "ok",
            (_, false) => "FAILED",
        };
        [(*name).to_owned(), format!("{rival:.1}"), format!("{ours:.1}"), ratio, limit, verdict.to_owned()]
    }
}

impl Table {
    /// Of the starts; of the rounds with a shown window; of those with busy cores, with a busy screen and in the tray; of the
    /// rival that counts seconds and of the long one; of the large company.
    pub(crate) fn of(
        starts: &[Vec<f64>; 2],
        rounds: &[[Run; 2]],
        aside: &[[Run; 2]],
        [counting, long]: [&Run; 2],
        crowd: Crowd,
        sizes: [f64; 2],
        options: &Options,
    ) -> Result<Self> {
        let [busy, drawn, tray] = aside else { anyhow::bail!("a course is missing") };
        let slack = options.slack;
        let times = |goal: f64| Limit::Times(goal * slack);
        let most = |goal: f64| Limit::Most(goal * slack);
        let mapped = both(|at| all(rounds, at, |run| &run.mapped));
        let painted = both(|at| all(rounds, at, |run| &run.painted));
        let told = both(|at| all(rounds, at, |run| &run.told));
        let busy_mapped = both(|at| of(busy, at).mapped.clone());
        let drawn_mapped = both(|at| of(drawn, at).mapped.clone());
        let mean = |value: fn(&Run) -> f64| {
            both(|at| rounds.iter().map(|pair| value(of(pair, at))).sum::<f64>() / as_f64(rounds.len()))
        };
        let beside_clock = |value: fn(&Run) -> f64| [value(counting), mean(value)[1]];
        let percent =
            |values: &[Vec<f64>; 2], share: f64| values.each_ref().map(|all| percentile(all, share));
        let rows = [
            ("RING to mapped, p50, ms", percent(&mapped, 0.5), times(1.0)),
            ("RING to mapped, p90, ms", percent(&mapped, 0.9), times(1.2)),
            ("RING to mapped, slowest, ms", percent(&mapped, 1.0), times(1.5)),
            ("RING to mapped, slowest, ms, at most", percent(&mapped, 1.0), most(50.0)),
            ("the same on busy cores, p90, ms", percent(&busy_mapped, 0.9), times(1.5)),
            ("while the screen is drawn, slowest, ms", percent(&drawn_mapped, 1.0), most(60.0)),
            ("RING to painted, p50, ms", percent(&painted, 0.5), times(1.2)),
            ("RING to Notify, p50, ms", percent(&told, 0.5), times(0.9)),
            ("RING to Notify, p90, ms", percent(&told, 0.9), times(0.9)),
            ("start to window, p50, ms", percent(starts, 0.5), times(1.1)),
            ("window shown, PSS, MB", mean(|run| run.at_first.pss), times(0.85)),
            ("  of it own, MB", mean(|run| run.at_first.own), Limit::None),
            ("after 40 rings, PSS, MB", mean(|run| run.after_rings.pss), times(0.85)),
            ("  of it own, MB", mean(|run| run.after_rings.own), Limit::None),
            ("after 50 calls, PSS, MB", mean(|run| run.after_calls.pss), times(0.85)),
            ("  of it own, MB", mean(|run| run.after_calls.own), Limit::None),
            (
                "ours after 50 calls, then 500, own, MB",
                [long.after_calls.own, long.after_many.own],
                times(1.05),
            ),
            ("in the tray, PSS, MB", weights(tray, |weight| weight.pss), times(0.75)),
            ("  of it own, MB", weights(tray, |weight| weight.own), Limit::None),
            (
                "at rest, shown, 1/100 s a minute, of a clock",
                beside_clock(|run| run.ticks_at_rest),
                times(1.5),
            ),
            ("at rest, in the tray, 1/100 s a minute", both(|at| of(tray, at).ticks_at_rest), times(1.0)),
            ("at rest, in the tray, wake-ups a second", both(|at| of(tray, at).wake_ups), times(1.1)),
            ("in a call, 1/100 s in 10 s, of two clocks", beside_clock(|run| run.ticks_in_call), times(1.5)),
            (
                "after a call, 1/100 s in 10 s, of a clock",
                beside_clock(|run| run.ticks_after_call),
                times(1.5),
            ),
            ("opened from the tray, ms", both(|at| of(tray, at).opened_after), most(400.0)),
            ("1,000 colleagues: page shown, ms", [0.0, crowd.shown_after], most(200.0)),
            ("  10 changes a second, 1/100 s of work in 10 s", [0.0, crowd.ticks], most(50.0)),
            ("program, stripped, MB", sizes, times(1.6)),
        ];
        let rows = rows.map(|(name, [rival, ours], limit)| Row { name, rival, ours, limit }).into();
        Ok(Self { rows, is_noisy: is_noisy(rounds) })
    }

    /// In words: the figure, the rival's, ours, their ratio, the limit, and whether it is kept.
    pub(crate) fn cells(&self) -> impl Iterator<Item = [String; 6]> {
        self.rows.iter().map(Row::cells)
    }

    pub(crate) fn verdict(&self) -> Verdict {
        if self.is_noisy {
            Verdict::Noisy
        } else if self.rows.iter().all(Row::is_kept) {
            Verdict::Kept
        } else {
            Verdict::Over
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<44} {:>9} {:>9} {:>7} {:>8}", "", "rival", "ours", "ratio", "limit")?;
        for [name, rival, ours, ratio, limit, verdict] in self.cells() {
            writeln!(f, "{name:<44} {rival:>9} {ours:>9} {ratio:>7} {limit:>8} {verdict}")?;
        }
        if self.is_noisy {
            writeln!(f, "Too noisy: the rival itself differs by more than 30 % from round to round.")?;
        }
        Ok(())
    }
}

/// The rival's first, then ours.
fn both<T>(value: impl Fn(Subject) -> T) -> [T; 2] {
    [Subject::Rival, Subject::Ours].map(value)
}

fn of([rival, ours]: &[Run; 2], subject: Subject) -> &Run {
    match subject {
        Subject::Rival => rival,
        Subject::Ours => ours,
    }
}

fn all(rounds: &[[Run; 2]], subject: Subject, values: impl Fn(&Run) -> &Vec<f64>) -> Vec<f64> {
    rounds.iter().flat_map(|pair| values(of(pair, subject)).iter().copied()).collect()
}

fn weights(pair: &[Run; 2], part: impl Fn(Weight) -> f64) -> [f64; 2] {
    both(|at| part(of(pair, at).at_first))
}

fn is_noisy(rounds: &[[Run; 2]]) -> bool {
    let medians: Vec<f64> = rounds.iter().map(|[rival, _]| percentile(&rival.mapped, 0.5)).collect();
    percentile(&medians, 1.0) > percentile(&medians, 0.0) * NOISE
}

/// The value that this share of all does not exceed; 1 is the greatest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
pub(crate) fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted.get((as_f64(last) * share).round() as usize).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
pub(crate) fn as_f64(count: usize) -> f64 {
    count as f64
}

/// How large both programs are, in MB.
pub(crate) fn sizes() -> Result<[f64; 2]> {
    Ok([megabytes(Subject::Rival)?, megabytes(Subject::Ours)?])
}

/// Without what only a debugger reads.
#[expect(clippy::cast_precision_loss, reason = "a file's size")]
fn megabytes(subject: Subject) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let stripped = folder.path().join("stripped");
    let status = Command::new("strip").arg("-o").arg(&stripped).arg(subject.program()?).status();
    status.context("there is no strip")?;
    Ok(stripped.metadata()?.len() as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_its_limit_fails() {
        let row = |rival, ours, limit| Row { name: "x", rival, ours, limit }.is_kept();
        assert!(row(10.0, 12.0, Limit::Times(1.2)));
        assert!(!row(10.0, 12.1, Limit::Times(1.2)));
        assert!(row(0.0, 3.0, Limit::Most(3.0)));
        assert!(!row(99.0, 3.1, Limit::Most(3.0)));
        assert!(row(1.0, 99.0, Limit::None));
    }

    /// A run in which ours takes half of all that the rival takes.
    fn pair() -> [Run; 2] {
        let run = |share: f64| {
            let weight = |pss: f64| Weight { pss: pss * share, own: pss * share / 2.0 };
            Run {
                mapped: vec![8.0 * share; 40],
                told: vec![2.0 * share; 40],
                at_first: weight(300.0),
                after_rings: weight(320.0),
                after_calls: weight(320.0),
                ..Run::default()
            }
        };
        [run(1.0), run(0.5)]
    }

    /// What is over its limit when this is done to ours.
    fn over(plant: impl Fn(&mut Run)) -> Vec<&'static str> {
        let planted = || {
            let [rival, mut ours] = pair();
            plant(&mut ours);
            [rival, ours]
        };
        let rounds = [planted(), planted(), planted()];
        let options = Options::of(std::iter::empty()).unwrap();
        let table = Table::of(
            &[vec![100.0], vec![50.0]],
            &rounds,
            &[planted(), planted(), planted()],
            [&Run::default(), &Run::default()],
            Crowd::default(),
            [10.0, 15.0],
            &options,
        )
        .unwrap();
        let over: Vec<&str> = table.rows.iter().filter(|row| !row.is_kept()).map(|row| row.name).collect();
        assert_eq!(table.verdict() == Verdict::Kept, over.is_empty());
        over
    }

    #[test]
    fn a_delay_of_20_ms_before_the_pop_up_is_seen() {
        assert_eq!(over(|_| ()), Vec::<&str>::new());
        let delayed = over(|ours| ours.mapped.iter_mut().for_each(|ring| *ring += 20.0));
        assert!(delayed.contains(&"RING to mapped, p50, ms"), "{delayed:?}");
        assert!(delayed.contains(&"the same on busy cores, p90, ms"), "{delayed:?}");
    }

    #[test]
    fn a_leak_of_a_megabyte_a_ring_is_seen() {
        // Those rings, then those calls: ninety of them, when the last weight is taken 140.
        let leaked = over(|ours| {
            ours.after_rings.pss += 40.0;
            ours.after_calls.pss += 150.0;
        });
        assert_eq!(leaked, ["after 50 calls, PSS, MB"]);
    }

    #[test]
    fn work_that_a_clock_does_not_explain_is_seen() {
        let working = over(|ours| ours.ticks_in_call = 1.0);
        assert_eq!(working, ["in a call, 1/100 s in 10 s, of two clocks"]);
    }

    #[test]
    fn a_rival_that_differs_from_round_to_round_is_noise() {
        let round = |median: f64| {
            let run = Run { mapped: vec![1.0, median, 99.0], ..Run::default() };
            [run, Run::default()]
        };
        assert!(!is_noisy(&[round(10.0), round(12.9), round(11.0)]));
        assert!(is_noisy(&[round(10.0), round(13.1), round(11.0)]));
    }
}
