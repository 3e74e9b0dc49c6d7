//! What the agent writes about calls, and what is known of who calls.

use super::call::Call;
use super::{Around, Calls};
use crate::outbox::Outbox;
use crate::{CallNote, CallerCard, Effect, Now};

impl Calls {
    /// Notes something about a call, live or past. About a live one it is kept with the rest that is known of it.
    pub(crate) fn annotate(&mut self, record: String, note: CallNote, around: &mut Around<'_>) {
        let Some(call) = self.list.iter_mut().find(|call| call.is_recorded_as(&record)) else {
            return self.annotate_past(record, note, around.out, around.now);
        };
        call.note = note.tidied();
        let (key, note, is_settled) = (call.key, call.note.clone(), call.is_settled());
        let record = call.record_id();
        self.note_work(&record, &note, around.now);
        if is_settled {
            self.write_again(key, around);
        }
    }

    /// Notes something about a call that is in the history alone; nobody has to be signed in for that.
    pub(crate) fn annotate_past(&mut self, record: String, note: CallNote, out: &mut Outbox, now: Now) {
        let note = note.tidied();
        self.note_work(&record, &note, now);
        self.records += 1;
        out.push(Effect::Annotate { id: record, note });
    }

    /// Asks once for each number what is known of it.
    pub(super) fn identify(&mut self, around: &mut Around<'_>) {
        for call in self.list.iter_mut().filter(|call| call.is_live()) {
            let number = call.number();
            if number.is_some() && call.asked_for != number {
                call.asked_for.clone_from(&number);
                call.card = None;
                around.out.push(Effect::Identify { number: number.unwrap_or_default() });
            }
        }
    }

    pub(crate) fn on_identified(&mut self, number: &str, card: &CallerCard) {
        let of_it = |call: &&mut Call| call.asked_for.as_deref() == Some(number);
        self.list.iter_mut().filter(of_it).for_each(|call| call.card = Some(card.clone()));
    }
}
