//! The door between the windows and the program. Which window may use which command stands in `capabilities/`.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands commands their arguments by value")]

use std::pin::Pin;

use agent_core::{
    CardPerson, ColumnMeaning, DemoAction, DirectoryEntry, Door, Failure, FixedField, HistoryPage,
    HistoryQuery, ImportOutcome, Intent, PasswordKept, PasswordSlot, PopIntent, PopPlaceIntent, Refusal,
};
use agent_runtime::AgentHandle;
use pbx_protocol::Secret;
use tauri::ipc::{CommandArg as _, CommandItem, Invoke, InvokeError};
use tauri::{AppHandle, Manager as _, State};
use tracing::warn;

use crate::app::wish_only;
use crate::demo::Demo;
use crate::windows::{main_window, pop};
use crate::{confirm, platform};

/// Whether the core took a wish.
type Outcome = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send>>;

/// The commands by which the pages want something.
pub(crate) const WISHES: [&str; 2] = ["dispatch", "pop_dispatch"];

/// Takes what the pages want one after the other, as they say it. Commands that are tasks of their own overtake one another:
/// of two letters typed, the last one is lost. Accepted means that the core took it; what came of it is in the views.
pub(crate) fn take_wish(invoke: Invoke) {
    match accept(&invoke) {
        Ok(outcome) => invoke.resolver.respond_async(async { Ok(outcome.await?) }),
        Err(error) => invoke.resolver.invoke_error(error),
    }
}

fn accept(invoke: &Invoke) -> Result<Outcome, InvokeError> {
    let app = invoke.message.webview_ref().app_handle().clone();
    let agent = app.state::<AgentHandle>();
    let [wish, wish_of_pop] = WISHES;
    let item =
        |name| CommandItem { plugin: None, name, key: "intent", message: &invoke.message, acl: &invoke.acl };
    if invoke.message.command() == wish_of_pop {
        // What is no verb of a call is refused before anybody sees it.
        let intent = PopIntent::from_command(item(wish_of_pop))?;
        return Ok(Box::pin(agent.dispatch_from(Door::PopUp, intent.into())));
    }
    let intent = Intent::from_command(item(wish))?;
    let view = agent.watch().borrow().clone();
    let Some(question) = confirm::question(&intent, &view) else {
        return Ok(Box::pin(agent.dispatch_from(Door::Window, intent)));
    };
    let agent = agent.inner().clone();
    Ok(Box::pin(async move {
        question.ask(&app).await?;
        agent.dispatch_from(Door::Window, intent).await
    }))
}

/// The pop-up hangs on the pointer: from when it is taken hold of until it is let go.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DragStep {
    /// Where in the window the pointer is, in physical pixels: asked later, it would have moved on.
    TakeHold {
        x: f64,
        y: f64,
    },
    Move,
    LetGo,
}

/// The pop-up is dragged. Where it is let go it stays.
#[tauri::command]
pub(crate) fn drag_pop(step: DragStep, app: AppHandle) {
    let outcome = match step {
        DragStep::TakeHold { x, y } => {
            pop::take_hold(&app, (x, y));
            Ok(())
        }
        DragStep::Move => pop::drag(&app),
        DragStep::LetGo => pop::let_go(&app).map(|place| {
            if let Some(place) = place {
                wish_only(&app, Door::PopUp, Intent::PopPlace(PopPlaceIntent::KeepPopPlace { place }));
            }
        }),
    };
    if let Err(error) = outcome {
        warn!(%error, ?step, "the pop-up does not follow the pointer");
    }
}

/// The pop-up has been used by keys: they go back to where they were.
#[tauri::command]
pub(crate) fn leave_pop(app: AppHandle) {
    pop::leave_keyboard(&app);
}

/// Keeps a password. It comes by this way only, and goes no further than the vault.
#[tauri::command]
pub(crate) async fn store_password(
    slot: PasswordSlot,
    password: String,
    agent: State<'_, AgentHandle>,
) -> Result<PasswordKept, Refusal> {
    Ok(agent.store_password(slot, Secret::new(password)).await)
}

/// Some past calls.
#[tauri::command]
pub(crate) async fn history_page(
    query: HistoryQuery,
    agent: State<'_, AgentHandle>,
) -> Result<HistoryPage, Failure> {
    agent.history_page(query).await
}

/// Writes past calls as CSV into the downloads folder; says where.
#[tauri::command]
pub(crate) async fn export_history(
    query: HistoryQuery,
    agent: State<'_, AgentHandle>,
) -> Result<String, Failure> {
    agent.export_history(query).await
}

/// Writes the favourites as CSV into the downloads folder; says where.
#[tauri::command]
pub(crate) async fn export_favourites(agent: State<'_, AgentHandle>) -> Result<String, Failure> {
    agent.export_favourites().await
}

