//! Puts the program together: first tray and runtime, so that no call is missed, then the windows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use agent_core::{Door, Intent, View};
use agent_runtime::{AgentHandle, AgentRuntime, Browser, Loudspeaker, Options, Ports, SystemNetwork};
use tauri::async_runtime::{block_on, spawn};
use tauri::{AppHandle, Manager, RunEvent};
use tracing::{info, warn};

use crate::arguments::{self, Arguments};
use crate::commands::{self, Watches};
use crate::demo::{Demo, DemoSettings, NoKeyring};
use crate::notifications::{self, Notifier};
use crate::settings::SettingsFile;
use crate::texts::{Texts, system_language};
use crate::vault::SystemKeyring;
use crate::windows::{self, PopChange};
use crate::{logging, platform, tray};

/// The PBX may be away; quitting does not wait for it longer than this.
const GOODBYE: Duration = Duration::from_secs(3);

/// Set for the process that hands an argument nobody understands to the instance that runs.
const TELLS: &str = "UC_COMPANION_TELLS";

/// Runs until the agent quits.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let hidden = arguments.hidden;
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, line, _folder| on_second_start(app, line)))
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_denylist(&[windows::POP])
                .skip_initial_state(if hidden { windows::MAIN } else { "" })
                .build(),
        )
        .invoke_handler(tauri::generate_handler![
            commands::dispatch,
            commands::watch_view,
            commands::store_password,
            commands::history_page,
            commands::export_history,
            commands::forget_calls,
            commands::import_contacts,
            commands::forget_contacts,
            commands::write_journal,
            commands::name_caller,
            commands::count_contacts,
            commands::lookup,
            commands::demo,
            commands::open_main_window,
        ])
        .setup(move |app| Ok(set_up(app.handle(), arguments)?))
        .build(context())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            say_goodbye(app);
        }
    });
    Ok(())
}

fn set_up(app: &AppHandle, arguments: Arguments) -> anyhow::Result<()> {
    let folders = Folders::of(app, &arguments)?;
    std::fs::create_dir_all(&folders.data)?;
    app.manage(logging::start(&folders.data)?);
    info!(version = env!("CARGO_PKG_VERSION"), demo = arguments.demo, "starting");

    let demo = if arguments.demo { Some(block_on(Demo::start())?) } else { None };
    let agent = start_agent(app, &folders, demo.is_some())?;
    app.manage(agent.clone());
    app.manage(Watches::default());

    let texts = texts_for(&agent.watch().borrow());
    let picture = tray::of(&agent.watch().borrow(), &texts);
    if let Some(demo) = &demo {
        block_on(demo.sign_in(&agent));
    }
    app.manage(demo);

    windows::create_main(app, &folders.data, arguments.hidden)?;
    windows::create_pop(app, &folders.data)?;
    tray::start(app, &picture, agent.clone());
    spawn(platform::watch_notifications(agent.clone()));
    spawn(project(app.clone(), agent.clone(), picture));
    if let Some(wanted) = arguments.dial {
        // Nobody is signed in yet: the core keeps the number until then.
        wish(app, Door::Start, Intent::Dial { number: wanted.text });
    }
    Ok(())
}

fn start_agent(app: &AppHandle, folders: &Folders, demo: bool) -> anyhow::Result<AgentHandle> {
    let file = SettingsFile::open(app, &folders.data)?;
    let speaker = std::sync::Arc::new(Loudspeaker::start()?);
    let browser = std::sync::Arc::new(SystemBrowser);
    let network = std::sync::Arc::new(SystemNetwork);
    let ports = if demo {
        let settings = std::sync::Arc::new(DemoSettings(file));
        Ports { keyring: Box::new(NoKeyring), settings, speaker, browser, network }
    } else {
        Ports {
            keyring: Box::new(SystemKeyring),
            settings: std::sync::Arc::new(file),
            speaker,
            browser,
            network,
        }
    };
    let options = Options { data_dir: folders.data.clone(), downloads_dir: folders.downloads.clone(), demo };
    // The runtime spawns its tasks on Tauri's own.
    Ok(block_on(async { AgentRuntime::start(ports, options) })?)
}

/// The programs that the person has chosen for the whole system.
#[derive(Debug)]
struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, address: &str) -> std::io::Result<()> {
        open::that_detached(address)
    }
    fn open_file(&self, file: &Path) -> std::io::Result<()> {
        open::that_detached(file)
    }
}

