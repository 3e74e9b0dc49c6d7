//! Messages to the agent, each kind about each thing at most once.

use crate::{Notice, NoticeView, WallMillis};

/// More would hide the desk; the oldest gives way.
const MOST: usize = 6;

/// Messages that are shown.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    shown: Vec<NoticeView>,
    last_id: u32,
}

impl Notices {
    /// Shows a message; the same message again takes the place of the older one.
    pub(crate) fn add(&mut self, notice: Notice, at: WallMillis) {
        let replaces = |old: &Notice| match (old, &notice) {
            (Notice::UnreadableReport { .. }, Notice::UnreadableReport { .. }) => true,
            (old, new) => old == new,
        };
        self.shown.retain(|view| !replaces(&view.notice));
        if self.shown.len() == MOST {
            self.shown.remove(0);
        }
        self.last_id += 1;
        self.shown.push(NoticeView { id: self.last_id, at, notice });
    }

    /// Whether there was such a message.
    pub(crate) fn dismiss(&mut self, id: u32) -> bool {
        let before = self.shown.len();
        self.shown.retain(|view| view.id != id);
        self.shown.len() < before
    }

    /// What the message said is over.
    pub(crate) fn withdraw(&mut self, is_over: impl Fn(&Notice) -> bool) {
        self.shown.retain(|view| !is_over(&view.notice));
    }

    pub(crate) fn view(&self) -> Vec<NoticeView> {
        self.shown.clone()
    }
}
