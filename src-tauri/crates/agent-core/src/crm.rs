//! The address of a caller's page in somebody else's program, made from a template.

pub(crate) mod check;
pub(crate) mod target;

use std::fmt::Write as _;

use pbx_protocol::number;

use crate::calls::view::CallDirection;
use crate::scripts::told::ToldCall;

/// What stands for the braces of a template.
#[derive(Debug)]
pub(crate) struct CrmCall<'a> {
    pub(crate) number: &'a str,
    pub(crate) e164: Option<&'a str>,
    pub(crate) name: &'a str,
    pub(crate) extension: &'a str,
    pub(crate) queue: &'a str,
    pub(crate) call: &'a str,
    pub(crate) direction: CallDirection,
    /// What came of it, by the id that other programs know it by where it has one.
    pub(crate) result: &'a str,
}

impl<'a> CrmCall<'a> {
    /// With what other programs are told of it.
    pub(crate) fn of(told: &'a ToldCall, result: &'a str) -> Self {
        Self {
            number: told.number.as_deref().unwrap_or_default(),
            e164: told.e164.as_deref(),
            name: told.name.as_deref().unwrap_or_default(),
            extension: &told.extension,
            queue: told.called.as_deref().unwrap_or_default(),
            call: &told.id,
            direction: told.direction,
            result,
        }
    }
}

/// Nothing for a template that is no web address, or becomes none. What a caller may choose (number, name) is encoded,
/// so that it is never more than a value.
pub(crate) fn address(template: &str, call: &CrmCall<'_>) -> Option<String> {
    check::template(template).ok()?;
    let template = template.trim();
    let mut address = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        address.push_str(before);
        address.push_str(&encoded(&value(name, call)?));
        rest = after;
    }
    address.push_str(rest);
    // The template's own blanks, with which it would be no address; a caller's are encoded by now.
    Some(address.replace(' ', "%20"))
}

/// An argument of a program, with its braces filled in; braces that stand for nothing stay as they are.
pub(crate) fn words(argument: &str, event: &str, call: &CrmCall<'_>) -> String {
    let mut filled_in = String::new();
    let mut rest = argument;
    while let Some((before, after)) = rest.split_once('{') {
        filled_in.push_str(before);
        let known = after.split_once('}').and_then(|(name, after)| {
            let known = if name == "event" { Some(event.to_owned()) } else { value(name, call) };
            Some((known?, after))
        });
        // Only ever forward: a caller who is named `{number}` is no template.
        rest = if let Some((known, after)) = known {
            filled_in.push_str(&known);
            after
        } else {
            filled_in.push('{');
            after
        };
    }
    filled_in + rest
}

/// As [`words`]; what a caller chose never begins an argument with the mark of an option.
pub(crate) fn argument(template: &str, event: &str, call: &CrmCall<'_>) -> String {
    let filled_in = words(template, event, call);
    if template.starts_with('{') {
        filled_in.trim_start_matches(is_mark_of_option).to_owned()
    } else {
        filled_in
    }
}

/// Blanks and invisible marks before it are cut off by some programs.
fn is_mark_of_option(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200b}'..='\u{200f}')
        || c.is_whitespace()
        || c.is_control()
}

fn value(name: &str, call: &CrmCall<'_>) -> Option<String> {
    Some(match name {
        "number" => call.number.to_owned(),
        "e164" => call.e164.map_or_else(|| e164(call.number), ToOwned::to_owned),
        "name" => call.name.to_owned(),
        "extension" => call.extension.to_owned(),
        "queue" => call.queue.to_owned(),
        "callid" => call.call.to_owned(),
        "direction" => match call.direction {
            CallDirection::Inbound => "inbound",
            CallDirection::Outbound => "outbound",
            CallDirection::Internal => "internal",
        }
        .to_owned(),
        "result" => call.result.to_owned(),
        _ => return None,
    })
}

/// With `+` where the number says its country; else its digits.
fn e164(number: &str) -> String {
    let Ok(written) = number::read(number) else { return number.to_owned() };
    let digits = written.dial.to_string();
    // `00` is `+` in most countries; where it is not, the caller's card knew better and was asked first.
    digits.strip_prefix("00").map_or(digits.clone(), |international| format!("+{international}"))
}

/// Everything but letters, digits and `-._~` as `%XX`.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: CrmCall<'_> = CrmCall {
        number: "+49 30 123456",
        e164: None,
        name: "A&B <x> 李",
        extension: "101",
        queue: "6500",
        call: "1-2",
        direction: CallDirection::Inbound,
        result: "call-back",
    };

    #[test]
    fn braces_become_encoded_values() {
        let template = "https://crm.example/find?tel={number}&e={e164}&n={name}&x={extension}/{queue}/{callid}/{direction}/{result}#top";
        assert_eq!(
            address(template, &CALL).as_deref(),
            Some(
                "https://crm.example/find?tel=%2B49%2030%20123456&e=%2B4930123456&n=A%26B%20%3Cx%3E%20%E6%9D%8E\
                 &x=101/6500/1-2/inbound/call-back#top"
            )
        );
    }

    #[test]
    fn the_country_is_told_where_it_is_known() {
        let call = CrmCall { number: "030 123456", e164: Some("+4930123456"), ..CALL };
        assert_eq!(address("http://crm/{e164}", &call).as_deref(), Some("http://crm/%2B4930123456"));
        let call = CrmCall { e164: None, ..call };
        assert_eq!(address("http://crm/{e164}", &call).as_deref(), Some("http://crm/030123456"));
    }

    #[test]
    fn only_web_addresses_and_known_braces() {
        for template in [
            "",
            "crm.example/{number}",
            "file:///etc/passwd",
            "javascript:alert(1)//{number}",
            "https://{number}.example/",
            "https://user@{name}/",
            "https://crm.example/{password}",
            "https://crm.example/{number",
            "https://",
        ] {
            assert_eq!(address(template, &CALL), None, "{template}");
        }
        assert!(address("HTTP://intranet/{number}", &CALL).is_some());
    }

    #[test]
    fn each_word_has_a_value() {
        for word in check::WORDS {
            assert!(value(word, &CALL).is_some(), "{word}");
        }
    }

    #[test]
    fn arguments_are_filled_in_once() {
        let call = CrmCall { name: "{number} $(rm)", ..CALL };
        for (argument, expected) in [
            ("{event}:{number}", "ring:+49 30 123456"),
            ("{name}", "{number} $(rm)"),
            ("{nothing} {direction", "{nothing} {direction"),
            ("{{queue}}", "{6500}"),
        ] {
            assert_eq!(words(argument, "ring", &call), expected);
        }
    }

    #[test]
    fn a_caller_chooses_no_option() {
        for (name, template, expected) in [
            ("--exec=rm", "{name}", "exec=rm"),
            (" \u{200b}-x", "{name}", "x"),
            ("-", "{name}", ""),
            ("-x", "--name={name}", "--name=-x"),
            ("-x", "-{name}", "--x"),
            ("A-b", "{name}", "A-b"),
        ] {
            assert_eq!(
                argument(template, "ring", &CrmCall { name, ..CALL }),
                expected,
                "{name:?} {template}"
            );
        }
    }

    #[test]
    fn numbers_of_a_country_get_a_plus() {
        for (number, e) in [("0049 30 1", "+49301"), ("+86-138", "+86138"), ("030 1", "0301"), ("101", "101")]
        {
            assert_eq!(e164(number), e);
        }
    }
}
