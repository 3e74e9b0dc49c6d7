//! Reads one number out of plain text: words in front, the digits with their brackets and dashes, what is keyed in
//! afterwards.

use super::countries::{self, split_code, without_trunk_zero};
use super::words::{behind_extension_word, is_label, key_of};
use super::{DialString, Home, NotANumber, Written};

/// Fewer digits are an internal number or a service, and words beside it may be anything.
const LONG_NUMBER: usize = 7;
/// E.164; behind `+` there are no more.
const LONGEST_INTERNATIONAL: usize = 15;
/// The longest that is keyed in afterwards: a conference's code and its PIN.
const LONGEST_EXTENSION: usize = 24;
/// A name or a kind of telephone; more is a sentence about a number.
const LONGEST_REMARK: usize = 40;
/// Signs of a country's way out, as people write them in place of `+`.
const INTERNATIONAL: [&str; 4] = ["0011", "00", "011", "010"];

/// What has been read of a number.
#[derive(Debug, Default)]
struct Scan {
    keys: String,
    /// Lengths of `keys` where a dash, blank or bracket stood.
    breaks: Vec<usize>,
    /// What stood at the last of them.
    last_break: char,
    extension: Option<String>,
    left_out: Vec<String>,
}

/// Reads plain text.
pub(super) fn read(text: &str, home: Home) -> Result<Written, NotANumber> {
    let text = inside_angles(text.trim());
    let start = number_start(text).ok_or(if text.contains(char::is_alphanumeric) {
        NotANumber::Words
    } else {
        NotANumber::NoDigits
    })?;
    let (front, rest) = text.split_at(start);
    let mut scan = Scan::default();
    if !is_remark(front) {
        return Err(NotANumber::Words);
    }
    if !is_label(front) {
        if is_scheme(front) || count_digits(rest) < LONG_NUMBER || front.chars().count() > LONGEST_REMARK {
            return Err(NotANumber::Words);
        }
        scan.left_out.push(front.trim().to_owned());
    }
    scan.run(rest)?;
    scan.take_dashed_extension(home);
    scan.finish()
}

/// Digits and pauses behind a number; `None` when there is more than that.
pub(super) fn extension(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', ')', '.']);
    let is_short = (1..=LONGEST_EXTENSION).contains(&text.len());
    let keys = text.bytes().all(|b| b.is_ascii_digit() || b"*#, pwPW-".contains(&b));
    let has_key = text.bytes().any(|b| b.is_ascii_digit());
    (is_short && keys && has_key).then(|| {
        text.chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .map(|c| if c.is_alphabetic() { ',' } else { c })
            .collect()
    })
}

/// `Anna Nord <+49 30 …>`, as mail programs write people.
fn inside_angles(text: &str) -> &str {
    match (text.rfind('<'), text.strip_suffix('>')) {
        (Some(open), Some(inside)) => inside[open + 1..].trim(),
        _ => text,
    }
}

/// Where the number begins: at a key, or at the bracket before one.
fn number_start(text: &str) -> Option<usize> {
    let begins = |(at, c): &(usize, char)| match c {
        '0'..='9' | '+' | '*' | '#' => true,
        '(' => text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '+'),
        _ => false,
    };
    let (at, c) = text.char_indices().find(begins)?;
    // A lone sign is no number.
    (c != '+' || text[at..].contains(|c: char| c.is_ascii_digit())).then_some(at)
}

/// Names, labels and remarks.
fn is_remark(text: &str) -> bool {
    text.chars().all(|c| c.is_alphabetic() || " .,:'\"-()&_|=<>!\u{201c}\u{201d}".contains(c) || is_sign(c))
}

/// The front of an address of something else, e.g. `mailto:`.
fn is_scheme(front: &str) -> bool {
    front.ends_with(':') && front.is_ascii() && !front.contains(' ')
}

/// Emoji and their like.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && !c.is_control() && c != '\u{fffd}'
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

