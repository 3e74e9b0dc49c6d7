//! Reports that come twice: the PBX sends one again when our answer was lost.

use std::collections::VecDeque;

use pbx_protocol::report::{CallReport, Event};

/// More channels than one phone has at a time.
const MOST: usize = 32;

/// The latest report of each channel.
#[derive(Debug, Default)]
pub(crate) struct Echoes {
    latest: VecDeque<Event>,
}

impl Echoes {
    /// Whether the channel's latest report said the very same.
    pub(crate) fn is_echo(&mut self, event: &Event) -> bool {
        let Some(call) = call_of(event) else { return false };
        // The whole report and not its channel: the same channel rings, is answered and ends.
        if self.latest.contains(event) {
            return true;
        }
        self.latest.retain(|old| call_of(old).is_none_or(|old| old.call != call.call));
        self.latest.push_back(event.clone());
        if self.latest.len() > MOST {
            self.latest.pop_front();
        }
        false
    }

    /// Our phone has done something since: a queue may ring it again for the same caller on the same channel.
    pub(crate) fn clear(&mut self) {
        self.latest.clear();
    }
}

fn call_of(event: &Event) -> Option<&CallReport> {
    match event {
        Event::Alert(call)
        | Event::Ring(call)
        | Event::Answer(call)
        | Event::Bye(call)
        | Event::Transfer(call)
        | Event::CallFailed { call, .. } => Some(call),
        Event::BootUp | Event::ExtensionStatus { .. } | Event::NewCdr(_) | Event::Unknown { .. } => None,
    }
}
