//! Calls and queues: what happens at the phone is seen, what is clicked happens at the phone.

use std::time::Duration;

use agent_core::{
    CallCommand, CallKey, CallOutcome, CallState, DoorIntent, HistoryQuery, Intent, Notice, PasswordSlot,
    Preferences, QueueCommand, View,
};
use pbx_protocol::Secret;
use pbx_protocol::endpoints::ExtensionStatus;
use pbx_simulator::Fault;
use pbx_simulator::snapshot::PartyState;

use crate::bench::Bench;

const CUSTOMER: &str = "13800138000";

fn state_of(view: &View) -> Option<CallState> {
    view.calls.first().map(|call| call.state)
}

async fn in_state(bench: &Bench, state: CallState) -> CallKey {
    let view = bench.sees(&format!("{state:?}"), |view| state_of(view) == Some(state)).await;
    view.calls[0].key
}

#[tokio::test]
async fn a_call_from_ring_to_history() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension(CUSTOMER, "101").unwrap();
    let call = in_state(&bench, CallState::Ringing).await;
    assert_eq!(bench.is_online().await.calls[0].number.as_deref(), Some(CUSTOMER));

    bench.control.lift("101").unwrap();
    in_state(&bench, CallState::Talking).await;
    bench.agent.dispatch(Intent::Call { call, command: CallCommand::Hold }).await.unwrap();
    in_state(&bench, CallState::Held).await;
    assert!(bench.control.snapshot().parties("101").any(|party| party.state == PartyState::Held));
    bench.sees("unhold", |view| view.calls[0].can.contains(&CallCommand::Unhold)).await;
    bench.agent.dispatch(Intent::Call { call, command: CallCommand::Unhold }).await.unwrap();
    in_state(&bench, CallState::Talking).await;
    bench.sees("hang-up", |view| view.calls[0].can.contains(&CallCommand::HangUp)).await;
    bench.agent.dispatch(Intent::Call { call, command: CallCommand::HangUp }).await.unwrap();
    in_state(&bench, CallState::Ended).await;
    assert!(bench.control.snapshot().calls.is_empty());

    let recorded = |view: &View| view.history_revision >= 2; // at its end, and with its recording
    bench.sees("the booking", recorded).await;
    let page = bench.agent.history_page(HistoryQuery::default()).await.unwrap();
    let [row] = page.rows.as_slice() else { panic!("{page:?}") };
    assert_eq!((row.number.as_deref(), row.outcome), (Some(CUSTOMER), CallOutcome::Answered));
    assert!(row.recording.is_some());
}

#[tokio::test]
async fn a_hang_up_does_not_wait_behind_a_request_that_hangs() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension(CUSTOMER, "101").unwrap();
    let call = in_state(&bench, CallState::Ringing).await;
    bench.control.lift("101").unwrap();
    in_state(&bench, CallState::Talking).await;
    bench
        .sees("pause", |view| view.queues.iter().any(|queue| queue.can.contains(&QueueCommand::Pause)))
        .await;
    bench.control.set_fault_on("queue/pause_agent", Fault::Hang);
    bench.agent.dispatch(Intent::Queue { queue: None, command: QueueCommand::Pause }).await.unwrap();
    bench.agent.dispatch(Intent::Call { call, command: CallCommand::HangUp }).await.unwrap();
    // The hanging request is given up after ten seconds.
    let gone = bench.control.wait_for(|pbx| pbx.calls.is_empty());
    tokio::time::timeout(Duration::from_secs(8), gone).await.expect("at once").unwrap();
}

#[tokio::test]
async fn dialling_rings_the_own_phone_first() {
    let bench = Bench::online().await;
    bench.agent.dispatch(Intent::Door(DoorIntent::Dial { number: "103".to_owned() })).await.unwrap();
    bench.control.wait_for(|pbx| pbx.phone("101") == Some(&ExtensionStatus::Ringing)).await.unwrap();
    bench.control.lift("101").unwrap();
    bench.control.wait_for(|pbx| pbx.phone("103") == Some(&ExtensionStatus::Ringing)).await.unwrap();
    bench.control.lift("103").unwrap();
    let view = bench.sees("talking", |view| state_of(view) == Some(CallState::Talking)).await;
    assert_eq!(view.calls[0].name.as_deref(), Some("陈静"));
}

#[tokio::test]
async fn the_ring_sounds_while_the_phone_rings_if_wanted() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension(CUSTOMER, "101").unwrap();
    in_state(&bench, CallState::Ringing).await;
    assert!(!bench.speaker.rings(), "off unless wanted");
    let preferences = Preferences { ring_sound: true, ..Preferences::default() };
    bench.agent.dispatch(Intent::SavePreferences { preferences: Box::new(preferences) }).await.unwrap();
    assert!(bench.speaker.rings());
    bench.control.lift("101").unwrap();
    in_state(&bench, CallState::Talking).await;
    assert!(!bench.speaker.rings());
}

#[tokio::test]
async fn a_queues_password_is_asked_once() {
    let bench = Bench::online().await;
    let listed = |view: &View| {
        view.queues.iter().any(|queue| queue.number == "6501" && queue.can.contains(&QueueCommand::Join))
    };
    bench.sees("the queue", listed).await;
    let join = || Intent::Queue { queue: Some("6501".to_owned()), command: QueueCommand::Join };
    bench.agent.dispatch(join()).await.unwrap();
    let asks =
        |view: &View| view.queues.iter().any(|queue| queue.password_needed_for == Some(QueueCommand::Join));
    bench.sees("the question", asks).await;
    assert_eq!(bench.control.snapshot().times_asked("queue/add_dynamicagent"), 1, "a queue may be open");
    let is_told = |view: &View| {
        view.notices.iter().any(|one| matches!(one.notice, Notice::ActionFailed { queue: Some(_), .. }))
    };
    assert!(!is_told(&*bench.is_online().await), "nobody typed a wrong password");

    let slot = PasswordSlot::Queue { queue: "6501".to_owned() };
    bench.agent.store_password(slot, Secret::new("5501")).await;
    bench.agent.dispatch(join()).await.unwrap();
    bench.control.wait_for(|pbx| pbx.member("6501", "101").is_some()).await.unwrap();
    let signed_in = |view: &View| {
        view.queues.iter().any(|queue| {
            queue.number == "6501" && queue.signed_in && queue.can.contains(&QueueCommand::Leave)
        })
    };
    bench.sees("signed in", signed_in).await;
    bench
        .agent
        .dispatch(Intent::Queue { queue: Some("6501".to_owned()), command: QueueCommand::Leave })
        .await
        .unwrap();
    bench.control.wait_for(|pbx| pbx.member("6501", "101").is_none()).await.unwrap();
}

#[tokio::test]
async fn suggestions_come_from_the_pbxs_extensions() {
    let bench = Bench::online().await;
    let found = bench.agent.lookup("wang".to_owned()).await;
    assert_eq!(found.iter().map(|entry| entry.number.as_str()).collect::<Vec<_>>(), ["102"]);
}
