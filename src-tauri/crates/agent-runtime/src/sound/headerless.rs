//! What a sound without a header is: telephone systems write the bytes of the line into files as they are.
//!
//! Read in the right way, speech and tones hardly change from one sample to the next, or are quiet; in a wrong way they
//! are noise. So each way is tried on the first seconds, and the best one is taken if it is good enough: what is no sound
//! at all is noise in every way and is refused.

use super::coding::{Coding, Plain};

const GSM_BYTES: usize = 33;
/// By chance, one file of so many frames in a million has the mark of GSM in each.
const GSM_FRAMES: usize = 5;
/// How much of a sample the one before foretells, 0 to 1. Speech: 0.7 and more; noise: next to nothing.
const FORETOLD: f64 = 0.5;
/// Sixteen bits a sample are rare, and other files with many zeros look a little like them.
const FORETOLD_LINEAR: f64 = 0.65;
/// With a named coding less is enough.
const FORETOLD_NAMED: f64 = 0.3;
/// A high tone, as fax machines send it, comes again after some samples, as it was.
const COMES_AGAIN: f64 = 0.9;
/// Of 32768. A line on which nobody speaks is below; noise that comes of a wrong reading is far above.
const QUIET: f64 = 200.0;
/// Too little to tell speech from noise.
const LEAST: usize = 160;

/// The coding by the first bytes, and by the file's extension in lower case where it says it.
pub(super) fn guess(head: &[u8], extension: &str) -> Option<Coding> {
    if is_gsm(head, extension) {
        return Some(Coding::Gsm);
    }
    let named = match extension {
        "ulaw" | "ul" | "mulaw" | "pcmu" | "mu" => Some(Plain::MuLaw),
        "alaw" | "al" | "pcma" => Some(Plain::ALaw),
        "sln" | "slin" | "pcm" | "raw" => Some(Plain::Signed16),
        _ => None,
    };
    if head.len() < LEAST {
        return named.map(Coding::Plain);
    }
    let ways = [
        (Plain::MuLaw, likeness(&head.iter().map(|byte| mu_law(*byte))), FORETOLD),
        (Plain::ALaw, likeness(&head.iter().map(|byte| a_law(*byte))), FORETOLD),
        (Plain::Signed16, likeness(&linear(head)), FORETOLD_LINEAR),
    ];
    let likely = ways.iter().filter(|(_, likeness, least)| likeness >= least);
    let best = likely.max_by(|(_, a, _), (_, b, _)| a.total_cmp(b)).map(|(way, ..)| *way);
    let named = named
        .filter(|named| ways.iter().any(|(way, likeness, _)| way == named && *likeness > FORETOLD_NAMED));
    // The name wins over a better likeness: the two laws read each other's speech quite well.
    named.or(best).map(Coding::Plain)
}

/// The first half byte of each frame is the same.
fn is_gsm(head: &[u8], extension: &str) -> bool {
    let least = if extension == "gsm" { 1 } else { GSM_FRAMES };
    let frames = head.chunks_exact(GSM_BYTES);
    frames.len() >= least && head.chunks_exact(GSM_BYTES).all(|frame| frame[0] >> 4 == 0xd)
}

/// How much like a sound: 0 to 1, and 1 for a line on which nobody speaks.
fn likeness(samples: &(impl Iterator<Item = i16> + Clone)) -> f64 {
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for sample in samples.clone().map(f64::from) {
        (count, sum, squares) = (count + 1.0, sum + sample, squares + sample * sample);
    }
    if (squares / count).sqrt() < QUIET {
        return 1.0;
    }
    let mean = sum / count;
    let energy = squares - count * mean * mean;
    // The same loud sample again and again: no line does that, but files that were filled up do.
    if energy < squares * 1e-6 {
        return 0.0;
    }
    let foretold = |lag: usize| {
        let later = samples.clone().skip(lag);
        let products = samples.clone().zip(later).map(|(a, b)| (f64::from(a) - mean) * (f64::from(b) - mean));
        (products.sum::<f64>() / energy).abs()
    };
    // Two and four bytes apart, sixteen bits a sample look like a sound of eight, but never so much.
    let comes_again = (2..=4).map(foretold).find(|share| *share >= COMES_AGAIN);
    comes_again.unwrap_or_else(|| foretold(1))
}

fn linear(bytes: &[u8]) -> impl Iterator<Item = i16> + Clone {
    bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
}

/// G.711, as North America and Japan use it.
fn mu_law(byte: u8) -> i16 {
    // The law sends the bits inverted. 0x84 is its bias, which is added before a sample is cut and taken off here.
    let byte = !byte;
    let magnitude = ((i16::from(byte & 0x0f) << 3) + 0x84) << ((byte >> 4) & 7);
    if byte & 0x80 == 0 { magnitude - 0x84 } else { 0x84 - magnitude }
}

/// G.711, as the rest of the world uses it.
fn a_law(byte: u8) -> i16 {
    // This law inverts every other bit, so that a silent line is no row of equal bits.
    let byte = byte ^ 0x55;
    let (mantissa, exponent) = (i16::from(byte & 0x0f) << 4, (byte >> 4) & 7);
    let magnitude = if exponent == 0 { mantissa + 8 } else { (mantissa + 0x108) << (exponent - 1) };
    if byte & 0x80 == 0 { -magnitude } else { magnitude }
}
