//! The pages about a call in other programs: which there are, and for which calls.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::check::WrongTarget;
use super::{CrmCall, check};
use crate::calls::view::CallDirection;
use crate::shown;

/// Pages that can be set up.
pub(crate) const MOST_TARGETS: usize = 8;
/// A button has no room for more.
const LONGEST_NAME: usize = 40;

/// When a page is opened by itself; a button opens it at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CrmWhen {
    /// Not by itself.
    #[default]
    OnClick,
    /// When the phone rings.
    OnRing,
    /// When the call is answered.
    OnAnswer,
    /// When the work after a conversation with somebody outside is done.
    AfterCall,
}

/// Who has called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CrmDirection {
    #[default]
    Any,
    /// The agent was called.
    In,
    /// The agent has called.
    Out,
}

/// A page of another program about a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct CrmTarget {
    /// From 0 to 7: a button of a view that is old by now never opens another page.
    pub slot: u8,
    /// As the agent calls it; empty: it has a number.
    pub name: String,
    /// Braces stand for what is known of the call. Empty: none yet.
    pub address: String,
    pub when: CrmWhen,
    /// Numbers of the queues whose calls it is for; none: for all calls.
    pub queues: Vec<String>,
    pub direction: CrmDirection,
    /// Not for calls of colleagues.
    pub only_outside: bool,
}

/// A page that can be opened for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallPage {
    /// Which of the settings it is.
    pub slot: u8,
    /// As the agent calls it.
    pub name: String,
    /// The how manieth it is, from 0: its button stands in the same place at each call.
    pub place: u8,
}

/// The pages of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallPages {
    /// Those that can be opened.
    pub offered: Vec<CallPage>,
    /// How many there are for other calls: places stay, be they taken or not.
    pub places: u8,
}

/// A page that was opened for a call that is made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrmTest {
    pub slot: u8,
    /// With everything filled in.
    pub address: String,
}

/// What decides which pages a call has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CallKind<'a> {
    pub(crate) incoming: bool,
    pub(crate) direction: CallDirection,
    pub(crate) called: Option<&'a str>,
}

impl CrmTarget {
    /// Whether it is for such calls.
    pub(crate) fn is_for(&self, call: CallKind<'_>) -> bool {
        let is_direction = match self.direction {
            CrmDirection::Any => true,
            CrmDirection::In => call.incoming,
            CrmDirection::Out => !call.incoming,
        };
        let is_queue = self.queues.is_empty()
            || call.called.is_some_and(|called| self.queues.iter().any(|queue| queue == called));
        is_direction && is_queue && !(self.only_outside && call.direction == CallDirection::Internal)
    }

    /// It has an address with which nothing can be opened; only a file that was edited by hand has.
    pub(crate) fn is_wrong(&self) -> bool {
        !self.address.is_empty() && check::template(&self.address).is_err()
    }

    /// Its page for a call that is made up, with signs in it that have to be encoded.
    pub(crate) fn sample(&self, extension: &str) -> Result<String, WrongTarget> {
        check::template(&self.address)?;
        let call = CrmCall {
            number: "+44 20 7946 0958",
            e164: Some("+442079460958"),
            name: "Ada Lovelace & Co",
            extension,
            queue: self.queues.first().map_or("6500", String::as_str),
            call: "1795437381000-7",
            direction: match self.direction {
                CrmDirection::Out => CallDirection::Outbound,
                CrmDirection::Any | CrmDirection::In => CallDirection::Inbound,
            },
            result: "sold",
        };
        super::address(&self.address, &call).ok_or(WrongTarget::NotWeb)
    }

    fn page(&self, place: u8) -> CallPage {
        CallPage { slot: self.slot, name: shown::in_short(self.name.trim(), LONGEST_NAME), place }
    }
}

/// Those of a list that such a call has, in their places; `None`: nothing can be asked about its other side.
pub(crate) fn pages_of(targets: &[CrmTarget], call: Option<CallKind<'_>>) -> CallPages {
    let is_set = |target: &CrmTarget| !target.address.is_empty() && !target.is_wrong();
    let is_offered = |target: &CrmTarget| call.is_some_and(|call| target.is_for(call));
    let set = || (0..).zip(targets.iter().filter(|target| is_set(target)));
    let offered = set().filter(|(_, target)| is_offered(target));
    CallPages {
        offered: offered.map(|(place, target)| target.page(place)).collect(),
        places: set().last().map_or(0, |(place, _)| place + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn call(incoming: bool, direction: CallDirection, called: Option<&str>) -> CallKind<'_> {
        CallKind { incoming, direction, called }
    }

    #[test]
    fn a_page_is_for_the_calls_that_it_names() {
        let queue = call(true, CallDirection::Inbound, Some("6500"));
        let direct = call(true, CallDirection::Inbound, None);
        let out = call(false, CallDirection::Outbound, None);
        let colleague = call(true, CallDirection::Internal, None);
        let all = [queue, direct, out, colleague];
        let usual = CrmTarget::default();
        let of = |queues: &[&str]| queues.iter().map(|queue| (*queue).to_owned()).collect();
        for (target, expected) in [
            (usual.clone(), [true, true, true, true]),
            (CrmTarget { queues: of(&["6400", "6500"]), ..usual.clone() }, [true, false, false, false]),
            (CrmTarget { queues: of(&["650"]), ..usual.clone() }, [false, false, false, false]),
            (CrmTarget { direction: CrmDirection::In, ..usual.clone() }, [true, true, false, true]),
            (CrmTarget { direction: CrmDirection::Out, ..usual.clone() }, [false, false, true, false]),
            (CrmTarget { only_outside: true, ..usual }, [true, true, true, false]),
        ] {
            assert_eq!(all.map(|call| target.is_for(call)), expected, "{target:?}");
        }
    }

    #[test]
    fn a_page_keeps_its_place_where_another_is_not_for_the_call() {
        let of = |slot: u8, queues: &[&str], address: &str| CrmTarget {
            slot,
            address: address.to_owned(),
            queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
            ..CrmTarget::default()
        };
        let targets = [
            of(3, &["6400"], "https://a.example"),
            of(0, &[], "https://b.example"),
            of(1, &[], ""),
            of(2, &[], "b.example"),
        ];
        let pages = pages_of(&targets, Some(call(true, CallDirection::Inbound, Some("6500"))));
        let second = CallPage { slot: 0, name: String::new(), place: 1 };
        assert_eq!(pages, CallPages { offered: vec![second], places: 2 });
        assert_eq!(pages_of(&targets, None), CallPages { offered: vec![], places: 2 });
    }

    #[test]
    fn the_sample_has_signs_that_have_to_be_encoded() {
        let address = "https://crm.example/?n={number}&w={name}&q={queue}&r={result}".to_owned();
        let target = CrmTarget { address, queues: vec!["6400".to_owned()], ..CrmTarget::default() };
        assert_eq!(
            target.sample("101").unwrap(),
            "https://crm.example/?n=%2B44%2020%207946%200958&w=Ada%20Lovelace%20%26%20Co&q=6400&r=sold"
        );
        let wrong = CrmTarget { address: "https://crm.example/{nobody}".to_owned(), ..target };
        assert_eq!(wrong.sample("101"), Err(WrongTarget::UnknownWord { word: "nobody".to_owned() }));
    }
}
