//! Whose secret signs what an address is told: its own where it has one, else the one of all addresses.

use agent_core::PasswordSlot;
use pbx_protocol::Secret;

use crate::vault::{NoSecret, Vault};

/// How what an address is told is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    WithItsOwn,
    /// Or it will be, when the keyring is open.
    AsAll,
    Not,
}

pub(super) async fn secret(slot: u8, vault: &Vault) -> Result<Secret, NoSecret> {
    find(slot, vault).await.map(|(secret, _)| secret)
}

pub(super) async fn look(slot: u8, vault: &Vault) -> Signed {
    match find(slot, vault).await {
        Ok((_, signed)) => signed,
        Err(NoSecret::None) => Signed::Not,
        Err(NoSecret::Waiting | NoSecret::Refused) => Signed::AsAll,
    }
}

async fn find(slot: u8, vault: &Vault) -> Result<(Secret, Signed), NoSecret> {
    match vault.read(&PasswordSlot::WebhookOf { slot }, "").await {
        Ok(secret) => Ok((secret, Signed::WithItsOwn)),
        Err(NoSecret::None | NoSecret::Refused) => {
            vault.read(&PasswordSlot::Webhook, "").await.map(|secret| (secret, Signed::AsAll))
        }
        // With the other's secret the receiver would refuse it, and it would be dropped.
        Err(NoSecret::Waiting) => Err(NoSecret::Waiting),
    }
}
