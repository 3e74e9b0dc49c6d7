//! What is asked about the agent's mailbox.

use pbx_protocol::endpoints::{DeleteVoicemail, QueryVoicemail, VoicemailMessage};
use pbx_protocol::{About, Endpoint as _, Extension, Selection};
use serde::{Deserialize, Serialize};

use crate::ask::{Order, Question};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::wire::Wire;

/// The messages of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailList {
    /// The mailbox's extension.
    pub extension: Extension,
}

impl Question for MailList {
    type Answer = Vec<VoicemailMessage>;

    fn about(&self) -> About {
        QueryVoicemail::ABOUT
    }

    /// An empty mailbox is left out of the answer.
    async fn put(&self, wire: &impl Wire) -> Result<Vec<VoicemailMessage>, Failure> {
        let query = QueryVoicemail { extensions: Selection::one(self.extension.clone()) };
        let mailboxes = wire.send(&query).await?.mailboxes.into_iter();
        let own = mailboxes.filter(|mailbox| mailbox.extension == self.extension);
        Ok(own.flat_map(|mailbox| mailbox.messages).collect())
    }

    fn settle(self, outcome: Result<Vec<VoicemailMessage>, Failure>, desk: &mut Desk) {
        desk.voicemail.on_list(outcome, &mut desk.sounds, &mut desk.shared);
    }
}

/// Deletes one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailDelete {
    /// The mailbox's extension.
    pub extension: Extension,
    /// The message's name on the PBX.
    pub file: String,
}

impl Question for MailDelete {
    type Answer = ();

    fn about(&self) -> About {
        DeleteVoicemail::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        let (extension, file) = (self.extension.clone(), self.file.clone());
        Order::from(DeleteVoicemail { extension, file }).give(wire).await
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        desk.voicemail.on_deleted(self.file, outcome, &mut desk.shared);
    }
}
