//! By which way a wish came in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By which way a wish came in. Who stands at one of our windows sees at once what became of it; whoever came by
/// another way looks elsewhere, so a refusal is told in the main window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// The main window.
    #[default]
    Window,
    PopUp,
    /// The tray's menu.
    Tray,
    /// A button of a system notification.
    Notification,
    /// A key, pressed while any program has the keyboard.
    Hotkey,
    /// A link in another program, handed over by the system.
    Link,
    /// The program's arguments, those of a second start among them.
    CommandLine,
}

impl Door {
    /// Whether a refusal is shown where the wish came from.
    pub(crate) fn shows_refusals(self) -> bool {
        match self {
            Self::Window | Self::PopUp => true,
            Self::Tray | Self::Notification | Self::Hotkey | Self::Link | Self::CommandLine => false,
        }
    }
}
