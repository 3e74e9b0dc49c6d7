//! A trunk as it is kept and as it is listed, from what an administrator gives.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{ListedTrunk, TrunkDetail, TrunkSettings, TrunkType};

use crate::model::refusal::Refusal;

/// One that knows no more than its name.
pub(crate) fn bare(id: String, name: &str) -> TrunkDetail {
    TrunkDetail {
        id,
        name: name.to_owned(),
        technology: "pjsip".to_owned(),
        kind: TrunkType::Peer,
        host: None,
        port: None,
        domain: None,
        username: None,
        auth_name: None,
        from_user: None,
        password: None,
        more: BTreeMap::new(),
    }
}

pub(crate) fn detail(id: String, name: &str, settings: &TrunkSettings) -> Result<TrunkDetail, Refusal> {
    let mut trunk = bare(id, name);
    match settings {
        TrunkSettings::Register(register) => {
            trunk.kind = TrunkType::Register;
            trunk.domain = Some(register.domain.clone().unwrap_or_else(|| register.host.clone()));
            trunk.host = Some(register.host.clone());
            trunk.port = Some(checked_port(&register.port)?);
            trunk.username = Some(register.username.clone());
            trunk.auth_name = Some(register.auth_name.clone());
            trunk.from_user = Some(register.from_user.clone().unwrap_or_default());
            trunk.password = Some(register.password.clone());
        }
        // Like `bare`, a peer needs no password: it is known by its address.
        TrunkSettings::Peer(peer) => {
            trunk.domain = Some(peer.domain.clone().unwrap_or_else(|| peer.host.clone()));
            trunk.host = Some(peer.host.clone());
            trunk.port = Some(checked_port(&peer.port)?);
        }
        TrunkSettings::Account(account) => {
            trunk.kind = TrunkType::Account;
            trunk.username = Some(account.username.clone());
            trunk.auth_name = Some(account.auth_name.clone());
            trunk.password = Some(account.password.clone());
        }
    }
    Ok(trunk)
}

pub(crate) fn listed(trunk: &TrunkDetail) -> ListedTrunk {
    ListedTrunk {
        name: trunk.name.clone(),
        status: "Registered".to_owned(),
        technology: "SIP".to_owned(),
        port: None,
        more: BTreeMap::new(),
    }
}

fn checked_port(port: &str) -> Result<String, Refusal> {
    match port.parse::<u16>() {
        Ok(1..) => Ok(port.to_owned()),
        _ => Err(Refusal::WrongPort),
    }
}
