//! The agent's own phone: what it is doing, as far as the PBX has told, and what the agent wants of it.

pub(crate) mod ask;
pub(crate) mod forward;
pub(crate) mod intents;

use std::collections::BTreeSet;
use std::time::Duration;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::ExtensionStatus;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::{Command, PhoneCommand};
use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::now::{Now, WallMillis};
use crate::shared::Shared;
use crate::shown;
use ask::{OwnPhone, OwnPhoneTold, PhoneDo, SetupChange};
use forward::{Forward, ForwardMembers, ForwardWhen};

/// It may be set up from the phone itself, or by an administrator, and nothing reports that.
const READ_AGAIN: Duration = Duration::from_mins(1);
/// Longer than any number is written.
const LONGEST_MOBILE: usize = 24;

/// Who is signed in, and the phone of that extension.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AgentView {
    pub extension: String,
    /// The name the PBX has for it.
    pub name: Option<String>,
    /// What the phone is doing.
    pub phone: PhoneStatus,
    /// Whether callers hear busy, as the PBX said last; `None`: it does not say.
    pub do_not_disturb: Option<bool>,
    /// Where calls go that it does not take; `None`: not read yet.
    pub setup: Option<PhoneSetup>,
    /// What has been asked for and is not known to be done.
    pub pending: Option<PhoneCommand>,
    /// What the core would accept now.
    pub can: BTreeSet<PhoneCommand>,
}

/// Where calls go that the phone does not take, as the PBX said last; `None` where it does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PhoneSetup {
    /// Calls that nobody answers.
    pub no_answer: Option<Forward>,
    /// Calls that come while it is in use.
    pub busy: Option<Forward>,
    /// How long it rings before.
    pub ring_seconds: Option<u32>,
    /// The mobile number that the PBX has for the agent. Untrusted text.
    pub mobile: Option<String>,
    /// When it was read.
    pub as_of: WallMillis,
}

/// What a phone is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneStatus {
    #[default]
    Unknown,
    /// Not registered: nobody can call it.
    Unavailable,
    Idle,
    Ringing,
    InUse,
    /// Its call is held.
    OnHold,
    Faulty,
}

impl PhoneStatus {
    /// A word of the wire that the document does not know is shown as unknown.
    pub(crate) fn of(status: &ExtensionStatus) -> Self {
        match status {
            ExtensionStatus::Unavailable => Self::Unavailable,
            ExtensionStatus::Idle => Self::Idle,
            ExtensionStatus::Ringing => Self::Ringing,
            ExtensionStatus::InUse => Self::InUse,
            ExtensionStatus::OnHold => Self::OnHold,
            ExtensionStatus::Faulty => Self::Faulty,
            ExtensionStatus::Other(_) => Self::Unknown,
        }
    }
}

/// What is known of it. Forgotten while we are offline.
#[derive(Debug, Default)]
pub(crate) struct Phone {
    status: PhoneStatus,
    do_not_disturb: Option<bool>,
    setup: Option<PhoneSetup>,
    pending: Option<Pending>,
    /// Somebody looks at how it is set up.
    looked_at: bool,
    read_at: Option<Duration>,
}

/// What has been asked for and is not known to be done.
#[derive(Debug)]
struct Pending {
    command: PhoneCommand,
    wanted: Wanted,
    /// It was answered, or may have been done, and is read back now.
    answered: Option<Result<(), Failure>>,
}

/// What it is to be like.
#[derive(Debug)]
enum Wanted {
    Known,
    Quiet(bool),
    Forward(ForwardWhen, Forward),
    RingSeconds(u32),
}

impl PhoneSetup {
    fn of(told: &OwnPhoneTold, now: Now) -> Self {
        let OwnPhoneTold { no_answer, busy, ring_seconds, mobile, .. } = told.clone();
        let mobile = mobile.map(|mobile| shown::in_short(&mobile, LONGEST_MOBILE));
        Self { no_answer, busy, ring_seconds, mobile, as_of: now.wall }
    }

    fn forward(&self, when: ForwardWhen) -> Option<&Forward> {
        match when {
            ForwardWhen::NoAnswer => self.no_answer.as_ref(),
            ForwardWhen::Busy => self.busy.as_ref(),
        }
    }
}

impl Phone {
    pub(crate) fn status(&self) -> PhoneStatus {
        self.status
    }

    /// It lets nobody through, as the PBX said last.
    pub(crate) fn do_not_disturb(&self) -> bool {
        self.do_not_disturb == Some(true)
    }

