//! The PBX and this computer move: reports follow.

use agent_core::{CallState, CheckState, CheckStep, Intent, Notice, SessionIntent, View};

use crate::bench::Bench;

async fn rings(bench: &Bench) {
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    bench.sees("the ring", |view| view.calls.iter().any(|call| call.state == CallState::Ringing)).await;
}

fn reports(view: &View) -> CheckState {
    view.connection.checks.iter().find(|check| check.step == CheckStep::Reports).unwrap().state
}

#[tokio::test]
async fn an_address_of_ours_that_changes_is_announced_by_the_next_heartbeat() {
    let bench = Bench::online().await;
    rings(&bench).await;
    bench.sees("that reports arrive", |view| reports(view) == CheckState::Passed).await;
    bench.control.hang_up("101").unwrap();
    bench.network.put_us("127.0.0.7");
    bench.network.change();
    let receivers = |pbx: &pbx_simulator::Snapshot| pbx.receivers.iter().any(|one| one.host == "127.0.0.7");
    bench.control.wait_for(receivers).await.unwrap();
    let receiver = format!("127.0.0.7:{}", bench.report_port);
    let told = Notice::ReceiverMoved { receiver };
    let view = bench.sees("told so", |view| view.notices.iter().any(|notice| notice.notice == told)).await;
    assert_eq!(reports(&view), CheckState::Running, "nothing has come to the new one yet");
    assert_eq!(view.connection.receiver.as_ref().unwrap().address, "127.0.0.7");
    rings(&bench).await;
    bench.sees("that reports arrive", |view| reports(view) == CheckState::Passed).await;
}

#[tokio::test]
async fn a_pbx_that_moves_to_another_address_is_believed_there() {
    let bench = Bench::start().await;
    // Its name leads elsewhere, and so its reports come from an unknown address.
    bench.network.put_pbx("127.0.0.9");
    let bench = bench.signed_in().await;
    bench.network.put_pbx("127.0.0.1");
    bench.agent.woke();
    bench.control.wait_for(|pbx| pbx.times_asked("heartbeat") > 0).await.unwrap();
    rings(&bench).await;
    // A report that is refused has the own phone asked, which tells of the ring as well.
    bench.sees("that reports arrive", |view| reports(view) == CheckState::Passed).await;
}

#[tokio::test]
async fn a_second_address_is_believed_when_the_agent_says_so() {
    let bench = Bench::start().await;
    // It is asked at one address, and its reports come from the other.
    bench.network.put_pbx("127.0.0.9");
    let bench = bench.signed_in().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    let names_it = |notice: &Notice| matches!(notice, Notice::ReportsSilent { refused, .. } if refused.as_deref() == Some("127.0.0.1"));
    bench.sees("told", |view| view.notices.iter().any(|one| names_it(&one.notice))).await;
    bench.control.hang_up("101").unwrap();
    let address = "127.0.0.1".to_owned();
    bench
        .agent
        .dispatch(Intent::Session(SessionIntent::BelieveAddress { address: address.clone() }))
        .await
        .unwrap();
    let kept = |view: &View| view.settings.account.as_ref().unwrap().believed.clone();
    bench.sees("kept", |view| kept(view) == [address.as_str()]).await;
    let hears = async || {
        rings(&bench).await;
        bench.control.hang_up("101").unwrap();
        bench.sees("that reports arrive", |view| reports(view) == CheckState::Passed).await;
    };
    hears().await;
}
