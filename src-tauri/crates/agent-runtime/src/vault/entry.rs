//! Under which names passwords stand in the keyring.

use agent_core::PasswordSlot;
use agent_storage::{Keyring, KeyringError};
use pbx_client::PbxAddress;

use super::held::Held;

/// Under which names a password stands in the keyring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// `api@10.0.0.5:9011`, `queue 6500@10.0.0.5:9011`: the same however the host was typed.
    pub(super) user: String,
    /// Earlier versions left out the port, so that every service on that host had the same password.
    without_port: Option<String>,
}

impl Entry {
    pub(super) fn of(slot: &PasswordSlot, pbx: &str) -> Self {
        let of_pbx = |name: String, host: &str, port: u16| {
            let address = PbxAddress::new(pbx_client::Scheme::Http, host, port, "v1");
            let (host, port) =
                address.map_or_else(|_| (host.trim().to_owned(), port), |found| (found.host, found.port));
            let host = host.to_lowercase();
            let user = format!("{name}@{}", pbx_client::authority(&host, port));
            Self { user, without_port: Some(format!("{name}@{host}")) }
        };
        match slot {
            PasswordSlot::Account { host, port, username } => of_pbx(username.clone(), host, *port),
            PasswordSlot::Webhook => Self { user: "webhook".to_owned(), without_port: None },
            PasswordSlot::WebhookOf { slot } => Self { user: format!("webhook {slot}"), without_port: None },
            PasswordSlot::ContactSource { address, user } => {
                Self { user: format!("contacts {user}@{address}"), without_port: None }
            }
            PasswordSlot::Queue { queue } => of_pbx(format!("queue {queue}"), pbx, pbx_client::DEFAULT_PORT),
        }
    }

    /// What stands under the old name belongs to whom asks first, which is the account that is in use.
    pub(super) fn read(&self, keyring: &dyn Keyring) -> Result<Held, KeyringError> {
        let held = Held::read(keyring, &self.user)?;
        let Some(old) = self.without_port.as_ref().filter(|_| held == Held::default()) else {
            return Ok(held);
        };
        let held = Held::read(keyring, old)?;
        if held != Held::default() {
            held.write(keyring, &self.user)?;
            Held::default().write(keyring, old)?;
        }
        Ok(held)
    }

    pub(super) fn forget(&self, keyring: &dyn Keyring) -> Result<(), KeyringError> {
        self.without_port.iter().try_for_each(|old| Held::default().write(keyring, old))?;
        Held::default().write(keyring, &self.user)
    }
}
