//! Other programs hear of each call's ring, answer and end, each once.

use super::call::{Call, Phase};
use super::{Around, Calls, told};
use crate::crm;
use crate::scripts::{CallEvent, Scripts, ToldCall};
use crate::{CallKey, CallOutcome, Effect};

impl Calls {
    /// The settings have changed, or the program has started.
    pub(crate) fn set_scripts(&mut self, scripts: &Scripts) {
        self.scripts = scripts.clone();
    }

    pub(super) fn tell_scripts(&mut self, around: &mut Around<'_>) {
        let mut news: Vec<(CallKey, CallEvent)> = Vec::new();
        for call in &mut self.list {
            for event in reached(call) {
                if !call.scripts_told.contains(&event) {
                    call.scripts_told.push(event);
                    news.push((call.key, event));
                }
            }
        }
        for (key, event) in news {
            if self.scripts.events.contains(&event)
                && let Some(call) = self.list.iter().find(|call| call.key == key)
            {
                self.tell(event, told_call(call, around), around);
            }
        }
    }

    pub(super) fn tell(&self, event: CallEvent, told: ToldCall, around: &mut Around<'_>) {
        if !self.scripts.program.is_empty() {
            let words = crm::CrmCall {
                number: told.number.as_deref().unwrap_or_default(),
                e164: told.e164.as_deref(),
                name: told.name.as_deref().unwrap_or_default(),
                extension: &told.extension,
                queue: told.called.as_deref().unwrap_or_default(),
                call: &told.id,
                direction: told.direction,
            };
            let filled_in = |argument: &String| crm::argument(argument, event.word(), &words);
            around.out.push(Effect::RunProgram {
                program: self.scripts.program.clone(),
                arguments: self.scripts.arguments.iter().map(filled_in).collect(),
            });
        }
        if !self.scripts.webhook.is_empty() {
            let at = around.now.wall;
            around.out.push(Effect::Post {
                address: self.scripts.webhook.clone(),
                event,
                at,
                call: Box::new(told),
            });
        }
    }
}

/// What has happened to a call so far. A ring waits for the caller's card, which comes at once.
fn reached(call: &Call) -> Vec<CallEvent> {
    let settled = call.is_settled();
    let mut events = Vec::new();
    if call.incoming && (settled || call.phase != Phase::Ringing || call.card.is_some()) {
        events.push(CallEvent::Ring);
    }
    if call.is_connected() || call.was_talked_in() {
        events.push(CallEvent::Answer);
    }
    if settled {
        events.push(CallEvent::End);
    }
    if settled && call.outcome() == CallOutcome::Missed {
        events.push(CallEvent::Missed);
    }
    events
}

pub(super) fn told_call(call: &Call, around: &Around<'_>) -> ToldCall {
    let record = call.record(around.own, told::name(call, around.directory), around.now);
    let ended = call.is_settled();
    ToldCall {
        id: record.id,
        direction: record.direction,
        number: record.number,
        e164: call.card.as_ref().and_then(|card| card.e164.clone()),
        name: record.name,
        company: call.card.as_ref().and_then(|card| card.company.clone()),
        extension: record.extension,
        called: record.called,
        started: record.started,
        answered: record.answered,
        ended: ended.then_some(record.ended),
        outcome: ended.then_some(record.outcome),
        recording: record.recording,
        note: record.note,
    }
}