    /// Somebody has told what it is doing.
    pub(crate) fn is(&mut self, status: PhoneStatus) {
        self.status = status;
    }

    /// What the person looks at stays.
    pub(crate) fn on_offline(&mut self) {
        *self = Self { looked_at: self.looked_at, ..Self::default() };
    }

    pub(crate) fn look(&mut self, looked_at: bool) {
        if looked_at && !self.looked_at {
            self.read_at = None;
        }
        self.looked_at = looked_at;
    }

    pub(crate) fn view(&self, own: &Extension, shared: &Shared) -> AgentView {
        AgentView {
            extension: own.to_string(),
            name: shared.directory.name(own),
            phone: self.status,
            do_not_disturb: self.do_not_disturb,
            setup: self.setup.clone(),
            pending: self.pending.as_ref().map(|pending| pending.command),
            can: if shared.online { self.can() } else { BTreeSet::new() },
        }
    }

    fn can(&self) -> BTreeSet<PhoneCommand> {
        // A phone that works is reported; one that was plugged in again is not, where the PBX lacks the tick for it.
        let seems_dead =
            matches!(self.status, PhoneStatus::Unknown | PhoneStatus::Unavailable | PhoneStatus::Faulty);
        let is_told = |when| self.setup.as_ref().is_some_and(|setup| setup.forward(when).is_some());
        let possible = [
            (PhoneCommand::CheckPhone, seems_dead),
            (PhoneCommand::DoNotDisturb, self.do_not_disturb == Some(false)),
            (PhoneCommand::LetRing, self.do_not_disturb == Some(true)),
            (PhoneCommand::ForwardNoAnswer, is_told(ForwardWhen::NoAnswer)),
            (PhoneCommand::ForwardBusy, is_told(ForwardWhen::Busy)),
            (PhoneCommand::SetRingTime, self.setup.is_some()),
        ];
        let of_these = possible.into_iter().filter(|(_, is_possible)| *is_possible && self.pending.is_none());
        of_these.map(|(command, _)| command).collect()
    }

    fn may(&self, command: PhoneCommand, shared: &Shared) -> Result<Extension, Refusal> {
        let extension = shared.signed_in()?;
        if self.can().contains(&command) { Ok(extension) } else { Err(Refusal::NotNow) }
    }

    pub(crate) fn act(&mut self, command: PhoneCommand, shared: &mut Shared) -> Result<(), Refusal> {
        let extension = self.may(command, shared)?;
        let is_quiet = command == PhoneCommand::DoNotDisturb;
        match command {
            PhoneCommand::CheckPhone => {
                self.pending = Some(Pending { command, wanted: Wanted::Known, answered: Some(Ok(())) });
                shared.ask_anew(OwnPhone { extension });
            }
            PhoneCommand::DoNotDisturb | PhoneCommand::LetRing => {
                let change = SetupChange { do_not_disturb: Some(is_quiet), ..SetupChange::default() };
                self.change(command, Wanted::Quiet(is_quiet), change, extension, shared);
            }
            // They have to be told where to, or how long, and have wishes of their own.
            PhoneCommand::ForwardNoAnswer | PhoneCommand::ForwardBusy | PhoneCommand::SetRingTime => {
                return Err(Refusal::NotNow);
            }
        }
        Ok(())
    }

    /// Calls that it does not take are to go there.
    pub(crate) fn forward(
        &mut self,
        when: ForwardWhen,
        to: Forward,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let command = when.command();
        let extension = self.may(command, shared)?;
        let setup = self.setup.as_ref().ok_or(Refusal::NotNow)?;
        let (to, mobile) = (to.trimmed(), setup.mobile.as_deref());
        to.check(&extension, &shared.directory, mobile).map_err(|why| Refusal::InvalidForward { why })?;
        let members = to.changes(setup.forward(when), mobile);
        let forward = Some((when, members)).filter(|(_, members)| *members != ForwardMembers::default());
        let change = SetupChange { forward, ..SetupChange::default() };
        self.change(command, Wanted::Forward(when, to), change, extension, shared);
        Ok(())
    }

    /// It is to ring for so long before calls go elsewhere.
    pub(crate) fn set_ring_time(&mut self, seconds: u32, shared: &mut Shared) -> Result<(), Refusal> {
        let command = PhoneCommand::SetRingTime;
        let extension = self.may(command, shared)?;
        forward::check_seconds(seconds).map_err(|why| Refusal::InvalidForward { why })?;
        let before = self.setup.as_ref().and_then(|setup| setup.ring_seconds);
        let ring_seconds = Some(seconds).filter(|_| before != Some(seconds));
        let change = SetupChange { ring_seconds, ..SetupChange::default() };
        self.change(command, Wanted::RingSeconds(seconds), change, extension, shared);
        Ok(())
    }

