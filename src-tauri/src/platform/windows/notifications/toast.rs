//! A toast that is found again: under a tag it gets other words in its place, and is taken back.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::mpsc;
use tracing::warn;
use windows::Data::Xml::Dom::{XmlDocument, XmlElement};
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{
    NotificationData, ToastActivatedEventArgs, ToastDismissalReason, ToastDismissedEventArgs,
    ToastFailedEventArgs, ToastNotification, ToastNotificationManager, ToastNotifier,
};
use windows::core::{HSTRING, IInspectable, Interface, Ref, Result, h};

use super::APP_ID;
use crate::platform::{Notice, Urgency};

/// All toasts that are taken back.
const GROUP: &HSTRING = h!("goes");
/// What a press on the toast itself says.
const DEFAULT: &HSTRING = h!("default");

/// What became of it: the action that was pressed, or `None` where it was closed.
pub(super) type Says = mpsc::UnboundedSender<Option<String>>;

/// A toast that has been shown.
pub(super) struct Toast {
    notifier: ToastNotifier,
    shown: ToastNotification,
    tag: HSTRING,
    /// How often its words have changed; Windows leaves out what comes behind its time.
    changes: u32,
}

impl Toast {
    /// Shows it. That of a call stays until it is taken back, also where the person wants no others now.
    pub(super) fn show(notice: &Notice, says: Says) -> Result<Toast> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let tag = HSTRING::from(NEXT.fetch_add(1, Ordering::Relaxed).to_string());
        let shown = ToastNotification::CreateToastNotification(&document(notice)?)?;
        shown.SetTag(&tag)?;
        shown.SetGroup(GROUP)?;
        shown.SetData(&words(notice, 0)?)?;
        listen(&shown, says)?;
        let notifier = ToastNotificationManager::CreateToastNotifierWithId(APP_ID)?;
        notifier.Show(&shown)?;
        Ok(Toast { notifier, shown, tag, changes: 0 })
    }

    /// Gives it other words where it stands. Its buttons stay.
    pub(super) fn reword(&mut self, notice: &Notice) -> Result<()> {
        self.changes += 1;
        self.notifier.UpdateWithTagAndGroup(&words(notice, self.changes)?, &self.tag, GROUP).map(drop)
    }

    /// Takes it from the screen, and from the list of notifications, where it lies when its time on the screen is over.
    pub(super) fn take_back(&self) -> Result<()> {
        self.notifier.Hide(&self.shown)?;
        ToastNotificationManager::History()?.RemoveGroupedTagWithId(&self.tag, GROUP, APP_ID)
    }
}

/// Takes back what other starts of the program have shown.
pub(super) fn take_back_all() -> Result<()> {
    ToastNotificationManager::History()?.RemoveGroupWithId(GROUP, APP_ID)
}

/// How it is built. The words of a notice are no part of it, but data that it is bound to.
fn document(notice: &Notice) -> Result<XmlDocument> {
    let document = XmlDocument::new()?;
    let toast = document.CreateElement(h!("toast"))?;
    document.AppendChild(&toast)?;
    toast.SetAttribute(h!("launch"), DEFAULT)?;
    if notice.urgency == Urgency::Rings {
        toast.SetAttribute(h!("scenario"), h!("incomingCall"))?;
    }
    let add = |to: &XmlElement, name: &HSTRING| -> Result<XmlElement> {
        let element = document.CreateElement(name)?;
        to.AppendChild(&element)?;
        Ok(element)
    };
    let binding = add(&add(&toast, h!("visual"))?, h!("binding"))?;
    binding.SetAttribute(h!("template"), h!("ToastGeneric"))?;
    for bound in [h!("{title}"), h!("{body}")] {
        add(&binding, h!("text"))?.SetInnerText(bound)?;
    }
    let actions = add(&toast, h!("actions"))?;
    for (name, label) in &notice.buttons {
        let action = add(&actions, h!("action"))?;
        action.SetAttribute(h!("content"), &HSTRING::from(label))?;
        action.SetAttribute(h!("arguments"), &HSTRING::from(*name))?;
    }
    // The ring has a sound of its own, on the device that the agent chose.
    add(&toast, h!("audio"))?.SetAttribute(h!("silent"), h!("true"))?;
    Ok(document)
}

fn words(notice: &Notice, sequence: u32) -> Result<NotificationData> {
    let data = NotificationData::new()?;
    let values = data.Values()?;
    values.Insert(h!("title"), &HSTRING::from(&notice.title))?;
    values.Insert(h!("body"), &HSTRING::from(&notice.body))?;
    // Zero would always be taken, however late.
    data.SetSequenceNumber(sequence + 1)?;
    Ok(data)
}

/// An error of `says` means that nobody waits for it any longer.
fn listen(toast: &ToastNotification, says: Says) -> Result<()> {
    let closed = says.clone();
    let failed = says.clone();
    toast.Activated(&TypedEventHandler::new(move |_, pressed: Ref<'_, IInspectable>| {
        let pressed = pressed.ok()?.cast::<ToastActivatedEventArgs>()?.Arguments()?;
        let _ = says.send(Some(pressed.to_string()));
        Ok(())
    }))?;
    toast.Dismissed(&TypedEventHandler::new(move |_, how: Ref<'_, ToastDismissedEventArgs>| {
        // One whose time on the screen is over lies in the list of notifications, and may be pressed there.
        if how.ok()?.Reason()? != ToastDismissalReason::TimedOut {
            let _ = closed.send(None);
        }
        Ok(())
    }))?;
    toast.Failed(&TypedEventHandler::new(move |_, why: Ref<'_, ToastFailedEventArgs>| {
        warn!(code = %why.ok()?.ErrorCode()?, "Windows shows no notification");
        let _ = failed.send(None);
        Ok(())
    }))?;
    Ok(())
}
