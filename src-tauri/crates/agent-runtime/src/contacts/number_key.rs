//! When two numbers are the same line: `+49 30 123456`, `0049 30 123456` and, in Germany, `030 123456`. Short internal
//! numbers are the same only when they are equal: an extension is never the end of somebody's number.

use rlibphonenumber::enums::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

/// Shorter numbers belong to a house or an emergency service and have no country.
const SHORTEST_PUBLIC: usize = 7;

/// What numbers are compared by; nothing for text that is no number.
pub(super) fn key(number: &str, country: Option<Region>) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return None;
    }
    if digits.len() < SHORTEST_PUBLIC {
        return Some(digits);
    }
    // `00` is how most of the world writes `+`; what a trunk gives is often so.
    let written = match number.trim().strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => number.trim().to_owned(),
    };
    let parsed = PHONE_NUMBER_UTIL.parse(&written, country).ok().filter(PhoneNumber::is_valid);
    Some(parsed.map_or(digits, |number| number.format_as(PhoneNumberFormat::E164).to_string()))
}

/// `CN`, `DE`, …; nothing for what is no country.
pub(super) fn country(code: &str) -> Option<Region> {
    code.trim().to_uppercase().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_number_are_one_line() {
        let germany = country("de");
        let same = key("+49 30 123456", germany);
        for form in ["+4930123456", "0049 30 123456", "030/123456", "(030) 12 34 56", "tel:+49-30-123456"] {
            assert_eq!(key(form, germany), same, "{form}");
        }
        let china = country("CN");
        assert_eq!(key("13800138000", china), key("+86 138 0013 8000", china));
        assert_ne!(key("13800138000", china), key("13800138001", china));
    }

    #[test]
    fn short_numbers_are_equal_or_nothing() {
        let china = country("CN");
        assert_eq!(key("101", china).as_deref(), Some("101"));
        assert_ne!(key("8000", china), key("13800138000", china));
        assert_eq!(key("anonymous", china), None);
        assert_eq!(country("Atlantis").map(|_| ()), None);
    }

    #[test]
    fn without_a_country_digits_decide() {
        assert_eq!(key("030 123456", None).as_deref(), Some("030123456"));
        assert_eq!(key("+4930123456", None).as_deref(), Some("+4930123456"));
    }
}
