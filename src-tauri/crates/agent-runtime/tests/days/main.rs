//! Random days: phones, outside lines and queues do what people do, by the rules of the simulated PBX; the agent's desk
//! hears of it through its reports. What the desk writes into the history must be what happened, though reports come
//! twice, late and out of order; what reports do not tell, the desk must find out by asking; and what it could not find
//! out, the PBX's records must fill in. Of these, rings of a queue that 101 did not answer are left out: the PBX books them
//! under the queue alone.
//!
//! Stated bounds of the disturbance: a report is late by up to 400 ms, and may come a second time within two seconds.
//! People do one thing after the other, at least a second apart, and lift no phone in the second in which it rings.
//! Left out: a colleague who transfers us to a busy phone; whether the failed leg is told as a call of its own depends on
//! which of the reports of one instant comes first.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod day;
mod deeds;
mod shift;
mod spelling;
mod truth;

use agent_core::{CallOutcome, CallRecord, HistoryQuery};
use agent_storage::HistoryFile;
use proptest::prelude::*;

use day::{Day, Deed, Trouble};
use deeds::{config, deeds, losses, trouble};
use spelling::spellings;
use truth::{Told, without};

fn told_as_it_was(deeds: &[(u64, Deed)], trouble: Trouble) -> Result<(), TestCaseError> {
    let mut day = Day::new(trouble);
    for (wait, deed) in deeds {
        day.pass(*wait);
        day.perform(deed);
    }
    day.end();
    prop_assert_eq!(day.written(), day.truth(), "{}", day.story());
    prop_assert_eq!(day.live_calls(), 0, "{}", day.story());
    Ok(())
}

/// The simulated PBX is in China and somewhat west of it.
const PBX_IS_AHEAD: i64 = 3 * 3_600_000;
const QUEUES: [&str; 2] = ["6500", "6501"];

fn told(record: &CallRecord) -> Option<Told> {
    let queued = record.called.as_deref().is_some_and(|called| QUEUES.contains(&called));
    if queued && record.outcome != CallOutcome::Answered {
        return None;
    }
    let outcome = match record.outcome {
        CallOutcome::Failed | CallOutcome::Busy => CallOutcome::NoAnswer,
        CallOutcome::Declined => CallOutcome::Missed,
        outcome => outcome,
    };
    Some((record.direction, record.number.clone().unwrap_or_default(), outcome))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_quiet_day_is_told_as_it_was(deeds in deeds()) {
        told_as_it_was(&deeds, Trouble::none())?;
    }

    #[test]
    fn the_agent_is_and_has_to_do_what_the_phone_system_says_after_every_step(turns in shift::turns()) {
        let mut shift = shift::Shift::begin();
        for turn in &turns {
            shift.take(turn);
            let (shown, so) = shift.compared();
            prop_assert_eq!(shown, so, "after {:?}\n{}", turn, shift.story());
        }
    }

    #[test]
    fn reports_may_be_late_reordered_and_come_twice(deeds in deeds(), trouble in trouble()) {
        told_as_it_was(&deeds, trouble)?;
    }

    #[test]
    fn every_ring_that_was_taken_is_seen_whatever_the_callers_are_called(deeds in deeds(), names in spellings()) {
        let mut day = Day::new(Trouble::none()).spelled(names);
        for (wait, deed) in &deeds {
            day.pass(*wait);
            day.perform(deed);
        }
        day.end();
        prop_assert!(day.silent_rings().is_empty(), "{:?}\n{}", day.silent_rings(), day.story());
        let (mended, shown) = day.mended();
        prop_assert_eq!(mended, shown);
        prop_assert_eq!(day.written(), day.truth(), "{}", day.story());
    }

    #[test]
    fn after_losses_nothing_goes_on_that_has_ended(deeds in deeds(), trouble in losses()) {
        let mut day = Day::new(trouble);
        for (wait, deed) in &deeds {
            day.pass(*wait);
            day.perform(deed);
        }
        day.end();
        prop_assert_eq!(day.live_calls(), 0, "{}", day.story());
        // And nothing is told that never was.
        let mut true_calls: Vec<_> = day.truth().into_iter().map(|(_, number, _)| number).collect();
        for (_, number, _) in day.written() {
            let at = true_calls.iter().position(|one| *one == number);
            prop_assert!(at.is_some(), "{} was not in a call (again)\n{}", number, day.story());
            true_calls.swap_remove(at.unwrap_or_default());
        }
    }

    #[test]
    fn what_was_lost_is_there_after_the_records_are_read(deeds in deeds(), trouble in losses()) {
        let mut day = Day::new(trouble);
        for (wait, deed) in &deeds {
            day.pass(*wait);
            day.perform(deed);
        }
        day.end();
        let folder = tempfile::tempdir().unwrap();
        let mut history = HistoryFile::open(&folder.path().join("history.db")).unwrap();
        history.write(&day.records()).unwrap();
        let csv = day.csv();
        for _ in 0..2 {
            if let Some(csv) = &csv {
                // The second time nothing is new.
                history.fill(truth::OWN, PBX_IS_AHEAD, csv.as_slice()).unwrap();
            }
            let rows = history.page(&HistoryQuery::default()).unwrap().rows;
            let known: Vec<Told> = rows.iter().filter_map(told).collect();
            let booked = day.booked();
            prop_assert_eq!(without(&booked, &known), [], "{}", day.story());
            // A row knows no queue where the reports that name it were lost; what it tells is true all the same.
            let beyond = without(&known, &booked);
            prop_assert_eq!(without(&beyond, day.only_rang()), [], "{}", day.story());
        }
    }
}
