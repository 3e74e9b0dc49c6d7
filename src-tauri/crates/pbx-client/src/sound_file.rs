//! Under which extension a sound may be kept. The PBX names its files and, over plain HTTP, anybody in between says what is
//! in them; what is kept must not be more than a sound when somebody opens it.

/// Place of the mark, mark, extension: what the bytes say counts.
type Mark = (usize, &'static [u8], &'static str);

const SOUNDS: [Mark; 11] = [
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b".snd", "au"),
    (0, b"fLaC", "flac"),
    (0, b"#!AMR", "amr"),
    (0, b"#!iLBC", "lbc"),
    (0, b"#!SILK", "silk"),
    (8, b"AIFF", "aiff"),
    (8, b"AIFC", "aiff"),
    (4, b"ftypM4A", "m4a"),
    (4, b"ftyp3g", "3gp"),
];

/// What is run, unpacked or shown by a program of its own.
const OTHERS: [&[u8]; 19] = [
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"L\0\0\0\x01\x14\x02\0",
    b"\xd0\xcf\x11\xe0",
    b"PK",
    b"Rar!",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
];

/// Telephone systems write the line's bytes without a header; then the name alone says which coding it is. None of
/// these is run by any system.
const HEADERLESS: [&str; 26] = [
    "wav", "gsm", "ulaw", "ul", "mulaw", "pcmu", "mu", "alaw", "al", "pcma", "sln", "slin", "sln16", "pcm",
    "raw", "g729", "g723", "g723sf", "g722", "g726", "g719", "ilbc", "siren7", "siren14", "vox", "mp3",
];

/// `head` is the file's first bytes, some hundred; `None` means that it is no sound.
pub(crate) fn extension(head: &[u8], name: &str) -> Option<&'static str> {
    if matches!(
        head,
        [b'R' | b'B', b'I' | b'F' | b'W', b'F' | b'6', b'F' | b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..]
    ) {
        return Some("wav");
    }
    let has = |at: usize, mark: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(mark));
    if let Some((_, _, extension)) = SOUNDS.iter().find(|(at, mark, _)| has(*at, mark)) {
        return Some(extension);
    }
    if OTHERS.iter().any(|mark| head.starts_with(mark)) || is_text(head) {
        return None;
    }
    if is_mpeg(head) {
        return Some("mp3");
    }
    let named = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    HEADERLESS.into_iter().find(|known| *known == named)
}

/// A script, a page, a shortcut: all of them are text from the first byte on.
fn is_text(head: &[u8]) -> bool {
    // One byte again and again is silence, and in some codings a letter's.
    let is_same = head.windows(2).all(|pair| pair[0] == pair[1]);
    !is_same && head.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'))
        || head.starts_with(b"\xff\xfe") && head.get(3) == Some(&0)
        || head.starts_with(b"\xef\xbb\xbf")
}

/// A frame's head whose numbers make sense: layer II or III, a bit rate, a sample rate.
fn is_mpeg(head: &[u8]) -> bool {
    let [0xff, version @ 0xe2..=0xff, rates, ..] = *head else { return false };
    let (layer, bit_rate, hertz) = (version >> 1 & 3, rates >> 4, rates >> 2 & 3);
    matches!(layer, 1 | 2) && version & 0x18 != 0x08 && (1..=14).contains(&bit_rate) && hertz != 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_name_the_file() {
        for (head, name, is) in [
            (b"RIFF\0\0\0\0WAVEfmt ".as_slice(), "Invoice.exe", Some("wav")),
            (b"RF64\0\0\0\0WAVEds64", "x", Some("wav")),
            (b"OggS\0\x02", "msg0000.wav", Some("ogg")),
            (b"ID3\x04\0", "x.lnk", Some("mp3")),
            (b"\xff\xfb\x90\x64\0\0", "x.scr", Some("mp3")),
            (b".snd\0\0\0\x18", "x.bat", Some("au")),
            (b"\xd2\x4e\x91\x0c", "msg.GSM", Some("gsm")),
            (b"\xd5\x55\xd4", "msg.alaw", Some("alaw")),
            (b"\x7f\xff\xfe\x7e", "msg.wav", Some("wav")),
            (b"\xd5\x55\xd4", "msg.exe", None),
            (b"\xd5\x55\xd4", "msg", None),
            (b"RIFF\0\0\0\0ACON", "x.ani", None),
        ] {
            assert_eq!(extension(head, name), is, "{name} {head:?}");
        }
    }

    #[test]
    fn what_is_more_than_a_sound_is_none_under_any_name() {
        for head in [
            b"MZ\x90\0\x03".as_slice(),
            b"\x7fELF\x02\x01",
            b"#!/bin/sh\nrm",
            b"\xcf\xfa\xed\xfe\x07",
            b"L\0\0\0\x01\x14\x02\0\0",
            b"PK\x03\x04",
            b"@echo off\r\n",
            b"[InternetShortcut]\r\nURL=",
            b"<html>",
            b"\xff\xfe@\0e\0",
        ] {
            for name in ["msg0000.wav", "x.gsm", "x.mp3"] {
                assert_eq!(extension(head, name), None, "{name} {head:?}");
            }
        }
    }
}
