//! Sounds as phone systems keep them, and the loudspeaker that they are heard on.
//!
//! `kind` tells by the bytes what a file is (`wave` reads WAV headers, `headerless` guesses where there is none), `blocks`
//! and `coding` read what is made of blocks, the library reads MP3 and Ogg Vorbis, `loudness` draws the picture.
//! docs/SOUNDS.md lists what is played and what is named.

mod blocks;
mod coding;
mod headerless;
mod kind;
mod loudness;
mod loudspeaker;
mod wave;
mod window;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::path::Path;

use agent_core::NotSound;
use rodio::{Decoder, Source};
use tracing::debug;

use blocks::{Blocks, Extent};
use kind::Kind;
use window::Window;

pub(crate) use loudness::{Survey, survey};
pub use loudspeaker::Loudspeaker;

/// Samples, and where in them we are.
pub(crate) type Sound = Box<dyn Source + Send>;

/// Why a file is not heard.
#[derive(Debug)]
pub(crate) enum SoundError {
    /// No bytes, or a header only.
    Empty,
    /// A sound in a format that is not played here, and the extension that other programs know it by.
    Unsupported { format: String, extension: &'static str },
    /// Something else in the place of a sound.
    NotASound(NotSound),
    /// Nothing that is known; perhaps another program knows it by that extension.
    Unknown { extension: &'static str },
    /// The file itself can't be read.
    Unreadable(io::Error),
}

impl SoundError {
    fn unsupported(format: &str, extension: &'static str) -> Self {
        Self::Unsupported { format: format.to_owned(), extension }
    }
}

impl From<io::Error> for SoundError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// Opens a sound of any format that can be played.
pub(crate) fn open(path: &Path) -> Result<Sound, SoundError> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let mut file = File::open(path)?;
    match kind::tell(&mut file, &extension)? {
        Kind::Blocks(format, extent) => {
            let blocks =
                Blocks::open(file, format, extent).ok_or(SoundError::Unknown { extension: "wav" })??;
            Ok(Box::new(blocks))
        }
        Kind::Library(extent) => by_library(file, extent),
    }
}

fn by_library(file: File, extent: Extent) -> Result<Sound, SoundError> {
    let window = Window::open(file, extent)?;
    let decoder =
        Decoder::builder().with_data(window).with_byte_len(extent.bytes).with_seekable(true).build();
    match decoder {
        Ok(decoder) => Ok(Box::new(decoder)),
        Err(error) => {
            debug!(%error, "a sound is damaged");
            Err(SoundError::Unknown { extension: "wav" })
        }
    }
}
