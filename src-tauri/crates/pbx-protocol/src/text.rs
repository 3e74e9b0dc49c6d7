//! How bytes become text: the one place that decides it, for reports, answers, records and files of contacts.
//!
//! The PBX hands names on as trunks and administrators gave them: UTF-8, GBK, Latin-1, or UTF-8 that a fixed buffer cut
//! in the middle of a character; at times two of them in one body. A header that names an encoding is as often wrong
//! as right, so the bytes decide, first all of them together, and where they disagree line by line, string by string,
//! cell by cell. No mark that separates those (`"`, `,`, `<`, a line's end) is ever the second half of a GBK character,
//! while `\` and `{` may be: so text is read before anything looks for an escape in it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, WINDOWS_1252};

/// What parts are tried by themselves when the whole can't be told: lines, then strings, then cells.
const LEVELS: [&[u8]; 3] = [b"\r\n", b"\"<>", b",;:=\t"];

/// Any bytes as text; never fails. A mark at the front (BOM) is believed and removed; else it is UTF-8, a cut
/// character left out; else GB18030 where it reads as such; else Windows-1252, in which any byte is a letter.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        // The mark may lie as well; UTF-16 has no other sign.
        if encoding != encoding_rs::UTF_8 {
            return encoding.decode_without_bom_handling(&bytes[length..]).0;
        }
        return decode(&bytes[length..]);
    }
    // Nearly every body ends here, and nothing is copied.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    // GB18030 reads the bytes of UTF-8 as other characters, so one certain piece proves a mixture.
    let has_utf8 =
        bytes.split(|byte| is_mark(*byte)).any(|piece| utf8(piece).is_some_and(|it| is_certain(&it)));
    if !has_utf8 && let Some(text) = gb18030(bytes) {
        return text;
    }
    let mut text = String::with_capacity(bytes.len() * 2);
    decode_parts(bytes, &LEVELS, &mut text);
    Cow::Owned(text)
}

/// Splits behind each mark of the first level, so that nothing is lost.
fn decode_parts(bytes: &[u8], levels: &[&[u8]], text: &mut String) {
    let Some((marks, finer)) = levels.split_first() else {
        let read = cut_gb18030(bytes).unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0);
        text.push_str(&read);
        return;
    };
    for part in bytes.split_inclusive(|byte| marks.contains(byte)) {
        match utf8(part).or_else(|| gb18030(part)) {
            Some(read) => text.push_str(&read),
            None => decode_parts(part, finer, text),
        }
    }
}

fn is_mark(byte: u8) -> bool {
    LEVELS.iter().any(|marks| marks.contains(&byte))
}

/// Characters of three bytes and more don't come about by chance.
fn is_certain(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{800}')
}

/// UTF-8, whole or with one character that was cut: at its end by a buffer that was full, at the front by one that
/// began there. One such byte alone would be a Latin letter, so a whole character must stand beside it.
fn utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut cuts = 0;
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        let is_front = text.is_empty() && chunk.valid().is_empty();
        text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [0x80..=0xbf] if is_front => {}
            [0xc2..=0xf4, ..] => {
                let next = chunks.peek().map_or("", |chunk| chunk.valid());
                let goes_on = chunks.peek().is_some_and(|chunk| chunk.valid().is_empty());
                cuts += 1;
                // A letter behind it: an umlaut of Latin-1, not a name's end.
                if cuts > 1 || goes_on || next.starts_with(char::is_alphanumeric) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    (!text.is_ascii()).then_some(Cow::Owned(text))
}

/// GB18030 (GBK and GB2312 are parts of it), if all of it can be read and it looks like Chinese rather than like a
/// Western language, whose letters above ASCII mostly make valid characters together with the next letter.
fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    // Private characters and C1: GB18030 has pairs for them, and no text does.
    let is_odd = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}');
    (!text.chars().any(is_odd) && looks_chinese(bytes)).then_some(text)
}

/// As [`gb18030`], but one character lost its second half, and is left out.
fn cut_gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (text, _) = GB18030.decode_without_bom_handling(bytes);
    let (before, behind) = text.split_once('\u{fffd}')?;
    let is_name_before = before.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() > 1;
    let is_cut = is_name_before && behind.chars().all(|c| c.is_ascii() && !c.is_ascii_alphanumeric());
    (is_cut && looks_chinese(bytes)).then(|| Cow::Owned(format!("{before}{behind}")))
}

/// Weighs each pair of bytes.
fn looks_chinese(bytes: &[u8]) -> bool {
    let (mut chinese, mut western) = (0_usize, 0_usize);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            at += 1;
            continue;
        }
        let (Some(&lead), Some(&trail)) = (bytes.get(at), bytes.get(at + 1)) else { break };
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let after = bytes.get(at + 2).copied().unwrap_or(b' ');
        let is_western = if trail.is_ascii() {
            // `ü` and the `l` behind it; no small letter stands before a capital one.
            is_western(lead) && trail.is_ascii_alphabetic() && !(is_small(lead) && trail.is_ascii_uppercase())
        } else {
            // `öß` in the middle of a word.
            is_western(lead)
                && is_western(trail)
                && before.is_ascii_alphabetic()
                && after.is_ascii_lowercase()
        };
        if is_western {
            western += 1;
        } else {
            chinese += 1;
        }
        // A digit in second place begins a character of four bytes.
        at += if trail.is_ascii_digit() { 4 } else { 2 };
    }
    chinese > western
}

/// A letter of Windows-1252 above ASCII, or the apostrophe and the dashes that Western names have.
fn is_western(byte: u8) -> bool {
    matches!(byte, 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0xff | 0x8a | 0x8c | 0x8e | 0x9a | 0x9c | 0x9e | 0x9f | 0x91..=0x94 | 0x96 | 0x97)
}

fn is_small(byte: u8) -> bool {
    matches!(byte, 0xdf..=0xff | 0x9a | 0x9c | 0x9e)
}
