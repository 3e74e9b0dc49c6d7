//! A ring that the program sends to itself.

use agent_core::{CallState, HistoryQuery};
use agent_runtime::RehearsalError;

use crate::bench::Bench;

#[tokio::test]
async fn it_goes_the_whole_way_and_leaves_nothing() {
    let bench = Bench::online().await;
    let rehearsed = bench.agent.rehearse().await.unwrap();
    let arrived = rehearsed.arrived;
    let times = [rehearsed.sent, arrived.accepted, arrived.parsed, arrived.stepped];
    assert!(times.is_sorted(), "{times:?}");
    let view = bench.agent.watch().borrow().clone();
    assert!(view.test_call && view.calls.is_empty() && view.notices.is_empty(), "{view:?}");
    assert!(!bench.speaker.rings());
    let again = bench.agent.rehearse().await.unwrap();
    assert!(again.sent >= arrived.stepped, "the second is another one");
    bench.sees("its end", |view| !view.test_call).await;
    let page = bench.agent.history_page(HistoryQuery::default()).await.unwrap();
    assert!(page.rows.is_empty(), "{page:?}");
}

#[tokio::test]
async fn without_a_listener_and_during_a_call_there_is_none() {
    let bench = Bench::start().await;
    assert!(matches!(bench.agent.rehearse().await, Err(RehearsalError::NotListening)));
    let bench = bench.signed_in().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.sees("the ring", |view| view.calls.iter().any(|call| call.state == CallState::Ringing)).await;
    assert!(matches!(bench.agent.rehearse().await, Err(RehearsalError::InCall)));
    bench.control.outside_hangs_up("13800138000").unwrap();
    bench.sees("the end", |view| view.calls.iter().all(|call| call.state == CallState::Ended)).await;
    bench.agent.rehearse().await.unwrap();
}

#[tokio::test]
async fn a_way_that_is_not_open_is_told_with_the_address() {
    let bench = Bench::online().await;
    // Reserved for documents: nobody is there. A moment later the PBX is told of it, as of any address of ours.
    bench.network.put_us("192.0.2.1");
    let outcome = bench.agent.rehearse().await;
    let Err(RehearsalError::NotSent { address, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(address, format!("192.0.2.1:{}", bench.report_port));
}
