//! Signing in, staying signed in, and coming back.

use std::net::TcpListener;

use agent_core::{
    Account, ConnectionState, Door, Failure, Intent, MediaId, Notice, PasswordKept, PasswordSlot,
    Preferences, Refusal, Scheme, SessionIntent, SoundIntent,
};
use pbx_protocol::{Meaning, Secret};
use pbx_simulator::{Fault, World};
use tokio::task::JoinSet;

use crate::bench::{Bench, Mood, PASSWORD, free_port};
use crate::tls;

#[tokio::test]
async fn signing_in_announces_the_listener_and_asks_for_valid_json() {
    let bench = Bench::online().await;
    let receivers = bench.control.snapshot().receivers.clone();
    let [receiver] = receivers.as_slice() else { panic!("{receivers:?}") };
    assert_eq!((receiver.host.as_str(), receiver.port), ("127.0.0.1", bench.report_port));
    assert!(receiver.valid_json);
    let path = receiver.path.trim_start_matches('/');
    assert!(path.len() == 32 && path.bytes().all(|b| b.is_ascii_hexdigit()), "guessable");

    let view = bench.is_online().await;
    assert_eq!(view.agent.as_ref().unwrap().name.as_deref(), Some("Li Na"));
    assert_eq!(view.connection.device.as_ref().unwrap().name, "UC501");
    assert_eq!(view.connection.receiver.as_ref().unwrap().port, bench.report_port);
    assert_eq!(view.password_kept, Some(PasswordKept::Keyring));
}

#[tokio::test]
async fn where_nobody_chose_plain_http_comes_after_tls() {
    let bench = Bench::start().await;
    bench.store_password(PASSWORD).await;
    let account = Account { scheme: Scheme::Auto, ..bench.account() };
    bench.agent.dispatch(Intent::SignIn { account }).await.unwrap();
    let view = bench.is_online().await;
    assert_eq!(view.settings.account, Some(bench.account()), "what was found out is kept");
    assert_eq!(bench.control.snapshot().logins.len(), 1);
}

#[tokio::test]
async fn where_nobody_chose_tls_is_taken_and_no_password_goes_before_trust() {
    let bench = Bench::start().await;
    let port = tls::in_front_of(bench.pbx.address()).await;
    let account = Account { scheme: Scheme::Auto, port, ..bench.account() };
    let (host, username) = (account.host.clone(), account.username.clone());
    bench.agent.store_password(PasswordSlot::Account { host, port, username }, Secret::new(PASSWORD)).await;
    bench.agent.dispatch(Intent::SignIn { account }).await.unwrap();
    let view = bench.sees("refused", |view| view.connection.state == ConnectionState::Refused).await;
    let Some(Failure::CertificateUnknown { fingerprint }) = view.connection.problem.clone() else {
        panic!("{:?}", view.connection.problem)
    };
    assert_eq!(bench.control.snapshot().logins.len(), 0);
    bench.agent.dispatch(Intent::Session(SessionIntent::TrustCertificate { fingerprint })).await.unwrap();
    let view = bench.is_online().await;
    assert_eq!(view.settings.account.as_ref().map(|account| account.scheme), Some(Scheme::Https));
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    let mut bench = Bench::start().await;
    bench.store_password("wrong").await;
    bench.agent.dispatch(Intent::SignIn { account: bench.account() }).await.unwrap();
    let view = bench.sees("refused", |view| view.connection.state == ConnectionState::Refused).await;
    assert!(matches!(
        view.connection.problem,
        Some(Failure::Refused { meaning: Meaning::WrongCredentials, .. })
    ));
    bench.agent.woke();
    assert_eq!(bench.agent.dispatch(Intent::Session(SessionIntent::RetryNow)).await, Err(Refusal::NotNow));
    // It is marked: the next try asks the person for another one instead of the PBX, after a restart too.
    for _ in 0..2 {
        bench.agent.dispatch(Intent::SignIn { account: bench.account() }).await.unwrap();
        let marked = |view: &agent_core::View| view.connection.problem == Some(Failure::PasswordRefused);
        bench.sees("refused before", marked).await;
        bench = bench.restarted().await;
    }
    assert_eq!(bench.control.snapshot().logins.len(), 1);

    let bench = bench.signed_in().await;
    assert_eq!(bench.control.snapshot().logins.len(), 2);
}

