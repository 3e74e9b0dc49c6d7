//! Practice: this program ends in order and the demo starts in its place, and the other way round. Nothing of the real
//! program is open meanwhile, so nothing of it can be touched. See docs/decisions/0027.

use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use agent_core::{Door, Intent, Preferences, QueueCommand, Refusal, Settings, View};
use agent_runtime::AgentHandle;
use tauri::{AppHandle, Manager as _, State};
use tokio::time::timeout;
use tracing::{info, warn};

use crate::app::wish;
use crate::arguments::{self, Arguments, Rendering};
use crate::demo::Demo;
use crate::settings::first_settings;
use crate::{platform, start_trouble};

/// Nobody waits longer than that for a PBX that does not answer.
const LONGEST: Duration = Duration::from_secs(5);

/// What is started when this program has ended, where that is wanted.
#[derive(Debug)]
pub(crate) struct Next {
    line: Mutex<Vec<OsString>>,
    is_wanted: AtomicBool,
}

impl Next {
    pub(crate) fn after(arguments: &Arguments) -> Self {
        Self { line: Mutex::new(other_world(arguments)), is_wanted: AtomicBool::new(false) }
    }

    fn want(&self, more: impl IntoIterator<Item = OsString>) {
        self.line.lock().unwrap_or_else(PoisonError::into_inner).extend(more);
        self.is_wanted.store(true, Ordering::Relaxed);
    }
}

/// The line that leads from the one world into the other. What somebody wanted called is not done twice, and a start in
/// the tray is no practice.
fn other_world(arguments: &Arguments) -> Vec<OsString> {
    let mut line = Vec::new();
    if !arguments.demo {
        line.push(arguments::PRACTICE.into());
    }
    // That of a demo is its own.
    if let Some(folder) = arguments.data_dir.as_ref().filter(|_| arguments.practice || !arguments.demo) {
        line.extend(["--data-dir".into(), folder.into()]);
    }
    let drawing = match arguments.rendering {
        Rendering::Auto => None,
        Rendering::Gpu => Some("gpu"),
        Rendering::Cpu => Some("cpu"),
    };
    line.extend(drawing.into_iter().flat_map(|word| ["--rendering".into(), word.into()]));
    line
}

/// Goes to practise. Whoever is in queues says first whether to leave them.
#[tauri::command]
pub(crate) async fn practise(
    leave_queues: bool,
    app: AppHandle,
    agent: State<'_, AgentHandle>,
    demo: State<'_, Option<Demo>>,
) -> Result<(), Refusal> {
    if demo.is_some() {
        return Err(Refusal::NotNow);
    }
    agent.watch().borrow().practice.allows()?;
    if leave_queues && !leave(&app, &agent).await {
        // Why not stands in the window.
        return Ok(());
    }
    // Somebody may have called meanwhile.
    let looks = {
        let views = agent.watch();
        let view = views.borrow();
        view.practice.allows()?;
        looks(&view)
    };
    app.state::<Next>().want([arguments::LOOKS.into(), looks.into()]);
    info!("ends for practice");
    app.exit(0);
    Ok(())
}

/// Whether nothing holds the agent any more: the queues are left, or the PBX does not answer.
async fn leave(app: &AppHandle, agent: &AgentHandle) -> bool {
    if wish(app, Door::Window, Intent::Queue { queue: None, command: QueueCommand::Leave }).await.is_err() {
        return false;
    }
    let mut views = agent.watch();
    let is_leaving = |view: &View| view.queues.iter().any(|one| one.pending == Some(QueueCommand::Leave));
    match timeout(LONGEST, views.wait_for(|view| !is_leaving(view))).await {
        Ok(Ok(view)) => !view.queues.iter().any(|queue| queue.can.contains(&QueueCommand::Leave)),
        // The runtime has ended, or the PBX is silent.
        Ok(Err(_)) | Err(_) => true,
    }
}

