//! Text without the people in it: each letter becomes `x` and each number another one, the same wherever it stands.
//!
//! What stays is listed, not what goes: a text of a kind that nobody thought of tells of nobody. Each character has
//! one in its place, so that what the text looked like (signs, blanks, the groups of a number) can still be seen.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::Range;

use pbx_protocol::number;

use crate::hotkeys::shortcut::Shortcut;
use crate::shown;

/// Extensions and queues are shorter and tell nobody.
const LONGEST_INTERNAL: usize = 4;
/// Digits in one run that are a whole number: what stands behind them is another one, or an extension there.
const WHOLE_NUMBER: usize = 7;
/// No telephone number is longer; what lies further in front has no part in what stands for a digit.
const LONGEST_NUMBER: usize = 32;
/// Where somebody's place on the network stands, in which short numbers tell something too.
const PLACES: [&str; 5] = ["host", "reportHost", "address", "receiver", "path"];
/// Lists of extensions, in which a comma lies between numbers, not in one.
const LISTS: [&str; 2] = ["agents", "dynamicagents"];
/// What this program itself wrote there.
const OWN_WORDS: [&str; 7] = ["input", "kind", "listening", "event", "why", "answer", "endpoint"];
/// Words of the PBX, of links, of addresses and around numbers. The core goes by them, and they tell of nobody.
const WORDS: &str = "anonymous unknown private restricted unavailable asserted unregistered registered idle ringing \
    up busy inuse hold malfunction fxsnoport here answered no answer failed voicemail internal inbound outbound ring \
    all least recent fewest calls random rrmemory linear http https tel sip sips callto ext extension phone fax \
    number name e queue callid direction result event on off 电话 转 分机";

/// Remembers what stands for what.
#[derive(Debug, Default)]
pub(super) struct Mask {
    /// What stands for each digit in front of these others: numbers that end alike still do, with and without a prefix.
    digits: HashMap<String, [Option<u8>; 10]>,
    addresses: HashMap<IpAddr, u32>,
}

impl Mask {
    /// The text of this member.
    pub(super) fn text(&mut self, key: &str, text: &str) -> String {
        if OWN_WORDS.contains(&key) || is_harmless(key, text) {
            return text.to_owned();
        }
        if PLACES.contains(&key)
            && let Some(place) = self.place(text)
        {
            return place;
        }
        // Taken out, not only masked: even its length tells something of a password in a link.
        let signs: Vec<char> = shown::without_password(text).chars().collect();
        let mut masked = signs.clone();
        hide_letters(&signs, &mut masked);
        for number in numbers(&signs, LISTS.contains(&key)) {
            self.hide_digits(&signs, &number, &mut masked);
        }
        if PLACES.contains(&key) {
            // In a name of a host a short number is as good as the name: `pbx7` says which of ten it is.
            let port = port_of(&signs);
            let digits = masked
                .iter_mut()
                .enumerate()
                .filter(|(at, sign)| sign.is_ascii_digit() && !port.contains(at));
            digits.for_each(|(_, sign)| *sign = '0');
        }
        masked.into_iter().collect()
    }

    fn hide_digits(&mut self, signs: &[char], number: &[usize], masked: &mut [char]) {
        if number.len() <= LONGEST_INTERNAL {
            return;
        }
        let mut behind = String::new();
        // From the end: two forms of a number differ in front, by a prefix or a country, and are to end alike
        // still.
        for at in number.iter().rev() {
            let Some(digit) = number::digit(signs[*at]).and_then(|digit| digit.to_digit(10)) else {
                continue;
            };
            let stand_ins = self.digits.entry(behind.clone()).or_default();
            masked[*at] = stand_in(stand_ins, digit);
            if behind.len() < LONGEST_NUMBER {
                behind.insert(0, char::from_digit(digit, 10).unwrap_or('0'));
            }
        }
    }

