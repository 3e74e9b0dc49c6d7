//! The agent's mailbox.

pub(crate) mod ask;
pub(crate) mod view;

use pbx_protocol::endpoints::VoicemailMessage;
use pbx_protocol::{Extension, Meaning, Party};

use ask::{MailDelete, MailList};

use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::now::{Now, WallMillis};
use crate::scripts::told::{Told, ToldMessage, post};
use crate::shared::Shared;
use crate::shown;
use crate::sounds::Sounds;
use crate::sounds::media::MediaId;
use crate::voicemail::view::{MailNews, PbxClock, VoicemailBox, VoicemailView};

/// Milliseconds after which the age of a list that stays the same is told anew.
const TOLD_ANEW_AFTER: i64 = 5 * 60_000;

/// The messages as last heard.
#[derive(Debug, Default)]
pub(crate) struct Voicemail {
    messages: Vec<Message>,
    as_of: Option<WallMillis>,
    /// The PBX says no to the question.
    missing: bool,
    /// What came in last.
    news: Option<MailNews>,
    /// The person waits for the list.
    is_wanted: bool,
}

#[derive(Debug)]
struct Message {
    wire: VoicemailMessage,
    deleting: bool,
}

impl Message {
    /// Names move up when a message is deleted; when it was left and by whom stays.
    fn mark(&self) -> String {
        format!("{} {}", self.wire.date, self.wire.from)
    }

    /// As earlier versions of this program kept it.
    fn earlier_mark(&self) -> String {
        format!("{} {}", self.wire.file, self.wire.date)
    }

    /// How long it is, where the PBX says so in a way that can be read.
    fn seconds(&self) -> Option<u32> {
        self.wire.length.trim().parse().ok()
    }

    /// As other programs are told of it.
    fn told(&self, own: &Extension, shared: &Shared) -> ToldMessage {
        let (number, name) = self.from(shared);
        let from = Some(number).filter(|number| !number.is_empty());
        ToldMessage { extension: own.to_string(), from, name, seconds: self.seconds() }
    }

    /// Number and name of who left it.
    fn from(&self, shared: &Shared) -> (String, Option<String>) {
        let from = Party::parse(&self.wire.from);
        let number = from.number.unwrap_or_default();
        // The directory first: the other name is whatever the caller's phone said.
        let name = shared.directory.name_of_number(&number).or(from.name.map(shown::name));
        (number, name)
    }
}

impl Voicemail {
    /// The person wants to see what is there now.
    pub(crate) fn refresh(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        let extension = shared.signed_in()?;
        self.is_wanted = true;
        shared.ask_once(MailList { extension });
        Ok(())
    }

