//! The agent's own phone: what it is doing, as far as the PBX has told, and what the agent wants of it.

pub(crate) mod ask;

use std::collections::BTreeSet;

use pbx_protocol::Extension;
use pbx_protocol::endpoints::{ExtensionDetail, ExtensionStatus};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::{Command, PhoneCommand};
use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::shared::Shared;
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

/// What is known of it. Forgotten while we are offline.
#[derive(Debug, Default)]
pub(crate) struct Phone {
    status: PhoneStatus,
    pending: Option<PhoneCommand>,
}

impl Phone {
    pub(crate) fn status(&self) -> PhoneStatus {
        self.status
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
            pending: self.pending,
            can: if shared.online { self.can() } else { BTreeSet::new() },
        }
    }

    fn can(&self) -> BTreeSet<PhoneCommand> {
        // A phone that works is reported; one that was plugged in again is not, where the PBX lacks the tick for it.
        let seems_dead =
            matches!(self.status, PhoneStatus::Unknown | PhoneStatus::Unavailable | PhoneStatus::Faulty);
        let possible = [(PhoneCommand::CheckPhone, seems_dead)];
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
            PhoneCommand::CheckPhone => shared.ask_anew(OwnPhone { extension }),
        }
        Ok(())
    }

    /// What the PBX says of it, asked by whomever.
    pub(crate) fn on_told(
        &mut self,
        outcome: &Result<Option<Box<ExtensionDetail>>, Failure>,
        shared: &mut Shared,
    ) {
        let pending = self.pending.take();
        match outcome {
            Ok(Some(detail)) => self.status = PhoneStatus::of(&detail.status),
            Ok(None) => {}
            Err(failure) => {
                if let Some(command) = pending {
                    let (command, failure) = (Command::Phone(command), failure.clone());
                    shared.tell(Notice::ActionFailed { command, queue: None, failure });
                }
            }
        }
    }
}
