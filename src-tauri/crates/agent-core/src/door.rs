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
    /// The pop-up.
    PopUp,
    /// The tray's menu.
    Tray,
    /// A button of a system notification.
    Notification,
    /// A link in another program, handed over by the system.
    Link,
    /// A second start of the program with arguments.
    CommandLine,
    /// The arguments that the program itself was started with: it is not signed in yet.
    Start,
}

impl Door {
    /// Whether a refusal is shown where the wish came from.
    pub(crate) fn shows_refusals(self) -> bool {
        match self {
            Self::Window | Self::PopUp => true,
            Self::Tray | Self::Notification | Self::Link | Self::CommandLine | Self::Start => false,
        }
    }
}
