//! What the agent writes about calls, the work after them, and what is known of who calls.

use std::time::Duration;

use super::call::Call;
use super::{Around, Calls, told};
use crate::directory::Directory;
use crate::{CallDirection, CallKey, CallNote, CallerCard, Effect, Now, WrapUpView};

impl Calls {
    /// Notes something about a call, live or past.
    pub(crate) fn annotate(&mut self, record: String, note: CallNote, around: &mut Around<'_>) {
        let note = note.tidied();
        let Some(call) = self.list.iter_mut().find(|call| call.record_id() == record) else {
            self.records += 1;
            around.out.push(Effect::Annotate { id: record, note });
            return;
        };
        call.note = note;
        if call.is_settled() {
            let key = call.key;
            self.write_again(key, around);
        }
    }

    /// What is written about calls that still go on: the program ends, and the words must not.
    pub(crate) fn write_noted(&mut self, around: &mut Around<'_>) {
        let noted = |call: &&Call| call.is_live() && call.note != CallNote::default();
        let keys: Vec<CallKey> = self.list.iter().filter(noted).map(|call| call.key).collect();
        for key in keys {
            self.write_again(key, around);
        }
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

    /// A conversation with somebody outside leaves work behind.
    pub(super) fn begin_wrap_up(&mut self, key: CallKey) {
        let Some(call) = self.list.iter().find(|call| call.key == key) else { return };
        if call.was_talked_in() && call.direction != CallDirection::Internal {
            self.wrap_up = Some(key);
        }
    }

    /// Whether there was work to be finished.
    pub(crate) fn finish_wrap_up(&mut self) -> bool {
        self.wrap_up.take().is_some()
    }

    fn wrapped_up(&self) -> Option<&Call> {
        let key = self.wrap_up?;
        self.list.iter().find(|call| call.key == key)
    }

    /// The timer's next second.
    pub(super) fn wrap_up_deadline(&self, now: Now) -> Option<Duration> {
        let since = self.wrapped_up()?.ended()?.monotonic;
        Some(since + Duration::from_secs(now.monotonic.saturating_sub(since).as_secs() + 1))
    }

    pub(crate) fn wrap_up_view(&self, directory: &Directory, now: Now) -> Option<WrapUpView> {
        let call = self.wrapped_up()?;
        let since = now.monotonic.saturating_sub(call.ended()?.monotonic);
        Some(WrapUpView {
            record: call.record_id(),
            number: call.number(),
            name: told::name(call, directory),
            seconds: u32::try_from(since.as_secs()).unwrap_or(u32::MAX),
            note: call.note.clone(),
        })
    }
}
