//! Links to numbers: `tel:` (RFC 3966), `sip:` and `sips:` (RFC 3261), `callto:`. Any web page can write one, so a link
//! gets less than a person: no feature codes, no passwords, nothing but a number.

use super::characters::{is_invisible, plain};
use super::{Home, NotANumber, Written, scan};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// `sip:`, `sips:`: what follows is `user@host` or a host.
    Sip,
    /// `tel:`, `callto:`: what follows is a number.
    Number,
}

const SCHEMES: [(&str, Scheme); 4] =
    [("sip:", Scheme::Sip), ("sips:", Scheme::Sip), ("tel:", Scheme::Number), ("callto:", Scheme::Number)];

/// Whether the text is a link of a kind that [`super::read`] reads.
pub fn is_link(text: &str) -> bool {
    split_scheme(text).is_some()
}

/// What came as a link, without the blanks behind its scheme that would make a person's label of it: `tel: *72`.
pub fn without_blanks(link: &str) -> String {
    let (scheme, rest) = link.split_once(':').unwrap_or(("", link));
    if scheme.is_empty() { link.to_owned() } else { format!("{scheme}:{}", rest.trim_start()) }
}

/// The computer that a `sip:` link names behind its number, without port; `None` where it names none.
pub fn link_host(text: &str) -> Option<&str> {
    let (scheme, rest) = split_scheme(text)?;
    if scheme != Scheme::Sip {
        return None;
    }
    let (_number, host) = rest.split(['?']).next()?.rsplit_once('@')?;
    let host = host.split([';', '/']).next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    (!host.is_empty()).then_some(host)
}

/// Marks that nobody sees come along in front of a link, too.
pub(super) fn split_scheme(text: &str) -> Option<(Scheme, &str)> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    // `"Bob" <sip:101@pbx>`, as telephones show it.
    let link = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')).map_or(text, |(_, link)| link);
    SCHEMES.iter().find_map(|(name, scheme)| {
        let (front, rest) = link.split_at_checked(name.len())?;
        // `Tel: 138…` is a label, as people write it.
        let is_label = rest.starts_with(char::is_whitespace);
        (front.eq_ignore_ascii_case(name) && !is_label).then_some((*scheme, rest))
    })
}

pub(super) fn read(scheme: Scheme, rest: &str, home: Home) -> Result<Written, NotANumber> {
    let mut parameters = user_part(scheme, rest)?.split(';');
    let number = decoded(parameters.next().unwrap_or_default())?;
    // Behind a comma they are keyed in once somebody has answered; in front they give the PBX an order.
    if number.contains(['*', '#']) && !number.contains(',') {
        return Err(NotANumber::CodeInLink);
    }
    let mut context = None;
    let mut extension = None;
    for parameter in parameters {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = decoded(value)?;
        match name.to_ascii_lowercase().as_str() {
            "ext" => extension = Some(scan::extension(&value).ok_or(NotANumber::Unclear)?),
            "postd" => {
                let keys = value.trim_start_matches([',', 'p', 'w']);
                extension = Some(scan::extension(keys).ok_or(NotANumber::Unclear)?);
            }
            "phone-context" => context = Some(value),
            // Subaddresses and what browsers add mean nothing to a telephone network of today.
            _ => {}
        }
    }
    let number = match context {
        // RFC 3966: a local number is dialled in the domain that it names, and nowhere else.
        Some(context) if !context.starts_with('+') => return Err(NotANumber::OtherSystem),
        Some(context) if !number.trim_start().starts_with('+') => format!("{context} {number}"),
        Some(_) | None => number,
    };
    let written = scan::read(&number, home)?;
    // A person may write a name beside a number; in a link it says that the link is not what it looks like.
    if written.left_out.as_deref().is_some_and(|left_out| left_out.contains(char::is_alphabetic)) {
        return Err(NotANumber::Words);
    }
    if written.dial.is_code() {
        return Err(NotANumber::CodeInLink);
    }
    Ok(Written { extension: extension.or(written.extension), ..written })
}

/// Whom the link names: what stands before `@`, with its parameters.
fn user_part(scheme: Scheme, rest: &str) -> Result<&str, NotANumber> {
    let rest = rest.trim_start_matches('/');
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    // `?subject=…` and its kind are orders to the program that opens the link.
    if scheme == Scheme::Sip && !query.is_empty() {
        return Err(NotANumber::MoreThanANumber);
    }
    match (scheme, address.rsplit_once('@')) {
        (Scheme::Sip, Some((user, _host))) if user.contains(':') => Err(NotANumber::MoreThanANumber),
        (_, Some((user, _host))) => Ok(user),
        // `sip:10.0.0.5` names a host and nobody on it; its digits are no number.
        (Scheme::Sip, None) if address.contains(['.', ':']) => Err(NotANumber::OtherSystem),
        (_, None) => Ok(address.trim_end_matches('/')),
    }
}

/// `%2B` is `+`. Refused when a `%` is not followed by two hex digits or the bytes are no text.
fn decoded(text: &str) -> Result<String, NotANumber> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let read = if byte == b'%' { escaped(&mut bytes).ok_or(NotANumber::Words)? } else { byte };
        decoded.push(read);
    }
    let text = String::from_utf8(decoded).map_err(|_| NotANumber::Words)?;
    Ok(plain(&text))
}

fn escaped(bytes: &mut std::str::Bytes<'_>) -> Option<u8> {
    let mut digit = || char::from(bytes.next()?).to_digit(16);
    let (high, low) = (digit()?, digit()?);
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_stands_behind_the_number() {
        for (link, host) in [
            ("sip:101@pbx", Some("pbx")),
            ("SIPS:101@pbx.example:5061;transport=tcp", Some("pbx.example")),
            ("sip:101@[fd00::5]:5060", Some("fd00::5")),
            ("sip:101@10.0.0.5?subject=a@b", Some("10.0.0.5")),
            ("sip:101@", None),
            ("sip:101", None),
            ("Bob <sip:101@elsewhere>", Some("elsewhere")),
            ("tel:101@pbx", None),
            ("101@pbx", None),
        ] {
            assert_eq!(link_host(link), host, "{link}");
        }
    }
}