    /// An address of nobody, of the same kind and with the same port.
    fn place(&mut self, text: &str) -> Option<String> {
        if let Ok(socket) = text.parse::<SocketAddr>() {
            return Some(SocketAddr::new(self.address(socket.ip()), socket.port()).to_string());
        }
        text.parse().ok().map(|address| self.address(address).to_string())
    }

    /// One of those that are set aside for measurements and examples.
    fn address(&mut self, address: IpAddr) -> IpAddr {
        let next = u32::try_from(self.addresses.len()).unwrap_or_default() + 1;
        let nth = *self.addresses.entry(address).or_insert(next) & 0xffff;
        match address {
            // 198.18.0.0/15 is set aside for measurements, 2001:db8::/32 for examples; nobody has an address there.
            IpAddr::V4(_) => Ipv4Addr::from(0xc612_0000 | nth).into(),
            IpAddr::V6(_) => Ipv6Addr::from((0x2001_0db8 << 96) | u128::from(nth)).into(),
        }
    }
}

/// The first that stands for no other digit there, and is not the digit itself.
fn stand_in(stand_ins: &mut [Option<u8>; 10], digit: u32) -> char {
    let place = usize::try_from(digit).unwrap_or_default();
    let chosen = stand_ins[place].unwrap_or_else(|| {
        // Nought last: in front it would make another kind of number, e.g. one with a trunk's prefix.
        let free = || (1..=9).chain([0]).filter(|one| !stand_ins.contains(&Some(*one)));
        free().find(|one| u32::from(*one) != digit).or_else(|| free().next()).unwrap_or_default()
    });
    stand_ins[place] = Some(chosen);
    char::from_digit(chosen.into(), 10).unwrap_or('0')
}

/// Where the port of an address of the web stands, which tells of nobody, and without which it is no address.
fn port_of(signs: &[char]) -> Range<usize> {
    let place = signs.windows(3).position(|three| three == [':', '/', '/']).map(|at| at + 3);
    let Some(begin) = place else { return 0..0 };
    let end = signs[begin..].iter().position(|sign| *sign == '/').map_or(signs.len(), |at| begin + at);
    let colon = signs[begin..end].iter().rposition(|sign| *sign == ':').map_or(end, |at| begin + at);
    colon..end
}

/// Ids, error numbers and the like, which the core reads and which say nothing about a person.
fn is_harmless(key: &str, text: &str) -> bool {
    let is_short = |longest: usize| text.len() <= longest;
    match key {
        "errno" => is_short(6) && text.bytes().all(|byte| byte.is_ascii_digit()),
        "country" => is_short(2) && text.bytes().all(|byte| byte.is_ascii_alphabetic()),
        "apiVersion" | "firmwarever" | "hardwarever" => {
            let is_part = |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
            is_short(16) && text.trim_start_matches(['v', 'V']).split('.').all(is_part)
        }
        _ => is_channel(text) || Shortcut::check(text).is_ok(),
    }
}

/// `1589947952.1670`: the second at which the channel was opened, and a counter. Reports of one call are told by how near
/// they are.
fn is_channel(text: &str) -> bool {
    let Some((second, counter)) = text.split_once('.') else { return false };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    second.len() == 10
        // True of all seconds from 2001 to 2033; what begins otherwise is some other number.
        && second.starts_with('1')
        && (1..=9).contains(&counter.len())
        && is_digits(second)
        && is_digits(counter)
}

fn hide_letters(signs: &[char], masked: &mut [char]) {
    let mut at = 0;
    while at < signs.len() {
        let run = signs[at..].iter().take_while(|sign| is_letter(**sign)).count();
        let word: String = signs[at..at + run].iter().flat_map(|sign| sign.to_lowercase()).collect();
        if run > 0 && !WORDS.split_whitespace().any(|known| known == word) {
            masked[at..at + run].fill('x');
        }
        at += run.max(1);
    }
}

