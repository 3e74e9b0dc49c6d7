//! How long a sound is and how loud from start to end, for the picture of it.

use std::path::Path;

use rodio::Source as _;

use super::{SoundError, open};

/// As many bars as a narrow window shows apart.
const BARS: usize = 96;
/// Peaks are taken over so many samples first; a recording of an hour is not kept in memory.
const WINDOW: u64 = 400;

/// See the module.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    pub(crate) length: u32,
    /// 0 to 100 each.
    pub(crate) loudness: Vec<u8>,
}

/// Reads the whole file, and keeps little of it: an hour of GSM takes a second or two.
pub(crate) fn survey(file: &Path) -> Result<Survey, SoundError> {
    let sound = open(file)?;
    let per_second = u64::from(sound.sample_rate().get()) * u64::from(sound.channels().get());
    let (mut samples, mut peak) = (0_u64, 0.0_f32);
    let mut peaks = Vec::new();
    for sample in sound {
        peak = peak.max(sample.abs());
        samples += 1;
        if samples % WINDOW == 0 {
            peaks.push(std::mem::take(&mut peak));
        }
    }
    if samples % WINDOW != 0 {
        peaks.push(peak);
    }
    if samples == 0 {
        return Err(SoundError::Empty);
    }
    let length = u32::try_from(samples * 1000 / per_second).unwrap_or(u32::MAX);
    Ok(Survey { length, loudness: bars(&peaks) })
}

/// The loudest is 100: a quiet voice is to be seen too.
fn bars(peaks: &[f32]) -> Vec<u8> {
    let loudest = peaks.iter().copied().fold(0.0, f32::max);
    let count = peaks.len().min(BARS);
    let bar = |at: usize| {
        let peak = peaks[at * peaks.len() / count..(at + 1) * peaks.len() / count].iter();
        // Of silence the loudest is 0.
        let share = peak.copied().fold(0.0, f32::max) / loudest.max(f32::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        let percent = (share * 100.0).round() as u8;
        percent
    };
    (0..count).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_the_loudest_of_their_part() {
        assert_eq!(bars(&[]), Vec::<u8>::new());
        assert_eq!(bars(&[0.0, 0.0]), [0, 0]);
        assert_eq!(bars(&[0.1, 0.2, 0.05]), [50, 100, 25]);
        let long: Vec<f32> = (0..960).map(|at| if at == 955 { 0.5 } else { 0.25 }).collect();
        let bars = bars(&long);
        assert_eq!((bars.len(), bars[0], bars[95]), (96, 50, 100));
    }

    #[test]
    fn a_file_tells_its_length() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("murmur.wav");
        std::fs::write(&file, pbx_simulator::wav::murmur(7, 1)).unwrap();
        let survey = survey(&file).unwrap();
        assert_eq!((survey.length, survey.loudness.len()), (7000, 96));
        assert!(survey.loudness.contains(&100));
    }
}
