//! Windows of the system's own: they say what can't be shown in ours, and ask what no page may answer.

use std::cell::RefCell;

use gtk::prelude::{DialogExt as _, GtkWindowExt as _, MessageDialogExt as _, WidgetExt as _};
use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType, Window};
use tauri::AppHandle;
use tokio::sync::oneshot;
use tracing::warn;

use crate::platform::Question;

/// Says why the program can't start, and returns when it was read. On the main thread only.
pub(crate) fn tell_trouble(title: &str, text: &str) {
    let dialog = dialog(MessageType::Error, ButtonsType::Close, title, text);
    dialog.run();
    dialog.close();
}

/// Asks; closing the window is a no.
pub(crate) async fn ask(app: &AppHandle, question: Question) -> bool {
    let (answer, answered) = oneshot::channel();
    let shown = app.run_on_main_thread(move || show(&question, answer));
    if let Err(error) = shown {
        warn!(%error, "a question could not be asked");
        return false;
    }
    answered.await.unwrap_or(false)
}

fn show(question: &Question, answer: oneshot::Sender<bool>) {
    let dialog = dialog(MessageType::Warning, ButtonsType::None, &question.title, &question.text);
    dialog.add_button(&question.no, ResponseType::No);
    dialog.add_button(&question.yes, ResponseType::Yes);
    dialog.set_default_response(ResponseType::No);
    let answer = RefCell::new(Some(answer));
    dialog.connect_response(move |dialog, response| {
        if let Some(answer) = answer.take() {
            // Whoever asked may have gone.
            let _ = answer.send(response == ResponseType::Yes);
        }
        dialog.close();
    });
    dialog.show_all();
    dialog.present();
}

fn dialog(kind: MessageType, buttons: ButtonsType, title: &str, text: &str) -> MessageDialog {
    let dialog = MessageDialog::new(None::<&Window>, DialogFlags::empty(), kind, buttons, title);
    dialog.set_title(title);
    dialog.set_secondary_text(Some(text));
    dialog
}