/// All but digits, blanks and the signs that stand in and around numbers.
fn is_letter(sign: char) -> bool {
    if sign.is_ascii() {
        return sign.is_ascii_alphabetic();
    }
    let is_sign = matches!(sign,
        '\u{80}'..='\u{a0}' | '\u{ad}' | '\u{b7}' | '\u{61c}' | '\u{180e}' | '\u{2000}'..='\u{206f}' | '\u{2212}'
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{fe50}'..='\u{fe6f}' | '\u{feff}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}');
    !is_sign && number::digit(sign).is_none()
}

/// Where the digits of each number stand. Signs and blanks lie in one, letters between two.
fn numbers(signs: &[char], is_list: bool) -> Vec<Vec<usize>> {
    let mut numbers = vec![Vec::new()];
    let mut run = 0;
    let mut is_whole = false;
    let mut at = 0;
    while at < signs.len() {
        let sign = signs[at];
        if run == 0
            && let Some(length) = moment(&signs[at..])
        {
            numbers.push(Vec::new());
            at += length;
            continue;
        }
        if number::digit(sign).is_some() {
            if run == 0 && is_whole {
                numbers.push(Vec::new());
                is_whole = false;
            }
            run += 1;
            if let Some(number) = numbers.last_mut() {
                number.push(at);
            }
        } else {
            // Signs lie in a number, and between two as well: what stands behind a whole one begins the next.
            is_whole |= run >= WHOLE_NUMBER;
            run = 0;
            if sign.is_alphabetic() || (is_list && sign == ',') {
                numbers.push(Vec::new());
                is_whole = false;
            }
        }
        at += 1;
    }
    numbers
}

