//! Reads the header of a WAV file as telephone systems leave it: sizes that were never filled in, chunks of an odd length
//! with and without the byte that fills them up, other chunks before the sound.
//!
//! Only the bytes decide where the sound ends: a size that leads to no other chunk and not to the end of the file is none.

use std::io::{self, Read, Seek, SeekFrom};

use super::blocks::Extent;
use super::coding::{Coding, Format, Plain};

/// A file with more chunks before its sound is made to be slow.
const MOST_CHUNKS: u32 = 1000;
/// How far the sound is searched for when a size leads nowhere.
const SEARCHED: u64 = 64 * 1024;

/// What a WAV file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wave {
    Blocks(Format, Extent),
    /// MPEG audio, with its own frames inside.
    Mpeg(Extent),
    /// A coding that is not played: its number, and what it is called where that is known.
    Other(u16, Option<&'static str>),
    /// A header and no sound.
    Empty,
    /// Not made like a WAV file behind its first bytes.
    Broken,
}

/// Reads the header; the file has so many bytes.
pub(super) fn read(file: &mut (impl Read + Seek), size: u64) -> io::Result<Wave> {
    let mut fields = None;
    // Behind `RIFF`, the size of it all, and `WAVE`.
    let mut place = 12;
    for _ in 0..MOST_CHUNKS {
        let Some(chunk) = Chunk::read(file, place)? else {
            return Ok(if fields.is_some() { Wave::Empty } else { Wave::Broken });
        };
        if chunk.name == *b"data" {
            let extent = extent(file, &chunk, size)?;
            return Ok(fields.map_or(Wave::Broken, |fields| what_it_is(&fields, extent)));
        }
        if chunk.name == *b"fmt " {
            fields = Some(Fields::read(file, &chunk)?);
        }
        place = match next_chunk(file, &chunk, size)? {
            Some(next) => next,
            None => match search(file, *b"data", chunk.body)? {
                Some(found) => found,
                None => return Ok(if fields.is_some() { Wave::Empty } else { Wave::Broken }),
            },
        };
    }
    Ok(Wave::Broken)
}

fn what_it_is(fields: &Fields, extent: Extent) -> Wave {
    let Fields { tag, channels, rate, block, .. } = *fields;
    let plain = |plain| Some(Coding::Plain(plain));
    let coding = match (tag, fields.sample_bytes()) {
        (0x0001, 1) => plain(Plain::Unsigned8),
        (0x0001, 2) => plain(Plain::Signed16),
        (0x0001, 3) => plain(Plain::Signed24),
        (0x0001, 4) => plain(Plain::Signed32),
        (0x0003, 4) => plain(Plain::Float32),
        (0x0003, 8) => plain(Plain::Float64),
        (0x0006, _) => plain(Plain::ALaw),
        (0x0007, _) => plain(Plain::MuLaw),
        (0x0002, _) => Some(Coding::Microsoft { block }),
        (0x0011, _) => Some(Coding::Ima { block }),
        // Some write the frames of a .gsm file into a WAV file as they are.
        (0x0031 | 0x0032, _) if block == 33 => Some(Coding::Gsm),
        (0x0031 | 0x0032, _) => Some(Coding::GsmPairs),
        (0x0050 | 0x0055, _) => return Wave::Mpeg(extent),
        _ => return Wave::Other(tag, name_of(tag)),
    };
    match coding.and_then(|coding| Format::new(coding, channels, rate)) {
        Some(format) if format.frames(extent.bytes) == 0 => Wave::Empty,
        Some(format) => Wave::Blocks(format, extent),
        None => Wave::Broken,
    }
}

/// Codings of telephone systems and dictation machines that are not played here.
const fn name_of(tag: u16) -> Option<&'static str> {
    Some(match tag {
        0x0001 | 0x0003 => "PCM",
        0x0010 | 0x0017 => "Dialogic ADPCM",
        0x0014 | 0x0111 => "G.723.1",
        0x0022 => "TrueSpeech",
        0x0040 => "G.721",
        0x0041 => "G.728",
        0x0045 | 0x0064 | 0x0085 => "G.726",
        0x0057 | 0x0136 | 0x7361 => "AMR",
        0x0065 | 0x028f => "G.722",
        0x0083 | 0x0133 | 0x0134 => "G.729",
        0x0092 => "Dolby AC-3",
        0x00ff | 0x1600 | 0x1602 | 0x1610 | 0xa106 => "AAC",
        0x0160..=0x0163 => "WMA",
        0x674f..=0x6771 => "Vorbis",
        0x704f => "Opus",
        0xa109 => "Speex",
        0xf1ac => "FLAC",
        _ => return None,
    })
}