#[tokio::test]
async fn when_the_pbx_was_away_the_agent_comes_back_by_itself() {
    let bench = Bench::online().await;
    bench.control.set_fault(Fault::Unreachable);
    bench.agent.woke();
    bench.sees("reconnecting", |view| view.connection.state == ConnectionState::Reconnecting).await;
    bench.control.clear_faults();
    bench.is_online().await;
}

#[tokio::test]
async fn an_expired_token_leads_to_a_new_one() {
    let bench = Bench::online().await;
    bench.control.expire_tokens().unwrap();
    bench.agent.dispatch(Intent::RefreshVoicemail).await.unwrap();
    // At once, and without the person: so quickly that the loss may not be seen.
    bench.control.wait_for(|pbx| pbx.logins.len() == 2).await.unwrap();
    bench.is_online().await;
}

#[tokio::test]
async fn a_file_that_is_not_given_shows_that_the_session_is_over() {
    // Queues are asked for every few seconds, which shows it as well.
    let bench = Bench::with(World { queues: Vec::new(), past_calls: Vec::new(), ..World::demo() }).await;
    let bench = bench.signed_in().await;
    let view = bench.sees("a message", |view| !view.voicemail.messages.is_empty()).await;
    let file = view.voicemail.messages[0].file.clone();
    bench.control.expire_tokens().unwrap();
    let media = MediaId::Voicemail { extension: "101".to_owned(), file };
    bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media })).await.unwrap();
    bench.control.wait_for(|pbx| pbx.logins.len() == 2).await.unwrap();
    bench.is_online().await;
}

#[tokio::test]
async fn waking_up_renews_the_session_and_where_reports_go() {
    let bench = Bench::online().await;
    let before = bench.control.snapshot().receivers.clone();
    bench.agent.woke();
    let after = bench.control.wait_for(|pbx| pbx.times_asked("heartbeat") > 0).await.unwrap();
    assert_eq!(after.receivers, before);
}

#[tokio::test]
async fn a_listener_that_fits_is_kept_and_another_port_is_moved_to() {
    let mut bench = Bench::online().await;
    let first = bench.control.snapshot().receivers.clone();
    bench.control.reboot().unwrap();
    let again =
        bench.control.wait_for(|pbx| pbx.logins.len() == 2 && !pbx.receivers.is_empty()).await.unwrap();
    assert_eq!(again.receivers, first, "the same port and path");
    bench.is_online().await;

    bench.agent.dispatch(Intent::SignOut).await.unwrap();
    bench.control.wait_for(|pbx| pbx.receivers.is_empty()).await.unwrap();
    // The port was given back, and can be had again at once.
    bench = bench.signed_in().await;
    let old_port = std::mem::replace(&mut bench.report_port, free_port());
    bench = bench.signed_in().await;
    bench
        .sees("the new port", |view| {
            view.connection.receiver.as_ref().is_some_and(|receiver| receiver.port == bench.report_port)
        })
        .await;
    TcpListener::bind(("0.0.0.0", old_port)).expect("the old port is free");
}

