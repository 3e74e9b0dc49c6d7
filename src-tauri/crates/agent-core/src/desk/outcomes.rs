//! What came of a request, by what it was for.

use pbx_protocol::endpoints::ListedExtension;
use pbx_protocol::{Extension, Meaning, QueueNumber};

use super::Desk;
use crate::calls::Calls;
use crate::directory::phone_status;
use crate::outbox::Purpose;
use crate::voicemail;
use crate::{Answer, Failure, Notice, PhoneStatus};

fn is_no_such_queue(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { meaning: Meaning::NoSuchQueue, .. })
}

impl Desk {
    pub(super) fn on_outcome(&mut self, purpose: Purpose, outcome: Result<Answer, Failure>) {
        if let Err(failure) = &outcome
            && !matches!(
                purpose,
                Purpose::TryEncryption
                    | Purpose::Login
                    | Purpose::Logout
                    | Purpose::Heartbeat
                    | Purpose::Extensions
            )
        {
            self.on_any_failure(failure);
        }
        let now = self.now;
        match purpose {
            Purpose::TryEncryption => {
                let scheme = outcome.and_then(|answer| match answer {
                    Answer::Speaks(scheme) => Ok(scheme),
                    _ => Err(Failure::NotTheApi),
                });
                let turn = self.session.on_tried_encryption(scheme, &mut self.outbox, now);
                self.take_turn(turn);
            }
            Purpose::Login => {
                let turn = self.session.on_login(outcome.map(|_| ()), &mut self.outbox, now);
                self.take_turn(turn);
            }
            Purpose::Heartbeat => self.on_heartbeat(outcome),
            Purpose::Logout => {}
            Purpose::Device => {
                let device = outcome.and_then(|answer| match answer {
                    Answer::Device(device) => Ok(device),
                    _ => Err(Failure::NotTheApi),
                });
                if device.is_err() {
                    // The clock is needed for it.
                    self.catching_up.on_failed(now);
                }
                self.session.on_device(device, now);
            }
            Purpose::Extensions => {
                let list = outcome.and_then(|answer| match answer {
                    Answer::Extensions(list) => Ok(list),
                    _ => Err(Failure::NotTheApi),
                });
                let known = list.map(|list| self.on_extensions(list));
                let turn = self.session.on_extensions(known, &mut self.outbox, now);
                self.take_turn(turn);
            }
            Purpose::Directory => {
                if let Ok(Answer::Extensions(list)) = outcome {
                    self.on_directory(list);
                }
            }
            Purpose::OwnPhone => match outcome {
                Ok(Answer::Extension(Some(detail))) => {
                    self.phone = phone_status(&detail.status);
                    self.see_phone(self.phone);
                    self.with_calls(|calls, around| calls.on_own_phone(&detail, around));
                }
                Ok(_) => {}
                Err(failure) => self.calls.on_own_phone_unknown(&failure, now),
            },
            Purpose::Line(key) => self.with_calls(|calls, around| calls.on_line(key, &outcome, around)),
            Purpose::Queues => {
                let list = outcome.and_then(|answer| match answer {
                    Answer::Queues(list) => Ok(list),
                    _ => Err(Failure::NotTheApi),
                });
                if let Some(own) = self.session.extension() {
                    self.queues.on_list(list, &own, now);
                }
            }
            Purpose::QueueStatus(number) => {
                if let Err(failure) = &outcome {
                    self.on_no_queue_status(&number, failure);
                }
                if let (Ok(Answer::QueueStatus(status)), Some(own)) = (outcome, self.session.extension()) {
                    let phone = self.queues.on_status(status, &own, &mut self.notices, now);
                    self.see_phone(phone);
                    self.calls.hear_of_phone(phone, now);
                }
            }
            Purpose::Queue(number, command) => {
                if outcome.as_ref().is_err_and(is_no_such_queue) {
                    self.renewal.lists_are_old();
                }
                self.on_left(command, outcome.as_ref().err());
                let lent = (&mut self.notices, &mut self.outbox, now);
                self.queues.on_acted(&number, command, outcome.map(|_| ()), lent);
            }
            Purpose::Dial(which) => self.on_dialled(which, outcome.map(|_| ())),
            Purpose::Call(key, command) => {
                self.with_calls(|calls, around| calls.on_acted(key, command, outcome.map(|_| ()), around));
            }
            Purpose::Voicemail => self.on_voicemail(outcome),
            Purpose::DeleteVoicemail(file) => self.on_voicemail_deleted(file, outcome.map(|_| ())),
        }
    }

