//! A sound of each kind, the headers that phone systems leave behind, and what is no sound. The tones in `tests/sounds` were
//! written by `SoX` 14.4: half a second of 440 Hz, half as loud as can be; the words were spoken by eSpeak NG.

use std::f32::consts::TAU;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use rodio::Source as _;

use super::{Sound, SoundError, open, survey};

/// Half a second at 8 kHz.
const FRAMES: usize = 4000;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sounds").join(name)).unwrap()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.0.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    }
    fn open(&self, name: &str, bytes: &[u8]) -> Result<Sound, SoundError> {
        open(&self.file(name, bytes))
    }
    /// The samples of the first channel.
    fn samples(&self, bytes: &[u8]) -> Vec<f32> {
        let sound = self.open("msg0000.wav", bytes).unwrap();
        let channels = sound.channels().get().into();
        sound.step_by(channels).collect()
    }
}

fn tone() -> impl Iterator<Item = f32> {
    (0_u16..).map(|at| (f32::from(at) * 440.0 * TAU / 8000.0).sin() * 0.5).take(FRAMES)
}

/// How much of what is heard is the tone of 440 Hz at its loudness: 1 is all and no more.
fn purity(samples: &[f32]) -> f32 {
    // Codings that learn need a moment, and MP3 begins with silence.
    let samples = &samples[1600..3600];
    let (mut along, mut across) = (0.0, 0.0);
    for (at, sample) in (0_u16..).zip(samples) {
        let turn = f32::from(at) * 440.0 * TAU / 8000.0;
        along += sample * turn.cos();
        across += sample * turn.sin();
    }
    let of_tone = 2.0 * (along * along + across * across) / 2000.0;
    let whole: f32 = samples.iter().map(|sample| sample * sample).sum();
    let loudness = (whole / 2000.0 * 2.0).sqrt() / 0.5;
    of_tone / whole * loudness.min(1.0 / loudness)
}

/// The samples as integers of so many bytes; of one byte, unsigned.
fn integers(bytes: usize) -> Vec<u8> {
    let encode = |sample: f32| {
        #[expect(clippy::cast_possible_truncation, reason = "a sample fits")]
        let integer = (f64::from(sample) * f64::from(i32::MAX)) as i32;
        let integer = if bytes == 1 { integer ^ i32::MIN } else { integer };
        integer.to_le_bytes()[4 - bytes..].to_vec()
    };
    tone().flat_map(encode).collect()
}

fn chunk(name: &str, body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len()).unwrap().to_le_bytes();
    [name.as_bytes(), &size, body].concat()
}

/// The members of the chunk `fmt `, without what may follow them.
fn fields(tag: u16, channels: u16, block: u16, bits: u16) -> Vec<u8> {
    let rate: u32 = 8000;
    let mut body = Vec::new();
    body.extend(tag.to_le_bytes());
    body.extend(channels.to_le_bytes());
    body.extend(rate.to_le_bytes());
    body.extend((rate * u32::from(block)).to_le_bytes());
    body.extend(block.to_le_bytes());
    body.extend(bits.to_le_bytes());
    body
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WAVE".to_vec(), chunks.concat()].concat();
    chunk("RIFF", &body)
}

fn wav(tag: u16, bits: u16, data: &[u8]) -> Vec<u8> {
    riff(&[chunk("fmt ", &fields(tag, 1, bits / 8, bits)), chunk("data", data)])
}

fn extensible(tag: u16, bits: u16, data: &[u8]) -> Vec<u8> {
    let guid =
        [&tag.to_le_bytes()[..], &[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]].concat();
    let more = [&[22, 0][..], &bits.to_le_bytes(), &[4, 0, 0, 0], &guid].concat();
    let format = [fields(0xfffe, 1, bits / 8, bits), more].concat();
    riff(&[chunk("fmt ", &format), chunk("data", data)])
}

fn floats() -> Vec<u8> {
    tone().flat_map(f32::to_le_bytes).collect()
}

