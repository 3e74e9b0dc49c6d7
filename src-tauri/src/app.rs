//! Puts the program together: first tray and runtime, so that no call is missed, then the windows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use agent_core::{DesktopPart, Door, Intent, Lack, Refusal, View};
use agent_runtime::{AgentHandle, AgentRuntime, Browser, Loudspeaker, Options, Ports, SystemNetwork};
use agent_storage::SystemKeyring;
use agent_storage::data_lock::{self, Holder};
use tauri::async_runtime::{block_on, spawn};
use tauri::ipc::Invoke;
use tauri::{AppHandle, Manager, RunEvent};
use tokio::time::{Instant, timeout};
use tracing::{info, warn};

use crate::arguments::Arguments;
use crate::commands;
use crate::demo::{Demo, DemoSettings, NoKeyring};
use crate::notifications::{self, News, Notifier, Reminders};
use crate::quit::{self, Quitting};
use crate::settings::SettingsFile;
use crate::texts::Texts;
use crate::views::{self, PopViews, WholeInPop};
use crate::windows::taskbar::{self, Taskbar};
use crate::windows::{self, main_window, pop};
use crate::{
    check_computer, hotkeys, logging, pages, platform, policy, practice, presence, second_start,
    start_trouble, tray,
};

/// The PBX may be away; quitting does not wait for it longer than this.
const GOODBYE: Duration = Duration::from_secs(3);

/// How often the tray says anew since when the agent is what it says.
const A_MINUTE: Duration = Duration::from_mins(1);

/// What the demo keeps, until it ends.
type DemoFolder = Mutex<Option<tempfile::TempDir>>;

/// Runs until the agent quits.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let demo = arguments.demo;
    let app = pages::keep(tauri::Builder::default())
        .plugin(tauri_plugin_single_instance::init(|app, line, _folder| {
            second_start::on_second_start(app, line);
        }))
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                // It goes where the agent looks, not where it stood last.
                .with_denylist(&[windows::POP])
                .build(),
        )
        .invoke_handler(handler())
        .setup(move |app| {
            if let Err(trouble) = set_up(app.handle(), arguments) {
                warn!(%trouble, "the program can't start");
                // Told here, for what is returned from here is a panic, which on Windows nobody gets to read.
                start_trouble::tell(&trouble);
                app.handle().exit(1);
            }
            Ok(())
        })
        .build(context(demo))?;
    app.run(|app, event| {
        match &event {
            RunEvent::Exit => {
                say_goodbye(app);
                practice::start_next(app);
            }
            // Without a code it is asked because no window is left, which is no reason.
            RunEvent::ExitRequested { api, code: None, .. } => api.prevent_exit(),
            _ => {}
        }
        platform::on_event(app, &event);
    });
    Ok(())
}

/// What the pages can ask for.
fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    let asks: fn(Invoke) -> bool = tauri::generate_handler![
        views::next_view,
        views::next_pop_view,
        commands::drag_pop,
        commands::leave_pop,
        commands::store_password,
        commands::history_page,
        commands::export_history,
        commands::export_favourites,
        commands::import_favourites,
        commands::export_states,
        commands::forget_call,
        commands::forget_all_calls,
        commands::import_contacts,
        commands::forget_contacts,
        commands::write_journal,
        commands::name_caller,
        commands::count_contacts,
        commands::lookup,
        commands::find_people,
        commands::autostart,
        commands::set_autostart,
        check_computer::check_computer,
        check_computer::test_call,
        check_computer::test_call_shown,
        check_computer::support_bundle,
        commands::demo,
        practice::practise,
        practice::end_practice,
        commands::open_main_window,
    ];
    move |invoke| {
        if commands::WISHES.contains(&invoke.message.command()) {
            commands::take_wish(invoke);
            return true;
        }
        asks(invoke)
    }
}

