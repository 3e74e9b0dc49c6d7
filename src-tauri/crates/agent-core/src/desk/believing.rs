//! A second address of the PBX: what comes from there was refused and told, and the agent allows it, or takes that back.

use super::Desk;
use crate::{Effect, Notice, Refusal};

impl Desk {
    /// Only what was told can be allowed: nobody gets in by a wish.
    pub(super) fn believe(&mut self, address: String) -> Result<(), Refusal> {
        let names_it = |notice: &Notice| matches!(notice, Notice::ReportsSilent { refused, .. } if refused.as_ref() == Some(&address));
        if !self.shared.notices.any(names_it) {
            return Err(Refusal::NoSuchItem);
        }
        self.shared.notices.withdraw(names_it);
        let mut believed = self.believed();
        believed.push(address);
        self.set_believed(believed);
        Ok(())
    }

    pub(super) fn doubt(&mut self, address: &str) -> Result<(), Refusal> {
        let mut believed = self.believed();
        let before = believed.len();
        believed.retain(|one| one != address);
        if believed.len() == before {
            return Err(Refusal::NoSuchItem);
        }
        self.set_believed(believed);
        Ok(())
    }

    fn believed(&self) -> Vec<String> {
        self.shared.settings.account.as_ref().map(|account| account.believed.clone()).unwrap_or_default()
    }

    fn set_believed(&mut self, addresses: Vec<String>) {
        self.session.believe(&addresses);
        if let Some(account) = &mut self.shared.settings.account {
            account.believed.clone_from(&addresses);
        }
        self.shared.push(Effect::Believe { addresses });
        self.shared.save_settings();
    }
}