fn stereo() -> Vec<u8> {
    let data: Vec<u8> = integers(2).chunks(2).flat_map(|sample| [sample, sample].concat()).collect();
    riff(&[chunk("fmt ", &fields(1, 2, 4, 16)), chunk("data", &data)])
}

/// Name, bytes, milliseconds, and how pure the tone must be.
fn playable() -> Vec<(&'static str, Vec<u8>, u32, f32)> {
    let mp3_in_wav = riff(&[chunk("fmt ", &fields(0x55, 1, 1, 0)), chunk("data", &fixture("tone.mp3"))]);
    let sun = [&b".snd\0\0\0\x18\xff\xff\xff\xff\0\0\0\x01\0\0\x1f\x40\0\0\0\x01"[..], &fixture("tone.ul")]
        .concat();
    let doubles: Vec<u8> = tone().flat_map(|sample| f64::from(sample).to_le_bytes()).collect();
    vec![
        ("GSM 6.10 in WAV", fixture("tone-gsm.wav"), 520, 0.97),
        ("IMA ADPCM", fixture("tone-ima.wav"), 505, 0.99),
        ("IMA ADPCM, two channels", fixture("tone-ima-stereo.wav"), 505, 0.99),
        ("Microsoft ADPCM", fixture("tone-ms.wav"), 500, 0.99),
        ("Microsoft ADPCM, two channels", fixture("tone-ms-stereo.wav"), 500, 0.99),
        ("\u{b5}-law", wav(7, 8, &fixture("tone.ul")), 500, 0.99),
        ("A-law", wav(6, 8, &fixture("tone.al")), 500, 0.99),
        ("\u{b5}-law, extensible", extensible(7, 8, &fixture("tone.ul")), 500, 0.99),
        ("8 bits", wav(1, 8, &integers(1)), 500, 0.99),
        ("16 bits", wav(1, 16, &integers(2)), 500, 0.99),
        ("16 bits, two channels", stereo(), 500, 0.99),
        ("24 bits", wav(1, 24, &integers(3)), 500, 0.99),
        ("24 bits, extensible", extensible(1, 24, &integers(3)), 500, 0.99),
        ("32 bits", wav(1, 32, &integers(4)), 500, 0.99),
        ("floats", wav(3, 32, &floats()), 500, 0.99),
        ("floats, extensible", extensible(3, 32, &floats()), 500, 0.99),
        ("long floats", wav(3, 64, &doubles), 500, 0.99),
        ("raw \u{b5}-law", fixture("tone.ul"), 500, 0.99),
        ("raw A-law", fixture("tone.al"), 500, 0.99),
        ("raw 16 bits", integers(2), 500, 0.99),
        ("Sun audio", sun, 500, 0.99),
        ("MP3", fixture("tone.mp3"), 648, 0.9),
        ("MP3 in WAV", mp3_in_wav, 648, 0.9),
        ("Ogg Vorbis", fixture("tone.ogg"), 512, 0.97),
    ]
}

#[test]
fn a_sound_of_each_kind_is_heard_as_it_is_and_as_long() {
    let folder = Folder::new();
    for (kind, bytes, length, least) in playable() {
        let samples = folder.samples(&bytes);
        let purity = purity(&samples);
        assert!(purity >= least, "{kind}: {purity}");
        let survey = survey(&folder.file("msg0000.wav", &bytes)).unwrap();
        assert_eq!((survey.length, survey.loudness.len() > 9), (length, true), "{kind}");
    }
}

