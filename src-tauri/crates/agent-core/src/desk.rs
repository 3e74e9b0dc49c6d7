//! The owner of all telephony state.

use std::sync::Arc;
use std::time::Duration;

use crate::{DirectoryEntry, Effect, Input, Now, Startup, View};

/// One agent's telephony state.
#[derive(Debug)]
pub struct Desk {
    view: Arc<View>,
}

impl Desk {
    /// A desk that has heard nothing yet.
    pub fn new(_startup: Startup, _now: Now) -> Self {
        unimplemented!()
    }

    /// The only way to change anything. Total: every input in every state returns.
    pub fn step(&mut self, _input: Input, _now: Now) -> Vec<Effect> {
        Vec::new()
    }

    /// What to show. The same `Arc` as before when nothing changed; else a higher revision.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view)
    }

    /// When, on the monotonic clock, `Input::Deadline` is wanted; `None`: never.
    pub fn next_deadline(&self) -> Option<Duration> {
        None
    }

    /// Extensions whose number begins with the text or whose name holds it, at most `limit`.
    pub fn lookup(&self, _text: &str, _limit: usize) -> Vec<DirectoryEntry> {
        Vec::new()
    }
}
