//! What the core asks of the world in one step, and which answers it still waits for.
//!
//! Every request settles: by its outcome, by its session's end, or by [`EXPIRY`] should the runtime ever forget one.

use std::collections::BTreeMap;
use std::time::Duration;

use pbx_protocol::QueueNumber;

use crate::{CallKey, CallPending, Effect, Now, QueuePending, Request, RequestId};

/// Far above the client's own limit; only a lost answer gets here.
const EXPIRY: Duration = Duration::from_mins(1);

/// What a request was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    Login,
    Heartbeat,
    Logout,
    Device,
    Extensions,
    /// What is our phone in? At sign-in, and when a call's end seems to have been lost.
    OwnPhone,
    Queues,
    QueueStatus(QueueNumber),
    Queue(QueueNumber, QueuePending),
    Dial,
    Call(CallKey, CallPending),
    Voicemail,
    DeleteVoicemail(String),
}

/// Effects of the step at hand, and requests under way.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    effects: Vec<Effect>,
    under_way: BTreeMap<RequestId, (Purpose, Duration)>,
    last_id: u64,
}

impl Outbox {
    pub(crate) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(crate) fn send(&mut self, request: Request, purpose: Purpose, now: Now) {
        self.last_id += 1;
        let id = RequestId(self.last_id);
        self.under_way.insert(id, (purpose, now.monotonic + EXPIRY));
        self.push(Effect::Send { id, request });
    }

    /// What the request was for; `None` for one of an earlier session, and for a second answer.
    pub(crate) fn settle(&mut self, id: RequestId) -> Option<Purpose> {
        self.under_way.remove(&id).map(|(purpose, _)| purpose)
    }

    pub(crate) fn waits_for(&self, purpose: &Purpose) -> bool {
        self.under_way.values().any(|(waiting, _)| waiting == purpose)
    }

    /// Answers to what was asked before this are no longer of interest.
    pub(crate) fn forget_requests(&mut self) {
        self.under_way.clear();
    }

    pub(crate) fn take_expired(&mut self, now: Now) -> Vec<Purpose> {
        let due = |(_, deadline): &(Purpose, Duration)| *deadline <= now.monotonic;
        let ids: Vec<RequestId> =
            self.under_way.iter().filter(|(_, entry)| due(entry)).map(|(id, _)| *id).collect();
        ids.into_iter().filter_map(|id| self.settle(id)).collect()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.under_way.values().map(|(_, deadline)| *deadline).min()
    }
}
