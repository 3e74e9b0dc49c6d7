//! How the samples of a sound are written, and what turns a block of its bytes into samples.
//!
//! A block is what can be read by itself: a frame or two of GSM, a block of ADPCM, some samples that are not compressed.

use oxideav_gsm::{DecoderState, UnpackedFrame};
use symphonia::core::audio::{Channels, SampleBuffer};
use symphonia::core::codecs::{
    CODEC_TYPE_ADPCM_IMA_WAV, CODEC_TYPE_ADPCM_MS, CODEC_TYPE_PCM_ALAW, CODEC_TYPE_PCM_F32LE,
    CODEC_TYPE_PCM_F64LE, CODEC_TYPE_PCM_MULAW, CODEC_TYPE_PCM_S16BE, CODEC_TYPE_PCM_S16LE,
    CODEC_TYPE_PCM_S24LE, CODEC_TYPE_PCM_S32LE, CODEC_TYPE_PCM_U8, CodecParameters, CodecType, Decoder,
    DecoderOptions,
};
use symphonia::core::formats::Packet;

/// Frames of a block that is not compressed; any number would do.
const PLAIN_FRAMES: u64 = 256;
/// 20 ms of speech at 8 kHz.
const GSM_FRAMES: u64 = 160;
const GSM_BYTES: u64 = 33;
/// Microsoft's packing: two frames of 32.5 bytes.
const GSM_PAIR_BYTES: u64 = 65;
/// What GSM remembers of the past has no weight any more after so many blocks.
const GSM_WARM_UP: u64 = 4;
/// The headers count the bytes of a block in 16 bits; of more channels no telephone knows.
const MOST_CHANNELS: u16 = 8;
const RATES: std::ops::RangeInclusive<u32> = 1_000..=384_000;

/// How samples are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// One after the other, each by itself.
    Plain(Plain),
    /// IMA's ADPCM in blocks of so many bytes.
    Ima { block: u16 },
    /// Microsoft's ADPCM in blocks of so many bytes.
    Microsoft { block: u16 },
    /// GSM 06.10, a frame in 33 bytes.
    Gsm,
    /// GSM 06.10, two frames in 65 bytes ("wav49").
    GsmPairs,
}

/// Samples that can be read each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Unsigned8,
    Signed16,
    /// The most significant byte first.
    Signed16Big,
    Signed24,
    Signed32,
    Float32,
    Float64,
    MuLaw,
    ALaw,
}

impl Plain {
    const fn bytes(self) -> u64 {
        match self {
            Self::Unsigned8 | Self::MuLaw | Self::ALaw => 1,
            Self::Signed16 | Self::Signed16Big => 2,
            Self::Signed24 => 3,
            Self::Signed32 | Self::Float32 => 4,
            Self::Float64 => 8,
        }
    }

    const fn codec(self) -> CodecType {
        match self {
            Self::Unsigned8 => CODEC_TYPE_PCM_U8,
            Self::Signed16 => CODEC_TYPE_PCM_S16LE,
            Self::Signed16Big => CODEC_TYPE_PCM_S16BE,
            Self::Signed24 => CODEC_TYPE_PCM_S24LE,
            Self::Signed32 => CODEC_TYPE_PCM_S32LE,
            Self::Float32 => CODEC_TYPE_PCM_F32LE,
            Self::Float64 => CODEC_TYPE_PCM_F64LE,
            Self::MuLaw => CODEC_TYPE_PCM_MULAW,
            Self::ALaw => CODEC_TYPE_PCM_ALAW,
        }
    }
}

/// A coding with what it needs to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) coding: Coding,
    pub(super) channels: u16,
    /// Frames a second; a frame is one sample of each channel.
    pub(super) rate: u32,
}

impl Format {
    /// `None`: no sound is like this.
    pub(super) fn new(coding: Coding, channels: u16, rate: u32) -> Option<Self> {
        // A block opens with what its channels start from, and samples follow.
        let samples = |block: u16, opening: u16| {
            block.checked_sub(opening.checked_mul(channels)?).filter(|rest| *rest > 0 && channels <= 2)
        };
        let fits = RATES.contains(&rate)
            && match coding {
                Coding::Plain(_) => channels <= MOST_CHANNELS,
                // Two channels take turns, four bytes each.
                Coding::Ima { block } => samples(block, 4).is_some_and(|rest| channels == 1 || rest % 8 == 0),
                Coding::Microsoft { block } => samples(block, 7).is_some(),
                Coding::Gsm | Coding::GsmPairs => channels == 1,
            };
        (channels > 0 && fits).then_some(Self { coding, channels, rate })
    }

    /// What a telephone sends: one channel at 8 kHz.
    pub(super) const fn telephone(coding: Coding) -> Self {
        Self { coding, channels: 1, rate: 8000 }
    }

