//! The forgiving reading: what can be made out of a body that is no JSON, because the PBX put it together by hand.
//!
//! A caller's name in quotes, a backslash, a raw control character, a comma too many, a brace too few, a second object
//! or rubbish behind the end: none of it costs the call. It is asked only after the strict reading has failed, goes
//! over the text once, and never claims more than stands there: what the end cuts off is left out rather than taken for
//! a shorter number or id, a control character becomes a blank and never nothing, so that no two halves become one
//! whole, and a member counts where it stands first.

use std::borrow::Cow;

use serde_json::Value;

use super::members::{Member, Members, Text};

/// More is no report, and is not looked at.
const LARGEST: usize = 256 * 1024;
/// The longest list of the largest PBX is below 1 MB.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
/// A report nests four deep.
const DEEPEST: usize = 16;
/// Reports in one body.
const MOST: usize = 16;
/// Names on the wire are shorter.
const LONGEST_NAME: usize = 40;

/// The members' names of the document. Only they are believed where a mark between members is missing.
const KNOWN: [&str; 28] = [
    "action",
    "callid",
    "call",
    "ext",
    "extid",
    "inbound",
    "outbound",
    "from",
    "to",
    "trunk",
    "inboundid",
    "outboundid",
    "extension",
    "status",
    "reason",
    "sn",
    "timestart",
    "callfrom",
    "callto",
    "callduraction",
    "talkduraction",
    "srctrunkname",
    "dsttrunkname",
    "pincode",
    "type",
    "recording",
    "didnumber",
    "agentname",
];
/// What a call's party is never inside of, so that its brace must have been lost.
const BESIDE_A_PARTY: [&str; 5] = ["ext", "inbound", "outbound", "call", "sn"];
const PARTIES: [&str; 3] = ["ext", "inbound", "outbound"];

/// The members of all objects that stand one behind the other in the text.
pub(super) fn objects(text: &str) -> Vec<Members<'_>> {
    let mut found = Vec::new();
    if text.len() > LARGEST {
        return found;
    }
    let mut reader = Reader::new(text);
    while found.len() < MOST && reader.skip_to_object() {
        let mut members = reader.members("");
        while reader.goes_on() {
            members.0.extend(reader.members("").0);
        }
        found.push(members);
    }
    found
}

