//! What is asked about the phone to which a call was handed over.

use pbx_protocol::endpoints::{ExtensionStatus, QueryOwnPhone};
use pbx_protocol::{About, Endpoint as _, Extension};
use serde::{Deserialize, Serialize};

use crate::ask::Question;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::wire::Wire;

/// Does the phone ring, or talk, to which a call was handed over?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneOf {
    pub extension: Extension,
}

impl Question for PhoneOf {
    /// `None`: the PBX does not say.
    type Answer = Option<ExtensionStatus>;

    fn about(&self) -> About {
        QueryOwnPhone::ABOUT
    }

    /// The passwords that stand beside it in the answer are not even read.
    async fn put(&self, wire: &impl Wire) -> Result<Self::Answer, Failure> {
        let answer = wire.send(&QueryOwnPhone { extension: self.extension.clone() }).await?;
        let mut phones = answer.phones.into_iter();
        let theirs = phones.find(|phone| phone.detail.number == self.extension);
        Ok(theirs.map(|phone| phone.detail.status))
    }

    fn settle(self, outcome: Result<Self::Answer, Failure>, desk: &mut Desk) {
        desk.consult.on_phone_of(&self.extension, outcome.ok().flatten().as_ref(), &mut desk.shared);
    }
}