#[test]
fn a_place_in_a_sound_is_found_in_each_kind() {
    let folder = Folder::new();
    for (kind, bytes, length, _) in playable() {
        let all = folder.samples(&bytes);
        let mut sound = folder.open("msg0000.wav", &bytes).unwrap();
        let channels = sound.channels().get().into();
        for millis in [300, 0, 123, 499] {
            sound.try_seek(Duration::from_millis(millis)).unwrap();
            let from = usize::try_from(millis).unwrap() * 8;
            if kind.starts_with("MP3") || kind == "Ogg Vorbis" {
                // Their frames need the ones before: the first after a leap are silent, or left out.
                let place = all.len() - sound.by_ref().step_by(channels).count();
                assert!(place.abs_diff(from) <= 512, "{kind} at {millis}: {place}");
                continue;
            }
            let heard: Vec<f32> = sound.by_ref().step_by(channels).take(8).collect();
            // What GSM remembers of long ago differs in its last bits.
            assert!(heard.iter().zip(&all[from..]).all(|(a, b)| (a - b).abs() < 0.001), "{kind} at {millis}");
        }
        // The library refuses it for MP3; then it goes on where it is.
        let _ = sound.try_seek(Duration::from_millis(u64::from(length) + 5000));
        assert!(sound.count() <= 1200, "{kind}: it goes on behind its end");
    }
}

/// libgsm, through `SoX`, wrote the samples beside the file.
#[test]
fn gsm_is_decoded_to_the_bit() {
    let reference: Vec<f32> = fixture("speech-gsm.s16")
        .chunks_exact(2)
        .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
        .collect();
    assert_eq!(Folder::new().samples(&fixture("speech.gsm")), reference);
}

#[test]
fn speech_without_a_header_is_told_from_noise() {
    let folder = Folder::new();
    let [mu, a] = ["speech.ul", "speech.al"].map(|name| folder.samples(&fixture(name)));
    assert_eq!((mu.len(), a.len()), (7200, 7200));
    let apart = mu.iter().zip(&a).map(|(mu, a)| (mu - a).abs()).fold(0.0, f32::max);
    assert!(apart < 0.03, "read as each other's coding they would be far apart: {apart}");
    // By chance the first bytes are those of an MP3.
    let mut like_mp3 = fixture("speech.ul");
    like_mp3[..4].copy_from_slice(&[0xff, 0xfb, 0x92, 0x64]);
    assert_eq!(folder.samples(&like_mp3)[4..], mu[4..]);
    // Nobody speaks on the line.
    for (silence, sample) in [([0xff, 0x7f], 0.0), ([0xd5, 0x55], 8.0 / 32_768.0)] {
        let heard = folder.samples(&silence.repeat(2000));
        assert!(heard.iter().all(|heard| heard.abs() <= sample), "{silence:x?}");
    }
}

#[test]
fn headers_as_phone_systems_leave_them_are_read() {
    let folder = Folder::new();
    let whole = wav(1, 16, &integers(2));
    let with_sizes = |riff: u32, data: u32| {
        let mut bytes = whole.clone();
        bytes[4..8].copy_from_slice(&riff.to_le_bytes());
        bytes[40..44].copy_from_slice(&data.to_le_bytes());
        bytes
    };
    let format = || chunk("fmt ", &fields(1, 1, 2, 16));
    let data = || chunk("data", &integers(2));
    let list = |length| chunk("LIST", &[b"INFOISFT".to_vec(), vec![7; length]].concat());
    let long_format = |more: &[u8]| chunk("fmt ", &[&fields(1, 1, 2, 16), more].concat());
    let mut wrong_list = list(10);
    wrong_list[4..8].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    let mut rf64 = with_sizes(u32::MAX, u32::MAX);
    rf64[..4].copy_from_slice(b"RF64");
    for (what, bytes, frames) in [
        ("sizes 0", with_sizes(0, 0), FRAMES),
        ("sizes of a stream", with_sizes(u32::MAX, u32::MAX), FRAMES),
        ("a size of nothing and the other right", with_sizes(8036, 0), FRAMES),
        ("a size from the middle of the recording", with_sizes(1636, 1600), FRAMES),
        ("more than there is", with_sizes(800_036, 800_000), FRAMES),
        ("RF64", rf64, FRAMES),
        ("other chunks before", riff(&[list(10), format(), chunk("fact", &[0; 4]), list(4), data()]), FRAMES),
        ("odd and filled up", riff(&[format(), [list(5), vec![0]].concat(), data()]), FRAMES),
        ("odd and not filled up", riff(&[format(), list(5), data()]), FRAMES),
        ("a size that leads nowhere", riff(&[format(), wrong_list, data()]), FRAMES),
        ("other chunks behind", riff(&[format(), data(), list(40)]), FRAMES),
        ("18 bytes of format", riff(&[long_format(&[0, 0]), data()]), FRAMES),
        ("20 bytes of format", riff(&[long_format(&[2, 0, 0, 0]), data()]), FRAMES),
        ("cut in a sample", whole[..whole.len() - 801].to_vec(), FRAMES - 401),
        ("no block size", riff(&[chunk("fmt ", &fields(1, 1, 0, 16)), data()]), FRAMES),
    ] {
        let samples = folder.samples(&bytes);
        assert_eq!(samples.len(), frames, "{what}");
        assert!(samples.iter().zip(tone()).all(|(heard, said)| (heard - said).abs() < 0.001), "{what}");
    }
}

