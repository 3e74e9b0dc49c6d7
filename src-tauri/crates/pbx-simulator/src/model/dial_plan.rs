//! Which outbound route a dialled number takes.

use pbx_protocol::endpoints::OutboundRoute;

/// What is sent to the trunk for `dialled`, where the route takes it: its prefix is stripped, the rest must fit.
pub(crate) fn through(route: &OutboundRoute, caller: &str, dialled: &str) -> Option<String> {
    let rest = dialled.strip_prefix(route.prefix.as_str())?;
    // A route may be one caller's alone.
    let may_call = route.caller_id.is_empty() || route.caller_id == caller;
    (may_call && matches(&route.pattern, rest)).then(|| format!("{}{rest}", route.prepend))
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
