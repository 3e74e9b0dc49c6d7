//! What is asked about the agent's own phone.

use pbx_protocol::endpoints::{ExtensionDetail, QueryExtension};
use pbx_protocol::{About, Endpoint as _, Extension, Meaning};
use serde::{Deserialize, Serialize};

use crate::ask::Question;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::wire::Wire;

/// What our phone is in: asked at the sign-in, and when a call's end seems to have been lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhone {
    pub extension: Extension,
}

impl Question for OwnPhone {
    /// `None`: the PBX does not know the extension.
    type Answer = Option<Box<ExtensionDetail>>;

    fn about(&self) -> About {
        QueryExtension::ABOUT
    }

    /// An extension that is not there may be refused, or left out of the answer. Its passwords, which the PBX tells as
    /// well, stay outside.
    async fn put(&self, wire: &impl Wire) -> Result<Self::Answer, Failure> {
        match wire.send(&QueryExtension::one(&self.extension)).await {
            Ok(answer) => {
                let mut details = answer.extensions.into_iter().map(|info| info.detail);
                Ok(details.find(|detail| detail.number == self.extension).map(Box::new))
            }
            Err(Failure::Refused { meaning: Meaning::NoSuchExtension, .. }) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    fn settle(self, outcome: Result<Self::Answer, Failure>, desk: &mut Desk) {
        desk.on_own_phone(outcome);
    }
}