/// What is not there at the start is done without, and told where it is missed: the log, the cache, sound, the tray, the
/// pop-up. An error is what the program can't do without.
fn set_up(app: &AppHandle, arguments: Arguments) -> anyhow::Result<()> {
    // From now on: a session may end while the program starts.
    spawn(end_when_told(app.clone()));
    app.manage(practice::Next::after(&arguments));
    let (folders, policy) = open_folders(app, &arguments)?;
    let plain = policy::for_the_core(&policy);
    policy::obey(app, &plain);
    if arguments.hidden && plain.autostart() == Some(false) {
        // An installer has set it for all, which no person's program can undo.
        info!("the administrator does not want it to start with the session");
        app.exit(0);
        return Ok(());
    }
    let demo = if arguments.demo { Some(block_on(Demo::start())?) } else { None };
    let agent = start_agent(app, &folders, &arguments, &policy, plain.clone())?;
    app.manage(agent.clone());
    app.manage(PopViews::new(&agent.watch().borrow()));
    app.manage(WholeInPop::default());
    app.manage(check_computer::Looked::new(folders.data.clone()));

    let texts = texts_for(&agent.watch().borrow());
    let picture = tray::of(&agent.watch().borrow(), Duration::ZERO, texts);
    if let Some(demo) = &demo {
        block_on(demo.sign_in(&agent));
    }
    app.manage(demo);

    open_windows(app, &arguments, &folders, &agent)?;
    app.manage(tray::Presence::default());
    spawn(platform::watch_notifications(agent.clone()));
    spawn(platform::watch_sleep(agent.clone()));
    spawn(presence::follow(agent.clone()));
    if !arguments.demo {
        spawn(policy::follow(app.clone(), agent.clone(), plain));
    }
    spawn(hotkeys::follow(app.clone(), agent.clone()));
    let (on, first, with) = (app.clone(), picture.clone(), agent.clone());
    // Behind the window, for which somebody waits. What the projection changes in the tray stands behind it in the same row.
    platform::behind_the_pop_up(move || tray::start(&on, &first, with));
    spawn(project(app.clone(), agent, picture));
    if let Some(wanted) = arguments.wanted {
        let app = app.clone();
        spawn(async move { hotkeys::take(&app, &wanted).await });
    }
    Ok(())
}

/// The data folder, held by this program alone, with its log; and what the administrator has set.
fn open_folders(app: &AppHandle, arguments: &Arguments) -> anyhow::Result<(Folders, ::policy::Policy)> {
    let folders = Folders::of(app, arguments)?;
    agent_storage::files::prepare_data_dir(&folders.data)
        .map_err(|error| NoDataFolder(folders.data.clone(), error))?;
    // Before anything is opened; what came of it is told when there is a log.
    app.manage(data_lock::take(&folders.data, &this_program(), data_lock::PATIENCE)?);
    let moved = folders.earlier.as_deref().map(|earlier| agent_storage::move_data(earlier, &folders.data));
    // The demo is no desk of the company.
    let policy = if arguments.demo { ::policy::Policy::default() } else { policy::read() };
    app.manage(logging::start(&folders.data, policy.text(::policy::Name::LogLevel)));
    match moved {
        Some(Ok(true)) => info!("the data came from the profile that roams"),
        Some(Err(error)) => warn!(%error, "the data of an earlier version could not be moved here"),
        Some(Ok(false)) | None => {}
    }
    info!(version = env!("CARGO_PKG_VERSION"), demo = arguments.demo, "starting");
    policy::tell_troubles(&policy);
    Ok((folders, policy))
}

fn open_windows(
    app: &AppHandle,
    arguments: &Arguments,
    folders: &Folders,
    agent: &AgentHandle,
) -> anyhow::Result<()> {
    // The runtime would panic, and on Windows nobody gets to read that.
    tauri::webview_version().map_err(|error| NoWebView(error.to_string()))?;
    let is_kept = !arguments.demo || arguments.own_folder().is_some();
    let keeps = is_kept.then_some(folders.data.as_path());
    main_window::prepare(app, keeps);
    if !arguments.hidden {
        main_window::make(app)?;
    }
    create_pop(app, keeps, agent.clone());
    Ok(())
}

