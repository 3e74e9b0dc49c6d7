//! What the session asks: to be let in, to be kept alive, and who there is.

use pbx_protocol::endpoints::{
    DeviceInfo, Heartbeat, ListExtensions, ListedExtension, Login, Logout, QueryDeviceInfo,
};
use pbx_protocol::{About, Endpoint as _};
use serde::{Deserialize, Serialize};

use crate::ask::Question;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::settings::{Account, Scheme};
use crate::wire::Wire;

/// Does the PBX speak TLS? Asked before the first sign-in, without name or password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TryEncryption {
    /// The PBX, and what would be signed in with.
    pub account: Account,
}

impl Question for TryEncryption {
    type Answer = Scheme;

    fn about(&self) -> About {
        Login::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<Scheme, Failure> {
        wire.find_scheme(&self.account).await
    }

    fn settle(self, outcome: Result<Scheme, Failure>, desk: &mut Desk) {
        desk.session.on_tried_encryption(outcome, &mut desk.shared);
    }
}

/// Signs in with the stored password and announces the listener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// What is signed in with.
    pub account: Account,
}

impl Question for SignIn {
    type Answer = ();

    fn about(&self) -> About {
        Login::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        wire.sign_in().await
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        desk.session.on_login(outcome, &mut desk.shared);
    }
}

/// Keeps the session alive and renews where reports go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepAlive {}

impl Question for KeepAlive {
    /// Where the PBX sends reports from now on; `None` when nothing listens, so that there was nothing to announce.
    type Answer = Option<Announced>;

    fn about(&self) -> About {
        Heartbeat::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<Self::Answer, Failure> {
        let announced = wire.announce().await?;
        if announced.is_none() {
            // Any exchange keeps the session alive.
            wire.send(&QueryDeviceInfo {}).await?;
        }
        Ok(announced)
    }

    fn settle(self, outcome: Result<Self::Answer, Failure>, desk: &mut Desk) {
        desk.on_heartbeat(outcome);
    }
}

/// Where the PBX was told that we listen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    pub address: String,
    pub port: u16,
}

/// Ends the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOut {}

impl Question for SignOut {
    type Answer = ();

    fn about(&self) -> About {
        Logout::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        wire.send(&Logout {}).await.map(|_| ())
    }

    /// Nobody waits for it.
    fn settle(self, _: Result<(), Failure>, _: &mut Desk) {}
}

/// What the PBX is, and what its clock says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {}

impl Question for Device {
    type Answer = DeviceInfo;

    fn about(&self) -> About {
        QueryDeviceInfo::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<DeviceInfo, Failure> {
        Ok(wire.send(&QueryDeviceInfo {}).await?.device)
    }

    fn settle(self, outcome: Result<DeviceInfo, Failure>, desk: &mut Desk) {
        desk.on_device(outcome);
    }
}

/// Who there is: all extensions of the PBX.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionList {
    /// Asked once more, while signed in; else on the way of the sign-in, which fails without us in the list.
    pub anew: bool,
}

impl Question for ExtensionList {
    type Answer = Vec<ListedExtension>;

    fn about(&self) -> About {
        ListExtensions::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<Vec<ListedExtension>, Failure> {
        Ok(wire.send(&ListExtensions {}).await?.extensions)
    }

    fn settle(self, outcome: Result<Vec<ListedExtension>, Failure>, desk: &mut Desk) {
        if self.anew {
            desk.on_directory(outcome);
        } else {
            desk.on_extensions(outcome);
        }
    }
}