    pub(super) fn block_bytes(&self) -> u64 {
        match self.coding {
            Coding::Plain(plain) => PLAIN_FRAMES * plain.bytes() * u64::from(self.channels),
            Coding::Ima { block } | Coding::Microsoft { block } => u64::from(block),
            Coding::Gsm => GSM_BYTES,
            Coding::GsmPairs => GSM_PAIR_BYTES,
        }
    }

    pub(super) fn block_frames(&self) -> u64 {
        self.frames_of_part(self.block_bytes())
    }

    /// Frames in so many bytes from the start; the last block may be cut.
    pub(super) fn frames(&self, bytes: u64) -> u64 {
        let block = self.block_bytes();
        bytes / block * self.block_frames() + self.frames_of_part(bytes % block)
    }

    /// Frames in so many bytes from the start of a block.
    fn frames_of_part(&self, bytes: u64) -> u64 {
        let channels = u64::from(self.channels);
        match self.coding {
            Coding::Plain(plain) => bytes / (plain.bytes() * channels),
            Coding::Ima { .. } if channels == 1 => bytes.checked_sub(4).map_or(0, |rest| rest * 2 + 1),
            Coding::Ima { .. } => bytes.checked_sub(8).map_or(0, |rest| rest / 8 * 8 + 1),
            Coding::Microsoft { .. } => {
                bytes.checked_sub(7 * channels).map_or(0, |rest| rest * 2 / channels + 2)
            }
            Coding::Gsm => bytes / GSM_BYTES * GSM_FRAMES,
            Coding::GsmPairs => (bytes * 2 / GSM_PAIR_BYTES) * GSM_FRAMES,
        }
    }

    /// Blocks before a place that must be read to read on from there.
    pub(super) const fn warm_up(&self) -> u64 {
        match self.coding {
            Coding::Plain(_) | Coding::Ima { .. } | Coding::Microsoft { .. } => 0,
            Coding::Gsm | Coding::GsmPairs => GSM_WARM_UP,
        }
    }
}

/// Turns blocks into samples, one after the other.
pub(super) enum BlockDecoder {
    Library { decoder: Box<dyn Decoder>, frames: u64 },
    Gsm(DecoderState),
    GsmPairs(DecoderState),
}

impl BlockDecoder {
    /// `None`: the library does not know the coding, which no test has seen.
    pub(super) fn new(format: &Format) -> Option<Self> {
        let codec = match format.coding {
            Coding::Plain(plain) => plain.codec(),
            Coding::Ima { .. } => CODEC_TYPE_ADPCM_IMA_WAV,
            Coding::Microsoft { .. } => CODEC_TYPE_ADPCM_MS,
            Coding::Gsm => return Some(Self::Gsm(DecoderState::new())),
            Coding::GsmPairs => return Some(Self::GsmPairs(DecoderState::new())),
        };
        let frames = format.block_frames();
        let mut parameters = CodecParameters::new();
        parameters
            .for_codec(codec)
            .with_sample_rate(format.rate)
            // Only how many there are counts here, not which of them is left or right.
            .with_channels(Channels::from_bits((1 << format.channels) - 1)?)
            .with_max_frames_per_packet(frames)
            .with_frames_per_block(frames);
        if let Coding::Plain(plain) = format.coding {
            parameters.with_bits_per_coded_sample(u32::try_from(plain.bytes() * 8).ok()?);
        }
        if matches!(format.coding, Coding::Plain(Plain::MuLaw | Plain::ALaw)) {
            parameters.bits_per_coded_sample = None;
        }
        let decoder = symphonia::default::get_codecs().make(&parameters, &DecoderOptions::default()).ok()?;
        Some(Self::Library { decoder, frames })
    }

    /// Adds the samples of a whole block; of one that can't be read, none.
    pub(super) fn decode(&mut self, block: &[u8], samples: &mut Vec<f32>) {
        match self {
            Self::Library { decoder, frames } => {
                let packet = Packet::new_from_slice(0, 0, *frames, block);
                if let Ok(decoded) = decoder.decode(&packet) {
                    let mut buffer = SampleBuffer::<f32>::new(*frames, *decoded.spec());
                    buffer.copy_interleaved_ref(decoded);
                    samples.extend(buffer.samples());
                }
            }
            Self::Gsm(state) => {
                if let Ok(frame) = UnpackedFrame::from_gsm_byte_frame(block) {
                    samples.extend(state.decode_frame(&frame).map(as_float));
                }
            }
            Self::GsmPairs(state) => {
                if let Ok((first, second)) = UnpackedFrame::pair_from_msgsm_block(block) {
                    samples.extend(state.decode_frame(&first).map(as_float));
                    samples.extend(state.decode_frame(&second).map(as_float));
                }
            }
        }
    }

    /// The next block is not the one after the last.
    pub(super) fn reset(&mut self) {
        match self {
            Self::Library { decoder, .. } => decoder.reset(),
            Self::Gsm(state) | Self::GsmPairs(state) => state.reset(),
        }
    }
}

fn as_float(sample: i16) -> f32 {
    f32::from(sample) / 32_768.0
}
