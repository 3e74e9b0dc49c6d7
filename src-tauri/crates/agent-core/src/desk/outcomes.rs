//! What came of a request that more than one part has to hear of.

use pbx_protocol::endpoints::{DeviceInfo, ListedExtension, QueueWithStatus};
use pbx_protocol::{Meaning, QueueNumber};

use super::Desk;
use crate::ask::{Answer, Ask};
use crate::caller_card::CallerCard;
use crate::calls::{doubts, own_phone};
use crate::command::QueueCommand;
use crate::effect::RequestId;
use crate::failure::Failure;
use crate::history::Filled;
use crate::notice::Notice;
use crate::phone::PhoneStatus;
use crate::phone::ask::OwnPhoneTold;
use crate::session::ask::{Announced, ExtensionList};
use crate::sounds::media::{MediaEvent, MediaId};

/// What fails on the way into a session is the session's own matter.
fn is_of_the_sign_in(ask: &Ask) -> bool {
    // The session hears of these itself; told twice, one lost heartbeat would count as two.
    matches!(
        ask,
        Ask::TryEncryption(_)
            | Ask::SignIn(_)
            | Ask::SignOut(_)
            | Ask::KeepAlive(_)
            | Ask::ExtensionList(ExtensionList { anew: false })
    )
}

fn is_no_such_queue(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { meaning: Meaning::NoSuchQueue, .. })
}

impl Desk {
    pub(super) fn on_sent(&mut self, id: RequestId, outcome: Result<Answer, Failure>, passed_over: u32) {
        if let Some(ask) = self.shared.outbox.settle(id, self.shared.now) {
            self.heard.odd_rows.on_answer(&ask, passed_over);
            self.on_outcome(ask, outcome);
        }
    }

    /// An answer came, or none did.
    pub(super) fn on_outcome(&mut self, ask: Ask, outcome: Result<Answer, Failure>) {
        if let Err(failure) = &outcome
            && !is_of_the_sign_in(&ask)
        {
            self.on_any_failure(failure);
        }
        ask.settle(outcome, self);
    }

    pub(super) fn on_identified(&mut self, number: &str, card: &CallerCard) {
        self.doors.on_identified(number, card);
        self.followers.cards.on_identified(number, card);
        self.missed.on_identified(number, card.e164.as_deref());
    }

    /// Whoever asks the PBX in vain may be the first to see that the session is over.
    fn on_any_failure(&mut self, failure: &Failure) {
        self.heard.on_failure(failure);
        self.session.on_failure(failure, &mut self.shared);
    }

    pub(crate) fn on_device(&mut self, outcome: Result<DeviceInfo, Failure>) {
        if outcome.is_err() {
            // The clock is needed for it.
            self.heard.catching_up.on_failed(self.shared.now);
        }
        self.session.on_device(outcome, self.shared.now);
    }

    pub(crate) fn on_extensions(&mut self, outcome: Result<Vec<ListedExtension>, Failure>) {
        let own_name = outcome.map(|list| self.find_us_in(list));
        self.session.on_extensions(own_name, &mut self.shared);
    }

    /// Our own name, when we are in the list.
    fn find_us_in(&mut self, list: Vec<ListedExtension>) -> Option<String> {
        let directory = &mut self.shared.directory;
        directory.replace(list, self.shared.now);
        let own = self.shared.own.as_ref().filter(|own| directory.contains(own))?;
        // A report of our phone may have overtaken the list, and is the newer word.
        if self.phone.status() == PhoneStatus::Unknown {
            self.phone.is(directory.status(own));
        }
        Some(directory.name(own).unwrap_or_else(|| own.to_string()))
    }

    /// A list without us is that of a PBX which starts, or we are deleted: the next sign-in tells.
    pub(crate) fn on_directory(&mut self, outcome: Result<Vec<ListedExtension>, Failure>) {
        let (Ok(list), Some(own)) = (outcome, &self.shared.own) else { return };
        if !list.iter().any(|listed| listed.number == *own) {
            return;
        }
        let now = self.shared.now;
        self.shared.directory.replace(list, now);
        let phone = self.shared.directory.status(own);
        self.phone.is(phone);
        self.heard.silence.see(phone, now);
        doubts::hear_of_phone(&mut self.calls, phone, now);
    }