/// Ends practice; the usual program comes.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "Tauri hands commands their arguments by value")]
pub(crate) fn end_practice(app: AppHandle, demo: State<'_, Option<Demo>>) -> Result<(), Refusal> {
    demo.as_ref().ok_or(Refusal::NotNow)?;
    app.state::<Next>().want([]);
    info!("practice ends");
    app.exit(0);
    Ok(())
}

/// What a person needs to see anything and has in the fingers: it is taken along.
fn looks(view: &View) -> String {
    let Preferences { language, theme, text_percent, keys, .. } = &view.settings.preferences;
    let looks = serde_json::json!({
        "language": language,
        "theme": theme,
        "textPercent": text_percent,
        "keys": keys,
    });
    looks.to_string()
}

/// What a first start begins with, in practice with the looks of who practises.
pub(crate) fn first_settings_of(looks: Option<&str>) -> Settings {
    let mut first = first_settings();
    let looks = looks.map(serde_json::from_str::<Preferences>);
    match looks {
        Some(Ok(Preferences { language, theme, text_percent, keys, .. })) => {
            first.preferences = Preferences { language, theme, text_percent, keys, ..first.preferences };
        }
        Some(Err(error)) => warn!(%error, "how practice is to look can't be read"),
        None => {}
    }
    first
}

/// Starts what is wanted. Last of all: the two share a report port, keys and perhaps a folder.
pub(crate) fn start_next(app: &AppHandle) {
    let Some(next) = app.try_state::<Next>() else { return };
    if !next.is_wanted.load(Ordering::Relaxed) {
        return;
    }
    let line = next.line.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let started = tauri::process::current_binary(&app.env()).and_then(|program| {
        let mut command = Command::new(program);
        platform::choose_rendering_anew(&mut command);
        command.args(line).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn()
    });
    if let Err(error) = started {
        warn!(%error, "the other program did not start");
        start_trouble::tell(&error.into());
    }
}

#[cfg(test)]
mod tests {
    use agent_core::{KeyDeed, Language, Theme};

    use super::*;

    fn arguments(line: &[OsString]) -> Arguments {
        arguments::parse(line.iter().cloned()).unwrap()
    }

    #[test]
    fn the_way_there_leads_back_to_the_same_folder() {
        let first = ["--hidden", "--data-dir", "/tmp/x y", "--rendering", "cpu", "dial", "101"];
        let real = arguments(&first.map(OsString::from));
        let practice = arguments(&other_world(&real));
        assert!(practice.demo && practice.practice && !practice.hidden, "{practice:?}");
        assert_eq!(practice.own_folder(), None, "the real folder is left alone");
        assert_eq!((practice.rendering, practice.wanted.as_ref()), (Rendering::Cpu, None));
        let back = arguments(&other_world(&practice));
        assert!(!back.demo && !back.hidden && back.wanted.is_none(), "{back:?}");
        assert_eq!(back.own_folder(), real.own_folder());
        assert_eq!(back.rendering, Rendering::Cpu);
    }

    #[test]
    fn behind_a_demo_the_usual_program_comes_and_leaves_its_folder_alone() {
        let demo = ["--demo", "--data-dir", "/tmp/demo"].map(OsString::from);
        assert_eq!(other_world(&arguments(&demo)), Vec::<OsString>::new());
    }

    #[test]
    fn practice_looks_as_the_program_did() {
        let mut view = View::default();
        let preferences = &mut view.settings.preferences;
        preferences.language = Language::Tag("zh-CN".to_owned());
        (preferences.theme, preferences.text_percent) = (Theme::Dark, 150);
        preferences.outside_prefix = "9".to_owned();
        preferences.keys.insert(KeyDeed::Hold, "F7".to_owned());
        let chinese = Language::Tag("zh-CN".to_owned());
        let first = first_settings_of(Some(&looks(&view))).preferences;
        assert_eq!((&first.language, first.theme, first.text_percent), (&chinese, Theme::Dark, 150));
        assert_eq!(first.keys, view.settings.preferences.keys);
        assert_eq!(first.outside_prefix, "", "nothing else comes along");
        assert_eq!(first_settings_of(Some("nonsense")), first_settings());
    }
}
