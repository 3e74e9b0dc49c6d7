//! The endpoints of trunks.

use pbx_protocol::endpoints::{
    AddTrunk, DeleteTrunks, Done, QueryTrunks, TrunkDetail, TrunkDetails, TrunkList, TrunkSettings,
    TrunkType, UpdateTrunk,
};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::administration::{delete, listed, selected};
use crate::model::refusal::Refusal;

impl Exchange {
    pub(crate) fn list_trunks(&self) -> TrunkList {
        TrunkList { trunks: self.admin.trunks.iter().map(listed).collect() }
    }

    pub(crate) fn query_trunks(&mut self, query: &QueryTrunks, _: &Asker) -> Result<TrunkDetails, Refusal> {
        let found = selected(&self.admin.trunks, &query.trunks, |trunk| &trunk.name)?;
        Ok(TrunkDetails { trunks: found.into_iter().cloned().collect() })
    }

    pub(crate) fn add_trunk(&mut self, add: &AddTrunk, _: &Asker) -> Result<Done, Refusal> {
        if self.admin.trunks.iter().any(|trunk| trunk.name == add.name.as_str()) {
            return Err(Refusal::Exists);
        }
        let id = self.admin.next_id();
        let trunk = detail(id, add.name.as_str(), &add.settings)?;
        self.admin.trunks.push(trunk);
        Ok(Done {})
    }

    pub(crate) fn update_trunk(&mut self, update: &UpdateTrunk, _: &Asker) -> Result<Done, Refusal> {
        let changed = detail(update.id.to_string(), update.name.as_str(), &update.settings)?;
        let is_taken =
            |trunk: &TrunkDetail| trunk.name == update.name.as_str() && trunk.id != update.id.as_str();
        if self.admin.trunks.iter().any(is_taken) {
            return Err(Refusal::Exists);
        }
        let trunk = self.admin.trunks.iter_mut().find(|trunk| trunk.id == update.id.as_str());
        *trunk.ok_or(Refusal::NoSuchRecord)? = changed;
        Ok(Done {})
    }

    pub(crate) fn delete_trunks(&mut self, ask: &DeleteTrunks, _: &Asker) -> Result<Done, Refusal> {
        delete(&mut self.admin.trunks, &ask.trunks, |trunk| &trunk.name).map(|()| Done {})
    }
}

fn detail(id: String, name: &str, settings: &TrunkSettings) -> Result<TrunkDetail, Refusal> {
    let mut trunk = TrunkDetail {
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
        more: std::collections::BTreeMap::new(),
    };
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

fn checked_port(port: &str) -> Result<String, Refusal> {
    match port.parse::<u16>() {
        Ok(1..) => Ok(port.to_owned()),
        _ => Err(Refusal::WrongPort),
    }
}