    fn change(
        &mut self,
        command: PhoneCommand,
        wanted: Wanted,
        change: SetupChange,
        extension: Extension,
        shared: &mut Shared,
    ) {
        // To want what is so already is to want no change.
        if change == SetupChange::default() {
            return;
        }
        self.pending = Some(Pending { command, wanted, answered: None });
        shared.ask(PhoneDo { extension, command, change });
    }

    /// "Success" is not believed: what counts is what the PBX says of the phone afterwards.
    pub(crate) fn on_done(
        &mut self,
        PhoneDo { extension, command, .. }: PhoneDo,
        outcome: Result<(), Failure>,
        shared: &mut Shared,
    ) {
        match outcome {
            Err(failure) if !failure.may_have_worked() => {
                self.pending = None;
                tell_failed(command, failure, shared);
            }
            outcome => {
                if let Some(pending) = &mut self.pending {
                    pending.answered = Some(outcome);
                }
                shared.ask_anew(OwnPhone { extension });
            }
        }
    }

    /// What the PBX says of it, asked by whomever.
    pub(crate) fn on_told(
        &mut self,
        outcome: &Result<Option<Box<OwnPhoneTold>>, Failure>,
        shared: &mut Shared,
    ) {
        self.read_at = Some(shared.now.monotonic);
        if let Ok(Some(told)) = outcome {
            self.status = PhoneStatus::of(&told.detail.status);
            self.do_not_disturb = told.detail.do_not_disturb;
            self.setup = Some(PhoneSetup::of(told, shared.now));
            shared.notices.withdraw(is_unknown);
        }
        // One that was asked before the deed says nothing of it.
        let Some(pending) = self.pending.take_if(|pending| pending.answered.is_some()) else { return };
        let (command, answered) = (pending.command, pending.answered.unwrap_or(Ok(())));
        match (outcome, answered) {
            (Err(failure), Ok(())) if command == PhoneCommand::CheckPhone => {
                tell_failed(command, failure.clone(), shared);
            }
            (Err(_), _) => shared.tell(Notice::ActionUnknown {
                call: None,
                command: Command::Phone(command),
                queue: None,
            }),
            (Ok(_), answered) if !self.is_done(&pending.wanted) => {
                tell_failed(command, answered.err().unwrap_or(Failure::NotDone), shared);
            }
            (Ok(_), _) => {}
        }
    }

    /// A PBX that leaves it out of its answer is believed: to call that a failure would be a guess.
    fn is_done(&self, wanted: &Wanted) -> bool {
        let setup = self.setup.as_ref();
        match wanted {
            Wanted::Known => true,
            Wanted::Quiet(quiet) => self.do_not_disturb != Some(!quiet),
            Wanted::Forward(when, to) => to.is_done(setup.and_then(|setup| setup.forward(*when))),
            Wanted::RingSeconds(wanted) => {
                setup.and_then(|setup| setup.ring_seconds).is_none_or(|seconds| seconds == *wanted)
            }
        }
    }

    /// Nothing reports how it is set up: it is read again while somebody looks at that, or waits for it to ring.
    pub(crate) fn ask_due(&mut self, shared: &mut Shared) {
        let is_due = self.next_read().is_some_and(|at| at <= shared.now.monotonic);
        if let (true, Ok(extension)) = (is_due, shared.signed_in()) {
            self.read_at = Some(shared.now.monotonic);
            shared.ask_once(OwnPhone { extension });
        }
    }

    pub(crate) fn next_read(&self) -> Option<Duration> {
        let is_wanted = self.looked_at || self.do_not_disturb();
        is_wanted.then(|| self.read_at.map_or(Duration::ZERO, |at| at + READ_AGAIN))
    }
}

impl ForwardWhen {
    pub(crate) const fn command(self) -> PhoneCommand {
        match self {
            Self::NoAnswer => PhoneCommand::ForwardNoAnswer,
            Self::Busy => PhoneCommand::ForwardBusy,
        }
    }
}

fn is_unknown(notice: &Notice) -> bool {
    matches!(notice, Notice::ActionUnknown { command: Command::Phone(_), .. })
}

fn tell_failed(command: PhoneCommand, failure: Failure, shared: &mut Shared) {
    shared.tell(Notice::ActionFailed { command: Command::Phone(command), queue: None, failure });
}
