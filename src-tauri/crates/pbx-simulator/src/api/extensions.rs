//! The endpoints that list extensions and look into one.

use pbx_protocol::endpoints::{ExtensionList, ExtensionSettings, ListedExtension, QueryExtension};
use pbx_protocol::{Extension, Selection, Several};
use serde_json::{Value, json};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;

const TECHNOLOGY: &str = "pjsip";
/// Members that answers call otherwise than requests do.
const ANSWERED_AS: [(&str, &str); 2] = [("loginpassword", "userpassword"), ("mobile", "moblie")];

impl Exchange {
    pub(crate) fn list_extensions(&self) -> ExtensionList {
        let listed = |number: &Extension| ListedExtension {
            number: number.clone(),
            status: self.status_of(number),
            technology: TECHNOLOGY.to_owned(),
            port: None,
            username: self.phones.get(number).map(|phone| phone.name.clone()).unwrap_or_default(),
            agent_id: String::new(),
        };
        ExtensionList { extensions: self.phones.keys().map(listed).collect() }
    }

    pub(crate) fn query_extension(&mut self, query: &QueryExtension, _: &Asker) -> Result<Value, Refusal> {
        let wanted = self.named_or_all(&query.extensions)?;
        let details: Vec<Value> = wanted.iter().filter_map(|number| self.extension_detail(number)).collect();
        Ok(json!({ "extinfos": details }))
    }

    /// Those that are named, which must exist.
    pub(crate) fn named_or_all(&self, wanted: &Selection<Extension>) -> Result<Vec<Extension>, Refusal> {
        match wanted {
            Selection::All => Ok(self.phones.keys().cloned().collect()),
            Selection::Only(extensions) => self.existing(extensions),
        }
    }

    pub(crate) fn existing(&self, extensions: &Several<Extension>) -> Result<Vec<Extension>, Refusal> {
        let all_exist = extensions.iter().all(|extension| self.phones.contains_key(extension));
        if all_exist { Ok(extensions.iter().cloned().collect()) } else { Err(Refusal::NoSuchExtension) }
    }

    fn extension_detail(&self, number: &Extension) -> Option<Value> {
        let phone = self.phones.get(number)?;
        let settings = ExtensionSettings {
            username: Some(phone.name.clone()),
            caller_id: phone.settings.caller_id.clone().or_else(|| Some(number.to_string())),
            do_not_disturb: Some(phone.dnd),
            ..phone.settings.clone()
        };
        // A struct of text, which always serialises.
        let Ok(Value::Object(mut detail)) = serde_json::to_value(settings) else { return None };
        for (asked, answered) in ANSWERED_AS {
            if let Some(value) = detail.remove(asked) {
                detail.insert(answered.to_owned(), value);
            }
        }
        for (name, value) in [
            ("extnumber", number.as_str()),
            ("type", TECHNOLOGY),
            ("status", self.status_of(number).to_wire()),
        ] {
            detail.insert(name.to_owned(), Value::from(value));
        }
        for call in self.calls_of(number) {
            if let Some((name, party)) = call.other_party_json(number) {
                detail.insert(name.to_owned(), party);
            }
        }
        Some(Value::Object(detail))
    }
}