#[tokio::test]
async fn a_taken_port_is_named_and_another_one_offered() {
    let mut bench = Bench::start().await;
    let other_program = TcpListener::bind(("0.0.0.0", bench.report_port)).unwrap();
    bench.store_password(crate::bench::PASSWORD).await;
    bench.agent.dispatch(Intent::SignIn { account: bench.account() }).await.unwrap();
    let view = bench.sees("refused", |view| view.connection.state == ConnectionState::Refused).await;
    let free = view.connection.free_port.expect("an offer");
    assert_ne!(free, bench.report_port);
    bench.report_port = free;
    bench.signed_in().await;
    drop(other_program);
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_named() {
    let bench = Bench::start().await;
    let account = agent_core::Account { host: "pbx.invalid".to_owned(), ..bench.account() };
    bench.agent.dispatch(Intent::SignIn { account }).await.unwrap();
    let view = bench.sees("refused", |view| view.connection.state == ConnectionState::Refused).await;
    let reason = agent_core::Unreachable::NameNotFound;
    assert_eq!(view.connection.problem, Some(Failure::Unreachable { reason }));
}

#[tokio::test]
async fn an_account_corrected_in_haste_is_not_blamed_for_the_first() {
    let bench = Bench::start().await;
    let mistyped = agent_core::Account { host: "pbx.invalid".to_owned(), ..bench.account() };
    for account in [mistyped.clone(), mistyped] {
        bench.agent.dispatch(Intent::SignIn { account }).await.unwrap();
    }
    bench.signed_in().await;
}

#[tokio::test]
async fn the_end_signs_out_and_refuses_what_comes_after() {
    let bench = Bench::online().await;
    bench.agent.shutdown().await;
    assert!(bench.control.snapshot().receivers.is_empty());
    assert_eq!(bench.agent.dispatch(Intent::SignOut).await, Err(Refusal::ShuttingDown));
    bench.agent.shutdown().await;
}

#[tokio::test]
async fn a_hung_pbx_does_not_keep_the_program_open() {
    let bench = Bench::online().await;
    bench.control.set_fault(Fault::Hang);
    tokio::time::timeout(crate::bench::PATIENCE / 3, bench.agent.shutdown()).await.expect("it ends");
}

#[tokio::test]
async fn without_a_keyring_the_password_lives_as_long_as_the_program() {
    let bench = Bench::start().await;
    bench.keyring.set_mood(Mood::Missing);
    assert_eq!(bench.store_password(crate::bench::PASSWORD).await, PasswordKept::Session);
    let bench = bench.signed_in().await;
    let told = |view: &agent_core::View| view.notices.iter().any(|n| n.notice == Notice::PasswordSessionOnly);
    bench.sees("told so", told).await;

    let bench = bench.restarted().await;
    bench.sees("no password", |view| view.connection.problem == Some(Failure::NoPassword)).await;
}

#[tokio::test]
async fn a_keyring_that_hangs_keeps_nobody_from_signing_in() {
    let bench = Bench::start().await;
    bench.keyring.set_mood(Mood::Hung);
    assert_eq!(bench.store_password(crate::bench::PASSWORD).await, PasswordKept::Session);
    let bench = bench.signed_in().await;
    bench.keyring.set_mood(Mood::Healthy);
}

#[tokio::test]
async fn a_keyring_that_is_locked_at_the_start_is_waited_for() {
    let bench = Bench::online().await;
    bench.keyring.set_mood(Mood::Locked);
    let bench = bench.restarted().await;
    let waits = |view: &agent_core::View| view.connection.problem == Some(Failure::KeyringLocked);
    let view = bench.sees("the keyring is waited for", waits).await;
    assert_eq!(view.connection.state, ConnectionState::Reconnecting);
    bench.keyring.set_mood(Mood::Healthy);
    bench.is_online().await;
}

#[tokio::test]
async fn a_right_password_that_was_refused_in_error_is_not_lost() {
    let bench = Bench::online().await;
    // The PBX has another password for a while, as one whose table of users is half there.
    bench.store_password("mistyped").await;
    bench.agent.dispatch(Intent::SignIn { account: bench.account() }).await.unwrap();
    bench.sees("refused", |view| view.connection.state == ConnectionState::Refused).await;
    let bench = bench.restarted().await;
    bench.is_online().await;
    assert_eq!(bench.control.snapshot().logins.len(), 3, "each was sent once");
}

#[tokio::test]
async fn a_port_that_is_taken_for_a_moment_is_waited_for() {
    let bench = Bench::online().await;
    bench.agent.shutdown().await;
    let other_program = TcpListener::bind(("0.0.0.0", bench.report_port)).unwrap();
    let bench = bench.restarted().await;
    let port = bench.report_port;
    bench.sees("the port", |view| view.connection.problem == Some(Failure::PortTaken { port })).await;
    drop(other_program);
    bench.is_online().await;
}

#[tokio::test]
async fn wishes_keep_their_order_whichever_is_awaited_first() {
    let bench = Bench::start().await;
    let save = |answer_seconds| {
        let preferences = Preferences { answer_seconds, ..Preferences::default() };
        let intent = Intent::SavePreferences { preferences: Box::new(preferences) };
        bench.agent.dispatch_from(Door::Window, intent)
    };
    // More than the queue has places.
    let wishes: Vec<_> = (1..=300).map(save).collect();
    for outcome in wishes.into_iter().rev().collect::<JoinSet<_>>().join_all().await {
        outcome.unwrap();
    }
    assert_eq!(bench.agent.watch().borrow().settings.preferences.answer_seconds, 300);
}
