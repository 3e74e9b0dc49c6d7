//! The tray: a picture of the view that can be compared, and the few lines that hand it to the system.

mod menu;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use agent_core::{Door, DoorIntent, Intent, Lack, QueueCommand, View};
use agent_runtime::AgentHandle;
use tauri::image::Image;
use tauri::menu::{IsMenuItem, Menu, MenuItem, MenuItemKind, PredefinedMenuItem, Submenu};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Wry};
use tracing::warn;

use crate::app::wish_only;
use crate::texts::Texts;
use crate::windows::main_window;
use crate::{platform, quit};
use menu::MenuChange;
pub(crate) use menu::{Face, Item, Picture, Press, picture, state_text};

const ID: &str = "tray";

/// Whether something shows our icon: where nothing does, a hidden window would be out of reach.
#[derive(Debug, Default)]
pub(crate) struct Presence(AtomicBool);

impl Presence {
    /// Whether a hidden window can be found again.
    pub(crate) fn is_there(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The menu that is shown.
struct Shown(Mutex<Menu<Wry>>);

/// Puts the icon into the tray where there is one, and follows whether there is.
pub(crate) fn start(app: &AppHandle, first: &Picture, agent: AgentHandle) {
    // Of all menus: where the application has one of its own, its way to quit is this one.
    app.on_menu_event(|app, event| on_press(app, event.id.as_ref()));
    if let Err(error) = quit_by_its_own_menu(app, &agent) {
        warn!(%error, "the application's own menu ends the program at once");
    }
    // Without its library the tray's own code panics.
    if !platform::has_tray_library() {
        main_window::on_no_tray(app);
        tauri::async_runtime::spawn(async move { agent.lacks(Lack::TrayLibrary).await });
        return;
    }
    if let Err(error) = create(app, first) {
        warn!(%error, "there is no tray");
        main_window::on_no_tray(app);
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(platform::watch_tray(agent, move |is_there| {
        app.state::<Presence>().0.store(is_there, Ordering::Relaxed);
        if !is_there {
            main_window::on_no_tray(&app);
        }
    }));
}

fn quit_by_its_own_menu(app: &AppHandle, agent: &AgentHandle) -> tauri::Result<()> {
    let texts = Texts::of(&agent.watch().borrow().settings.preferences.language);
    platform::put_quit_in_the_menu(app, &serde_json::to_string(&Press::Quit)?, &texts.get("tray.quit", &[]))
}

fn create(app: &AppHandle, first: &Picture) -> tauri::Result<TrayIcon> {
    let menu = build(app, first)?;
    app.manage(Shown(Mutex::new(menu.clone())));
    TrayIconBuilder::with_id(ID)
        .icon(image(first.face))
        .tooltip(&first.status)
        .menu(&menu)
        .show_menu_on_left_click(true)
        .build(app)
}

/// Shows another picture in place of the one before, and touches nothing that is the same in both: a menu that is put up
/// anew closes under the hand. On the main thread only.
pub(crate) fn apply(app: &AppHandle, before: &Picture, picture: &Picture) {
    let Some(tray) = app.tray_by_id(ID) else { return };
    let outcome = apply_menu(app, &tray, menu::change(&before.items, &picture.items), picture)
        .and_then(
            |()| if before.face == picture.face { Ok(()) } else { tray.set_icon(Some(image(picture.face))) },
        )
        .and_then(|()| {
            if before.status == picture.status { Ok(()) } else { tray.set_tooltip(Some(&picture.status)) }
        });
    if let Err(error) = outcome {
        warn!(%error, "the tray did not follow");
    }
}

fn apply_menu(app: &AppHandle, tray: &TrayIcon, change: MenuChange, picture: &Picture) -> tauri::Result<()> {
    match change {
        MenuChange::Nothing => Ok(()),
        MenuChange::Labels(labels) => {
            let shown = app.state::<Shown>();
            let items = shown.0.lock().unwrap_or_else(PoisonError::into_inner).items()?;
            for (at, text) in labels {
                if let Some(MenuItemKind::MenuItem(label)) = items.get(at) {
                    label.set_text(plain(&text))?;
                }
            }
            Ok(())
        }
        MenuChange::Anew => {
            let menu = build(app, picture)?;
            *app.state::<Shown>().0.lock().unwrap_or_else(PoisonError::into_inner) = menu.clone();
            tray.set_menu(Some(menu))
        }
    }
}

/// The picture for a view that came so long ago.
pub(crate) fn of(view: &View, age: Duration, texts: &Texts) -> Picture {
    picture(view, age, texts)
}

fn image(face: Face) -> Image<'static> {
    match face {
        Face::Offline => tauri::include_image!("../icons/tray/offline.png"),
        Face::Online => tauri::include_image!("../icons/tray/online.png"),
        Face::Ringing => tauri::include_image!("../icons/tray/ringing.png"),
        Face::OnCall => tauri::include_image!("../icons/tray/on-call.png"),
        Face::WrapUp => tauri::include_image!("../icons/tray/wrap-up.png"),
        Face::Paused => tauri::include_image!("../icons/tray/paused.png"),
        Face::Problem => tauri::include_image!("../icons/tray/problem.png"),
    }
}

fn build(app: &AppHandle, picture: &Picture) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(app)?;
    for item in &picture.items {
        menu.append(&*build_item(app, item)?)?;
    }
    Ok(menu)
}

fn build_item(app: &AppHandle, item: &Item) -> tauri::Result<Box<dyn IsMenuItem<Wry>>> {
    Ok(match item {
        Item::Line => Box::new(PredefinedMenuItem::separator(app)?),
        Item::Label(text) => Box::new(MenuItem::new(app, plain(text), false, None::<&str>)?),
        Item::Button { press, text } => {
            let id = serde_json::to_string(press)?;
            Box::new(MenuItem::with_id(app, id, plain(text), true, None::<&str>)?)
        }
        Item::Group { text, items } => {
            let group = Submenu::new(app, plain(text), !items.is_empty())?;
            for item in items {
                group.append(&*build_item(app, item)?)?;
            }
            Box::new(group)
        }
    })
}

/// Menus take a single `&` for the mark of a key: `A&B` would be shown as `AB`.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

fn on_press(app: &AppHandle, id: &str) {
    match serde_json::from_str(id) {
        Ok(Press::Open) => main_window::show(app),
        Ok(Press::Quit) => drop(tauri::async_runtime::spawn(quit::by_hand(app.clone(), Door::Tray))),
        Ok(Press::Wish(intent)) => {
            if goes_on_in_the_window(&intent) {
                main_window::show(app);
            }
            wish_only(app, Door::Tray, *intent);
        }
        Err(error) => warn!(%error, id, "a line of the tray means nothing"),
    }
}

/// The number has to be typed there, or the queue's password.
fn goes_on_in_the_window(intent: &Intent) -> bool {
    matches!(
        intent,
        Intent::Door(DoorIntent::ShowDial | DoorIntent::ShowPage { .. })
            | Intent::Queue { command: QueueCommand::Join, .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ampersand_in_a_name_is_shown() {
        assert_eq!(plain("Smith & Sons"), "Smith && Sons");
    }
}
