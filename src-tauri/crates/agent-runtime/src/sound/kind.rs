//! What a file is, by its bytes: never by its name alone, for phone systems call everything ".wav".

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use agent_core::NotSound;

use super::blocks::Extent;
use super::coding::{Coding, Format, Plain};
use super::wave::Wave;
use super::{SoundError, headerless, wave};

/// Some seconds of speech, and more than any header.
const HEAD: u64 = 64 * 1024;

/// A sound that can be played.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Blocks of a coding that we read ourselves.
    Blocks(Format, Extent),
    /// MP3 or Ogg Vorbis, with a container that the library reads.
    Library(Extent),
}

/// Tells what the file is; `extension` in lower case is a hint for what has no header.
pub(super) fn tell(file: &mut File, extension: &str) -> Result<Kind, SoundError> {
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    (&mut *file).take(HEAD).read_to_end(&mut head)?;
    // Space on the disk that was never written reads like this. So does digital silence, in which there is nothing to
    // hear.
    if head.iter().all(|byte| *byte == 0) {
        return Err(SoundError::Empty);
    }
    let whole = Extent { start: 0, bytes: size };
    match head.as_slice() {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..]
        // RF64 and BW64: the same for recordings of more than four gigabytes.
        | [b'R' | b'B', b'F' | b'W', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..] => {
            return in_wave(wave::read(file, size)?);
        }
        // The header of a WAV file, cut before its form.
        [b'R', b'I', b'F', b'F', rest @ ..] if rest.len() < 8 => return Err(SoundError::Empty),
        [b'.', b's', b'n', b'd', ..] => return sun(&head, size),
        [b'O', b'g', b'g', b'S', ..] => return in_ogg(&head, whole),
        [b'I', b'D', b'3', ..] => return Ok(Kind::Library(whole)),
        _ => {}
    }
    if let Some((_, _, name, extension)) = FORMATS.iter().find(|(at, mark, ..)| has(&head, *at, mark)) {
        return Err(SoundError::Unsupported { format: (*name).to_owned(), extension });
    }
    if let Some(other) = not_a_sound(&head) {
        return Err(SoundError::NotASound(other));
    }
    without_mark(&head, extension, whole)
}

/// What begins with its first frame, or with the first sample. Asked last: the mark of a frame has eleven bits, which
/// the beginning of another file may have by chance.
fn without_mark(head: &[u8], extension: &str, whole: Extent) -> Result<Kind, SoundError> {
    if let Some(layer) = mpeg_layer(head) {
        return match layer {
            Layer::Three => Ok(Kind::Library(whole)),
            Layer::Two => Err(SoundError::unsupported("MPEG Layer II", "mp2")),
        };
    }
    if is_adts(head) {
        return Err(SoundError::unsupported("AAC", "aac"));
    }
    match headerless::guess(head, extension) {
        Some(coding) => Ok(Kind::Blocks(Format::telephone(coding), whole)),
        // Something may stand before the first frame.
        None if extension == "mp3" => Ok(Kind::Library(whole)),
        None => Err(by_name(extension)),
    }
}

fn in_wave(wave: Wave) -> Result<Kind, SoundError> {
    match wave {
        Wave::Blocks(format, extent) => Ok(Kind::Blocks(format, extent)),
        Wave::Mpeg(extent) => Ok(Kind::Library(extent)),
        Wave::Other(_, Some(name)) => Err(SoundError::unsupported(name, "wav")),
        Wave::Other(tag, None) => Err(SoundError::unsupported(&format!("WAV 0x{tag:04X}"), "wav")),
        Wave::Empty => Err(SoundError::Empty),
        Wave::Broken => Err(SoundError::Unknown { extension: "wav" }),
    }
}