    pub(crate) fn on_own_phone(&mut self, outcome: Result<Option<Box<OwnPhoneTold>>, Failure>) {
        self.phone.on_told(&outcome, &mut self.shared);
        match outcome {
            Ok(Some(told)) => {
                self.heard.see_phone(self.phone.status(), &self.calls, self.shared.now);
                own_phone::on_own_phone(&mut self.calls, &told.detail, &mut self.shared);
            }
            Ok(None) => {}
            Err(failure) => own_phone::on_own_phone_unknown(&mut self.calls, &failure, self.shared.now),
        }
    }

    pub(crate) fn on_queue_status(
        &mut self,
        number: &QueueNumber,
        outcome: Result<QueueWithStatus, Failure>,
    ) {
        match outcome {
            Ok(status) => {
                let phone = self.queues.on_status(status, &mut self.shared);
                self.heard.see_phone(phone, &self.calls, self.shared.now);
                doubts::hear_of_phone(&mut self.calls, phone, self.shared.now);
            }
            // A queue that was deleted is neither shown nor asked for ever.
            Err(failure) if is_no_such_queue(&failure) => {
                self.queues.forget(number, &mut self.shared.directory);
                self.heard.renewal.lists_are_old();
            }
            Err(_) => {}
        }
    }

    pub(crate) fn on_queue_done(
        &mut self,
        number: &QueueNumber,
        command: QueueCommand,
        outcome: Result<(), Failure>,
    ) {
        if outcome.as_ref().is_err_and(is_no_such_queue) {
            self.heard.renewal.lists_are_old();
        }
        self.queues.on_acted(number, command, outcome, &mut self.shared);
    }

    pub(crate) fn on_heartbeat(&mut self, outcome: Result<Option<Announced>, Failure>) {
        match &outcome {
            Ok(announced) => {
                self.heard.catching_up.on_answer(self.shared.now);
                let is_here = |at: &Announced| self.session.on_announced(&at.address, at.port);
                if announced.as_ref().is_some_and(is_here) {
                    self.heard.on_moved(self.session.receiver_text(), &mut self.shared);
                }
            }
            Err(_) => self.heard.catching_up.on_no_answer(),
        }
        self.session.on_heartbeat(outcome.map(|_| ()), &mut self.shared);
    }

    pub(super) fn on_media(&mut self, media: MediaId, event: MediaEvent) {
        if let MediaEvent::Failed { failure } = &event {
            self.on_any_failure(failure);
        }
        if event.is_handed_over() {
            self.voicemail.on_heard(&media, &mut self.shared);
        }
        // Before the event: one that ends the sound has the player forget how long it was listened to.
        self.see_listened();
        self.sounds.on_event(media, event, &mut self.shared);
    }

    pub(super) fn see_listened(&mut self) {
        if let Some(media) = self.sounds.take_listened(self.shared.now) {
            self.voicemail.on_heard(&media, &mut self.shared);
        }
    }

    pub(super) fn on_caught_up(&mut self, filled: Filled) {
        let (heard, shared) = (&mut self.heard, &mut self.shared);
        heard.catching_up.on_done(shared.now);
        self.followers.rows.on_caught_up(filled);
        self.missed.on_records(shared.now.wall);
        self.missed.ask(shared);
        if filled.missed > 0 {
            shared.tell(Notice::MissedWhileAway { count: filled.missed });
        }
        if heard.catching_up.tell_unread(filled.unread) {
            shared.tell(Notice::UnreadableRecords { count: filled.unread });
        }
    }

    pub(super) fn on_not_caught_up(&mut self, failure: &Failure) {
        self.heard.catching_up.on_failed(self.shared.now);
        self.missed.on_no_records();
        self.on_any_failure(failure);
    }
}
