//! What is asked anew while we are signed in, since nothing reports it: who is there, which queues there are, whether
//! there is a new message.

use std::time::Duration;

use crate::now::Now;
use crate::policy::FixedField;
use crate::queues::ask::QueueList;
use crate::session::ask::ExtensionList;
use crate::shared::Shared;
use crate::voicemail::Voicemail;
use crate::voicemail::ask::MailList;

// These are the PBX's longest answers, and each desktop asks for them: a colleague who is new can wait so long.
const LISTS_EVERY: Duration = Duration::from_mins(15);
/// One short question a minute: who waits to be called back is told soon.
const VOICEMAIL_EVERY: Duration = Duration::from_mins(1);
/// Who let it ring in vain may be speaking to the mailbox now.
const AFTER_A_RING: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(20), Duration::from_mins(1)];
/// What the PBX says may be a moment's nonsense, e.g. while it starts.
const LISTS_AT_MOST_EVERY: Duration = Duration::from_mins(1);

/// When to ask; nothing while we are not signed in.
#[derive(Debug, Default)]
pub(crate) struct Renewal {
    lists_asked: Duration,
    lists_at: Option<Duration>,
    voicemail_at: Option<Duration>,
    /// Sooner than that, after calls that rang out.
    voicemail_soon: Vec<Duration>,
}

impl Renewal {
    /// All of it was asked just now.
    pub(crate) fn on_online(&mut self, shared: &Shared) {
        let now = shared.now.monotonic;
        self.lists_asked = now;
        self.lists_at = Some(now + LISTS_EVERY);
        self.voicemail_at = Some(now + voicemail_every(shared));
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.lists_at.into_iter().chain(self.voicemail_at).chain(self.voicemail_soon.first().copied()).min()
    }

    /// A call of ours rang out.
    pub(crate) fn on_rang_out(&mut self, now: Now) {
        self.voicemail_soon = AFTER_A_RING.map(|after| now.monotonic + after).into();
    }

    /// The PBX does not know what it listed.
    pub(crate) fn lists_are_old(&mut self) {
        // Never sooner than a minute after the last: a PBX that goes on denying what it lists would be asked
        // without end.
        let soon = self.lists_asked + LISTS_AT_MOST_EVERY;
        self.lists_at = self.lists_at.map(|at| at.min(soon));
    }

    pub(crate) fn ask_due(&mut self, voicemail: &Voicemail, shared: &mut Shared) {
        let now = shared.now.monotonic;
        if self.lists_are_due(now) {
            // Anew: a list that is on its way may be from before the refusal which made it due.
            shared.ask_anew(ExtensionList { anew: true });
            shared.ask_anew(QueueList {});
        }
        // An extension without a mailbox is refused each time, and a policy may forbid to look.
        if self.voicemail_is_due(shared)
            && !voicemail.is_missing()
            && shared.governed.allows(FixedField::NoVoicemail).is_ok()
            && let Some(extension) = shared.own.clone()
        {
            shared.ask_once(MailList { extension });
        }
    }

    fn lists_are_due(&mut self, now: Duration) -> bool {
        let is_due = self.lists_at.take_if(|at| *at <= now).is_some();
        if is_due {
            self.lists_asked = now;
            self.lists_at = Some(now + LISTS_EVERY);
        }
        is_due
    }

    fn voicemail_is_due(&mut self, shared: &Shared) -> bool {
        let now = shared.now.monotonic;
        let before = self.voicemail_soon.len();
        self.voicemail_soon.retain(|at| *at > now);
        let is_soon = self.voicemail_soon.len() < before;
        let is_due = is_soon || self.voicemail_at.is_some_and(|at| at <= now);
        if is_due {
            self.voicemail_at = Some(now + voicemail_every(shared));
        }
        is_due
    }
}

fn voicemail_every(shared: &Shared) -> Duration {
    shared.governed.policy().voicemail_every().unwrap_or(VOICEMAIL_EVERY)
}