/// Sun's files: six numbers, then what the third says.
fn sun(head: &[u8], size: u64) -> Result<Kind, SoundError> {
    let number = |at: usize| {
        let bytes = head.get(at * 4..at * 4 + 4)?;
        Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    };
    let broken = SoundError::Unknown { extension: "au" };
    let (Some(start), Some(coding), Some(rate), Some(channels)) =
        (number(1), number(3), number(4), number(5))
    else {
        return Err(SoundError::Empty);
    };
    let plain = match coding {
        1 => Plain::MuLaw,
        3 => Plain::Signed16Big,
        27 => Plain::ALaw,
        _ => return Err(SoundError::unsupported("Sun audio", "au")),
    };
    let channels = u16::try_from(channels).unwrap_or(u16::MAX);
    let extent = Extent { start: u64::from(start), bytes: size.saturating_sub(u64::from(start)) };
    match Format::new(Coding::Plain(plain), channels, rate) {
        Some(format) if format.frames(extent.bytes) == 0 => Err(SoundError::Empty),
        Some(format) => Ok(Kind::Blocks(format, extent)),
        None => Err(broken),
    }
}

/// The first page holds nothing but the name of the coding.
fn in_ogg(head: &[u8], whole: Extent) -> Result<Kind, SoundError> {
    let segments = head.get(26).map_or(0, |count| usize::from(*count));
    let packet = head.get(27 + segments..).unwrap_or_default();
    let unsupported = |name| Err(SoundError::unsupported(name, "ogg"));
    match packet {
        [1, b'v', b'o', b'r', b'b', b'i', b's', ..] => Ok(Kind::Library(whole)),
        [b'O', b'p', b'u', b's', ..] => unsupported("Opus"),
        [b'S', b'p', b'e', b'e', b'x', ..] => unsupported("Speex"),
        [0x7f, b'F', b'L', b'A', b'C', ..] => unsupported("FLAC"),
        _ => unsupported("Ogg"),
    }
}

