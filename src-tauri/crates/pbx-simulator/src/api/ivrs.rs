//! The endpoints of voice menus.

use pbx_protocol::endpoints::{Done, Ivr, Ivrs, QueryIvrs, UpdateIvr};
use pbx_protocol::{IvrName, Selection};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;

/// Characters that the document forbids in a menu's name.
const FORBIDDEN: &[char] = &[
    '!', '$', '(', ')', '/', '#', ';', ',', '[', ']', '"', '=', '<', '>', '&', '\'', '`', '^', '%', '@', '{',
    '}', '|', ' ',
];
const LONGEST_NAME: usize = 31;

/// By name, as the example has it, or by number, as the table says.
pub(super) fn query(exchange: &mut Exchange, query: &QueryIvrs, _: &Asker) -> Answered<Ivrs> {
    let all = &exchange.admin.ivrs;
    let find = |name: &IvrName| {
        let is_it = |ivr: &&Ivr| ivr.name == name.as_str() || ivr.id == name.as_str();
        all.iter().find(is_it).cloned().ok_or(Refusal::NoSuchIvr)
    };
    let ivrs = match &query.ivrs {
        Selection::All => all.clone(),
        Selection::Only(names) => names.iter().map(find).collect::<Answered<_>>()?,
    };
    Ok(Ivrs { ivrs })
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdateIvr, _: &Asker) -> Answered<Done> {
    let name_is_bad =
        |name: &IvrName| name.as_str().contains(FORBIDDEN) || name.as_str().chars().count() > LONGEST_NAME;
    let is_bad = update.name.as_ref().is_some_and(name_is_bad)
        || update.prompt_repeats.is_some_and(|times| !(1..=5).contains(&times))
        || update.response_seconds.is_some_and(|seconds| !(1..=10).contains(&seconds));
    if is_bad {
        return Err(Refusal::IvrFailed);
    }
    let ivr = exchange.admin.ivrs.iter_mut().find(|ivr| ivr.id == update.id.as_str());
    let ivr = ivr.ok_or(Refusal::NoSuchIvr)?;
    if let Some(name) = &update.name {
        ivr.name = name.to_string();
    }
    if let Some(times) = update.prompt_repeats {
        ivr.prompt_repeats = times.to_string();
    }
    if let Some(seconds) = update.response_seconds {
        ivr.response_seconds = seconds.to_string();
    }
    Ok(Done {})
}
