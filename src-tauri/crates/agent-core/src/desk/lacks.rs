//! What the desktop around the program lacks is told, and remembered as told.

use super::Desk;
use crate::{DesktopPart, Lack, Notice};

impl Desk {
    /// Told once: who works without a tray is not reminded of it each morning.
    pub(super) fn on_lack(&mut self, lack: Lack) {
        if self.shared.settings.take_lack(lack) {
            self.shared.tell(Notice::DesktopLacks { lack });
            self.shared.save_settings();
        }
    }

    pub(super) fn on_mended(&mut self, part: DesktopPart) {
        if self.shared.settings.forget_lacks(part) {
            self.shared
                .notices
                .withdraw(|notice| matches!(notice, Notice::DesktopLacks { lack } if lack.part() == part));
            self.shared.save_settings();
        }
    }
}
