//! The endpoints of outbound routes, and which route a dialled number takes.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{
    AddOutboundRoute, DeleteOutboundRoutes, Done, OutboundRoute, OutboundRoutes, QueryOutboundRoutes,
    UpdateOutboundRoute,
};
use pbx_protocol::{Several, TrunkName};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::administration::{delete, selected};
use crate::model::call::Outside;
use crate::model::refusal::Refusal;

impl Exchange {
    /// The first route that fits: its prefix is stripped, the rest matches, and its first trunk is there.
    pub(crate) fn route_out(&self, caller: &str, dialled: &str) -> Option<Outside> {
        self.admin.outbound.iter().find_map(|route| {
            let rest =
                dialled.strip_prefix(route.prefix.as_str()).filter(|rest| matches(&route.pattern, rest))?;
            let is_there = |name: &&str| self.admin.trunks.iter().any(|trunk| trunk.name == **name);
            let trunk = route.trunks.split(',').find(is_there)?;
            let may_call = route.caller_id.is_empty() || route.caller_id == caller;
            may_call.then(|| Outside {
                from: caller.to_owned(),
                to: format!("{}{rest}", route.prepend),
                trunk: trunk.to_owned(),
            })
        })
    }

    pub(crate) fn query_outbound_routes(
        &mut self,
        query: &QueryOutboundRoutes,
        _: &Asker,
    ) -> Result<OutboundRoutes, Refusal> {
        let found = selected(&self.admin.outbound, &query.routes, |route| &route.name)?;
        Ok(OutboundRoutes { routes: found.into_iter().cloned().collect() })
    }

    pub(crate) fn add_outbound_route(&mut self, add: &AddOutboundRoute, _: &Asker) -> Result<Done, Refusal> {
        if self.admin.outbound.iter().any(|route| route.name == add.name.as_str()) {
            return Err(Refusal::Exists);
        }
        self.check_trunks(&add.trunks)?;
        let route = OutboundRoute {
            id: self.admin.next_id(),
            name: add.name.to_string(),
            prepend: add.prepend.clone().unwrap_or_default(),
            prefix: add.prefix.clone().unwrap_or_default(),
            pattern: add.pattern.clone(),
            caller_id: add.caller_id.clone().unwrap_or_default(),
            trunks: add.trunks.to_string(),
            more: BTreeMap::new(),
        };
        self.admin.outbound.push(route);
        Ok(Done {})
    }

    pub(crate) fn update_outbound_route(
        &mut self,
        update: &UpdateOutboundRoute,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        self.check_trunks(&update.trunks)?;
        let route = self.admin.outbound.iter_mut().find(|route| route.id == update.id.as_str());
        let route = route.ok_or(Refusal::NoSuchRecord)?;
        route.name = update.name.to_string();
        route.pattern.clone_from(&update.pattern);
        route.trunks = update.trunks.to_string();
        for (kept, new) in [
            (&mut route.prepend, &update.prepend),
            (&mut route.prefix, &update.prefix),
            (&mut route.caller_id, &update.caller_id),
        ] {
            if let Some(new) = new {
                kept.clone_from(new);
            }
        }
        Ok(Done {})
    }

    pub(crate) fn delete_outbound_routes(
        &mut self,
        ask: &DeleteOutboundRoutes,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        delete(&mut self.admin.outbound, &ask.routes, |route| &route.name).map(|()| Done {})
    }

    fn check_trunks(&self, trunks: &Several<TrunkName>) -> Result<(), Refusal> {
        let is_there = |name: &TrunkName| self.admin.trunks.iter().any(|trunk| trunk.name == name.as_str());
        if trunks.iter().all(is_there) { Ok(()) } else { Err(Refusal::NoSuchRecord) }
    }
}

/// Asterisk's patterns: `X` a digit, `Z` one but 0, `N` one from 2, `.` at least one more character, `!` any rest.
fn matches(pattern: &str, number: &str) -> bool {
    let (Some(first), rest) = (pattern.chars().next(), pattern.get(1..).unwrap_or_default()) else {
        return number.is_empty();
    };
    let mut digits = number.chars();
    match (first, digits.next()) {
        ('!', _) => true,
        ('.', digit) => digit.is_some(),
        ('X', Some('0'..='9')) | ('Z', Some('1'..='9')) | ('N', Some('2'..='9')) => {
            matches(rest, digits.as_str())
        }
        (literal, Some(digit)) => literal == digit && matches(rest, digits.as_str()),
        (_, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_on_asterisk() {
        for (pattern, number, fits) in [
            ("X.", "103", true),
            ("X.", "1", false),
            ("X.", "+49", false),
            (".", "+49", true),
            (".", "", false),
            ("NXX", "212", true),
            ("NXX", "112", false),
            ("Z!", "1", true),
            ("0Z", "01", true),
            ("", "1", false),
        ] {
            assert_eq!(matches(pattern, number), fits, "{pattern} {number}");
        }
    }
}
