//! What the desktop around the program lacks. Each lack is told once, and again only after it was mended in between.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::notice::Notice;
use crate::settings::Settings;
use crate::shared::Shared;

/// A part of the desktop that the program uses where it is there, and does without where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DesktopPart {
    /// Where the icon is shown.
    Tray,
    /// What shows system notifications.
    Notifications,
    /// What shows a window that leaves the keyboard where it is.
    PopUp,
}

/// Something that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// The library that puts an icon into the tray is not installed.
    TrayLibrary,
    /// Nothing on this desktop shows icons of programs.
    TrayHost,
    /// Nothing on this desktop shows notifications.
    NotificationService,
    /// What should show notifications does not answer.
    NotificationAnswer,
    /// A pop-up would take the keyboard from what the agent types into, so there is none.
    PopUp,
}

impl Lack {
    /// The part that does not work for want of it.
    pub fn part(self) -> DesktopPart {
        match self {
            Self::TrayLibrary | Self::TrayHost => DesktopPart::Tray,
            Self::NotificationService | Self::NotificationAnswer => DesktopPart::Notifications,
            Self::PopUp => DesktopPart::PopUp,
        }
    }
}

/// Told once: who works without a tray is not reminded of it each morning.
pub(crate) fn on_lack(lack: Lack, shared: &mut Shared) {
    if shared.settings.take_lack(lack) {
        shared.tell(Notice::DesktopLacks { lack });
        shared.save_settings();
    }
}

pub(crate) fn on_mended(part: DesktopPart, shared: &mut Shared) {
    if shared.settings.forget_lacks(part) {
        shared
            .notices
            .withdraw(|notice| matches!(notice, Notice::DesktopLacks { lack } if lack.part() == part));
        shared.save_settings();
    }
}

impl Settings {
    /// Whether the agent has not been told of this yet; takes it as told.
    fn take_lack(&mut self, lack: Lack) -> bool {
        if self.lacks_told.contains(&lack) {
            return false;
        }
        self.lacks_told.retain(|told| told.part() != lack.part());
        self.lacks_told.push(lack);
        true
    }

    /// The part works: whether anything was told of it.
    fn forget_lacks(&mut self, part: DesktopPart) -> bool {
        let before = self.lacks_told.len();
        self.lacks_told.retain(|told| told.part() != part);
        self.lacks_told.len() < before
    }
}
