//! A sound that is read from its file block by block, however long it is, and from any place in it.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::sync::Arc;
use std::time::Duration;

use rodio::source::SeekError;
use rodio::{ChannelCount, SampleRate, Source};

use super::coding::{BlockDecoder, Format};

const NANOS: u128 = 1_000_000_000;

/// Where in its file a sound lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) start: u64,
    pub(super) bytes: u64,
}

/// See the module.
pub(super) struct Blocks {
    file: BufReader<File>,
    extent: Extent,
    format: Format,
    channels: ChannelCount,
    rate: SampleRate,
    decoder: BlockDecoder,
    /// The number of the block that is read next.
    next: u64,
    block: Vec<u8>,
    samples: Vec<f32>,
    /// The sample that is given next.
    at: usize,
}

impl Blocks {
    /// `None`: a format that nothing reads.
    pub(super) fn open(file: File, format: Format, extent: Extent) -> Option<io::Result<Self>> {
        let mut blocks = Self {
            file: BufReader::new(file),
            extent,
            format,
            channels: ChannelCount::new(format.channels)?,
            rate: SampleRate::new(format.rate)?,
            decoder: BlockDecoder::new(&format)?,
            next: 0,
            block: Vec::new(),
            samples: Vec::new(),
            at: 0,
        };
        Some(blocks.go_to_block(0).map(|()| blocks))
    }

    fn go_to_block(&mut self, block: u64) -> io::Result<()> {
        let place = self.extent.start.saturating_add(block.saturating_mul(self.format.block_bytes()));
        self.file.seek(SeekFrom::Start(place))?;
        self.decoder.reset();
        self.samples.clear();
        self.next = block;
        self.at = 0;
        Ok(())
    }

    /// Whether there was another block. Of a cut one its whole frames are heard; one that can't be read is silence, so that
    /// what follows stays at its place.
    fn read_block(&mut self) -> io::Result<bool> {
        let whole = self.format.block_bytes();
        let left = self.extent.bytes.saturating_sub(self.next.saturating_mul(whole));
        self.block.clear();
        self.samples.clear();
        self.at = 0;
        (&mut self.file).take(whole.min(left)).read_to_end(&mut self.block)?;
        let frames = self.format.frames(self.block.len() as u64);
        if frames == 0 {
            return Ok(false);
        }
        let index = |number: u64| usize::try_from(number).map_err(io::Error::other);
        // Decoders take whole blocks. What comes of the zeros is cut off below.
        self.block.resize(index(whole)?, 0);
        self.decoder.decode(&self.block, &mut self.samples);
        self.samples.resize(index(frames * u64::from(self.format.channels))?, 0.0);
        self.next += 1;
        Ok(true)
    }

    fn go_to_frame(&mut self, frame: u64) -> io::Result<()> {
        let per_block = self.format.block_frames();
        let (block, rest) = (frame / per_block, frame % per_block);
        // A decoder that remembers is fed some blocks that nobody hears.
        self.go_to_block(block.saturating_sub(self.format.warm_up()))?;
        while self.next <= block && self.read_block()? {}
        self.at = usize::try_from(rest * u64::from(self.format.channels)).map_err(io::Error::other)?;
        Ok(())
    }

    fn frames(&self) -> u64 {
        self.format.frames(self.extent.bytes)
    }
}

impl Iterator for Blocks {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.at >= self.samples.len() && !matches!(self.read_block(), Ok(true)) {
            return None;
        }
        let sample = *self.samples.get(self.at)?;
        self.at += 1;
        // A damaged file may hold what is no number, and one such sample spoils all that is mixed with it.
        Some(if sample.is_finite() { sample } else { 0.0 })
    }
}

impl Source for Blocks {
    fn current_span_len(&self) -> Option<usize> {
        None
    }
    fn channels(&self) -> ChannelCount {
        self.channels
    }
    fn sample_rate(&self) -> SampleRate {
        self.rate
    }
    fn total_duration(&self) -> Option<Duration> {
        let nanos = u128::from(self.frames()) * NANOS / u128::from(self.format.rate);
        u64::try_from(nanos).ok().map(Duration::from_nanos)
    }
    fn try_seek(&mut self, place: Duration) -> Result<(), SeekError> {
        let channel = self.at % usize::from(self.format.channels);
        let frame = place.as_nanos() * u128::from(self.format.rate) / NANOS;
        let frame = u64::try_from(frame).unwrap_or(u64::MAX).min(self.frames());
        self.go_to_frame(frame).map_err(|error| SeekError::Other(Arc::new(error)))?;
        // Whoever listens goes on with the channel that it waits for.
        self.at += channel;
        Ok(())
    }
}
