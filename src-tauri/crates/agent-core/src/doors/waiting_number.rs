//! A number that came from outside and could not be dialled at once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::doors::Door;

/// A number from outside: it waits in the dial field until the person dials or drops it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WaitingNumber {
    /// Another one each time, so that the same number twice is seen twice.
    pub id: u32,
    /// What would be dialled.
    pub number: String,
    /// By which way it came.
    pub door: Door,
}

/// The latest of them.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    number: Option<WaitingNumber>,
    last_id: u32,
}

impl Waiting {
    pub(crate) fn keep(&mut self, number: String, door: Door) {
        self.last_id += 1;
        self.number = Some(WaitingNumber { id: self.last_id, number, door });
    }

    pub(crate) fn forget(&mut self) -> Option<WaitingNumber> {
        self.number.take()
    }

    pub(crate) fn view(&self) -> Option<WaitingNumber> {
        self.number.clone()
    }
}