/// As who it holds its data folder.
fn this_program() -> Holder {
    let since = chrono::Local::now().format("%Y-%m-%d %H:%M").to_string();
    Holder { host: platform::computer_name(), pid: std::process::id(), since }
}

/// Calls pop up where that leaves the keyboard to what the agent types into. Elsewhere the notification tells of them.
fn create_pop(app: &AppHandle, keeps: Option<&Path>, agent: AgentHandle) {
    if !platform::may_pop() {
        spawn(async move { agent.lacks(Lack::PopUp).await });
        return;
    }
    spawn(async move { agent.has(DesktopPart::PopUp).await });
    if let Err(error) = pop::create(app, keeps) {
        warn!(%error, "there is no pop-up");
    }
}

/// The folder without which nothing can be kept.
#[derive(Debug, thiserror::Error)]
#[error("{} can't be used: {}", .0.display(), .1)]
pub(crate) struct NoDataFolder(pub(crate) PathBuf, #[source] pub(crate) std::io::Error);

/// What draws the windows: on Windows a part that not every machine has.
#[derive(Debug, thiserror::Error)]
#[error("there is nothing to draw windows with: {0}")]
pub(crate) struct NoWebView(pub(crate) String);

/// The session ends, or somebody asks the program to: it says goodbye as at any other end.
async fn end_when_told(app: AppHandle) {
    platform::told_to_end().await;
    info!("told to end");
    app.exit(0);
}

fn start_agent(
    app: &AppHandle,
    folders: &Folders,
    arguments: &Arguments,
    policy: &::policy::Policy,
    plain: agent_core::Policy,
) -> anyhow::Result<AgentHandle> {
    let demo = arguments.demo;
    let first = practice::first_settings_of(arguments.looks.as_deref());
    let file = SettingsFile::open(app, &folders.data, first)?;
    let speaker = std::sync::Arc::new(Loudspeaker::start());
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
    let downloads_dir = policy.downloads().map_or_else(|| folders.downloads.clone(), Path::to_owned);
    let (data_dir, keyboard) = (folders.data.clone(), platform::KEYBOARD);
    let options = Options { data_dir, downloads_dir, demo, policy: plain, keyboard };
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
    /// Where earlier versions kept the data.
    earlier: Option<PathBuf>,
}

impl Folders {
    fn of(app: &AppHandle, arguments: &Arguments) -> anyhow::Result<Self> {
        let under =
            |dir: &Path| Self { data: dir.to_owned(), downloads: dir.join("downloads"), earlier: None };
        if let Some(dir) = arguments.own_folder() {
            return Ok(under(&std::path::absolute(dir)?));
        }
        if arguments.demo {
            let folder = tempfile::Builder::new().prefix("uc-companion-demo-").tempdir()?;
            let folders = under(folder.path());
            app.manage(DemoFolder::new(Some(folder)));
            return Ok(folders);
        }
        // On Windows a profile can roam, and only this part of it stays on the computer.
        let data = app.path().app_local_data_dir()?;
        let downloads = app.path().download_dir().unwrap_or_else(|_| data.join("downloads"));
        Ok(Self { data, downloads, earlier: app.path().app_data_dir().ok() })
    }
}

fn texts_for(view: &View) -> &'static Texts {
    Texts::of(&view.settings.preferences.language)
}

