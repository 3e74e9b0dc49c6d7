//! What happened while the program was not there is there when it is back.

use std::time::Duration;

use agent_core::{CallOutcome, CallRecord, HistoryQuery, Notice, View};
use pbx_simulator::world::PastCall;
use pbx_simulator::{Fault, World};

use crate::bench::Bench;

fn past(minutes: u64, from: &str, to: &str, talk: u64, direction: &str) -> PastCall {
    PastCall {
        age: Duration::from_secs(minutes * 60),
        from: from.to_owned(),
        to: to.to_owned(),
        total: Duration::from_secs(talk + 20),
        talk: Duration::from_secs(talk),
        direction: direction.to_owned(),
    }
}

async fn history(bench: &Bench) -> Vec<CallRecord> {
    bench.agent.history_page(HistoryQuery::default()).await.unwrap().rows
}

fn missed(view: &View) -> Option<u32> {
    view.notices.iter().find_map(|notice| match notice.notice {
        Notice::MissedWhileAway { count } => Some(count),
        _ => None,
    })
}

#[tokio::test]
async fn missed_calls_are_filled_in_and_shown_as_such() {
    let past_calls = vec![
        past(600, "13800138000", "101", 0, "Inbound"),
        past(500, "13900139000", "6500(101)", 60, "Inbound"),
        past(400, "103", "104", 10, "Internal"),
        past(300, "101", "02012345678", 0, "Outbound"),
        past(200, "102", "101", 0, "Internal"),
    ];
    let bench = Bench::with(World { past_calls, ..World::demo() }).await.signed_in().await;
    let view = bench.sees("what was missed", |view| missed(view).is_some()).await;
    assert_eq!(missed(&view), Some(2));
    let told: Vec<(String, CallOutcome, bool)> = history(&bench)
        .await
        .into_iter()
        .map(|call| (call.number.unwrap(), call.outcome, call.filled_in))
        .collect();
    assert_eq!(
        told,
        [
            ("102".to_owned(), CallOutcome::Missed, true),
            ("02012345678".to_owned(), CallOutcome::NoAnswer, true),
            ("13900139000".to_owned(), CallOutcome::Answered, true),
            ("13800138000".to_owned(), CallOutcome::Missed, true),
        ]
    );

    // The same again is nothing new; what happens in between is.
    let bench = bench.restarted().await;
    bench.is_online().await;
    bench.agent.shutdown().await;
    bench.control.outside_calls_extension("02099990000", "101").unwrap();
    bench.control.outside_hangs_up("02099990000").unwrap();
    bench.control.wait_for(|pbx| pbx.calls.is_empty()).await.unwrap();
    let bench = bench.restarted().await;
    let view = bench.sees("the missed one", |view| missed(view).is_some()).await;
    assert_eq!(missed(&view), Some(1));
    let calls = history(&bench).await;
    assert_eq!(calls.len(), 5);
    assert_eq!(calls[0].number.as_deref(), Some("02099990000"));
}

#[tokio::test]
async fn a_call_that_was_seen_is_not_filled_in_again() {
    let bench = Bench::with(World { past_calls: Vec::new(), ..World::demo() }).await.signed_in().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.control.lift("101").unwrap();
    bench.sees("talking", |view| view.calls.iter().any(|call| call.answered.is_some())).await;
    bench.control.hang_up("101").unwrap();
    // The first catching up may have been faster than the report of the end.
    bench.sees("recorded", |view| !view.wrap_ups.is_empty()).await;
    let bench = bench.restarted().await;
    bench.is_online().await;
    bench.control.wait_for(|pbx| pbx.times_asked("cdr/download") >= 1).await.unwrap();
    bench.agent.shutdown().await;
    let bench = bench.restarted().await;
    let calls = history(&bench).await;
    assert_eq!(calls.len(), 1);
    assert!(!calls[0].filled_in);
}

#[tokio::test]
async fn what_was_not_reported_is_there_after_waking() {
    let bench = Bench::online().await;
    bench.control.wait_for(|pbx| pbx.times_asked("cdr/get_random") == 1).await.unwrap();
    bench.sees("silent so far", |view| view.calls.is_empty()).await;
    bench.control.set_fault(Fault::DropReports { actions: Vec::new() });
    bench.control.outside_calls_extension("02099990000", "101").unwrap();
    bench.control.outside_hangs_up("02099990000").unwrap();
    bench.control.wait_for(|pbx| pbx.calls.is_empty()).await.unwrap();
    bench.agent.woke();
    let view = bench.sees("the missed one", |view| missed(view).is_some()).await;
    assert_eq!(missed(&view), Some(1));
    assert_eq!(history(&bench).await[0].number.as_deref(), Some("02099990000"));
}
