//! What of the preferences can be right at all. What is wrong is refused with its field, and the old value stays.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;
use std::path::Path;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contact_sources;
use crate::crm::check;
use crate::failure::Refusal;
use crate::hotkeys;
use crate::hotkeys::keyboard::Keyboard;
use crate::scripts::{MOST_WEBHOOKS, Scripts, Webhook};
use crate::settings::Preferences;
use crate::window_keys;

/// No route wants more in front of a number.
const LONGEST_PREFIX: usize = 16;

/// Codes of countries (ISO 3166-1 alpha-2), in the order of the alphabet.
// AC, TA and XK are not in that list, but the telephone has country codes for them.
const COUNTRIES: &str = "\
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO \
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR \
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO \
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT \
    TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A preference that may hold nonsense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SettingField {
    OutsidePrefix,
    Plus,
    Country,
    AreaCode,
    Webhook,
    Program,
    SourceName,
    SourceAddress,
    SourceUser,
    SourceBase,
    SourceFilter,
    SourceAttributes,
}

/// Names the first field that was changed and can't be right. What stood there before is not asked about: a person who
/// changes something else did not write it.
pub(crate) fn validate(new: &Preferences, old: &Preferences, keyboard: Keyboard) -> Result<(), Refusal> {
    let fields = [
        (
            SettingField::OutsidePrefix,
            &new.outside_prefix,
            &old.outside_prefix,
            is_prefix as fn(&str) -> bool,
        ),
        (SettingField::Plus, &new.plus, &old.plus, is_prefix),
        (SettingField::Country, &new.country, &old.country, is_country),
        (SettingField::AreaCode, &new.area_code, &old.area_code, is_area_code),
        (SettingField::Program, &new.scripts.program, &old.scripts.program, is_program),
    ];
    for (field, new, old, can_be) in fields {
        if new != old && !new.trim().is_empty() && !can_be(new.trim()) {
            return Err(Refusal::InvalidSetting { field });
        }
    }
    contact_sources::check::validate(&new.contact_sources, &old.contact_sources)
        .map_err(|field| Refusal::InvalidSetting { field })?;
    check::targets(&new.crm, &old.crm).map_err(|(slot, why)| Refusal::InvalidTarget { slot, why })?;
    if !can_be_webhooks(&new.scripts, &old.scripts) {
        return Err(Refusal::InvalidSetting { field: SettingField::Webhook });
    }
    window_keys::validate(new, old, keyboard)?;
    hotkeys::validate(new, old, keyboard)
}

fn can_be_webhooks(new: &Scripts, old: &Scripts) -> bool {
    let slots: BTreeSet<u8> = new.webhooks.iter().map(|webhook| webhook.slot).collect();
    // What waits is kept by them: two in one would get each other's events.
    let is_each_once = slots.len() == new.webhooks.len();
    let is_known = |slot: &u8| usize::from(*slot) < MOST_WEBHOOKS;
    let can_be = |Webhook { slot, address, .. }: &Webhook| {
        let stood_there = old.webhook(*slot).is_some_and(|before| before.address == *address);
        let is_address = is_web_address(address.trim()) && !address.trim().contains(char::is_whitespace);
        address.trim().is_empty() || stood_there || is_address
    };
    is_each_once && slots.iter().all(is_known) && new.webhooks.iter().all(can_be)
}

fn is_prefix(text: &str) -> bool {
    text.len() <= LONGEST_PREFIX && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#' | '+'))
}

fn is_area_code(text: &str) -> bool {
    text.len() <= LONGEST_PREFIX && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_country(text: &str) -> bool {
    let code = text.to_ascii_uppercase();
    code.len() == 2 && COUNTRIES.split(' ').any(|country| country == code)
}

fn is_program(text: &str) -> bool {
    // By its name alone the system would look for it, and run whatever lies in front on its path.
    Path::new(text).is_absolute() && !text.contains(char::is_control)
}

/// `http` or `https`, a host, and perhaps a port.
pub(crate) fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name and a password in front of the host are allowed here; a caller's page refuses them by itself.
    let place = authority.rsplit_once('@').map_or(authority, |(_person, place)| place);
    is_web && !text.contains(char::is_control) && is_place(place)
}

