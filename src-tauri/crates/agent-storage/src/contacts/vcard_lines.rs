//! The lines of vCards as phones and programs write them: found, unfolded, their bytes decoded. What is no name, company
//! or number is passed over, pictures of megabytes with it.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::Encoding;

/// Base64 of old phones has its padding or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A card's line that says something of the person.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CardLine {
    pub(super) property: Property,
    /// `item1` in `item1.TEL`.
    pub(super) group: Vec<u8>,
    /// Quoted-printable and Base64 are undone, the encoding of letters is not.
    pub(super) value: Vec<u8>,
    pub(super) charset: Option<&'static Encoding>,
}

/// What is read of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Begin,
    End,
    /// The next card is one in this card.
    Agent,
    Version,
    FormattedName,
    Name,
    Nickname,
    Company,
    Number,
    /// A number that nobody calls from.
    Fax,
    /// What a group is called.
    Label,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coded {
    Plain,
    QuotedPrintable,
    Base64,
}

/// All lines of a file that say something, in their order.
pub(super) fn lines(bytes: &[u8]) -> CardLines<'_> {
    CardLines { rest: bytes, folds_keep_blanks: false }
}

/// The iterator of [`lines`].
#[derive(Debug)]
pub(super) struct CardLines<'a> {
    rest: &'a [u8],
    /// vCard 2.1 folds at a blank and keeps it; later versions put one in.
    folds_keep_blanks: bool,
}

impl Iterator for CardLines<'_> {
    type Item = CardLine;

    fn next(&mut self) -> Option<CardLine> {
        loop {
            let first = self.physical()?;
            let head = LineHead::of(first);
            if let Some(line) = self.logical(first, head) {
                if line.property == Property::Version {
                    self.folds_keep_blanks = line.value.trim_ascii().starts_with(b"2");
                }
                return Some(line);
            }
        }
    }
}

impl<'a> CardLines<'a> {
    /// The next line that is not blank. Lines end in CR, LF, or any number of CRs and a LF.
    fn physical(&mut self) -> Option<&'a [u8]> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let line = self.take_line();
            if !line.trim_ascii().is_empty() {
                return Some(line);
            }
        }
    }

    fn take_line(&mut self) -> &'a [u8] {
        let (line, after) = self.peek_line();
        self.rest = after;
        line
    }

    fn peek_line(&self) -> (&'a [u8], &'a [u8]) {
        let end = self.rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(self.rest.len());
        let (line, mut after) = self.rest.split_at(end);
        while let Some(next) = after.strip_prefix(b"\r") {
            after = next;
        }
        (line, after.strip_prefix(b"\n").unwrap_or(after))
    }

    /// A line with all that continues it; nothing when it says nothing of the person.
    fn logical(&mut self, first: &[u8], head: Option<LineHead>) -> Option<CardLine> {
        let coding = head.as_ref().map_or(Coded::Plain, |head| head.coding);
        // Parameters may have been folded, the colon with them.
        let property = head.as_ref().map_or_else(|| property(name_of(first)), |head| head.property);
        let keep = property.is_some();
        let mut joined: Option<Vec<u8>> = None;
        let mut last = first;
        while let Some(more) = self.continuation(last, coding) {
            // A stray line is the rest of a name at times, but never of a number.
            let is_stray = !is_blank(more.first()) && coding == Coded::Plain;
            if keep && !(is_stray && property == Some(Property::Number)) {
                self.join(joined.get_or_insert_with(|| first.to_vec()), more, coding);
            }
            last = more;
        }
        if !keep {
            return None;
        }
        let (head, whole) = match &joined {
            Some(whole) => (LineHead::of(whole)?, whole.as_slice()),
            None => (head?, first),
        };
        let value = decoded(whole.get(head.length..)?, head.coding);
        Some(CardLine { property: head.property?, group: head.group, value, charset: head.charset })
    }

    /// The next line when it belongs to the last one.
    fn continuation(&mut self, last: &[u8], coding: Coded) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, after) = self.peek_line();
        let goes_on = match (line.first(), coding) {
            // A blank line ends Base64 and is passed over elsewhere.
            (None, _) => false,
            // `=` at the end: whatever comes is a part, unless a broken writer has ended the value with it.
            (_, Coded::QuotedPrintable) if last.trim_ascii_end().ends_with(b"=") => !is_known(line),
            (Some(b' ' | b'\t'), _) => true,
            (Some(_), _) => !is_property(line),
        };
        goes_on.then(|| {
            self.rest = after;
            line
        })
    }

    fn join(&self, whole: &mut Vec<u8>, more: &[u8], coding: Coded) {
        let blank = is_blank(more.first());
        match coding {
            Coded::QuotedPrintable if whole.trim_ascii_end().ends_with(b"=") => {
                whole.truncate(whole.trim_ascii_end().len() - 1);
                // ` =E5`: the fold's blank. ` Smith`: the text's.
                let fold = blank && more.get(1) == Some(&b'=');
                whole.extend_from_slice(if fold { &more[1..] } else { more });
            }
            Coded::Plain | Coded::QuotedPrintable | Coded::Base64 => {
                let text = if blank { &more[1..] } else { more };
                let parts_words = coding == Coded::Plain && (self.folds_keep_blanks || !blank);
                // Chinese has no blanks to fold at.
                let is_ascii = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii);
                if parts_words && is_ascii(whole.last()) && is_ascii(text.first()) {
                    whole.push(b' ');
                }
                whole.extend_from_slice(text);
            }
        }
    }
}