/// Takes the favourites of a CSV file, which is the request's body.
#[tauri::command]
pub(crate) async fn import_favourites(
    request: tauri::ipc::Request<'_>,
    agent: State<'_, AgentHandle>,
) -> Result<(), Refusal> {
    let tauri::ipc::InvokeBody::Raw(bytes) = request.body() else { return Err(Refusal::NoSuchItem) };
    agent.import_favourites(bytes.clone()).await
}

/// Writes what the agent was, and when, as CSV into the downloads folder; says where.
#[tauri::command]
pub(crate) async fn export_states(agent: State<'_, AgentHandle>) -> Result<String, Failure> {
    agent.export_states().await
}

/// Forgets one past call.
#[tauri::command]
pub(crate) async fn forget_call(id: String, agent: State<'_, AgentHandle>) -> Result<(), Failure> {
    agent.forget_call(id).await
}

/// Forgets all past calls. A command of its own: an argument that is missing must not mean all.
#[tauri::command]
pub(crate) async fn forget_all_calls(agent: State<'_, AgentHandle>) -> Result<(), Failure> {
    agent.forget_all_calls().await
}

/// Takes the contacts of a file, which is the request's body; its name is in the header `name`. What the person said of
/// a table's columns is in the header `columns`, as JSON.
#[tauri::command]
pub(crate) async fn import_contacts(
    request: tauri::ipc::Request<'_>,
    agent: State<'_, AgentHandle>,
) -> Result<ImportOutcome, Failure> {
    let broken = |what: &str| Failure::File { detail: what.to_owned() };
    let header = |name: &str| request.headers().get(name).map(tauri::http::HeaderValue::as_bytes);
    let name = header("name").unwrap_or(&b"contacts"[..]);
    // A header is ASCII, and files are named in any script.
    let name = percent_encoding::percent_decode(name).decode_utf8_lossy();
    let columns = header("columns").map(serde_json::from_slice::<Vec<ColumnMeaning>>).transpose();
    let columns = columns.map_err(|_| broken("the columns are not said in their form"))?;
    let tauri::ipc::InvokeBody::Raw(bytes) = request.body() else {
        return Err(broken("not sent as a file"));
    };
    agent.import_contacts(name.into_owned(), bytes.clone(), columns).await
}

/// Writes what happened since the start, masked, for a report of a problem; says where.
#[tauri::command]
pub(crate) async fn write_journal(agent: State<'_, AgentHandle>) -> Result<String, Failure> {
    agent.write_journal().await
}

/// Gives a number a name; an empty one takes it back.
#[tauri::command]
pub(crate) async fn name_caller(
    number: String,
    name: String,
    agent: State<'_, AgentHandle>,
) -> Result<(), Failure> {
    agent.name_caller(number, name).await
}

/// Forgets all contacts.
#[tauri::command]
pub(crate) async fn forget_contacts(agent: State<'_, AgentHandle>) -> Result<(), Failure> {
    agent.forget_contacts().await
}

/// How many contacts there are.
#[tauri::command]
pub(crate) fn count_contacts(agent: State<'_, AgentHandle>) -> usize {
    agent.contacts()
}

/// Who can be called inside, for suggestions.
#[tauri::command]
pub(crate) async fn lookup(
    text: String,
    agent: State<'_, AgentHandle>,
) -> Result<Vec<DirectoryEntry>, Refusal> {
    Ok(agent.lookup(text).await)
}

/// People of the contacts, for suggestions; what other servers know comes late.
#[tauri::command]
pub(crate) async fn find_people(
    text: String,
    agent: State<'_, AgentHandle>,
) -> Result<Vec<CardPerson>, Refusal> {
    Ok(agent.find_people(text).await)
}

/// Whether the program starts with the session; nothing: that can't be changed here.
#[tauri::command]
pub(crate) fn autostart(app: AppHandle) -> Result<Option<bool>, Failure> {
    platform::autostart(&app).map_err(|error| Failure::File { detail: error.to_string() })
}

/// Lets the program start with the session, or no longer.
#[tauri::command]
pub(crate) fn set_autostart(on: bool, app: AppHandle, agent: State<'_, AgentHandle>) -> Result<(), Failure> {
    if agent.watch().borrow().policy.fixes(FixedField::Autostart) {
        return Err(Failure::Forbidden);
    }
    platform::set_autostart(&app, on).map_err(|error| Failure::File { detail: error.to_string() })
}

/// Plays the world around the agent, with `--demo` only.
#[tauri::command]
pub(crate) fn demo(action: DemoAction, demo: State<'_, Option<Demo>>) -> Result<(), Refusal> {
    demo.as_ref().ok_or(Refusal::NotNow)?.play(action)
}

/// Brings the main window to the front.
#[tauri::command]
pub(crate) fn open_main_window(app: AppHandle) {
    main_window::show(&app);
}
