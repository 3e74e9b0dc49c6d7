//! What holds digits and is no telephone number: dates, times, cards, addresses, and digits that letters stick to.

use pbx_protocol::number;

/// In the place of what is no number for certain.
pub(super) const OTHER: char = '\u{fffd}';

/// The line with a sign in the place of each word that holds digits and is no part of a number: addresses, dates,
/// times, and digits that letters stick to.
pub(super) fn without_others(line: &str) -> String {
    let mut rest = line;
    let mut whole = String::with_capacity(line.len());
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        whole.push_str(&rest[..start]);
        let word = &rest[start..];
        let end = word.find(char::is_whitespace).unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        if is_other(word) {
            whole.push(OTHER);
        } else {
            whole.push_str(word);
        }
        rest = behind;
    }
    whole + rest
}

fn is_other(word: &str) -> bool {
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    is_link(word)
        || word.contains("://")
        || word.contains(['@', '_', '%', '\\'])
        || sticks_to_letters(bare)
        || is_time(bare)
        || is_date(bare)
        || is_address(bare)
}

/// `INV2024`, `12b`; Chinese words stand without a blank.
fn sticks_to_letters(word: &str) -> bool {
    let signs: Vec<char> = word.chars().collect();
    let is_letter = |c: char| c.is_alphabetic() && !('\u{2e80}'..).contains(&c);
    signs.windows(2).any(|pair| {
        is_letter(pair[0]) && pair[1].is_ascii_digit() || pair[0].is_ascii_digit() && is_letter(pair[1])
    })
}

fn is_time(word: &str) -> bool {
    let mut parts = word.split(':');
    let all_digits =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    word.contains(':') && parts.all(all_digits)
}

fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let [first, second, third] = parts[..] else { return false };
    is_day(first, second, third) || is_day(third, second, first) || is_day(third, first, second)
}

fn is_day(year: &str, month: &str, day: &str) -> bool {
    let number =
        |text: &str, longest: usize| if text.len() <= longest { text.parse::<u32>().ok() } else { None };
    let is_year = match year.len() {
        4 => year.starts_with("19") || year.starts_with("20"),
        2 => number(year, 2).is_some(),
        _ => false,
    };
    is_year
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

/// `20241105`.
pub(super) fn is_plain_date(text: &str) -> bool {
    let text = text.trim();
    text.len() == 8
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && is_day(&text[..4], &text[4..6], &text[6..])
}

/// Of a machine.
fn is_address(word: &str) -> bool {
    word.parse::<std::net::Ipv4Addr>().is_ok()
}

/// As long as cards are, of one of their kinds, with the digit at the end that proves the others. (Luhn)
pub(super) fn is_card(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    (13..=19).contains(&digits.len())
        && digits.starts_with(|c: char| ('2'..='6').contains(&c))
        && sum.is_multiple_of(10)
}

/// What a web page links to; `sip:` names a machine, which may be another one's.
pub(super) fn is_link(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    (lower.starts_with("tel:") || lower.starts_with("callto:")) && number::is_link(word)
}
