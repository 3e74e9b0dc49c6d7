//! How the bytes of a file of contacts become text: by its marks, its shape, the words of its header, its letters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Enough to tell by.
const SAMPLE: usize = 256 * 1024;
/// Encodings that spreadsheets and phones save in, asked for in this order whether the header makes sense.
const OLD_ENCODINGS: [&Encoding; 9] = [
    GB18030,
    encoding_rs::WINDOWS_1252,
    encoding_rs::BIG5,
    encoding_rs::SHIFT_JIS,
    encoding_rs::EUC_KR,
    encoding_rs::WINDOWS_1251,
    encoding_rs::WINDOWS_1256,
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1254,
];

/// The text of a table. `known_words` says how many column names it finds; `country` tips the scales between old
/// encodings.
pub(super) fn of_table(bytes: &[u8], country: Option<&str>, known_words: impl Fn(&str) -> usize) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let by_header = || {
        let head = &bytes[..bytes.len().min(4096)];
        let words = |encoding: &'static Encoding| known_words(&encoding.decode_without_bom_handling(head).0);
        let found = OLD_ENCODINGS.iter().map(|encoding| (words(encoding), *encoding));
        // The first of the best: `max_by_key` would take the last.
        found.filter(|(words, _)| *words > 0).reduce(|best, next| if next.0 > best.0 { next } else { best })
    };
    if is_mostly_utf8(bytes) {
        return lines_apart(bytes, country);
    }
    let encoding = by_header().map_or_else(|| guess(bytes, country), |(_, encoding)| encoding);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 by its mark or by its shape: every other byte of what is ASCII is zero.
pub(super) fn utf16(bytes: &[u8]) -> Option<String> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ => {
            let head = &bytes[..bytes.len().min(4096)];
            let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
            let (even, odd) = (zeros(0), zeros(1));
            // Digits, commas and line ends are a tenth of any table; the other half of Chinese text is never zero.
            let enough = head.len() / 20;
            match () {
                () if odd > enough && even * 10 <= odd => UTF_16LE,
                () if even > enough && odd * 10 <= even => UTF_16BE,
                () => return None,
            }
        }
    };
    let text = encoding.decode_without_bom_handling(bytes).0;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

/// The encoding of a text that is not UTF-8, by its letters.
pub(super) fn guess(bytes: &[u8], country: Option<&str>) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if is_common_chinese(sample) && !matches!(country, Some("kr" | "ru" | "gr")) {
        return GB18030;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let tld = country.filter(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()));
    detector.guess(tld.map(str::as_bytes), Utf8Detection::Deny)
}

/// Text in a declared encoding, or in what it seems to be where the declaration is wrong.
pub(super) fn of_value(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    otherwise: impl FnOnce() -> &'static Encoding,
) -> String {
    // UTF-8 is never read as that by accident in more than a character or two, and is declared wrongly at times.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if let Some(encoding) = declared {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors {
            return text.into_owned();
        }
    }
    if is_mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    otherwise().decode_without_bom_handling(bytes).0.into_owned()
}

/// Files put together from several: a line that is no UTF-8 is read in the encoding of its like.
fn lines_apart(bytes: &[u8], country: Option<&str>) -> String {
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let odd: Vec<u8> = lines()
        .filter(|line| std::str::from_utf8(line).is_err() && !is_mostly_utf8(line))
        .flatten()
        .copied()
        .collect();
    let encoding = if odd.is_empty() { UTF_8 } else { guess(&odd, country) };
    lines().map(|line| of_value(line, None, || encoding)).collect()
}

/// Damaged UTF-8 has far more whole characters than faults; in other encodings it is the other way round.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut faults) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        // The longer a letter, the less it is there by chance.
        whole += chunk.valid().chars().map(|letter| letter.len_utf8() - 1).sum::<usize>();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    whole > faults
}

/// Pairs of bytes of the 3,755 commonest Chinese letters. Chance puts Western and Cyrillic text there at times, but not
/// nine times in ten.
fn is_common_chinese(bytes: &[u8]) -> bool {
    let (mut common, mut other, mut at) = (0, 0, 0);
    while let Some(first) = bytes.get(at) {
        if first.is_ascii() {
            at += 1;
            continue;
        }
        match (first, bytes.get(at + 1)) {
            (0xb0..=0xd7, Some(0xa1..=0xfe)) => common += 1,
            // Full-width signs say nothing.
            (0xa1..=0xa3, Some(0xa1..=0xfe)) => {}
            _ => other += 1,
        }
        at += 2;
    }
    common > other * 9
}
