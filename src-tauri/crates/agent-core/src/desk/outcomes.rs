//! What came of a request, by what it was for.

use pbx_protocol::endpoints::{
    DeviceInfo, ExtensionDetail, ListedExtension, QueueSettings, QueueWithStatus, VoicemailMessage,
};
use pbx_protocol::{Extension, Meaning, QueueNumber};

use super::Desk;
use crate::ask::{Answer, Ask};
use crate::session::ask::{Announced, ExtensionList};
use crate::voicemail::ask::MailList;
use crate::{CallCommand, CallKey, Failure, Notice, PhoneStatus, QueueCommand, Scheme};

/// What fails on the way into a session is the session's own matter.
fn is_of_the_sign_in(ask: &Ask) -> bool {
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
    /// An answer came, or none did.
    pub(super) fn on_outcome(&mut self, ask: Ask, outcome: Result<Answer, Failure>) {
        if let Err(failure) = &outcome
            && !is_of_the_sign_in(&ask)
        {
            self.on_any_failure(failure);
        }
        ask.settle(outcome, self);
    }

    pub(crate) fn on_tried_encryption(&mut self, outcome: Result<Scheme, Failure>) {
        self.session.on_tried_encryption(outcome, &mut self.shared);
    }

    pub(crate) fn on_login(&mut self, outcome: Result<(), Failure>) {
        self.session.on_login(outcome, &mut self.shared);
    }

    pub(crate) fn on_device(&mut self, outcome: Result<DeviceInfo, Failure>) {
        if outcome.is_err() {
            // The clock is needed for it.
            self.catching_up.on_failed(self.shared.now);
        }
        self.session.on_device(outcome, self.shared.now);
    }

    pub(crate) fn on_extensions(&mut self, outcome: Result<Vec<ListedExtension>, Failure>) {
        let own_name = outcome.map(|list| self.find_us_in(list));
        self.session.on_extensions(own_name, &mut self.shared);
    }

    pub(crate) fn on_own_phone(&mut self, outcome: Result<Option<Box<ExtensionDetail>>, Failure>) {
        if let Some(failed) = self.phone.on_told(&outcome) {
            self.tell(failed);
        }
        match outcome {
            Ok(Some(detail)) => {
                self.see_phone(self.phone.status());
                self.calls.on_own_phone(&detail, &mut self.shared);
            }
            Ok(None) => {}
            Err(failure) => self.calls.on_own_phone_unknown(&failure, self.shared.now),
        }
    }

    pub(crate) fn on_line(&mut self, call: CallKey, outcome: Result<Vec<Option<Extension>>, Failure>) {
        self.calls.on_line(call, outcome, &mut self.shared);
    }

    pub(crate) fn on_queues(&mut self, outcome: Result<Vec<QueueSettings>, Failure>) {
        self.queues.on_list(outcome, &mut self.shared);
    }

    pub(crate) fn on_queue_status(
        &mut self,
        number: &QueueNumber,
        outcome: Result<QueueWithStatus, Failure>,
    ) {
        match outcome {
            Ok(status) => {
                let phone = self.queues.on_status(status, &mut self.shared);
                self.see_phone(phone);
                self.calls.hear_of_phone(phone, self.shared.now);
            }
            Err(failure) => self.on_no_queue_status(number, &failure),
        }
    }

    pub(crate) fn on_queue_done(
        &mut self,
        number: &QueueNumber,
        command: QueueCommand,
        outcome: Result<(), Failure>,
    ) {
        if outcome.as_ref().is_err_and(is_no_such_queue) {
            self.renewal.lists_are_old();
        }
        self.on_left(command, outcome.as_ref().err());
        self.queues.on_acted(number, command, outcome, &mut self.shared);
    }

    pub(crate) fn on_call_done(&mut self, call: CallKey, command: CallCommand, outcome: Result<(), Failure>) {
        self.calls.on_acted(call, command, outcome, &mut self.shared);
    }

    pub(crate) fn on_heartbeat(&mut self, outcome: Result<Option<Announced>, Failure>) {
        match &outcome {
            Ok(Some(Announced { address, port })) => {
                self.catching_up.on_answer(self.shared.now);
                self.on_announced(address, *port);
            }
            Ok(None) => self.catching_up.on_answer(self.shared.now),
            Err(_) => self.catching_up.on_no_answer(),
        }
        self.session.on_heartbeat(outcome.map(|_| ()), &mut self.shared);
    }

    pub(crate) fn on_dialled(&mut self, which: u32, outcome: Result<(), Failure>) {
        self.calls.on_dialled(which, outcome, &mut self.shared);
    }

    pub(crate) fn on_voicemail(&mut self, outcome: Result<Vec<VoicemailMessage>, Failure>) {
        match outcome {
            Ok(list) => {
                self.voicemail.replace(list, self.shared.now);
                self.shared.notices.withdraw(|notice| matches!(notice, Notice::VoicemailFailed { .. }));
            }
            Err(Failure::Refused { meaning, .. }) if meaning != Meaning::TokenGone => {
                self.voicemail.on_refused(self.shared.now);
            }
            Err(failure) => self.shared.tell(Notice::VoicemailFailed { failure }),
        }
    }

    pub(crate) fn on_voicemail_deleted(&mut self, file: String, outcome: Result<(), Failure>) {
        self.voicemail.on_deleted(&file, outcome.is_ok());
        let Some(own) = self.shared.own.clone() else { return };
        // It may be gone all the same.
        if outcome.as_ref().map_or_else(Failure::may_have_worked, |()| true) {
            self.shared.ask_anew(MailList { extension: own });
        }
        if let Err(failure) = outcome {
            self.shared.tell(Notice::VoicemailDeleteFailed { file, failure });
        }
    }

    /// A queue that was deleted is neither shown nor asked for ever.
    fn on_no_queue_status(&mut self, number: &QueueNumber, failure: &Failure) {
        if is_no_such_queue(failure) {
            self.queues.forget(number, &mut self.shared.directory);
            self.renewal.lists_are_old();
        }
    }

    /// The PBX, asked by us, says what our phone is doing. What we know of was heard; and a queue that does not watch its
    /// members' phones says "free" in the middle of a call.
    pub(super) fn see_phone(&mut self, phone: PhoneStatus) {
        if !self.calls.any_live() {
            self.silence.see(phone, self.shared.now);
        }
    }

    /// Our own name, when we are in the list.
    fn find_us_in(&mut self, list: Vec<ListedExtension>) -> Option<String> {
        self.shared.directory.replace(list, self.shared.now.wall);
        let own: Extension = self.shared.own.clone()?;
        if !self.shared.directory.contains(&own) {
            return None;
        }
        if self.phone.status() == PhoneStatus::Unknown {
            self.phone.is(self.shared.directory.status(&own));
        }
        Some(self.shared.directory.name(&own).unwrap_or_else(|| own.to_string()))
    }
}