/// Where things are kept.
#[derive(Debug)]
struct Folders {
    data: PathBuf,
    downloads: PathBuf,
}

impl Folders {
    fn of(app: &AppHandle, arguments: &Arguments) -> anyhow::Result<Self> {
        let under = |dir: &Path| Self { data: dir.to_owned(), downloads: dir.join("downloads") };
        if let Some(dir) = &arguments.data_dir {
            return Ok(under(&std::path::absolute(dir)?));
        }
        if arguments.demo {
            return Ok(under(
                &std::env::temp_dir().join(format!("uc-companion-demo-{}", std::process::id())),
            ));
        }
        let data = app.path().app_data_dir()?;
        let downloads = app.path().download_dir().unwrap_or_else(|_| data.join("downloads"));
        Ok(Self { data, downloads })
    }
}

fn texts_for(view: &View) -> Texts {
    Texts::of(view.settings.preferences.language, &system_language())
}

/// Lets tray, pop-up and notifications follow the view.
async fn project(app: AppHandle, agent: AgentHandle, mut tray_shows: tray::Picture) {
    let mut views = agent.watch();
    let mut pop_is_shown = false;
    let mut told = BTreeMap::new();
    let mut notifier = Notifier::default();
    loop {
        let view = views.borrow_and_update().clone();
        let texts = texts_for(&view);

        if let Some(change) = windows::reconcile(pop_is_shown, &view) {
            pop_is_shown = change != PopChange::Hide;
            on_main_thread(&app, move |app| windows::apply(app, change));
        }
        for change in notifications::reconcile(&mut told, &view, &texts) {
            notifier.apply(change, &texts, &app);
        }
        let picture = tray::of(&view, &texts);
        if picture != tray_shows {
            tray_shows = picture.clone();
            on_main_thread(&app, move |app| tray::apply(app, &picture));
        }
        if views.changed().await.is_err() {
            return;
        }
    }
}

fn on_main_thread(app: &AppHandle, act: impl FnOnce(&AppHandle) + Send + 'static) {
    let on = app.clone();
    // An error says that the program is ending.
    let _ = app.run_on_main_thread(move || act(&on));
}

/// Asks for something by a way that shows no refusal: the core tells it in the main window, which comes to the front.
pub(crate) fn wish(app: &AppHandle, door: Door, intent: Intent) {
    let (app, agent) = (app.clone(), app.state::<AgentHandle>().inner().clone());
    spawn(async move {
        if let Err(refusal) = agent.dispatch_from(door, intent).await {
            info!(?refusal, ?door, "what was wished is not possible now");
            on_main_thread(&app, windows::show_main);
        }
    });
}

/// The program was started again: its arguments are for this instance.
fn on_second_start(app: &AppHandle, line: Vec<String>) {
    match arguments::parse(line.into_iter().skip(1).map(Into::into)) {
        Ok(Arguments { dial: Some(wanted), .. }) => {
            wish(app, wanted.door, Intent::Dial { number: wanted.text });
        }
        Ok(_) => windows::show_main(app),
        Err(error) => {
            let agent = app.state::<AgentHandle>().inner().clone();
            let (argument, lacks_value) = error.told();
            spawn(async move { agent.not_understood(argument, lacks_value).await });
            windows::show_main(app);
        }
    }
}

/// A second start that nobody understands: the instance that runs, if one does, says so in its window. The plugin that
/// finds it ends this process with the exit code 0, so another process does it.
pub(crate) fn tell_running_instance() {
    if std::env::var_os(TELLS).is_some() {
        let app = tauri::Builder::default().plugin(tauri_plugin_single_instance::init(|_, _, _| {}));
        // Found or not, this process has done what it was started for.
        let _ = app.build(context());
        return;
    }
    let told = std::env::current_exe().and_then(|program| {
        let mut command = std::process::Command::new(program);
        command.args(std::env::args_os().skip(1)).env(TELLS, "1");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()
    });
    if let Err(error) = told {
        eprintln!("the UC Companion that runs could not be told: {error}");
    }
}

fn context() -> tauri::Context {
    tauri::generate_context!()
}

fn say_goodbye(app: &AppHandle) {
    let Some(agent) = app.try_state::<AgentHandle>() else { return };
    let agent = agent.inner().clone();
    block_on(async {
        if tokio::time::timeout(GOODBYE, agent.shutdown()).await.is_err() {
            warn!("the PBX did not answer the goodbye");
        }
    });
    info!("ended");
}
