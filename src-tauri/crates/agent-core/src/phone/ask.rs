//! What is asked about the agent's own phone, and what is changed of it.

use pbx_protocol::endpoints::{
    CallWays, ExtensionDetail, OwnPhoneInfo, PhoneChanges, QueryOwnPhone, UpdateOwnPhone,
};
use pbx_protocol::{About, Endpoint as _, Extension, Meaning};
use serde::{Deserialize, Serialize};

use crate::ask::Question;
use crate::command::PhoneCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::phone::forward::{Forward, ForwardMembers, ForwardWhen};
use crate::wire::Wire;

/// What our phone is in and how it is set up: asked at the sign-in, while somebody looks at it, and when a call's end seems
/// to have been lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhone {
    pub extension: Extension,
}

impl Question for OwnPhone {
    /// `None`: the PBX does not know the extension.
    type Answer = Option<Box<OwnPhoneTold>>;

    fn about(&self) -> About {
        QueryOwnPhone::ABOUT
    }

    /// An extension that is not there may be refused, or left out of the answer. Its passwords, which the PBX tells as
    /// well, are not even read.
    async fn put(&self, wire: &impl Wire) -> Result<Self::Answer, Failure> {
        match wire.send(&QueryOwnPhone { extension: self.extension.clone() }).await {
            Ok(answer) => {
                let mut phones = answer.phones.into_iter();
                let ours = phones.find(|phone| phone.detail.number == self.extension);
                Ok(ours.map(|phone| Box::new(phone.into())))
            }
            Err(Failure::Refused { meaning: Meaning::NoSuchExtension, .. }) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    fn settle(self, outcome: Result<Self::Answer, Failure>, desk: &mut Desk) {
        desk.on_own_phone(outcome);
    }
}

/// What the PBX says of our phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhoneTold {
    /// What it is and does.
    pub detail: ExtensionDetail,
    /// Where calls go that nobody answers; `None`: it does not say.
    pub no_answer: Option<Forward>,
    /// The same of calls that come while it is in use.
    pub busy: Option<Forward>,
    /// How long it rings before.
    pub ring_seconds: Option<u32>,
    /// The agent's mobile number. Untrusted text.
    pub mobile: Option<String>,
}

impl From<OwnPhoneInfo> for OwnPhoneTold {
    fn from(OwnPhoneInfo { detail, ways, mobile }: OwnPhoneInfo) -> Self {
        let CallWays { no_answer, busy, ring_seconds } = ways;
        let (no_answer, busy) = (Forward::of(no_answer.into()), Forward::of(busy.into()));
        Self { detail, no_answer, busy, ring_seconds, mobile }
    }
}

/// Changes how our phone is set up. No other member of its settings can be said: a slip must not change a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneDo {
    /// Whose phone it is.
    pub extension: Extension,
    /// What it is told.
    pub command: PhoneCommand,
    /// What of its settings changes.
    pub change: SetupChange,
}

/// What of our phone's settings changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupChange {
    /// Whether callers hear busy.
    pub do_not_disturb: Option<bool>,
    /// Where those calls go.
    pub forward: Option<(ForwardWhen, ForwardMembers)>,
    /// How long it rings before.
    pub ring_seconds: Option<u32>,
}

impl From<SetupChange> for PhoneChanges {
    fn from(SetupChange { do_not_disturb, forward, ring_seconds }: SetupChange) -> Self {
        let mut ways = CallWays { ring_seconds, ..CallWays::default() };
        match forward {
            None => {}
            Some((ForwardWhen::NoAnswer, members)) => ways.no_answer = members.into(),
            Some((ForwardWhen::Busy, members)) => ways.busy = members.into(),
        }
        Self { do_not_disturb, ways }
    }
}

impl Question for PhoneDo {
    type Answer = ();

    fn about(&self) -> About {
        UpdateOwnPhone::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        let Self { extension, change, .. } = self.clone();
        wire.send(&UpdateOwnPhone { extension, changes: change.into() }).await.map(|_| ())
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        desk.phone.on_done(self, outcome, &mut desk.shared);
    }
}
