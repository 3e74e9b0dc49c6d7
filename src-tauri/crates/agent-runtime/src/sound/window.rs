//! A part of a file that reads as if it were a file of its own.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use super::blocks::Extent;

/// See the module.
#[derive(Debug)]
pub(super) struct Window {
    file: File,
    extent: Extent,
    at: u64,
}

impl Window {
    pub(super) fn open(mut file: File, extent: Extent) -> io::Result<Self> {
        file.seek(SeekFrom::Start(extent.start))?;
        Ok(Self { file, extent, at: 0 })
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.extent.bytes.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.file.read(&mut buffer[..most])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(step) => self.at.checked_add_signed(step),
            SeekFrom::End(step) => self.extent.bytes.checked_add_signed(step),
        };
        let outside = || io::Error::from(io::ErrorKind::InvalidInput);
        let place = place.ok_or_else(outside)?;
        let in_file = self.extent.start.checked_add(place).ok_or_else(outside)?;
        self.file.seek(SeekFrom::Start(in_file))?;
        self.at = place;
        Ok(place)
    }
}