    pub(crate) fn on_list(
        &mut self,
        outcome: Result<Vec<VoicemailMessage>, Failure>,
        sounds: &mut Sounds,
        shared: &mut Shared,
    ) {
        match outcome {
            Ok(list) => {
                let before: Vec<(String, String)> =
                    self.messages.iter().map(|one| (one.wire.file.clone(), one.mark())).collect();
                self.replace(list, shared.now);
                let is_same = |file: &str, mark: &str| {
                    self.messages.iter().any(|one| one.wire.file == file && one.mark() == mark)
                };
                // What became of one message is not told of another that has its name now.
                for (file, _) in before.iter().filter(|(file, mark)| !is_same(file, mark)) {
                    sounds.forget_message(file);
                }
                self.take_over_marks(shared);
                self.see_news(shared);
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
        let marks: Vec<String> = self.messages.iter().map(Message::mark).collect();
        self.messages =
            list.into_iter().map(|wire| Message { deleting: deleting.contains(&wire.file), wire }).collect();
        let is_news = marks.iter().ne(self.messages.iter().map(Message::mark).collect::<Vec<_>>().iter());
        let is_old = self.as_of.is_none_or(|as_of| now.wall.0.saturating_sub(as_of.0) >= TOLD_ANEW_AFTER);
        // Asked each minute, nothing else would make a view each minute, which somebody has to draw.
        if std::mem::take(&mut self.is_wanted) || is_news || is_old {
            self.as_of = Some(now.wall);
        }
        self.missing = false;
    }

    /// What an earlier version of this program knew as heard.
    fn take_over_marks(&self, shared: &mut Shared) {
        let Some(own) = &shared.own else { return };
        for message in &self.messages {
            let earlier = format!("{own} {}", message.earlier_mark());
            for mark in shared.settings.heard.iter_mut().filter(|mark| **mark == earlier) {
                *mark = format!("{own} {}", message.mark());
            }
        }
    }

    /// What was not there before.
    fn see_news(&mut self, shared: &mut Shared) {
        let Some(own) = shared.own.clone() else { return };
        let key = |message: &Message| format!("{own} {}", message.mark());
        let (ours, others): (Vec<_>, Vec<_>) =
            shared.settings.mail_told.drain(..).partition(|told| told.starts_with(&format!("{own} ")));
        let is_heard = |message: &Message| shared.settings.heard.contains(&key(message));
        let news: Vec<&Message> =
            self.messages.iter().filter(|one| !ours.contains(&key(one)) && !is_heard(one)).collect();
        if let Some(newest) = news.first() {
            let id = self.news.as_ref().map_or(0, |news| news.id) + 1;
            let (number, name) = newest.from(shared);
            let from = name.or_else(|| Some(number).filter(|number| !number.is_empty()));
            for message in news.iter().rev() {
                post(&Told::Voicemail { message: message.told(&own, shared) }, shared);
            }
            self.news = Some(MailNews { id, count: u32::try_from(news.len()).unwrap_or(u32::MAX), from });
        }
        let told: Vec<String> = self.messages.iter().map(key).collect();
        let has_changed = told != ours;
        shared.settings.mail_told = others.into_iter().chain(told).collect();
        if has_changed {
            shared.save_settings();
        }
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
        self.is_wanted = false;
        // The answers went with the session: nothing else would free the buttons.
        for message in &mut self.messages {
            message.deleting = false;
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn view(&self, clock: Option<PbxClock>, shared: &Shared) -> VoicemailBox {
        let (own, heard) = (shared.own.as_ref(), &shared.settings.heard);
        let list = |own: &Extension| shared.outbox.waits_for(&MailList { extension: own.clone() }.into());
        let refreshing = self.is_wanted && own.is_some_and(list);
        let messages = self.messages.iter().map(|message| {
            let (number, name) = message.from(shared);
            VoicemailView {
                file: message.wire.file.clone(),
                from_name: name,
                from: number,
                date: message.wire.date.clone(),
                seconds: message.seconds(),
                is_new: own.is_some_and(|own| !heard.contains(&format!("{own} {}", message.mark()))),
                deleting: message.deleting,
            }
        });
        VoicemailBox {
            messages: messages.collect(),
            as_of: self.as_of,
            refreshing,
            missing: self.missing,
            // Without dates nobody reads it, and each view holds it.
            clock: clock.filter(|_| !self.messages.is_empty()),
            news: self.news.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_version_kept_as_heard_stays_heard() {
        let mut shared = Shared { own: Extension::parse("101").ok(), ..Shared::default() };
        shared.settings.heard = vec!["101 msg0001.wav 2020-05-20 10:05:00".to_owned()];
        let message = |file: &str, date: &str| VoicemailMessage {
            file: file.to_owned(),
            from: "102".to_owned(),
            date: date.to_owned(),
            length: "12".to_owned(),
        };
        let (heard, other) =
            (message("msg0001.wav", "2020-05-20 10:05:00"), message("msg0000.wav", "2020-05-20 10:00:00"));
        let mut voicemail = Voicemail::default();
        voicemail.on_list(Ok(vec![heard, other]), &mut Sounds::default(), &mut shared);
        let new: Vec<bool> =
            voicemail.view(None, &shared).messages.iter().map(|message| message.is_new).collect();
        assert_eq!(new, [false, true]);
    }
}