/// Where the sound lies. A size that leads to the next chunk or to the end is true; else the sound goes on to the end of
/// the file: it was written as a stream, or the writer was stopped before it came back to the header.
fn extent(file: &mut (impl Read + Seek), data: &Chunk, size: u64) -> io::Result<Extent> {
    let rest = size.saturating_sub(data.body);
    let declared = u64::from(data.size);
    let is_true = if declared > rest {
        false
    } else if rest - declared < Chunk::HEADER {
        true
    } else {
        match next_chunk(file, data, size)? {
            Some(next) => Chunk::read(file, next)?.is_some_and(|next| next.ends_in(size)),
            None => false,
        }
    };
    Ok(Extent { start: data.body, bytes: if is_true { declared } else { rest } })
}

/// The place of the next chunk; the end of the file counts as one. `None`: the size leads nowhere.
fn next_chunk(file: &mut (impl Read + Seek), chunk: &Chunk, size: u64) -> io::Result<Option<u64>> {
    let end = chunk.body + u64::from(chunk.size);
    let filled = end + end % 2;
    for place in [filled, end] {
        if Chunk::read(file, place)?.is_some_and(|next| next.has_a_name()) {
            return Ok(Some(place));
        }
    }
    Ok((end <= size && size - end < Chunk::HEADER).then_some(size))
}

fn search(file: &mut (impl Read + Seek), name: [u8; 4], from: u64) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(SEARCHED).read_to_end(&mut bytes)?;
    let found = bytes.windows(name.len()).position(|window| window == name);
    Ok(found.map(|at| from + at as u64))
}

struct Chunk {
    name: [u8; 4],
    body: u64,
    size: u32,
}

impl Chunk {
    const HEADER: u64 = 8;

    /// `None`: the file ends before.
    fn read(file: &mut (impl Read + Seek), place: u64) -> io::Result<Option<Self>> {
        file.seek(SeekFrom::Start(place))?;
        let mut header = Vec::new();
        file.take(Self::HEADER).read_to_end(&mut header)?;
        let [a, b, c, d, s0, s1, s2, s3] = header[..] else { return Ok(None) };
        let size = u32::from_le_bytes([s0, s1, s2, s3]);
        Ok(Some(Self { name: [a, b, c, d], body: place + Self::HEADER, size }))
    }

    fn ends_in(&self, size: u64) -> bool {
        self.body + u64::from(self.size) <= size
    }

    /// Sound looks like this by chance once in some hundred places.
    fn has_a_name(&self) -> bool {
        let [first @ .., last] = self.name;
        first.iter().all(u8::is_ascii_alphanumeric) && (last == b' ' || last.is_ascii_alphanumeric())
    }
}

/// The members of the chunk `fmt `.
struct Fields {
    tag: u16,
    channels: u16,
    rate: u32,
    bytes_a_second: u32,
    block: u16,
    bits: u16,
}

impl Fields {
    fn read(file: &mut (impl Read + Seek), chunk: &Chunk) -> io::Result<Self> {
        const EXTENSIBLE: u16 = 0xfffe;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(chunk.body))?;
        file.take(u64::from(chunk.size.min(40))).read_to_end(&mut bytes)?;
        bytes.resize(40, 0);
        let word = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let long = |at: usize| u32::from(word(at)) | u32::from(word(at + 2)) << 16;
        // The long form says what it is further behind.
        let tag = if word(0) == EXTENSIBLE { word(24) } else { word(0) };
        Ok(Self {
            tag,
            channels: word(2),
            rate: long(4),
            bytes_a_second: long(8),
            block: word(12),
            bits: word(14),
        })
    }

    /// Samples of 20 bits may lie in four bytes each, on their upper side; a header that contradicts itself is believed in
    /// its bits.
    fn sample_bytes(&self) -> u16 {
        let by_block = self.block.checked_div(self.channels).unwrap_or(0);
        let is_sound = u64::from(self.rate) * u64::from(self.block) == u64::from(self.bytes_a_second);
        if is_sound && by_block > 0 { by_block } else { self.bits.div_ceil(8) }
    }
}
