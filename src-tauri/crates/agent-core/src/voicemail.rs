//! The agent's mailbox.

pub(crate) mod ask;
pub(crate) mod view;

use pbx_protocol::endpoints::VoicemailMessage;
use pbx_protocol::{Extension, Meaning, Party};

use ask::{MailDelete, MailList};

use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::now::{Now, WallMillis};
use crate::shared::Shared;
use crate::shown;
use crate::sounds::media::MediaId;
use crate::voicemail::view::{VoicemailBox, VoicemailView};

/// The messages as last heard.
#[derive(Debug, Default)]
pub(crate) struct Voicemail {
    messages: Vec<Message>,
    as_of: Option<WallMillis>,
    /// The PBX says no to the question.
    missing: bool,
}

#[derive(Debug)]
struct Message {
    wire: VoicemailMessage,
    deleting: bool,
}

impl Message {
    /// The PBX gives a deleted message's name to another, but not its date.
    fn mark(&self) -> String {
        format!("{} {}", self.wire.file, self.wire.date)
    }
}

/// The person wants to see what is there now.
pub(crate) fn refresh(shared: &mut Shared) -> Result<(), Refusal> {
    let extension = shared.signed_in()?;
    shared.ask_once(MailList { extension });
    Ok(())
}

impl Voicemail {
    pub(crate) fn on_list(&mut self, outcome: Result<Vec<VoicemailMessage>, Failure>, shared: &mut Shared) {
        match outcome {
            Ok(list) => {
                self.replace(list, shared.now);
                shared.notices.withdraw(|notice| matches!(notice, Notice::VoicemailFailed { .. }));
            }
            // A dead token says nothing of the mailbox, which must not be taken for missing.
            Err(Failure::Refused { meaning, .. }) if meaning != Meaning::TokenGone => {
                self.on_refused(shared.now);
            }
            Err(failure) => shared.tell(Notice::VoicemailFailed { failure }),
        }
    }

    /// Newest first; the PBX's times sort as text.
    fn replace(&mut self, mut list: Vec<VoicemailMessage>, now: Now) {
        list.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| b.file.cmp(&a.file)));
        // A list that was asked for before the deletion still has the message; its button stays off all the same.
        let deleting: Vec<String> =
            self.messages.iter().filter(|m| m.deleting).map(|m| m.wire.file.clone()).collect();
        self.messages =
            list.into_iter().map(|wire| Message { deleting: deleting.contains(&wire.file), wire }).collect();
        self.as_of = Some(now.wall);
        self.missing = false;
    }

    /// An extension need not have a mailbox, and the PBX refuses the question then.
    fn on_refused(&mut self, now: Now) {
        self.messages.clear();
        self.as_of = Some(now.wall);
        self.missing = true;
    }

    pub(crate) fn is_missing(&self) -> bool {
        self.missing
    }

    pub(crate) fn contains(&self, file: &str) -> bool {
        self.messages.iter().any(|message| message.wire.file == file)
    }

    /// A message that was played or saved stays "not new", even after a restart.
    pub(crate) fn on_heard(&self, media: &MediaId, shared: &mut Shared) {
        if let MediaId::Voicemail { extension, file } = media
            && self.hear(extension, file, &mut shared.settings.heard)
        {
            shared.save_settings();
        }
    }

    /// Marks a message as heard; whether that is news. Marks of messages that are gone go too.
    fn hear(&self, extension: &str, file: &str, heard: &mut Vec<String>) -> bool {
        let mark_of = |message: &Message| format!("{extension} {}", message.mark());
        let message = self.messages.iter().find(|message| message.wire.file == file);
        let Some(mark) = message.map(mark_of).filter(|mark| !heard.contains(mark)) else { return false };
        // Other mailboxes' marks stay: their messages are not in this list.
        let mailbox = format!("{extension} ");
        heard.retain(|known| {
            !known.starts_with(&mailbox) || self.messages.iter().any(|message| mark_of(message) == *known)
        });
        heard.push(mark);
        true
    }

    pub(crate) fn delete(&mut self, file: &str, shared: &mut Shared) -> Result<(), Refusal> {
        let extension = shared.signed_in()?;
        let message = self.messages.iter_mut().find(|message| message.wire.file == file);
        let message = message.ok_or(Refusal::NoSuchItem)?;
        if message.deleting {
            return Err(Refusal::NotNow);
        }
        message.deleting = true;
        shared.ask(MailDelete { extension, file: file.to_owned() });
        Ok(())
    }

    pub(crate) fn on_deleted(&mut self, file: String, outcome: Result<(), Failure>, shared: &mut Shared) {
        if outcome.is_ok() {
            self.messages.retain(|message| message.wire.file != file);
        }
        for message in self.messages.iter_mut().filter(|message| message.wire.file == file) {
            message.deleting = false;
        }
        let Some(extension) = shared.own.clone() else { return };
        // It may be gone all the same.
        if outcome.as_ref().map_or_else(Failure::may_have_worked, |()| true) {
            shared.ask_anew(MailList { extension });
        }
        if let Err(failure) = outcome {
            shared.tell(Notice::VoicemailDeleteFailed { file, failure });
        }
    }

    pub(crate) fn on_offline(&mut self) {
        // The answers went with the session: nothing else would free the buttons.
        for message in &mut self.messages {
            message.deleting = false;
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn view(&self, shared: &Shared) -> VoicemailBox {
        let (own, heard) = (shared.own.as_ref(), &shared.settings.heard);
        let list = |own: &Extension| shared.outbox.waits_for(&MailList { extension: own.clone() }.into());
        let refreshing = own.is_some_and(list);
        let messages = self.messages.iter().map(|message| {
            let from = Party::parse(&message.wire.from);
            let number = from.number.unwrap_or_default();
            VoicemailView {
                file: message.wire.file.clone(),
                // The directory first: the other name is whatever the caller's phone said.
                from_name: shared.directory.name_of_number(&number).or(from.name.map(shown::name)),
                from: number,
                date: message.wire.date.clone(),
                seconds: message.wire.length.trim().parse().ok(),
                is_new: own.is_some_and(|own| !heard.contains(&format!("{own} {}", message.mark()))),
                deleting: message.deleting,
            }
        });
        VoicemailBox { messages: messages.collect(), as_of: self.as_of, refreshing, missing: self.missing }
    }
}