#[test]
fn an_odd_sound_ends_before_the_next_chunk_filled_up_or_not() {
    let folder = Folder::new();
    let (format, list) = (chunk("fmt ", &fields(7, 1, 1, 8)), chunk("LIST", &[7; 200]));
    let data = chunk("data", &fixture("tone.ul")[1..]);
    for data in [data.clone(), [data, vec![0]].concat()] {
        let samples = folder.samples(&riff(&[format.clone(), data, list.clone()]));
        assert_eq!(samples.len(), FRAMES - 1);
    }
}

#[test]
fn a_leap_between_two_channels_does_not_swap_them() {
    let left_only: Vec<u8> = integers(2).chunks(2).flat_map(|sample| [sample, &[0, 0]].concat()).collect();
    let bytes = riff(&[chunk("fmt ", &fields(1, 2, 4, 16)), chunk("data", &left_only)]);
    let mut sound = Folder::new().open("a.wav", &bytes).unwrap();
    sound.next();
    sound.try_seek(Duration::from_millis(100)).unwrap();
    // The right one's turn.
    assert!(sound.step_by(2).all(|sample| sample == 0.0));
}

#[test]
fn of_a_cut_block_its_whole_frames_are_heard() {
    let folder = Folder::new();
    for (name, cut, frames) in [
        // 13 blocks of 320 samples; of the last one its first frame is whole, or none.
        ("tone-gsm.wav", 20, 12 * 320 + 160),
        ("tone-gsm.wav", 40, 12 * 320),
        // 8 blocks of 505 samples: two less for each byte.
        ("tone-ima.wav", 100, 8 * 505 - 200),
        ("tone-ms.wav", 100, 8 * 500 - 200),
    ] {
        let bytes = fixture(name);
        // SoX fills an odd chunk up.
        let filled = usize::from(name == "tone-gsm.wav" && bytes.len().is_multiple_of(2));
        assert_eq!(folder.samples(&bytes[..bytes.len() - cut - filled]).len(), frames, "{name} less {cut}");
    }
}

