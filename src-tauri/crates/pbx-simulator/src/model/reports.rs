//! What the PBX reports: on its way out, and the latest for whoever looks.

use std::collections::VecDeque;

use pbx_protocol::report::Report;

use crate::model::receiver::Receiver;

/// How many of the latest requests and reports a snapshot shows.
const REMEMBERED: usize = 2000;

/// The latest of something, oldest first.
#[derive(Debug)]
pub(crate) struct Latest<T>(VecDeque<T>);

impl<T: Clone> Latest<T> {
    pub(crate) fn new() -> Self {
        Self(VecDeque::new())
    }

    pub(crate) fn push(&mut self, item: T) {
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(item);
    }

    pub(crate) fn to_vec(&self) -> Vec<T> {
        self.0.iter().cloned().collect()
    }
}

#[derive(Debug)]
pub(crate) struct Reports {
    pub(crate) latest: Latest<Report>,
    outbox: Vec<(Vec<Receiver>, Report)>,
}

impl Reports {
    pub(crate) fn new() -> Self {
        Self { latest: Latest::new(), outbox: Vec::new() }
    }

    pub(crate) fn send(&mut self, receivers: Vec<Receiver>, report: Report) {
        self.latest.push(report.clone());
        self.outbox.push((receivers, report));
    }

    /// Those since the last time this was asked.
    pub(crate) fn take(&mut self) -> impl Iterator<Item = (Vec<Receiver>, Report)> {
        std::mem::take(&mut self.outbox).into_iter()
    }
}
