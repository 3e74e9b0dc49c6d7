//! The little that must be known of countries to read a number behind `+`: where the country's code ends, and
//! whether a zero behind it is the sign for a call within the country or a part of the number.

/// Codes of two digits; `1` and `7` have one, all others three. (ITU-T E.164, list of 2024)
const TWO_DIGITS: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// Where the zero belongs to the number: Italy, San Marino, the Vatican, Côte d'Ivoire, Gabon, Congo, Benin.
const ZERO_BELONGS: &[&str] = &["39", "378", "379", "225", "241", "242", "229"];

/// Splits the digits behind `+` into the country's code and the rest.
pub(super) fn split_code(digits: &str) -> Option<(&str, &str)> {
    let length = match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'0', ..] | [] | [_] => return None,
        _ if TWO_DIGITS.iter().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    };
    digits.split_at_checked(length)
}

/// Whether these digits are a country's code and no more.
pub(super) fn is_code(digits: &str) -> bool {
    split_code(digits).is_some_and(|(_, rest)| rest.is_empty())
}

/// Whether a zero behind this code is dialled.
pub(super) fn keeps_zero(code: &str) -> bool {
    ZERO_BELONGS.contains(&code)
}

/// The number of a country, as it follows the country's code, without the sign for calls within the country.
pub(super) fn without_trunk_zero<'a>(code: &str, national: &'a str) -> &'a str {
    match code {
        _ if keeps_zero(code) => national,
        // Hungary's sign is 06, and no area there begins with 0.
        "36" => without(national, "06"),
        _ => without(national, "0"),
    }
}

/// Written twice it is no sign but a mistake, which is left as it is.
fn without<'a>(national: &'a str, sign: &str) -> &'a str {
    national.strip_prefix(sign).filter(|rest| !rest.starts_with(sign)).unwrap_or(national)
}

/// Whether these are all the digits of a number of mainland China: a landline with its area code, a mobile number, a
/// service number of 400 or 800. `first` is what stood before the first dash or blank.
pub(super) fn is_chinese(digits: &str, first: &str) -> bool {
    let bytes = digits.as_bytes();
    match bytes {
        [b'0', b'1'..=b'9', ..] => {
            let area = if bytes.starts_with(b"010") || bytes[1] == b'2' { 3 } else { 4 };
            let Some((area, local)) = digits.split_at_checked(area) else { return false };
            // `0221-5550100` is somewhere else: an area code of 02 has three digits.
            let is_apart = first == area || first == digits;
            is_apart && area != "011" && (7..=8).contains(&local.len()) && !local.starts_with(['0', '1'])
        }
        [b'1', b'3'..=b'9', ..] => bytes.len() == 11,
        [b'4' | b'8', b'0', b'0', ..] => bytes.len() == 10,
        _ => false,
    }
}

/// Whether these are all the digits of a number of North America.
pub(super) fn is_north_american(digits: &str) -> bool {
    let digits = digits.strip_prefix('1').unwrap_or(digits);
    digits.len() == 10 && !digits.starts_with(['0', '1'])
}
