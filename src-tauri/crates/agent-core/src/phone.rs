//! The agent's own phone: what it is doing, as far as the PBX has told, and what the agent wants of it.

pub(crate) mod ask;

use std::collections::BTreeSet;

use pbx_protocol::endpoints::{ExtensionDetail, ExtensionSettings, ExtensionStatus, UpdateExtension};
use pbx_protocol::{About, Endpoint as _, Extension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ask::Question;
use crate::command::{Command, PhoneCommand};
use crate::desk::Desk;
use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::shared::Shared;
use crate::wire::Wire;
use ask::OwnPhone;

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
    /// What has been asked for and is not known to be done.
    pub pending: Option<PhoneCommand>,
    /// What the core would accept now.
    pub can: BTreeSet<PhoneCommand>,
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

/// Changes how our phone is set up. No other member of its settings can be said: a slip must not change a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneDo {
    /// Whose phone it is.
    pub extension: Extension,
    /// What it is told.
    pub command: PhoneCommand,
}

impl Question for PhoneDo {
    type Answer = ();

    fn about(&self) -> About {
        UpdateExtension::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        let do_not_disturb = Some(self.command == PhoneCommand::DoNotDisturb);
        let settings = ExtensionSettings { do_not_disturb, ..ExtensionSettings::default() };
        let request = UpdateExtension { extension: self.extension.clone(), new_number: None, settings };
        wire.send(&request).await.map(|_| ())
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        desk.phone.on_done(self, outcome, &mut desk.shared);
    }
}

/// What is known of it. Forgotten while we are offline.
#[derive(Debug, Default)]
pub(crate) struct Phone {
    status: PhoneStatus,
    do_not_disturb: Option<bool>,
    pending: Option<PhoneCommand>,
    /// What is pending was answered, or may have been done, and is read back now.
    answered: Option<Result<(), Failure>>,
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

    pub(crate) fn view(&self, own: &Extension, shared: &Shared) -> AgentView {
        AgentView {
            extension: own.to_string(),
            name: shared.directory.name(own),
            phone: self.status,
            do_not_disturb: self.do_not_disturb,
            pending: self.pending,
            can: if shared.online { self.can() } else { BTreeSet::new() },
        }
    }

    fn can(&self) -> BTreeSet<PhoneCommand> {
        // A phone that works is reported; one that was plugged in again is not, where the PBX lacks the tick for it.
        let seems_dead =
            matches!(self.status, PhoneStatus::Unknown | PhoneStatus::Unavailable | PhoneStatus::Faulty);
        let possible = [
            (PhoneCommand::CheckPhone, seems_dead),
            (PhoneCommand::DoNotDisturb, self.do_not_disturb == Some(false)),
            (PhoneCommand::LetRing, self.do_not_disturb == Some(true)),
        ];
        let of_these = possible.into_iter().filter(|(_, is_possible)| *is_possible && self.pending.is_none());
        of_these.map(|(command, _)| command).collect()
    }

    pub(crate) fn act(&mut self, command: PhoneCommand, shared: &mut Shared) -> Result<(), Refusal> {
        let extension = shared.signed_in()?;
        if !self.can().contains(&command) {
            return Err(Refusal::NotNow);
        }
        self.pending = Some(command);
        match command {
            PhoneCommand::CheckPhone => {
                self.answered = Some(Ok(()));
                shared.ask_anew(OwnPhone { extension });
            }
            PhoneCommand::DoNotDisturb | PhoneCommand::LetRing => shared.ask(PhoneDo { extension, command }),
        }
        Ok(())
    }

    /// "Success" is not believed: what counts is what the PBX says of the phone afterwards.
    fn on_done(
        &mut self,
        PhoneDo { extension, command }: PhoneDo,
        outcome: Result<(), Failure>,
        shared: &mut Shared,
    ) {
        match outcome {
            Err(failure) if !failure.may_have_worked() => {
                self.pending = None;
                tell_failed(command, failure, shared);
            }
            outcome => {
                self.answered = Some(outcome);
                shared.ask_anew(OwnPhone { extension });
            }
        }
    }

    /// What the PBX says of it, asked by whomever.
    pub(crate) fn on_told(
        &mut self,
        outcome: &Result<Option<Box<ExtensionDetail>>, Failure>,
        shared: &mut Shared,
    ) {
        if let Ok(Some(detail)) = outcome {
            self.status = PhoneStatus::of(&detail.status);
            self.do_not_disturb = detail.do_not_disturb;
            shared.notices.withdraw(is_unknown);
        }
        // One that was asked before the deed says nothing of it.
        let Some(answered) = self.answered.take() else { return };
        let Some(command) = self.pending.take() else { return };
        match (outcome, answered) {
            (Err(failure), Ok(())) if command == PhoneCommand::CheckPhone => {
                tell_failed(command, failure.clone(), shared);
            }
            (Err(_), _) => shared.tell(Notice::ActionUnknown {
                call: None,
                command: Command::Phone(command),
                queue: None,
            }),
            (Ok(_), answered) if !self.is_done(command) => {
                tell_failed(command, answered.err().unwrap_or(Failure::NotDone), shared);
            }
            (Ok(_), _) => {}
        }
    }

    fn is_done(&self, command: PhoneCommand) -> bool {
        match command {
            PhoneCommand::CheckPhone => true,
            // A PBX that leaves it out of its answer is believed: to call that a failure would be a guess.
            PhoneCommand::DoNotDisturb => self.do_not_disturb != Some(false),
            PhoneCommand::LetRing => self.do_not_disturb != Some(true),
        }
    }
}

fn is_unknown(notice: &Notice) -> bool {
    matches!(notice, Notice::ActionUnknown { command: Command::Phone(_), .. })
}

fn tell_failed(command: PhoneCommand, failure: Failure, shared: &mut Shared) {
    shared.tell(Notice::ActionFailed { command: Command::Phone(command), queue: None, failure });
}
