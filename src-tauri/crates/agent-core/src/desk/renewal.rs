//! What is asked anew while we are signed in, since nothing reports it: who is there, which queues there are, whether
//! there is a new message.

use std::time::Duration;

use pbx_protocol::endpoints::ListedExtension;

use super::Desk;
use crate::queues::ask::QueueList;
use crate::session::ask::ExtensionList;
use crate::voicemail::ask::MailList;
use crate::{Failure, Now};

const LISTS_EVERY: Duration = Duration::from_mins(15);
const VOICEMAIL_EVERY: Duration = Duration::from_mins(5);
/// What the PBX says may be a moment's nonsense, e.g. while it starts.
const LISTS_AT_MOST_EVERY: Duration = Duration::from_mins(1);

/// When to ask; nothing while we are not signed in.
#[derive(Debug, Default)]
pub(super) struct Renewal {
    lists_asked: Duration,
    lists_at: Option<Duration>,
    voicemail_at: Option<Duration>,
}

impl Renewal {
    /// All of it was asked just now.
    pub(super) fn on_online(&mut self, now: Now) {
        self.lists_asked = now.monotonic;
        self.lists_at = Some(now.monotonic + LISTS_EVERY);
        self.voicemail_at = Some(now.monotonic + VOICEMAIL_EVERY);
    }

    pub(super) fn next_deadline(&self) -> Option<Duration> {
        self.lists_at.into_iter().chain(self.voicemail_at).min()
    }

    /// The PBX does not know what it listed.
    pub(super) fn lists_are_old(&mut self) {
        let soon = self.lists_asked + LISTS_AT_MOST_EVERY;
        self.lists_at = self.lists_at.map(|at| at.min(soon));
    }

    fn lists_are_due(&mut self, now: Duration) -> bool {
        let is_due = self.lists_at.take_if(|at| *at <= now).is_some();
        if is_due {
            self.lists_asked = now;
            self.lists_at = Some(now + LISTS_EVERY);
        }
        is_due
    }

    fn voicemail_is_due(&mut self, now: Duration) -> bool {
        let is_due = self.voicemail_at.take_if(|at| *at <= now).is_some();
        if is_due {
            self.voicemail_at = Some(now + VOICEMAIL_EVERY);
        }
        is_due
    }
}

impl Desk {
    pub(super) fn renew(&mut self) {
        let now = self.shared.now;
        if self.renewal.lists_are_due(now.monotonic) {
            self.shared.ask_anew(ExtensionList { anew: true });
            self.shared.ask_anew(QueueList {});
        }
        if self.renewal.voicemail_is_due(now.monotonic)
            && !self.voicemail.is_missing()
            && let Some(own) = self.shared.own.clone()
        {
            self.shared.ask_once(MailList { extension: own });
        }
    }

    /// A list without us is that of a PBX which starts, or we are deleted: the next sign-in tells.
    pub(crate) fn on_directory(&mut self, outcome: Result<Vec<ListedExtension>, Failure>) {
        let (Ok(list), Some(own)) = (outcome, self.shared.own.clone()) else { return };
        if !list.iter().any(|listed| listed.number == own) {
            return;
        }
        self.shared.directory.replace(list, self.shared.now.wall);
        let phone = self.shared.directory.status(&own);
        self.phone.is(phone);
        self.silence.see(phone, self.shared.now);
        self.calls.hear_of_phone(phone, self.shared.now);
    }
}
