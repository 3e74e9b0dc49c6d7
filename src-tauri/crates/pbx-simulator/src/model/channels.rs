//! Channel ids: the second of opening and a counter.

use pbx_protocol::CallId;

use crate::model::now::Now;

/// The captures' first counter, and their usual step from one channel of a call to the next.
const FIRST_CHANNEL: u64 = 1670;
const CHANNEL_STEP: u64 = 2;

/// Hands out channel ids: the second of opening and a counter.
#[derive(Debug)]
pub(crate) struct Channels {
    next: u64,
}

impl Channels {
    pub(crate) fn new() -> Self {
        Self { next: FIRST_CHANNEL }
    }

    pub(crate) fn open(&mut self, now: Now) -> CallId {
        let id = CallId::of_channel(now.wall.as_secs(), self.next);
        self.next += CHANNEL_STEP;
        id
    }
}
