//! What the agent was is kept on this computer, over the end of the program.

use agent_core::{AgentState, Intent, StateIntent, View};

use crate::bench::Bench;

fn is_paused(view: &View) -> bool {
    matches!(view.agent_state.state, AgentState::Paused { .. }) && !view.agent_state.changing
}

#[tokio::test]
async fn what_the_agent_was_is_kept_and_exported() {
    let bench = Bench::online().await;
    bench.sees("ready", |view| view.agent_state.state == AgentState::Ready).await;
    let lunch =
        Intent::State(StateIntent::TakePause { reason: Some("lunch".to_owned()), text: String::new() });
    bench.agent.dispatch(lunch).await.unwrap();
    bench.sees("paused", is_paused).await;
    let bench = bench.restarted().await;
    bench.sees("paused still", is_paused).await;
    bench.agent.dispatch(Intent::State(StateIntent::BeReady)).await.unwrap();
    let is_ready = |view: &View| view.agent_state.state == AgentState::Ready && !view.agent_state.changing;
    bench.sees("ready again", is_ready).await;
    let first = bench.agent.export_states().await.unwrap();
    bench.agent.shutdown().await;

    let rows = std::fs::read_to_string(first).unwrap();
    assert!(rows.starts_with("\u{feff}from,until,state,reason,by\n"), "{rows}");
    let paused = rows.lines().filter(|row| row.ends_with(",paused,lunch,agent")).count();
    assert!(paused >= 1, "what held at the end of the program is kept: {rows}");
    assert!(rows.contains(",ready,,agent"), "{rows}");
    assert!(!rows.contains("others"), "nobody else did anything: {rows}");
}