pub(crate) fn is_place(place: &str) -> bool {
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    if let Some(bracketed) = place.strip_prefix('[') {
        let Some((address, rest)) = bracketed.split_once(']') else { return false };
        let is_address = address.parse::<Ipv6Addr>().is_ok();
        return is_address && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port)));
    // Names of other scripts are allowed: the browser and the HTTP library spell them for the name server.
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    host.trim_end_matches('.').split('.').all(is_label) && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Preferences)) -> Option<SettingField> {
        let old = Preferences::default();
        let mut new = old.clone();
        change(&mut new);
        match validate(&new, &old, Keyboard::Usual) {
            Err(Refusal::InvalidSetting { field }) => Some(field),
            Err(other) => panic!("{other:?}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn nonsense_is_refused_with_its_field() {
        let country = |text: &str| refused(|new| new.country = text.to_owned());
        for (text, refusal) in [("CN", None), ("gb", None), ("", None), (" ", None)] {
            assert_eq!(country(text), refusal, "{text}");
        }
        for text in ["ZZ", "China", "C", "86", "C N", "中国"] {
            assert_eq!(country(text), Some(SettingField::Country), "{text}");
        }
        for text in ["021", "10"] {
            assert_eq!(refused(|new| new.area_code = text.to_owned()), None, "{text}");
        }
        assert_eq!(refused(|new| new.area_code = "Berlin".to_owned()), Some(SettingField::AreaCode));
        assert_eq!(
            refused(|new| new.outside_prefix = "9 please".to_owned()),
            Some(SettingField::OutsidePrefix)
        );
        assert_eq!(refused(|new| new.plus = "plus".to_owned()), Some(SettingField::Plus));
        assert_eq!(refused(|new| new.plus = "+".to_owned()), None);
    }

    #[test]
    fn addresses_are_web_addresses() {
        for (url, can_be) in [
            ("https://crm.example/?n={number}", true),
            ("http://10.0.0.5:8080/x", true),
            ("https://[fd00::5]:8443/", true),
            ("https://müller.example/", true),
            ("javascript:alert(1)", false),
            ("javascript://alert(1)", false),
            ("not a url", false),
            ("crm.example", false),
            ("ftp://crm.example/", false),
            ("https://", false),
            ("https:///path", false),
            ("https://a b.example/", false),
            ("https://crm..example/", false),
            ("https://crm.example:99999/", false),
            ("https://crm.example:port/", false),
            ("https://[fd00::5/", false),
            ("https://{number}.example/", false),
        ] {
            assert_eq!(check::template(url).is_ok(), can_be, "{url}");
            let one = Webhook { address: url.to_owned(), ..Webhook::default() };
            let webhook = refused(|new| new.scripts.webhooks = vec![one]);
            assert_eq!(webhook, (!can_be).then_some(SettingField::Webhook), "{url}");
        }
    }

    #[test]
    fn what_waits_belongs_to_one_address() {
        let webhooks = |slots: &[u8]| {
            let one = |slot: &u8| Webhook {
                slot: *slot,
                address: "https://a.example".to_owned(),
                ..Webhook::default()
            };
            refused(|new| new.scripts.webhooks = slots.iter().map(one).collect())
        };
        assert_eq!(webhooks(&[3, 0, 1, 2]), None);
        for slots in [&[0, 0][..], &[4], &[0, 1, 2, 3, 3]] {
            assert_eq!(webhooks(slots), Some(SettingField::Webhook), "{slots:?}");
        }
    }

    #[test]
    fn a_program_has_a_full_path() {
        let program = |path: &str| refused(|new| new.scripts.program = path.to_owned());
        let full = std::env::current_exe().unwrap();
        assert_eq!(program(&full.to_string_lossy()), None);
        assert_eq!(program("notepad"), Some(SettingField::Program));
        assert_eq!(program("~/bin/tell"), Some(SettingField::Program));
    }

    #[test]
    fn what_stood_there_before_is_not_asked_about() {
        let old = Preferences { country: "ZZ".to_owned(), ..Preferences::default() };
        let new = Preferences { ring_sound: true, ..old.clone() };
        assert_eq!(validate(&new, &old, Keyboard::Usual), Ok(()));
    }
}
