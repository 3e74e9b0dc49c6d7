//! A second address of the PBX: what comes from there was refused and told, and the agent allows it, or takes that back.

use super::Session;
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::notice::Notice;
use crate::shared::Shared;

/// Only what was told can be allowed: nobody gets in by a wish.
pub(crate) fn believe(address: String, session: &mut Session, shared: &mut Shared) -> Result<(), Refusal> {
    let names_it = |notice: &Notice| matches!(notice, Notice::ReportsSilent { refused, .. } if refused.as_ref() == Some(&address));
    if !shared.notices.any(names_it) {
        return Err(Refusal::NoSuchItem);
    }
    shared.notices.withdraw(names_it);
    let mut believed = believed(shared);
    believed.push(address);
    set_believed(believed, session, shared);
    Ok(())
}

pub(crate) fn doubt(address: &str, session: &mut Session, shared: &mut Shared) -> Result<(), Refusal> {
    let mut believed = believed(shared);
    let before = believed.len();
    believed.retain(|one| one != address);
    if believed.len() == before {
        return Err(Refusal::NoSuchItem);
    }
    set_believed(believed, session, shared);
    Ok(())
}

fn believed(shared: &Shared) -> Vec<String> {
    shared.settings.account.as_ref().map(|account| account.believed.clone()).unwrap_or_default()
}

fn set_believed(addresses: Vec<String>, session: &mut Session, shared: &mut Shared) {
    // In both: once online, the session's own copy is written over the settings.
    for account in session.account.iter_mut().chain(&mut shared.settings.account) {
        account.believed.clone_from(&addresses);
    }
    // At once, since the call that was not believed may be ringing now; the next heartbeat would be too late for it.
    shared.push(Effect::Believe { addresses });
    shared.save_settings();
}