impl Scan {
    fn run(&mut self, text: &str) -> Result<(), NotANumber> {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let tail = &rest[c.len_utf8()..];
            match c {
                '#' if self.is_long()
                    && self.stands_apart()
                    && tail.trim().bytes().all(|b| b.is_ascii_digit()) =>
                {
                    return self.take_extension(tail);
                }
                '0'..='9' | '*' | '#' => self.keys.push(c),
                '+' if self.keys.is_empty() => self.keys.push(c),
                '+' => return Err(if self.is_long() { NotANumber::Several } else { NotANumber::Unclear }),
                '(' if is_trunk_sign(rest) && !self.keys.is_empty() => {
                    self.leave_out_trunk_sign()?;
                    rest = &rest[rest.find(')').map_or(rest.len(), |close| close + 1)..];
                    continue;
                }
                '(' if self.is_long() && count_digits(tail) == 0 => {
                    self.pause_in_writing(c);
                    return self.leave_out_rest(rest);
                }
                '/' if self.is_long() && count_digits(tail) > 0 => return Err(NotANumber::Several),
                ' ' | '.' | '-' | '(' | ')' | '/' => self.pause_in_writing(c),
                ',' | ';' => return self.on_comma(tail),
                '\n' if count_digits(tail) > 0 => return Err(NotANumber::Several),
                _ if self.keys.is_empty() => return Err(NotANumber::Words),
                _ => return self.on_words(rest),
            }
            rest = tail;
        }
        Ok(())
    }

    fn digits(&self) -> usize {
        count_digits(&self.keys)
    }

    fn is_long(&self) -> bool {
        self.digits() >= LONG_NUMBER && !self.keys.starts_with(['*', '#'])
    }

    fn stands_apart(&self) -> bool {
        self.breaks.last() == Some(&self.keys.len())
    }

    fn pause_in_writing(&mut self, sign: char) {
        // Of several in a row, a dash says most.
        if self.keys.is_empty() || (self.stands_apart() && self.last_break == '-') {
            return;
        }
        self.breaks.push(self.keys.len());
        self.last_break = sign;
    }

    /// `(0)` says: 0 within the country, nothing behind its code.
    fn leave_out_trunk_sign(&mut self) -> Result<(), NotANumber> {
        if INTERNATIONAL.iter().all(|sign| !self.keys.starts_with(sign)) && !self.keys.starts_with('+') {
            if !countries::is_code(&self.keys) {
                return Err(NotANumber::Unclear);
            }
            self.keys.insert(0, '+');
        }
        let code = self.keys.trim_start_matches(['+', '0']);
        if split_code(code).is_some_and(|(code, _)| countries::keeps_zero(code)) {
            self.keys.push('0');
        } else {
            self.left_out.push("(0)".to_owned());
        }
        self.pause_in_writing(')');
        Ok(())
    }

    /// A pause before what is keyed in, or the next number.
    fn on_comma(&mut self, tail: &str) -> Result<(), NotANumber> {
        let keyed = tail.trim_start_matches([',', ';', ' ', 'p', 'w', 'P', 'W']);
        let has_pause = tail.starts_with([',', ';', 'p', 'w', 'P', 'W']);
        if let Some((name, value)) = keyed.split_once('=') {
            // A parameter of a link that was copied without its scheme.
            return if name.trim() == "ext" { self.take_extension(value) } else { Ok(()) };
        }
        if let Some(rest) = behind_extension_word(keyed) {
            return self.take_extension(rest);
        }
        match count_digits(keyed) {
            0 if keyed.trim().is_empty() => Ok(()),
            0 => self.leave_out_rest(keyed),
            digits if digits >= LONG_NUMBER && !has_pause && !keyed.contains('#') => Err(NotANumber::Several),
            _ if !self.is_long() => Err(NotANumber::Several),
            _ => self.take_extension(keyed),
        }
    }

    fn take_extension(&mut self, text: &str) -> Result<(), NotANumber> {
        self.extension = Some(extension(text).ok_or(NotANumber::Unclear)?);
        Ok(())
    }

    /// Something that is neither a key nor a sign between keys.
    fn on_words(&mut self, rest: &str) -> Result<(), NotANumber> {
        if self.digits() >= 3 && !self.keys.starts_with(['*', '#']) {
            let keyed =
                behind_extension_word(rest).filter(|keyed| keyed.starts_with(|c: char| c.is_ascii_digit()));
            if let Some(keyed) = keyed {
                let end =
                    keyed.find(|c: char| !(c.is_ascii_digit() || " -*#,".contains(c))).unwrap_or(keyed.len());
                self.take_extension(&keyed[..end])?;
                return self.leave_out_rest(&keyed[end..]);
            }
            if let Some(keyed) = rest.strip_prefix(['p', 'P', 'w', 'W']).and_then(extension) {
                self.extension = Some(keyed);
                return Ok(());
            }
        }
        if self.spell(rest).is_some() {
            return Ok(());
        }
        self.leave_out_rest(rest)
    }

    /// `FLOWERS` in `1-800-FLOWERS`: in capitals, or behind a number that costs the caller nothing.
    fn spell(&mut self, rest: &str) -> Option<()> {
        let letters = rest.chars().filter(char::is_ascii_alphabetic).count();
        let in_capitals = !rest.contains(|c: char| c.is_ascii_lowercase());
        let national = self.keys.trim_start_matches("+1").trim_start_matches('1');
        let is_free = ["800", "888", "877", "866", "855", "844", "833", "0800", "300", "0900", "900"]
            .contains(&national);
        let whole = self.digits() + letters + count_digits(rest);
        let is_number =
            letters >= 3 && self.digits() >= 3 && (LONG_NUMBER..=LONGEST_INTERNATIONAL).contains(&whole);
        if !is_number || !(in_capitals || is_free) {
            return None;
        }
        let mut spelt = String::new();
        for c in rest.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')) {
            spelt.push(if c.is_ascii_digit() { c } else { key_of(c)? });
        }
        self.keys.push_str(&spelt);
        Some(())
    }

    /// A remark behind a number that is long enough to be told from it.
    fn leave_out_rest(&mut self, rest: &str) -> Result<(), NotANumber> {
        let remark = rest.trim();
        if remark.bytes().any(|b| b.is_ascii_digit()) {
            return Err(NotANumber::Words);
        }
        let has_words = remark.contains(char::is_alphanumeric);
        if remark.chars().count() > LONGEST_REMARK {
            return Err(NotANumber::Words);
        }
        if has_words && !(self.is_long() && (self.stands_apart() || self.extension.is_some())) {
            return Err(NotANumber::Words);
        }
        if !is_remark(remark) {
            return Err(NotANumber::Words);
        }
        if has_words {
            self.left_out.push(remark.to_owned());
        }
        Ok(())
    }

    /// `021-61234567-8001`: what follows a whole number behind a dash is an extension, where people write so.
    fn take_dashed_extension(&mut self, home: Home) {
        let Some(&at) = self.breaks.last() else { return };
        let behind = self.keys.len() - at;
        if self.extension.is_some() || self.last_break != '-' || !(1..=6).contains(&behind) {
            return;
        }
        let first = self.breaks[0];
        let keys = &self.keys[..at];
        let is_whole = match (keys.strip_prefix("+86"), keys.strip_prefix("+1")) {
            (Some(national), _) => {
                let zeroed = format!("0{}", national.trim_start_matches('0'));
                countries::is_chinese(national, national) || countries::is_chinese(&zeroed, &zeroed)
            }
            (None, Some(national)) => countries::is_north_american(national),
            (None, None) if keys.starts_with('+') => false,
            (None, None) => {
                let chinese = countries::is_chinese(keys, &keys[..first]);
                match home {
                    Home::China => chinese || is_chinese_without_area(keys, behind),
                    Home::Unknown => chinese,
                    Home::NorthAmerica => countries::is_north_american(keys),
                    Home::Elsewhere => false,
                }
            }
        };
        if is_whole {
            self.extension = Some(self.keys.split_off(at));
        }
    }

    fn finish(self) -> Result<Written, NotANumber> {
        let keys = without_needless_zero(&self.keys);
        let digits = count_digits(&keys);
        let has_signs = keys.contains(['*', '#']);
        // Neither an international number nor a code of the PBX.
        if keys.starts_with('+') && has_signs {
            return Err(NotANumber::Unclear);
        }
        if (keys.starts_with('+') && digits > LONGEST_INTERNATIONAL) || keys.len() > 32 {
            return Err(if self.breaks.is_empty() { NotANumber::TooLong } else { NotANumber::Several });
        }
        // Two mobile numbers side by side.
        if digits > 20 && !has_signs && !self.breaks.is_empty() {
            return Err(NotANumber::Several);
        }
        let dial = DialString::of_keys(keys).ok_or(NotANumber::NoDigits)?;
        let left_out = Some(self.left_out.join(" ")).filter(|left_out| !left_out.is_empty());
        Ok(Written { dial, extension: self.extension, left_out })
    }
}

/// `(0)` and nothing else in the bracket.
fn is_trunk_sign(text: &str) -> bool {
    let inside =
        text.strip_prefix('(').and_then(|text| text.split_once(')')).map(|(inside, _)| inside.trim());
    inside == Some("0")
}

fn is_chinese_without_area(keys: &str, behind: usize) -> bool {
    (7..=8).contains(&keys.len()) && !keys.starts_with(['0', '1']) && (3..=5).contains(&behind)
}

/// `+86 (021) …` and `+44 020 …`: the zero is for calls within the country.
fn without_needless_zero(keys: &str) -> String {
    let (sign, digits) = match keys.strip_prefix('+') {
        Some(digits) => ("+", digits.strip_prefix("00").unwrap_or(digits)),
        None => ("00", keys.strip_prefix("00").unwrap_or_default()),
    };
    match split_code(digits) {
        Some((code, national)) => format!("{sign}{code}{}", without_trunk_zero(code, national)),
        None => keys.to_owned(),
    }
}