/// The first object of an answer as a value, a member where it stands first; `None` when the text ends inside of it.
pub(crate) fn mend(text: &str) -> Option<Value> {
    let mut reader = Reader::new(text);
    if text.len() > LARGEST_ANSWER || !reader.skip_to_object() {
        return None;
    }
    let members = reader.members("");
    (!reader.is_cut).then(|| Member::Object(members).into_value())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Objects and lists around this place.
    open: usize,
    /// Lists among them.
    lists: usize,
    /// The innermost is a list.
    in_list: bool,
    /// The text ended, or was left, inside of a value.
    is_cut: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, open: 0, lists: 0, in_list: false, is_cut: false }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_to_object(&mut self) -> bool {
        let found = self.text[self.at..].find('{');
        self.at = found.map_or(self.text.len(), |at| self.at + at + 1);
        found.is_some()
    }

    /// One brace too many: a comma and a name follow the end.
    fn goes_on(&mut self) -> bool {
        let next = blanks(self.text, self.at);
        let goes_on = self.text[next..].starts_with(',') && self.name_follows(next + 1, any_name);
        if goes_on {
            self.at = next;
        }
        goes_on
    }

    /// To the brace that closes the object, or to where it must have been.
    fn members(&mut self, of: &str) -> Members<'a> {
        self.open += 1;
        let was_in_list = std::mem::replace(&mut self.in_list, false);
        let mut members = Vec::new();
        loop {
            self.at = blanks_and(b',', self.text, self.at);
            match self.peek() {
                None => {
                    self.is_cut = true;
                    break;
                }
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                // The list around it closes, so this object must have ended before.
                Some(b']') if self.lists > 0 => break,
                Some(_) => {}
            }
            let Some((name, behind)) = name_at(self.text, self.at) else {
                self.at += self.text[self.at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            // The party's brace was lost; this member belongs to what holds the party.
            if PARTIES.contains(&of) && BESIDE_A_PARTY.contains(&name) {
                break;
            }
            self.at = behind;
            if let Some(value) = self.value(name) {
                members.push((Text(Cow::Borrowed(name)), value));
            }
        }
        (self.open, self.in_list) = (self.open - 1, was_in_list);
        Members(members)
    }

    fn list(&mut self, name: &str) -> Vec<Member<'a>> {
        (self.open, self.lists) = (self.open + 1, self.lists + 1);
        let was_in_list = std::mem::replace(&mut self.in_list, true);
        let mut list = Vec::new();
        loop {
            self.at = blanks_and(b',', self.text, self.at);
            match self.peek() {
                None | Some(b'}') => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                // A colon has no place between a list's values: passed over, or reading would stand still.
                Some(b':') => self.at += 1,
                Some(_) => list.extend(self.value(name)),
            }
        }
        (self.open, self.lists, self.in_list) = (self.open - 1, self.lists - 1, was_in_list);
        list
    }

    /// `None` when the text ends before the value does. Always goes on by a character, but at the end of what holds
    /// the value.
    fn value(&mut self, name: &str) -> Option<Member<'a>> {
        self.at = blanks(self.text, self.at);
        let quote = match self.peek()? {
            b'{' | b'[' if self.open >= DEEPEST => {
                (self.at, self.is_cut) = (self.text.len(), true);
                return None;
            }
            b'{' => {
                self.at += 1;
                return Some(Member::Object(self.members(name)));
            }
            b'[' => {
                self.at += 1;
                return Some(Member::List(self.list(name)));
            }
            quote @ (b'"' | b'\'') => quote,
            _ => return self.bare(),
        };
        self.at += 1;
        self.string(quote).map(|text| Member::Text(Cow::Owned(text)))
    }

    /// `101`, `null`, or text that lost its quotes.
    fn bare(&mut self) -> Option<Member<'a>> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| matches!(c, ',' | '}' | ']' | '{' | '[') || c.is_ascii_control());
        self.at += end.unwrap_or(rest.len());
        // At the very end nobody knows whether more was to come.
        let text = rest[..end?].trim();
        let is_nothing = text.is_empty() || text == "null" || text == "None";
        Some(if is_nothing { Member::Other(Value::Null) } else { Member::Text(Cow::Borrowed(text)) })
    }

    /// Behind the opening quote, to the one that closes.
    fn string(&mut self, quote: u8) -> Option<String> {
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let is_special = |c: char| c == char::from(quote) || matches!(c, '\\' | ',') || c.is_control();
            let Some(next) = rest.find(is_special) else {
                self.at = self.text.len();
                return None;
            };
            text.push_str(&rest[..next]);
            self.at += next;
            let (meant, length) = match rest.as_bytes()[next] {
                // A backslash that ends a name escapes nothing: the quote behind it is the closing one.
                b'\\' if rest[next + 1..].starts_with(char::from(quote)) && self.closes(self.at + 2) => {
                    text.push('\\');
                    self.at += 2;
                    return Some(text);
                }
                b'\\' => unescaped(&rest[next..]),
                // The closing quote was lost: a member's name follows.
                b',' if self.name_follows(self.at + 1, is_known) => return Some(text),
                b',' => (',', 1),
                found if found == quote => {
                    if self.closes(self.at + 1) {
                        self.at += 1;
                        return Some(text);
                    }
                    (char::from(quote), 1)
                }
                // A control character: a blank, so that no two halves become one whole.
                _ => (' ', rest[next..].chars().next().map_or(1, char::len_utf8)),
            };
            text.push(meant);
            self.at += length;
        }
    }

    /// Whether a quote before this place ends a value: behind it stands what may stand behind one.
    fn closes(&self, behind: usize) -> bool {
        let next = blanks(self.text, behind);
        match self.text.as_bytes().get(next) {
            None => true,
            Some(b',') => {
                let after = blanks_and(b',', self.text, next);
                match self.text.as_bytes().get(after) {
                    None | Some(b'}' | b']') => true,
                    Some(b'"' | b'\'' | b'{' | b'0'..=b'9') if self.in_list => true,
                    Some(_) => self.name_follows(after, any_name) || self.is_cut_in_name(after),
                }
            }
            Some(b'}' | b']') => self.ends(next),
            Some(_) => self.name_follows(next, is_known),
        }
    }

    /// Closing brackets that close all, or behind which it goes on as it may.
    fn ends(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let (mut closed, mut at) = (0, at);
        while let Some(b'}' | b']') = bytes.get(at) {
            closed += 1;
            at = blanks(self.text, at + 1);
            let after = blanks_and(b',', self.text, at);
            if let Some(b'}' | b']') = bytes.get(after) {
                at = after;
            }
        }
        match bytes.get(at) {
            None | Some(b'{') => true,
            Some(b',') => {
                let after = blanks_and(b',', self.text, at);
                matches!(bytes.get(after), None | Some(b'{' | b'"' | b'\''))
                    || self.name_follows(after, any_name)
            }
            Some(_) => closed >= self.open,
        }
    }

    /// The text ends in the middle of a member's name.
    fn is_cut_in_name(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        let is_of_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'\'' | b'_' | b'-');
        rest.len() <= LONGEST_NAME && rest.iter().all(is_of_name)
    }

    fn name_follows(&self, at: usize, is_name: fn(&str) -> bool) -> bool {
        name_at(self.text, blanks(self.text, at)).is_some_and(|(name, _)| is_name(name))
    }
}

fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

fn any_name(_: &str) -> bool {
    true
}

/// A name and the place behind its colon: `"name":`, `'name':`, or a known one without quotes.
fn name_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = text.as_bytes();
    let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let start = at + usize::from(quote.is_some());
    let length = bytes.get(start..)?.iter().take(LONGEST_NAME).take_while(|byte| is_of_name(byte)).count();
    let end = start + length;
    if quote.is_some() && bytes.get(end).copied() != quote {
        return None;
    }
    let name = text.get(start..end)?;
    let colon = blanks(text, end + usize::from(quote.is_some()));
    let is_name = !name.is_empty() && (quote.is_some() || is_known(name)) && bytes.get(colon) == Some(&b':');
    is_name.then_some((name, colon + 1))
}

/// What an escape means, and its length; a backslash that begins none is a backslash.
fn unescaped(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(&escaped @ (b'"' | b'\'' | b'\\' | b'/')) => (char::from(escaped), 2),
        Some(b'n' | b'r' | b't' | b'b' | b'f') => (' ', 2),
        Some(b'u') => unescaped_unit(text).unwrap_or(('\\', 1)),
        Some(_) | None => ('\\', 1),
    }
}

/// `\u5317`, or two of them for what is beyond 16 bits; half of such a pair is what a buffer's end made of it.
fn unescaped_unit(text: &str) -> Option<(char, usize)> {
    let unit = |from: usize| {
        let digits = text.get(from..from + 6)?.strip_prefix("\\u")?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let first = unit(0)?;
    let second = unit(6).filter(|second| (0xdc00..0xe000).contains(second));
    let pair = second.filter(|_| (0xd800..0xdc00).contains(&first));
    let units = [Some(first), pair];
    let meant =
        char::decode_utf16(units.into_iter().flatten()).next()?.unwrap_or(char::REPLACEMENT_CHARACTER);
    let meant = if meant.is_control() { ' ' } else { meant };
    Some((meant, if pair.is_some() { 12 } else { 6 }))
}

/// The next place that is neither blank nor a control character.
fn blanks(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    at.min(text.len()) + bytes.iter().take_while(|byte| **byte <= b' ' || **byte == 0x7f).count()
}

/// As [`blanks`], the mark among them.
fn blanks_and(mark: u8, text: &str, at: usize) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    at.min(text.len())
        + bytes.iter().take_while(|byte| **byte <= b' ' || **byte == 0x7f || **byte == mark).count()
}
