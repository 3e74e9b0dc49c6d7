//! Many files saved at one click: one after the other, told of once.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Failure;
use crate::notice::Notice;
use crate::sounds::media::MediaId;

/// So many of those that could not be had are named.
const NAMED: usize = 5;

/// How far the saving of many files is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BatchView {
    /// Saved, or failed.
    pub done: u32,
    /// Of how many.
    pub total: u32,
}

/// What is still to be saved.
#[derive(Debug)]
pub(crate) struct Batch {
    waiting: VecDeque<MediaId>,
    total: u32,
    saved: u32,
    /// Why each of the others could not be had.
    failed: Vec<(MediaId, Failure)>,
    /// How often the one on its way was tried while the PBX was there.
    tries: u32,
}

impl Batch {
    /// Each file once; `None` without any.
    pub(crate) fn new(media: Vec<MediaId>) -> Option<Self> {
        let mut waiting: VecDeque<MediaId> = VecDeque::new();
        for one in media {
            if !waiting.contains(&one) {
                waiting.push_back(one);
            }
        }
        let total = u32::try_from(waiting.len()).ok().filter(|total| *total > 0)?;
        Some(Self { waiting, total, saved: 0, failed: Vec::new(), tries: 0 })
    }

    /// The file that is on its way, or next.
    pub(crate) fn current(&self) -> Option<&MediaId> {
        self.waiting.front()
    }

    /// Whether this was the one on its way; then the next is.
    pub(crate) fn settle(&mut self, media: &MediaId, trouble: Option<&Failure>) -> bool {
        if self.current() != Some(media) {
            return false;
        }
        self.waiting.pop_front();
        self.tries = 0;
        match trouble {
            None => self.saved += 1,
            Some(failure) => self.failed.push((media.clone(), failure.clone())),
        }
        true
    }

    /// The one on its way was not had; whether it is to be tried again, which is not so for ever.
    pub(crate) fn try_again(&mut self, media: &MediaId, most: u32) -> bool {
        if self.current() != Some(media) || self.tries >= most {
            return false;
        }
        self.tries += 1;
        true
    }

    /// What came of it, once nothing waits.
    pub(crate) fn result(&self) -> Option<Notice> {
        let names = self.failed.iter().take(NAMED).map(|(media, _)| media.name().to_owned()).collect();
        let failure = self.failed.first().map(|(_, failure)| failure.clone());
        let (saved, failed) = (self.saved, self.missed());
        self.waiting.is_empty().then_some(Notice::ManySaved { saved, failed, names, failure })
    }

    fn missed(&self) -> u32 {
        u32::try_from(self.failed.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn view(&self) -> BatchView {
        BatchView { done: self.saved + self.missed(), total: self.total }
    }
}