#[test]
fn what_is_not_played_is_named() {
    let folder = Folder::new();
    let other = |tag| wav(tag, 8, &[3; 1000]);
    let ogg = |name: &[u8]| [&b"OggS"[..], &[0; 22], &[1, 30], name, &[9; 300]].concat();
    let noise: Vec<u8> =
        (0_u32..9000).map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    for (name, bytes, said) in [
        ("a.wav", b"#!AMR\n\x3c\x91".to_vec(), r#"Unsupported { format: "AMR", extension: "amr" }"#),
        ("a.wav", b"\0\0\0\x20ftypM4A \0\0".to_vec(), r#"Unsupported { format: "AAC", extension: "m4a" }"#),
        ("a.wav", other(0x83), r#"Unsupported { format: "G.729", extension: "wav" }"#),
        ("a.wav", other(0x45), r#"Unsupported { format: "G.726", extension: "wav" }"#),
        ("a.wav", other(0x1234), r#"Unsupported { format: "WAV 0x1234", extension: "wav" }"#),
        ("a.ogg", ogg(b"OpusHead"), r#"Unsupported { format: "Opus", extension: "ogg" }"#),
        ("a.wav", ogg(b"Speex   "), r#"Unsupported { format: "Speex", extension: "ogg" }"#),
        ("a.G729", noise.clone(), r#"Unsupported { format: "G.729", extension: "g729" }"#),
        ("a.wav", noise, r#"Unknown { extension: "wav" }"#),
        ("a.wav", b"\xef\xbb\xbf\n <!DOCTYPE html><p>502".to_vec(), "NotASound(WebPage)"),
        ("a.wav", b"<html><title>\xb5\xc7\xc2\xbc</title>".to_vec(), "NotASound(WebPage)"),
        ("a.wav", br#"{"errno": "30014"}"#.to_vec(), "NotASound(Json)"),
        ("a.wav", b"{\"reason\": \"\xc3\xbb\xd3\xd0\"}".to_vec(), "NotASound(Json)"),
        ("a.wav", "没有这个录音。\n".into(), "NotASound(Text)"),
        ("a.wav", b"<?xml version=\"1.0\"?><errno>1</errno>".to_vec(), "NotASound(Text)"),
        ("a.wav", b"PK\x03\x04\x14\0".to_vec(), "NotASound(Other)"),
        ("a.wav", Vec::new(), "Empty"),
        ("a.wav", vec![0; 4000], "Empty"),
        ("a.wav", b"RIFF\x24\0".to_vec(), "Empty"),
        ("a.wav", wav(1, 16, &[]), "Empty"),
        ("a.wav", wav(1, 16, &[])[..36].to_vec(), "Empty"),
        (
            "a.wav",
            riff(&[chunk("fmt ", &fields(1, 1, 2, 16)), chunk("data", &[]), chunk("LIST", &[7; 20])]),
            "Empty",
        ),
        ("a.wav", fixture("tone-gsm.wav")[..80].to_vec(), "Empty"),
        ("a.wav", riff(&[chunk("data", &[1; 999])]), r#"Unknown { extension: "wav" }"#),
        (
            "a.wav",
            riff(&[chunk("fmt ", &fields(1, 0, 0, 16)), chunk("data", &[1; 99])]),
            r#"Unknown { extension: "wav" }"#,
        ),
    ] {
        let found = folder.open(name, &bytes).err().map(|error| format!("{error:?}"));
        assert_eq!(found.as_deref(), Some(said), "{}", String::from_utf8_lossy(&bytes));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_samples_or_a_reason(
        start in prop::sample::select(
            playable().into_iter().map(|(_, bytes, ..)| bytes).chain([Vec::new()]).collect::<Vec<_>>()
        ),
        length in 0_usize..5000,
        changes in prop::collection::vec((0_usize..5000, any::<u8>()), 0..40),
        rest in prop::collection::vec(any::<u8>(), 0..600),
        seconds in 0_u64..u64::MAX,
    ) {
        let mut bytes = start[..length.min(start.len())].to_vec();
        bytes.extend(rest);
        for (at, byte) in changes {
            // Mostly in the header.
            let at = if at % 2 == 0 { at % 64 } else { at };
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        if let Ok(mut sound) = Folder::new().open("a.wav", &bytes) {
            let limit = 100 * bytes.len() + 10_000;
            prop_assert!(sound.by_ref().take(limit + 1).all(f32::is_finite));
            let _ = sound.try_seek(Duration::from_secs(seconds));
            prop_assert!(sound.take(limit + 1).count() <= limit);
        }
    }
}
