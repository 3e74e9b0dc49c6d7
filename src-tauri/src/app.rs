//! Puts the program together: first tray and runtime, so that no call is missed, then the windows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use agent_core::{Intent, View};
use agent_runtime::{AgentHandle, AgentRuntime, Browser, Loudspeaker, Options, Ports};
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
        .build(tauri::generate_context!())?;
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
    if let Some(number) = arguments.dial {
        spawn(dial_once_online(agent, number));
    }
    Ok(())
}

fn start_agent(app: &AppHandle, folders: &Folders, demo: bool) -> anyhow::Result<AgentHandle> {
    let file = SettingsFile::open(app, &folders.data)?;
    let speaker = std::sync::Arc::new(Loudspeaker::start()?);
    let browser = std::sync::Arc::new(SystemBrowser);
    let ports = if demo {
        let settings = std::sync::Arc::new(DemoSettings(file));
        Ports { keyring: Box::new(NoKeyring), settings, speaker, browser }
    } else {
        Ports { keyring: Box::new(SystemKeyring), settings: std::sync::Arc::new(file), speaker, browser }
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
            notifier.apply(change, &texts, &app, &agent);
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

/// A number on the command line waits until the agent is signed in.
async fn dial_once_online(agent: AgentHandle, number: String) {
    let mut views = agent.watch();
    if views.wait_for(|view| view.dial.possible).await.is_err() {
        return;
    }
    dial(agent, number).await;
}

async fn dial(agent: AgentHandle, number: String) {
    if let Err(refusal) = agent.dispatch(Intent::Dial { number }).await {
        warn!(?refusal, "the number of a link or a command line can't be dialled");
    }
}

/// The program was started again: its arguments are for this instance.
fn on_second_start(app: &AppHandle, line: Vec<String>) {
    let arguments = arguments::parse(line.into_iter().skip(1).map(Into::into)).unwrap_or_default();
    match arguments.dial {
        Some(number) => {
            let agent = app.state::<AgentHandle>().inner().clone();
            spawn(dial(agent, number));
        }
        None => windows::show_main(app),
    }
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