/// What stands before a value.
#[derive(Debug)]
struct LineHead {
    property: Option<Property>,
    group: Vec<u8>,
    coding: Coded,
    charset: Option<&'static Encoding>,
    /// The colon included.
    length: usize,
}

impl LineHead {
    /// Nothing for a line that has no colon.
    fn of(line: &[u8]) -> Option<Self> {
        let mut quoted = false;
        let colon = line.iter().position(|byte| {
            quoted ^= *byte == b'"';
            *byte == b':' && !quoted
        })?;
        let mut parts = line[..colon].split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let path = parts.next().unwrap_or_default();
        let name = name_of(path);
        let group = path[..path.len() - name.len()].to_ascii_lowercase();
        let mut head =
            Self { property: property(name), group, coding: Coded::Plain, charset: None, length: colon + 1 };
        let (mut fax, mut voice) = (false, false);
        for parameter in parts {
            let (key, values) = match parameter.iter().position(|byte| *byte == b'=') {
                Some(at) => (parameter[..at].trim_ascii(), &parameter[at + 1..]),
                // 2.1 leaves the key away.
                None => (&b""[..], parameter),
            };
            if key.eq_ignore_ascii_case(b"CHARSET") {
                head.charset = Encoding::for_label(unquoted(values));
                continue;
            }
            for value in values.split(|byte| *byte == b',').map(unquoted) {
                match value.to_ascii_uppercase().as_slice() {
                    b"QUOTED-PRINTABLE" => head.coding = Coded::QuotedPrintable,
                    b"BASE64" => head.coding = Coded::Base64,
                    b"B" if key.eq_ignore_ascii_case(b"ENCODING") => head.coding = Coded::Base64,
                    b"Q" if key.eq_ignore_ascii_case(b"ENCODING") => head.coding = Coded::QuotedPrintable,
                    b"FAX" => fax = true,
                    b"VOICE" | b"CELL" => voice = true,
                    _ => {}
                }
            }
        }
        if fax && !voice && head.property == Some(Property::Number) {
            head.property = Some(Property::Fax);
        }
        Some(head)
    }
}

/// `TEL` in `item1.TEL;TYPE=…`.
fn name_of(line: &[u8]) -> &[u8] {
    let path = line.split(|byte| matches!(byte, b':' | b';')).next().unwrap_or_default().trim_ascii();
    path.rsplit(|byte| *byte == b'.').next().unwrap_or_default()
}

fn property(name: &[u8]) -> Option<Property> {
    const NAMES: [(&[u8], Property); 12] = [
        (b"BEGIN", Property::Begin),
        (b"END", Property::End),
        (b"AGENT", Property::Agent),
        (b"VERSION", Property::Version),
        (b"FN", Property::FormattedName),
        (b"N", Property::Name),
        (b"NICKNAME", Property::Nickname),
        (b"X-NICKNAME", Property::Nickname),
        (b"ORG", Property::Company),
        (b"TEL", Property::Number),
        (b"X-MS-TEL", Property::Number),
        (b"X-ABLABEL", Property::Label),
    ];
    NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, property)| *property)
}

/// Whether a line begins with `NAME;` or is any other that has a colon.
fn is_property(line: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let end = line.iter().position(|byte| !is_name(byte));
    let begins = end.is_some_and(|end| end > 0 && line[end] == b';');
    begins || line.contains(&b':')
}

/// Stricter, for what follows a `=`: there `Street: 5` may be a part of an address.
fn is_known(line: &[u8]) -> bool {
    const OTHERS: [&[u8]; 12] = [
        b"EMAIL",
        b"ADR",
        b"TITLE",
        b"ROLE",
        b"NOTE",
        b"URL",
        b"PHOTO",
        b"BDAY",
        b"REV",
        b"UID",
        b"CATEGORIES",
        b"LABEL",
    ];
    let name = line.split(|byte| matches!(byte, b':' | b';')).next().unwrap_or_default().trim_ascii();
    is_property(line)
        && (property(name).is_some()
            || OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other))
            || name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"X-")))
}

fn is_blank(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b' ' | b'\t'))
}

fn unquoted(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    text.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(text)
}

fn decoded(value: &[u8], coding: Coded) -> Vec<u8> {
    match coding {
        Coded::Plain => value.to_vec(),
        Coded::QuotedPrintable => {
            // A line that should go on, and nothing does.
            let value = value.trim_ascii_end();
            quoted_printable(value.strip_suffix(b"=").unwrap_or(value))
        }
        Coded::Base64 => {
            let letters: Vec<u8> = value.iter().filter(|byte| !byte.is_ascii_whitespace()).copied().collect();
            // Some programs declare it and write text.
            BASE64.decode(&letters).unwrap_or_else(|_| value.to_vec())
        }
    }
}

/// `=` that no two digits follow stands for itself.
fn quoted_printable(value: &[u8]) -> Vec<u8> {
    let digit = |at: usize| value.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut bytes, mut at) = (Vec::with_capacity(value.len()), 0);
    while let Some(byte) = value.get(at) {
        if let (b'=', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            at += 3;
        } else {
            bytes.push(*byte);
            at += 1;
        }
    }
    bytes
}
