//! What the core asks of the world in one step, and which answers it still waits for.
//!
//! Every request settles: by its outcome, by its session's end, or by [`EXPIRY`] should the runtime ever forget one.

use std::collections::BTreeMap;
use std::time::Duration;

use pbx_protocol::QueueNumber;

use crate::{CallCommand, CallKey, Effect, Now, QueueCommand, Request, RequestId};

/// Far above the client's own limit; only a lost answer gets here.
const EXPIRY: Duration = Duration::from_mins(1);

/// What a request was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    TryEncryption,
    Login,
    Heartbeat,
    Logout,
    Device,
    Extensions,
    /// The extensions once more, while signed in.
    Directory,
    /// What is our phone in? At sign-in, and when a call's end seems to have been lost.
    OwnPhone,
    /// Is the outside line of one of several calls still there?
    Line(CallKey),
    Queues,
    QueueStatus(QueueNumber),
    Queue(QueueNumber, QueueCommand),
    /// Which dial of this run of the program.
    Dial(u32),
    Call(CallKey, CallCommand),
    Voicemail,
    DeleteVoicemail(String),
}

/// Effects of the step at hand, and requests under way.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    effects: Vec<Effect>,
    under_way: BTreeMap<RequestId, UnderWay>,
    last_id: u64,
}

#[derive(Debug)]
struct UnderWay {
    purpose: Purpose,
    deadline: Duration,
    /// What the answer will say is out of date already: ask this then.
    again: Option<Request>,
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
        self.under_way.insert(id, UnderWay { purpose, deadline: now.monotonic + EXPIRY, again: None });
        self.push(Effect::Send { id, request });
    }

    /// Asks for what is so from now on: an answer that is under way already is not believed.
    pub(crate) fn send_anew(&mut self, request: Request, purpose: Purpose, now: Now) {
        match self.under_way.values_mut().find(|entry| entry.purpose == purpose) {
            Some(entry) => entry.again = Some(request),
            None => self.send(request, purpose, now),
        }
    }

    /// What the request was for; `None` for one of an earlier session, for a second answer, and for an answer that
    /// is out of date.
    pub(crate) fn settle(&mut self, id: RequestId, now: Now) -> Option<Purpose> {
        let UnderWay { purpose, again, .. } = self.under_way.remove(&id)?;
        let Some(request) = again else { return Some(purpose) };
        self.send(request, purpose, now);
        None
    }

    pub(crate) fn waits_for(&self, purpose: &Purpose) -> bool {
        self.under_way.values().any(|entry| entry.purpose == *purpose)
    }

    /// Answers to what was asked before this are no longer of interest.
    pub(crate) fn forget_requests(&mut self) {
        self.under_way.clear();
    }

    pub(crate) fn take_expired(&mut self, now: Now) -> Vec<Purpose> {
        let is_due = |entry: &UnderWay| entry.deadline <= now.monotonic;
        let due = self.under_way.iter().filter(|(_, entry)| is_due(entry));
        let ids: Vec<RequestId> = due.map(|(id, _)| *id).collect();
        ids.into_iter().filter_map(|id| self.settle(id, now)).collect()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.under_way.values().map(|entry| entry.deadline).min()
    }
}