/// How long a moment at the beginning is: `2020-05-20 10:11:22`. No number is written so.
fn moment(signs: &[char]) -> Option<usize> {
    const FORM: &str = "dddd-dd-dd dd:dd:dd";
    let length = FORM.len();
    let text = signs.get(..length)?;
    let fits = |(sign, form): (&char, char)| match form {
        'd' => sign.is_ascii_digit(),
        ' ' => matches!(sign, ' ' | '_' | 'T'),
        other => *sign == other,
    };
    let is_formed = text.iter().zip(FORM.chars()).all(fits);
    let part = |from: usize, to: usize| -> u32 {
        text[from..to]
            .iter()
            .filter_map(|sign| sign.to_digit(10))
            .fold(0, |number, digit| number * 10 + digit)
    };
    let is_moment = is_formed
        && (1970..2100).contains(&part(0, 4))
        && (1..=12).contains(&part(5, 7))
        && (1..=31).contains(&part(8, 10))
        && part(11, 13) < 24
        && part(14, 16) < 60
        && part(17, 19) < 61
        // A digit right behind makes it part of a longer number, which only begins like a moment.
        && signs.get(length).is_none_or(|sign| number::digit(*sign).is_none());
    is_moment.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A member of a journal, what stands in it, and what a masked journal keeps of it.
    const FORMS: &[(&str, &str, &str)] = &[
        ("number", "13800138000", "21111211111"),
        ("number", "+1-800-555-0199", "+2-111-111-1211"),
        ("text", "4111 1111 1111 1112", "1222 2222 2222 2221"),
        ("number", "(030) 12 34", "(111) 21 11"),
        ("number", "０３０－１２３４５", "111－21111"),
        ("number", "٠٣٠١٢٣٤٥", "11121111"),
        ("number", "1\u{200b}3\u{200b}8\u{200b}0013", "2\u{200b}1\u{200b}1\u{200b}1121"),
        ("number", "030.12.34", "111.21.11"),
        ("number", "030/12/34", "111/21/11"),
        ("number", "138:0013:8000", "211:1121:1111"),
        ("number", "138🦊0013🦊8000", "211x1121x1111"),
        ("number", "12345", "21111"),
        ("number", "101", "101"),
        ("number", "1-0-1", "1-0-1"),
        ("extension", "02161234567", "11212111111"),
        ("callerid", "Ada Lovelace 101", "xxx xxxxxxxx 101"),
        ("from", "\"Ada\" <13800138000>", "\"xxx\" <21111211111>"),
        ("from", "\"Ada\" <101>", "\"xxx\" <101>"),
        ("from", "anonymous", "anonymous"),
        ("from", "李娜 13800138000", "xx 21111211111"),
        ("from", "Zoë🦊", "xxxx"),
        ("trunk", "Telekom-Müller", "xxxxxxx-xxxxxx"),
        ("technology", "SIP", "SIP"),
        ("username", "ANNA", "xxxx"),
        ("fingerprint", "ab12cd345678", "xx12xx111111"),
        ("errno", "30003", "30003"),
        ("errno", "Ada 13800138000", "xxx 21111211111"),
        ("apiVersion", "v1.1.0", "v1.1.0"),
        ("apiVersion", "v13800138000", "x21111211111"),
        ("country", "CN", "CN"),
        ("country", "Ada", "xxx"),
        ("host", "10.0.0.5", "198.18.0.1"),
        ("host", "fd00::5", "2001:db8::1"),
        ("receiver", "10.0.0.5:8260", "198.18.0.1:8260"),
        ("host", "pbx7.example", "xxx0.xxxxxxx"),
        ("address", "https://crm7.example:8443/a/7", "https://xxx0.xxxxxxx:8443/x/0"),
        ("address", "ldaps://pbx7:636", "xxxxx://xxx0:636"),
        ("hold", "Ctrl+Alt+H", "Ctrl+Alt+H"),
        ("hold", "Li+Na", "xx+xx"),
        ("template", "https://crm.example/?n={number}", "https://xxx.xxxxxxx/?x={number}"),
        ("number", "tel:+49 30 5550100", "tel:+11 11 1111211"),
        ("number", "sip:101:secret@pbx", "sip:101:…@xxx"),
        ("call", "1589947952.1670", "1589947952.1670"),
        ("call", "15899479521.1670", "21111111112.1670"),
        ("start", "2020-05-20 10:11:22", "2020-05-20 10:11:22"),
        ("start", "2020-15-20 10:11:22", "1111-21-11 21:22:11"),
        ("agents", "101,102, 1031", "101,102, 1031"),
        ("agents", "101,13800138000", "101,21111211111"),
        ("text", "101,102", "212,211"),
        ("status", "NO ANSWER", "NO ANSWER"),
        ("reason", "486 Busy Here", "486 Busy Here"),
    ];

    #[test]
    fn no_form_of_a_number_or_name_stays() {
        for (key, text, masked) in FORMS {
            assert_eq!(Mask::default().text(key, text), *masked, "{key}: {text}");
        }
    }

    #[test]
    fn who_is_who_can_be_told() {
        let mut mask = Mask::default();
        let first = mask.text("number", "13800138000");
        assert_eq!(mask.text("from", "\"Ada\" <13800138000>"), format!("\"xxx\" <{first}>"));
        let second = mask.text("number", "13900139001");
        assert_ne!(first, second);
        assert_eq!(mask.text("text", "13800138000 / 13900139001 101"), format!("{first} / {second} 101"));
        // With a prefix, with the country, in groups and in other digits it is the same one.
        assert!(mask.text("to", "913800138000").ends_with(&first));
        assert!(mask.text("to", "+8613800138000").ends_with(&first));
        assert_eq!(mask.text("number", "138 0013 8000").replace(' ', ""), first);
        assert_eq!(mask.text("number", "１３８００１３８０００"), first);
        let all: std::collections::BTreeSet<_> =
            (0..1000).map(|n| mask.text("number", &format!("5550{n:03}"))).collect();
        assert_eq!(all.len(), 1000, "two numbers are never one");
    }
}