    fn on_heartbeat(&mut self, outcome: Result<Answer, Failure>) {
        match &outcome {
            Ok(Answer::Announced { address, port }) => {
                self.catching_up.on_answer(self.now);
                self.on_announced(address, *port);
            }
            Ok(_) => self.catching_up.on_answer(self.now),
            Err(_) => self.catching_up.on_no_answer(),
        }
        let turn = self.session.on_heartbeat(outcome.map(|_| ()), &mut self.outbox, self.now);
        self.take_turn(turn);
    }

    fn on_dialled(&mut self, which: u32, outcome: Result<(), Failure>) {
        // Our phone is in use; if we know of no call, reports are missing.
        if let Err(Failure::Refused { meaning: Meaning::ExtensionNotIdle, .. }) = &outcome
            && !self.calls.any_live()
        {
            self.with_calls(Calls::ask_own_phone);
        }
        self.with_calls(|calls, around| calls.on_dialled(which, outcome, around));
    }

    fn on_voicemail(&mut self, outcome: Result<Answer, Failure>) {
        match outcome {
            Ok(Answer::Voicemail(list)) => {
                self.voicemail.replace(list, self.now);
                self.notices.withdraw(|notice| matches!(notice, Notice::VoicemailFailed { .. }));
            }
            Ok(_) => {}
            Err(Failure::Refused { meaning, .. }) if meaning != Meaning::TokenGone => {
                self.voicemail.on_refused(self.now);
            }
            Err(failure) => self.notices.add(Notice::VoicemailFailed { failure }, self.now),
        }
    }

    fn on_voicemail_deleted(&mut self, file: String, outcome: Result<(), Failure>) {
        self.voicemail.on_deleted(&file, outcome.is_ok());
        let Some(own) = self.session.extension() else { return };
        // It may be gone all the same.
        if outcome.as_ref().map_or_else(Failure::may_have_worked, |()| true) {
            voicemail::refresh_anew(&own, &mut self.outbox, self.now);
        }
        if let Err(failure) = outcome {
            self.notices.add(Notice::VoicemailDeleteFailed { file, failure }, self.now);
        }
    }

    /// A queue that was deleted is neither shown nor asked for ever.
    fn on_no_queue_status(&mut self, number: &QueueNumber, failure: &Failure) {
        if is_no_such_queue(failure) {
            self.queues.forget(number);
            self.renewal.lists_are_old();
        }
    }

    /// The PBX, asked by us, says what our phone is doing. What we know of was heard; and a queue that does not watch its
    /// members' phones says "free" in the middle of a call.
    pub(super) fn see_phone(&mut self, phone: PhoneStatus) {
        if !self.calls.any_live() {
            self.silence.see(phone, self.now);
        }
    }

    /// Our own name, when we are in the list.
    fn on_extensions(&mut self, list: Vec<ListedExtension>) -> Option<String> {
        self.directory.replace(list, self.now.wall);
        let own: Extension = self.session.extension()?;
        if !self.directory.contains(&own) {
            return None;
        }
        if self.phone == PhoneStatus::Unknown {
            self.phone = self.directory.status(&own);
        }
        Some(self.directory.name(&own).unwrap_or_else(|| own.to_string()))
    }
}
