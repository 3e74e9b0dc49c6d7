//! Where a number leads, and how the PBX wants it: inside as it is, outside behind the prefix of the outbound route.
//! Feature codes, the PBX's own numbers and emergency numbers never get a prefix: with one they are somebody else's.

use pbx_protocol::number::{self, Home, NotANumber, Written};
use pbx_protocol::{DialString, Extension};

use crate::failure::Refusal;
use crate::settings::Preferences;
use crate::shared::Shared;

/// Emergency numbers of the world, none of which is somebody's number. Extensions are looked up before them.
const EMERGENCY: [&str; 20] = [
    "000", "066", "100", "101", "102", "108", "110", "111", "112", "115", "118", "119", "120", "122", "190",
    "191", "192", "193", "911", "999",
];
/// As long as extensions of a PBX that has not told its list.
const USUAL_EXTENSION: usize = 4;

/// Where a number leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// A colleague's phone.
    Colleague(Extension),
    /// Something of the PBX that is no phone in its list: a queue, a group, a conference, a new extension.
    Inside(Extension),
    /// Sent as it is: a feature code, an emergency number.
    AsItIs(DialString),
    /// Through an outbound route, as the route takes it.
    Outside(DialString),
}

impl Destination {
    /// What is sent to the PBX.
    pub(super) fn sent(&self) -> DialString {
        match self {
            Self::Colleague(extension) | Self::Inside(extension) => DialString::from(extension),
            Self::AsItIs(number) | Self::Outside(number) => number.clone(),
        }
    }
}

/// Reads what a person typed, as somebody of the agent's country means it.
pub(crate) fn read(text: &str, preferences: &Preferences) -> Result<Written, NotANumber> {
    number::read_at(text, Home::of_country(&preferences.country))
}

/// A number that a call can be handed over to: somebody else's, and all of it.
pub(crate) fn read_for_hand_over(
    text: &str,
    own: &Extension,
    preferences: &Preferences,
) -> Result<DialString, Refusal> {
    let Written { dial, extension, left_out: _ } =
        read(text, preferences).map_err(|why| Refusal::InvalidNumber { why })?;
    if dial.as_str() == own.as_str() {
        return Err(Refusal::OwnNumber);
    }
    // Nobody would be there to key it in.
    match extension {
        Some(extension) => Err(Refusal::ExtensionInTransfer { number: dial.to_string(), extension }),
        None => Ok(dial),
    }
}

pub(super) fn destination(number: &DialString, shared: &Shared) -> Destination {
    let digits = number.as_str();
    let extension = Extension::parse(digits).ok();
    // Before emergency numbers: many a PBX numbers its phones from 100 on, and there 101 or 110 is a colleague.
    if let Some(colleague) = extension.clone().filter(|extension| shared.directory.contains(extension)) {
        return Destination::Colleague(colleague);
    }
    // With a prefix, a code would be nobody's and 112 somebody else's.
    if number.is_code() || EMERGENCY.contains(&digits) {
        return Destination::AsItIs(number.clone());
    }
    // Queues, groups and conferences are in no list but that of queues, and as long as extensions are.
    let longest = shared.directory.longest_number().unwrap_or(USUAL_EXTENSION);
    match extension {
        Some(inside) if digits.len() <= longest || shared.directory.has_queue(digits) => {
            Destination::Inside(inside)
        }
        Some(_) | None => Destination::Outside(for_route(number, &shared.settings.preferences)),
    }
}

/// What the PBX is given when this number is dialled.
pub(crate) fn sent(number: &str, shared: &Shared) -> Option<String> {
    let number = DialString::parse(number).ok()?;
    Some(destination(&number, shared).sent().to_string())
}

/// With the prefix, and with what the trunk takes for `+`: unless set, `+` itself, or `00` behind a prefix, since few
/// routes take a `+` there. What is set may hold the prefix already.
fn for_route(number: &DialString, preferences: &Preferences) -> DialString {
    let prefix = preferences.outside_prefix.trim();
    let Some(international) = number.as_str().strip_prefix('+') else { return number.with_prefix(prefix) };
    let plus = match preferences.plus.trim() {
        "" if prefix.is_empty() => "+",
        "" => "00",
        set => set,
    };
    let prefix = if plus.starts_with(prefix) { "" } else { prefix };
    // Digits behind `+` are a number in any case.
    DialString::parse(international)
        .map_or_else(|_| number.clone(), |digits| digits.with_prefix(&format!("{prefix}{plus}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(number: &str, prefix: &str, plus: &str) -> String {
        let preferences = Preferences {
            outside_prefix: prefix.to_owned(),
            plus: plus.to_owned(),
            ..Preferences::default()
        };
        for_route(&DialString::parse(number).unwrap(), &preferences).to_string()
    }

    #[test]
    fn plus_is_what_the_trunk_takes() {
        for (number, prefix, plus, expected) in [
            ("02161234567", "", "", "02161234567"),
            ("02161234567", "9", "", "902161234567"),
            ("+8613800138000", "", "", "+8613800138000"),
            ("+8613800138000", "9", "", "9008613800138000"),
            ("+8613800138000", "9", "00", "9008613800138000"),
            ("+8613800138000", "9", "900", "9008613800138000"),
            ("+8613800138000", "", "00", "008613800138000"),
            ("+8613800138000", "", "011", "0118613800138000"),
            ("+8613800138000", "9", "+", "9+8613800138000"),
            ("+8613800138000", "", "+", "+8613800138000"),
        ] {
            assert_eq!(sent(number, prefix, plus), expected, "{number} behind {prefix}, + as {plus}");
        }
    }
}
