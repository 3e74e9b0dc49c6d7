//! The ring through this computer's speakers: a projection of the view, like any window.

use std::sync::Arc;

use agent_core::{CallState, View};

use crate::ports::Speaker;

/// Rings while the view says so.
#[derive(Debug)]
pub(crate) struct Ringer {
    speaker: Arc<dyn Speaker>,
    rings: bool,
}

impl Ringer {
    pub(crate) fn new(speaker: Arc<dyn Speaker>) -> Self {
        Self { speaker, rings: false }
    }

    pub(crate) fn follow(&mut self, view: &View) {
        let wanted = should_ring(view);
        if wanted == self.rings {
            return;
        }
        self.rings = wanted;
        if wanted {
            self.speaker.start_ring();
        } else {
            self.speaker.stop_ring();
        }
    }
}

fn should_ring(view: &View) -> bool {
    let somebody_calls = view.calls.iter().any(|call| call.state == CallState::Ringing);
    view.settings.preferences.ring_sound && somebody_calls
}
