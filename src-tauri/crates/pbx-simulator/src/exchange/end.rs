//! Calls end: hung up, refused, not answered. Each end is booked.

use pbx_protocol::report::{Cdr, Event};
use pbx_protocol::{CallId, Extension};

use super::place::{BUSY, NO_ANSWER};
use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::call::{Call, Leg, LegState, Phase};
use crate::model::wall_time::LocalTime;
use crate::wav;

/// A recording is at most this long, however long the call was: nobody listens to more of a murmur.
const LONGEST_RECORDING: u32 = 10;

/// Status words of bookings.
const ANSWERED: &str = "ANSWERED";
pub(super) const NOT_ANSWERED: &str = "NO ANSWER";
const LINE_BUSY: &str = "BUSY";

impl Exchange {
    /// One party goes. A queue member who refuses leaves the caller waiting; all else ends the call.
    pub(crate) fn hang_up_leg(&mut self, number: u64, channel: &str, now: Now) {
        let Some(call) = self.call(number) else { return };
        let Some(leg) = call.legs().find(|leg| leg.channel.as_str() == channel) else { return };
        let is_rung = call.is_waiting_for_answer() && call.caller.channel != leg.channel;
        if !is_rung {
            self.end(number, channel, now);
        } else if call.queue.is_some() {
            self.leave_member_alone(number, channel, now);
        } else {
            self.fail(number, BUSY, now);
        }
    }

    /// The call is over because the party on this channel hung up.
    fn end(&mut self, number: u64, channel: &str, now: Now) {
        let Some(call) = self.take_call(number) else { return };
        let by_callee = call.callees.iter().any(|leg| leg.channel.as_str() == channel);
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
        self.report_call(&call, events, now);
        self.announce_phones(now);
        self.book(&call, now, NOT_ANSWERED);
    }

    /// Nobody was reached.
    pub(crate) fn fail(&mut self, number: u64, reason: &str, now: Now) {
        let Some(call) = self.take_call(number) else { return };
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

    /// Phones that have rung long enough fall silent.
    pub(crate) fn stop_ringing(&mut self, now: Now) {
        let due = |leg: &Leg| match leg.state {
            LegState::Ringing { until, .. } => until <= now.elapsed,
            LegState::Up | LegState::Held => false,
        };
        loop {
            let next = self.calls.iter().find_map(|call| {
                let leg = call.legs().find(|leg| due(leg))?;
                Some((call.number, leg.channel.to_string(), call.queue.is_some()))
            });
            let Some((number, channel, is_queued)) = next else { return };
            if is_queued {
                self.leave_member_alone(number, &channel, now);
            } else {
                self.fail(number, NO_ANSWER, now);
            }
        }
    }

    /// A queue member's leg ends; the caller goes on waiting, and this member has some peace.
    fn leave_member_alone(&mut self, number: u64, channel: &str, now: Now) {
        let Some(mut call) = self.take_call(number) else { return };
        let retry = call.queue.as_ref().and_then(|queue| self.queues.get(queue)).map(|queue| queue.retry);
        let (gone, rest): (Vec<Leg>, Vec<Leg>) =
            call.callees.drain(..).partition(|leg| leg.channel.as_str() == channel);
        call.callees = rest;
        for leg in &gone {
            if let Some(extension) = leg.party.extension() {
                call.left_alone.insert(extension.clone(), now.elapsed + retry.unwrap_or_default());
            }
            self.report(call.leg_bye(leg, &call.caller), now);
        }
        self.put_back(call);
        self.announce_phones(now);
    }

    /// Writes the row, keeps the recording, and tells. It is the last report of a call.
    pub(crate) fn book(&mut self, call: &Call, now: Now, unanswered: &str) {
        let talk = match call.phase {
            Phase::Talking { since } => Some(seconds_between(since, now)),
            Phase::OwnPhone { .. } | Phase::Ringing => None,
        };
        let agent = call.callees.first().and_then(|leg| leg.party.extension()).filter(|_| call.is_talking());
        if let (Some(agent), Some(queue)) = (agent, call.queue.as_ref().and_then(|q| self.queues.get_mut(q)))
        {
            queue.resting.insert(agent.clone(), now.elapsed + queue.wrap_up);
        }
        let start = LocalTime::of(call.started.wall, self.settings.utc_offset_minutes);
        let from = call.caller.party.shown_number().to_owned();
        let to = booked_callee(call, agent);
        let recording = talk.filter(|_| self.settings.records_calls).map(|talk| {
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
        self.archive.rows.push(cdr.clone());
        self.report_call(call, [Event::NewCdr(cdr)], now);
    }
}

/// `6500(101)` when an agent answered a queue's call, else as dialled.
fn booked_callee(call: &Call, agent: Option<&Extension>) -> String {
    match (&call.queue, agent) {
        (Some(queue), Some(agent)) => format!("{queue}({agent})"),
        (Some(_) | None, _) => call.dialled.clone(),
    }
}

/// `exten-101-106-20200505-042135-1588641695.1772.wav`, with whatever is no letter or digit left out of the numbers.
pub(crate) fn recording_name(from: &str, to: &str, start: LocalTime, channel: &CallId) -> String {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    format!("exten-{}-{}-{}-{channel}.wav", plain(from), plain(to), start.in_file_name())
}

fn seconds_between(start: Now, end: Now) -> u32 {
    let seconds = end.elapsed.saturating_sub(start.elapsed).as_secs();
    u32::try_from(seconds).unwrap_or(u32::MAX)
}
