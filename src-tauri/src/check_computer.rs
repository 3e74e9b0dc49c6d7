//! The page "Check this computer": the doctor's lines, a ring that the program sends to itself, and what is saved for whoever
//! helps. Nothing here happens unless somebody asks for it.

use std::path::PathBuf;
use std::time::Duration;

use ::policy::Policy;
use agent_core::{ConnectionState, Failure};
use agent_runtime::{AgentHandle, RehearsalError, Rehearsed};
use agent_storage::{Keyring, SystemKeyring};
use doctor::{
    BUNDLE_NAME, Bundle, Environment, Focus, Hop, HopStep, Line, Patient, Program, TestCall, TestCallTrouble,
};
use serde::Serialize;
use tauri::{AppHandle, Manager, State};
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::warn;

use crate::demo::NoKeyring;
use crate::{platform, windows};

/// The page of the pop-up is drawn already, and only has to be shown.
const SHOWN_LIMIT: Duration = Duration::from_secs(3);
/// A window manager decides about the keyboard when the window is there.
const SETTLING: Duration = Duration::from_millis(300);

/// What is looked at beside the view.
#[derive(Debug)]
pub(crate) struct Looked {
    data_dir: PathBuf,
    /// When the pop-up's page last showed a test call.
    shown: watch::Sender<Option<Instant>>,
}

impl Looked {
    pub(crate) fn new(data_dir: PathBuf) -> Self {
        Self { data_dir, shown: watch::Sender::new(None) }
    }
}

/// A test call, or why there was none.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Rang {
    Through(TestCall),
    Not(TestCallTrouble),
}

/// Looks at this computer; takes some seconds.
#[tauri::command]
pub(crate) async fn check_computer(
    agent: State<'_, AgentHandle>,
    looked: State<'_, Looked>,
) -> Result<Vec<Line>, Failure> {
    Ok(look(&agent, &looked, &policy_of(&agent)).await)
}

/// Writes the lines, the policy and the journal into the downloads folder, each masked; says where.
#[tauri::command]
pub(crate) async fn support_bundle(
    agent: State<'_, AgentHandle>,
    looked: State<'_, Looked>,
) -> Result<String, Failure> {
    let policy = policy_of(&agent);
    let lines = look(&agent, &looked, &policy).await;
    let journal = agent.journal().await?;
    let account = agent.watch().borrow().settings.account.clone();
    let bundle = Bundle {
        lines: &lines,
        policy: &policy,
        journal: Some(&journal),
        account: account.as_ref(),
        environment: &Environment::of_process(),
        computer: &doctor::computer_name(),
    };
    agent.write_report(BUNDLE_NAME, bundle.text()).await
}

/// As it is now, which may be another than at the start. The demo is no desk of the company.
fn policy_of(agent: &AgentHandle) -> Policy {
    if agent.watch().borrow().demo { Policy::default() } else { crate::policy::read() }
}

async fn look(agent: &AgentHandle, looked: &Looked, policy: &Policy) -> Vec<Line> {
    let view = agent.watch().borrow().clone();
    let receiver = view.connection.receiver.as_ref();
    let program = Program {
        webview: tauri::webview_version().ok(),
        drawing: platform::drawing(),
        signed_in: view.connection.state == ConnectionState::Online,
        listens: receiver.map(|receiver| (receiver.address.clone(), receiver.port)),
        account: view.settings.account.clone(),
    };
    let keyring: Box<dyn Keyring> = if view.demo { Box::new(NoKeyring) } else { Box::new(SystemKeyring) };
    doctor::examine(Patient {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: looked.data_dir.clone(),
        environment: Environment::of_process(),
        policy,
        keyring,
        program: Some(program),
    })
    .await
}

/// Rings this program by the way of a true call, and says how long each step took.
#[tauri::command]
pub(crate) async fn test_call(
    app: AppHandle,
    agent: State<'_, AgentHandle>,
    looked: State<'_, Looked>,
) -> Result<Rang, Failure> {
    Ok(match ring(&app, &agent, &looked).await {
        Ok(call) => {
            if let Err(error) = call.write(&looked.data_dir) {
                warn!(%error, "the test call could not be written down");
            }
            Rang::Through(call)
        }
        Err(trouble) => Rang::Not(trouble),
    })
}

async fn ring(app: &AppHandle, agent: &AgentHandle, looked: &Looked) -> Result<TestCall, TestCallTrouble> {
    let had_keyboard = has_keyboard(app, windows::MAIN);
    let mut shown = looked.shown.subscribe();
    let rehearsed = agent.rehearse().await.map_err(trouble)?;
    let not_shown = TestCallTrouble::NotShown { seconds: 3 };
    let seen = tokio::time::timeout(SHOWN_LIMIT, shown.changed()).await.is_ok_and(|seen| seen.is_ok());
    let at = shown.borrow().filter(|_| seen).ok_or(not_shown)?;
    tokio::time::sleep(SETTLING).await;
    let focus = match (has_keyboard(app, windows::POP), had_keyboard, has_keyboard(app, windows::MAIN)) {
        (Some(true), _, _) => Focus::Taken,
        // Whoever has pressed the button here has the keyboard here.
        (_, Some(true), Some(true)) => Focus::Kept,
        (_, _, _) => Focus::Unknown,
    };
    let when = chrono::Local::now().format("%Y-%m-%d %H:%M").to_string();
    Ok(TestCall { when, hops: hops(rehearsed, at), focus })
}

fn hops(Rehearsed { sent, arrived }: Rehearsed, shown: Instant) -> Vec<Hop> {
    let hop = |step, at: Instant| {
        let microseconds = at.saturating_duration_since(sent).as_micros();
        Hop { step, microseconds: u32::try_from(microseconds).unwrap_or(u32::MAX) }
    };
    vec![
        hop(HopStep::Accepted, arrived.accepted),
        hop(HopStep::Parsed, arrived.parsed),
        hop(HopStep::Stepped, arrived.stepped),
        hop(HopStep::Shown, shown),
    ]
}

fn trouble(error: RehearsalError) -> TestCallTrouble {
    match error {
        RehearsalError::NotListening => TestCallTrouble::NotListening,
        RehearsalError::InCall => TestCallTrouble::InCall,
        RehearsalError::NotSent { address, error } => {
            TestCallTrouble::NotSent { address, detail: error.to_string() }
        }
        RehearsalError::NotTaken { address } => TestCallTrouble::NotTaken { address },
    }
}

fn has_keyboard(app: &AppHandle, window: &str) -> Option<bool> {
    app.get_webview_window(window)?.is_focused().ok()
}

/// The pop-up's page has drawn a test call. No other window has this command.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri hands commands their arguments by value")]
pub(crate) fn test_call_shown(looked: State<'_, Looked>) {
    looked.shown.send_replace(Some(Instant::now()));
}
