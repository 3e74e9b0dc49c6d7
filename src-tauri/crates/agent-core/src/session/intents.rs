//! What the agent says while the session stands still: try again, and whom to trust.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Session, believing};
use crate::failure::Refusal;
use crate::shared::Shared;

/// What can be wished of the session, but its beginning and its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SessionIntent {
    /// While away from the PBX: try at once, not when the back-off ends.
    RetryNow,
    /// Send the password that is kept once more, though the PBX has refused it: it may have been starting.
    TryPasswordAgain,
    /// The certificate shown is the PBX's: pin it and sign in.
    TrustCertificate {
        /// The fingerprint that was shown; another one is refused.
        fingerprint: String,
    },
    /// Reports may come from this address too: it was refused and told, and is one of the PBX's.
    BelieveAddress {
        /// As it was told.
        address: String,
    },
    /// Reports may not come from this address any more.
    DoubtAddress {
        /// As it was allowed.
        address: String,
    },
}

impl Session {
    pub(crate) fn on_intent(&mut self, intent: SessionIntent, shared: &mut Shared) -> Result<(), Refusal> {
        match intent {
            SessionIntent::RetryNow => self.retry(shared),
            SessionIntent::TryPasswordAgain => self.try_password_again(shared),
            SessionIntent::TrustCertificate { fingerprint } => self.trust(&fingerprint, shared),
            SessionIntent::BelieveAddress { address } => believing::believe(address, self, shared),
            SessionIntent::DoubtAddress { address } => believing::doubt(&address, self, shared),
        }
    }
}
