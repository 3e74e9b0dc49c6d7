//! Who sits at the computer, as macOS counts. Whether the screen is locked is not asked: whoever locks it uses neither
//! keyboard nor mouse, which is seen a little later.

use std::time::Duration;

use objc2_core_graphics::{CGEventSource, CGEventSourceStateID, CGEventType};

use crate::platform::Sight;

/// What the system calls any event of keyboard and mouse.
const ANY: CGEventType = CGEventType(u32::MAX);

/// There is nothing to be reached first.
pub(crate) struct Watch;

impl Watch {
    #[expect(clippy::unused_async, reason = "on other systems it takes a while")]
    pub(crate) async fn start() -> Self {
        Self
    }

    #[expect(clippy::unused_async, reason = "on other systems it takes a while")]
    pub(crate) async fn look(&mut self) -> Sight {
        let seconds =
            CGEventSource::seconds_since_last_event_type(CGEventSourceStateID::CombinedSessionState, ANY);
        Sight { unused: Duration::try_from_secs_f64(seconds).ok(), locked: None }
    }
}
