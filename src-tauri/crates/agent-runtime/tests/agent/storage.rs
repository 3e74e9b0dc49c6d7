//! What outlives the program: calls, settings, the password.

use agent_core::{CallState, Failure, HistoryQuery, Notice, Preferences, View};

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
    let intent = agent_core::Intent::SavePreferences { preferences: preferences.clone() };
    bench.agent.dispatch(intent).await.unwrap();

    let bench = bench.restarted().await;
    let view = bench.is_online().await;
    assert_eq!(view.settings.preferences, preferences);
    assert_eq!(view.recent[0].number, "13800138000");
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