/// Lets tray, pop-up and notifications follow the view.
async fn project(app: AppHandle, agent: AgentHandle, mut tray_shows: tray::Picture) {
    let mut views = agent.watch();
    let mut pop_shown = None;
    let mut told = BTreeMap::new();
    let mut notifier = Notifier::default();
    let mut news = News::default();
    let mut reminders = Reminders::default();
    let mut quitting = Quitting::default();
    let mut came = Instant::now();
    let mut drawn_at = 100;
    let mut in_taskbar = Taskbar::default();
    loop {
        let view = views.borrow_and_update().clone();
        let texts = texts_for(&view);

        // What the pop-up shows is on its way to the page before the window is on the screen.
        app.state::<PopViews>().follow(&view);
        if let Some(change) = pop::reconcile(&mut pop_shown, &view) {
            on_main_thread(&app, move |app| pop::apply(app, &change));
        }
        let size = view.settings.preferences.size_in_percent();
        if size != drawn_at {
            drawn_at = size;
            on_main_thread(&app, move |app| main_window::set_size(app, size));
        }
        for change in notifications::reconcile(&mut told, &view, texts) {
            notifier.apply(change, texts, &app);
        }
        let taskbar = Taskbar::of(&view, texts);
        if taskbar != in_taskbar {
            let before = std::mem::replace(&mut in_taskbar, taskbar.clone());
            behind_the_pop_up(&app, move |app| taskbar::apply(app, &before, &taskbar));
        }
        news.follow(&view, texts, &app);
        reminders.follow(&view, texts, &app);
        quitting.follow(&view, &app);
        let picture = tray::of(&view, came.elapsed(), texts);
        if picture != tray_shows {
            let before = std::mem::replace(&mut tray_shows, picture.clone());
            behind_the_pop_up(&app, move |app| tray::apply(app, &before, &picture));
        }
        // Without a new view the tray's minutes go on.
        match timeout(A_MINUTE, views.changed()).await {
            Ok(Ok(())) => came = Instant::now(),
            Ok(Err(_)) => return,
            Err(_) => {}
        }
    }
}

/// A menu, a picture and a title take as long as a pop-up, which has to be on the screen by then.
fn behind_the_pop_up(app: &AppHandle, act: impl FnOnce(&AppHandle) + Send + 'static) {
    on_main_thread(app, move |app| {
        let app = app.clone();
        platform::behind_the_pop_up(move || act(&app));
    });
}

fn on_main_thread(app: &AppHandle, act: impl FnOnce(&AppHandle) + Send + 'static) {
    let on = app.clone();
    // An error says that the program is ending.
    let _ = app.run_on_main_thread(move || act(&on));
}

/// Asks for something by a way that shows no refusal and no question: the core tells either in the main window, which
/// comes to the front.
pub(crate) async fn wish(app: &AppHandle, door: Door, intent: Intent) -> Result<(), Refusal> {
    let Some(agent) = app.try_state::<AgentHandle>() else { return Err(Refusal::ShuttingDown) };
    let agent = agent.inner().clone();
    let outcome = agent.dispatch_from(door, intent).await;
    if let Err(refusal) = &outcome {
        info!(?refusal, ?door, "what was wished is not possible now");
    }
    if outcome.is_err() || asks(&agent) {
        main_window::show(app);
    }
    outcome
}

/// Whether the person is asked something that another program wants.
pub(crate) fn asks(agent: &AgentHandle) -> bool {
    let views = agent.watch();
    let dial = &views.borrow().dial;
    dial.question.is_some() || dial.choice.is_some()
}

/// The same, for whoever waits for no answer.
pub(crate) fn wish_only(app: &AppHandle, door: Door, intent: Intent) {
    let app = app.clone();
    spawn(async move { wish(&app, door, intent).await });
}

/// The program as it was built. The demo is a program of its own: it neither answers for the real one nor hides it.
pub(crate) fn context(demo: bool) -> tauri::Context {
    let mut context: tauri::Context = tauri::generate_context!();
    if demo {
        context.config_mut().identifier.push_str(".demo");
    }
    context
}

fn say_goodbye(app: &AppHandle) {
    let Some(agent) = app.try_state::<AgentHandle>() else { return };
    let agent = agent.inner().clone();
    block_on(async {
        quit::at_session_end(&agent).await;
        if timeout(GOODBYE, agent.shutdown()).await.is_err() {
            warn!("the PBX did not answer the goodbye");
        }
    });
    info!("ended");
    remove_demo_folder(app);
}

fn remove_demo_folder(app: &AppHandle) {
    let Some(folder) = app.try_state::<DemoFolder>() else { return };
    let folder = folder.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Err(error)) = folder.map(tempfile::TempDir::close) {
        warn!(%error, "what the demo kept could not be removed");
    }
}