/// Place of the mark, mark, what people call the format, and the extension that programs know it by.
type Mark = (usize, &'static [u8], &'static str, &'static str);

/// Sounds that are not played here.
const FORMATS: [Mark; 18] = [
    // The longer one first where one mark begins with another.
    (0, b"#!AMR-WB", "AMR-WB", "awb"),
    (0, b"#!AMR", "AMR", "amr"),
    (0, b"#!iLBC", "iLBC", "lbc"),
    (0, b"#!SILK", "SILK", "silk"),
    (1, b"#!SILK", "SILK", "silk"),
    (0, b"fLaC", "FLAC", "flac"),
    (4, b"ftypM4A", "AAC", "m4a"),
    (4, b"ftyp3g", "3GP", "3gp"),
    (4, b"ftyp", "MP4", "mp4"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA", "wma"),
    (0, b"FORM", "AIFF", "aiff"),
    (0, b"\x1a\x45\xdf\xa3", "WebM", "webm"),
    (0, b"caff", "CAF", "caf"),
    (0, b"MThd", "MIDI", "mid"),
    (0, b"Creative Voice File", "VOC", "voc"),
    (0, b"NIST_1A", "SPHERE", "sph"),
    (0, b"RIFX", "RIFX", "wav"),
    (8, b"AVI ", "AVI", "avi"),
];

/// Files of other kinds that were seen in the place of a sound, or could be.
const OTHERS: [&[u8]; 11] = [
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"SQLite format 3",
];

fn has(head: &[u8], at: usize, mark: &[u8]) -> bool {
    head.get(at..).is_some_and(|rest| rest.starts_with(mark))
}

fn not_a_sound(head: &[u8]) -> Option<NotSound> {
    if OTHERS.iter().any(|mark| head.starts_with(mark)) {
        return Some(NotSound::Other);
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.trim_ascii_start();
    let opens_with =
        |word: &str| start.get(..word.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(word.as_bytes()));
    if ["<!doctype", "<html", "<head", "<body"].iter().any(|word| opens_with(word)) {
        return Some(NotSound::WebPage);
    }
    if opens_with("<?xml") || opens_with("HTTP/1.") {
        return Some(NotSound::Text);
    }
    if let Some(inner) = start.strip_prefix(b"{").or_else(|| start.strip_prefix(b"[{"))
        && matches!(inner.trim_ascii_start(), [b'"' | b'}', ..])
    {
        return Some(NotSound::Json);
    }
    is_text(head).then_some(NotSound::Text)
}

/// Loud speech is made of bytes that are letters by chance, but not for long, and not in UTF-8.
fn is_text(head: &[u8]) -> bool {
    // A silent line may be the same letter without end.
    if head.windows(2).all(|pair| pair[0] == pair[1]) {
        return false;
    }
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last letter may be cut.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && text.chars().all(|letter| !letter.is_control() || letter.is_ascii_whitespace())
}

enum Layer {
    Two,
    Three,
}

/// The layer of MPEG audio when a second frame follows where the first ends: two bytes alone are found in any noise.
fn mpeg_layer(head: &[u8]) -> Option<Layer> {
    let (layer, length) = mpeg_frame(head)?;
    mpeg_frame(head.get(length..)?)?;
    Some(layer)
}

/// The layer of the frame and its bytes.
fn mpeg_frame(bytes: &[u8]) -> Option<(Layer, usize)> {
    /// Kilobits a second by the header's number: MPEG 1 layer III and II, MPEG 2 both.
    const BIT_RATES: [[usize; 14]; 3] = [
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];
    let [0xff, version @ 0xe0..=0xff, rates, ..] = *bytes else { return None };
    let is_first = version & 0x18 == 0x18;
    let (layer, table) = match (version >> 1 & 3, is_first) {
        (1, true) => (Layer::Three, 0),
        (2, true) => (Layer::Two, 1),
        (1, false) => (Layer::Three, 2),
        (2, false) => (Layer::Two, 2),
        _ => return None,
    };
    let kilobits = *BIT_RATES[table].get(usize::from(rates >> 4).checked_sub(1)?)?;
    let hertz = [44_100, 48_000, 32_000].get(usize::from(rates >> 2 & 3))?
        / match version & 0x18 {
            0x18 => 1,
            0x10 => 2,
            0x00 => 4,
            _ => return None,
        };
    // A frame has 1152 samples, in layer III of MPEG 2 half as many; eighths of them for bytes, thousands for
    // kilobits.
    let samples = if is_first || matches!(layer, Layer::Two) { 144_000 } else { 72_000 };
    Some((layer, samples * kilobits / hertz + usize::from(rates >> 1 & 1)))
}

/// AAC without a container, with a second frame where the first ends.
fn is_adts(head: &[u8]) -> bool {
    // Twelve bits of mark, and a layer that is always 0.
    let opens = |bytes: &[u8]| matches!(bytes, [0xff, second, ..] if second & 0xf6 == 0xf0);
    let [_, _, _, a, b, c, ..] = *head else { return false };
    let length = usize::from(a & 3) << 11 | usize::from(b) << 3 | usize::from(c >> 5);
    length > 6 && opens(head) && head.get(length..).is_some_and(opens)
}

/// Nothing in the bytes tells; the name may.
fn by_name(extension: &str) -> SoundError {
    let named = [
        ("g729", "G.729"),
        ("g723", "G.723.1"),
        ("g723sf", "G.723.1"),
        ("g722", "G.722"),
        ("g726", "G.726"),
        ("g719", "G.719"),
        ("ilbc", "iLBC"),
        ("siren7", "Siren 7"),
        ("siren14", "Siren 14"),
        ("vox", "Dialogic ADPCM"),
        ("amr", "AMR"),
        ("opus", "Opus"),
    ];
    match named.iter().find(|(known, _)| *known == extension) {
        Some((extension, name)) => SoundError::unsupported(name, extension),
        None => SoundError::Unknown { extension: "wav" },
    }
}
