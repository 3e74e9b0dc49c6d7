//! Sound files made from nothing: 8 kHz, 16 bit, mono, with the rhythm of speech. The same arguments give the same
//! bytes, so a download can be compared.

use std::f64::consts::TAU;

use bytes::Bytes;

const SAMPLES_A_SECOND: u32 = 8000;

/// A voice-like murmur; `voice` changes pitch and rhythm.
#[expect(clippy::cast_possible_truncation, reason = "a sample is within ±9000 by construction")]
pub fn murmur(seconds: u32, voice: u32) -> Bytes {
    let pitch = 95.0 + f64::from(voice % 7) * 17.0;
    let pace = 3.1 + f64::from(voice % 5) * 0.35;
    let samples = (0..seconds * SAMPLES_A_SECOND).map(|n| {
        let t = f64::from(n) / f64::from(SAMPLES_A_SECOND);
        let syllable = (t * pace * TAU).sin().max(0.0).sqrt();
        let pause = if (t * 0.45).fract() < 0.8 { 1.0 } else { 0.0 };
        let glide = pitch * (1.0 + 0.08 * (t * 1.7).sin());
        let vowel = (1..=6).map(|k| (t * glide * f64::from(k) * TAU).sin() / f64::from(k)).sum::<f64>();
        (vowel * syllable * pause * 3600.0) as i16
    });
    wav(samples)
}

/// Whole seconds of a file made here.
pub fn seconds(wav: &[u8]) -> usize {
    wav.len().saturating_sub(HEADER) / (SAMPLES_A_SECOND as usize * 2)
}

const HEADER: usize = 44;

fn wav(samples: impl Iterator<Item = i16>) -> Bytes {
    let data: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
    // A file beyond 4 GB can't be made: the length comes from a u32 of seconds that fits memory.
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(HEADER + data.len());
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&length.saturating_add(36).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16u32.to_le_bytes());
    file.extend_from_slice(&1u16.to_le_bytes()); // PCM
    file.extend_from_slice(&1u16.to_le_bytes()); // mono
    file.extend_from_slice(&SAMPLES_A_SECOND.to_le_bytes());
    file.extend_from_slice(&(SAMPLES_A_SECOND * 2).to_le_bytes());
    file.extend_from_slice(&2u16.to_le_bytes()); // bytes a frame
    file.extend_from_slice(&16u16.to_le_bytes()); // bits a sample
    file.extend_from_slice(b"data");
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&data);
    Bytes::from(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_seconds_are_two_seconds_and_not_silent() {
        let file = murmur(2, 1);
        assert_eq!(file.len(), 44 + 2 * 16_000);
        assert_eq!(seconds(&file), 2);
        assert!(file[44..].chunks(2).any(|s| i16::from_le_bytes([s[0], s[1]]) > 2000));
        assert_ne!(file, murmur(2, 2));
    }
}
