//! What outlives the program: calls, settings, the password.

use agent_core::{CallNote, CallState, Failure, HistoryQuery, Intent, Notice, Preferences, View};

use crate::bench::Bench;

async fn miss_a_call(bench: &Bench) {
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.sees("ringing", |view| view.calls.iter().any(|call| call.state == CallState::Ringing)).await;
    bench.control.outside_hangs_up("13800138000").unwrap();
    bench.sees("recorded", |view| view.history_revision >= 1).await;
}

#[tokio::test]
async fn a_restart_keeps_history_settings_and_sign_in() {
    let bench = Bench::online().await;
    miss_a_call(&bench).await;
    let preferences = Preferences { outside_prefix: "9".to_owned(), ..Preferences::default() };
    let intent = agent_core::Intent::SavePreferences { preferences: Box::new(preferences.clone()) };
    bench.agent.dispatch(intent).await.unwrap();

    let bench = bench.restarted().await;
    let view = bench.is_online().await;
    assert_eq!(view.settings.preferences, preferences);
    // Signing in does not wait for the history.
    let is_known = |view: &View| view.recent.iter().any(|recent| recent.number == "13800138000");
    bench.sees("who has called", is_known).await;
    let page = bench.agent.history_page(HistoryQuery::default()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
}

#[tokio::test]
async fn a_damaged_history_is_told_and_a_new_one_begun() {
    let bench = Bench::online().await;
    bench.agent.shutdown().await;
    std::fs::write(bench.dir.path().join("data").join("history.db"), vec![0x5a; 8192]).unwrap();
    let bench = bench.restarted().await;
    let damaged = |view: &View| {
        view.notices.iter().any(|notice| {
            matches!(&notice.notice, Notice::HistoryTrouble { failure: Failure::Damaged { .. } })
        })
    };
    bench.sees("the notice", damaged).await;
    bench.is_online().await;
    miss_a_call(&bench).await;
    let page = bench.agent.history_page(HistoryQuery::default()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
}

#[tokio::test]
async fn a_killed_program_comes_back_into_the_call_with_its_note() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.control.lift("101").unwrap();
    let view = bench.sees("talking", |view| view.calls.iter().any(|call| call.answered.is_some())).await;
    let note = CallNote { text: "will pay on friday".to_owned(), ..CallNote::default() };
    let record = view.calls[0].record.clone();
    bench.agent.dispatch(Intent::Annotate { record: record.clone(), note: note.clone() }).await.unwrap();
    let bench = bench.restarted().await;
    let is_same = |view: &View| view.calls.iter().any(|call| call.record == record && call.note == note);
    bench.sees("the same call", is_same).await;
    bench.control.hang_up("101").unwrap();
    bench.sees("its end", |view| !view.wrap_ups.is_empty()).await;
    let rows = bench.agent.history_page(HistoryQuery::default()).await.unwrap().rows;
    let told: Vec<_> = rows.iter().map(|row| (&row.id, &row.note)).collect();
    assert_eq!(told, [(&record, &note)], "one row");
    assert!(rows[0].answered.unwrap() <= rows[0].ended);
}
