//! Calls end: hung up, refused, not answered. Each end is booked.

use pbx_protocol::report::{Cdr, Event};
use pbx_protocol::{CallId, Extension};

use crate::exchange::Exchange;
use crate::exchange::forward::NotTaken;
use crate::model::archive::recording_name;
use crate::model::call::{Call, Phase};
use crate::model::now::Now;
use crate::model::wall_time::LocalTime;
use crate::wav;

/// A recording is at most this long, however long the call was: nobody listens to more of a murmur.
const LONGEST_RECORDING: u32 = 10;

/// `CallFailed` reasons: nobody lifted (the document's), and busy.
pub(super) const NO_ANSWER: &str = "480";
pub(super) const BUSY: &str = "486 Busy Here";

/// Status words of bookings.
const ANSWERED: &str = "ANSWERED";
pub(super) const NOT_ANSWERED: &str = "NO ANSWER";
const LINE_BUSY: &str = "BUSY";

impl Exchange {
    /// One party goes. A queue member who refuses leaves the caller waiting; all else ends the call.
    pub(crate) fn hang_up_leg(&mut self, number: u64, channel: &CallId, now: Now) {
        let Some(call) = self.calls.get(number) else { return };
        let Some(leg) = call.legs().find(|leg| leg.channel == *channel) else { return };
        let is_rung = call.is_waiting_for_answer() && call.caller.channel != leg.channel;
        if !is_rung {
            self.end(number, channel, now);
        } else if call.queue.is_some() {
            self.leave_member_alone(number, channel, now);
        } else {
            let phone = leg.party.extension().cloned();
            // Who presses "refuse" is busy to the PBX.
            let goes_on = phone.is_some_and(|phone| self.forward(number, &phone, NotTaken::Busy, now));
            if !goes_on {
                self.fail(number, BUSY, now);
            }
        }
    }

    /// The call is over because the party on this channel hung up.
    fn end(&mut self, number: u64, channel: &CallId, now: Now) {
        let Some(call) = self.calls.take(number) else { return };
        let by_callee = call.callees.iter().any(|leg| leg.channel == *channel);
        let mut events = Vec::new();
        match (&call.phase, call.callees.split_first()) {
            (Phase::OwnPhone { target }, _) => events.push(call.own_bye(target)),
            (Phase::Ringing | Phase::Talking { .. }, None) => events.push(call.lone_bye()),
            (Phase::Ringing | Phase::Talking { .. }, Some((callee, others))) => {
                let (first, second) = if by_callee { (callee, &call.caller) } else { (&call.caller, callee) };
                events.extend(call.byes(first, second));
                events.extend(others.iter().map(|leg| call.leg_bye(leg, &call.caller)));
            }
        }
        // The captures have BYE before the phones' own reports; when a call begins it is the other way round.
        self.report_call(&call, events, now);
        self.announce_phones(now);
        self.book(&call, now, NOT_ANSWERED);
    }

    /// Nobody was reached.
    pub(super) fn fail(&mut self, number: u64, reason: &str, now: Now) {
        let Some(call) = self.calls.take(number) else { return };
        let event = match &call.phase {
            Phase::OwnPhone { target } => Some(call.own_failed(target, reason)),
            Phase::Ringing | Phase::Talking { .. } => {
                call.callees.first().map(|leg| call.failed(leg, reason))
            }
        };
        self.report_call(&call, event, now);
        self.announce_phones(now);
        self.book(&call, now, if reason == BUSY { LINE_BUSY } else { NOT_ANSWERED });
    }

    /// Writes the row, keeps the recording, and tells. It is the last report of a call.
    pub(super) fn book(&mut self, call: &Call, now: Now, unanswered: &str) {
        let talk = match call.phase {
            Phase::Talking { since } => Some(seconds_between(since, now)),
            Phase::OwnPhone { .. } | Phase::Ringing => None,
        };
        let agent = call.callees.first().and_then(|leg| leg.party.extension()).filter(|_| call.is_talking());
        self.let_rest(call, agent, now);
        let start = LocalTime::of(call.started.wall, self.setup.utc_offset_minutes);
        // The number as the other side saw it, name and brackets included.
        let (from, to) = (call.caller.party.shown_number().to_owned(), booked_callee(call, agent));
        let recording = talk.filter(|_| self.setup.records_calls).map(|talk| {
            let name = recording_name(&from, &to, start, &call.caller.channel);
            let sound = wav::murmur(talk.clamp(1, LONGEST_RECORDING), talk);
            self.archive.recordings.insert(name.clone(), sound);
            name
        });
        let cdr = Cdr {
            call: call.caller.channel.clone(),
            start: start.dashed(),
            from,
            to,
            total_seconds: seconds_between(call.started, now),
            talk_seconds: talk.unwrap_or(0),
            status: if talk.is_some() { ANSWERED } else { unanswered }.to_owned(),
            direction: call.direction().to_owned(),
            recording,
        };
        // Booked even where nothing is reported: an unmonitored phone is silent, not forgotten.
        self.archive.rows.push(cdr.clone());
        self.report_call(call, [Event::NewCdr(cdr)], now);
    }

    /// After a queue's call the agent who had it is not rung for a while.
    fn let_rest(&mut self, call: &Call, agent: Option<&Extension>, now: Now) {
        let queue = call.queue.as_ref().and_then(|queue| self.queues.get_mut(queue));
        if let (Some(agent), Some(queue)) = (agent, queue) {
            queue.resting.insert(agent.clone(), now.elapsed + queue.wrap_up);
        }
    }
}

/// `6500(101)` when an agent answered a queue's call, else as dialled.
fn booked_callee(call: &Call, agent: Option<&Extension>) -> String {
    match (&call.queue, agent) {
        (Some(queue), Some(agent)) => format!("{queue}({agent})"),
        (Some(_) | None, _) => call.dialled.clone(),
    }
}

fn seconds_between(start: Now, end: Now) -> u32 {
    let seconds = end.elapsed.saturating_sub(start.elapsed).as_secs();
    u32::try_from(seconds).unwrap_or(u32::MAX)
}
