//! This computer's clock beside the PBX's, and how often the computer slept.

use std::path::Path;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::fact::Fact;

/// More, and calls stand at the wrong minute beside the PBX's records.
const TOLERATED: u64 = 60;
/// What the program writes when it notices that it slept.
const WOKE: &str = "the machine woke up";

/// `date` is the PBX's clock as HTTP writes it, `now` ours when it came.
pub(crate) fn facts(date: Option<&str>, now: OffsetDateTime) -> Vec<Fact> {
    let Some(theirs) = date.and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok()) else {
        return vec![Fact::ClockUnknown];
    };
    let ahead = (now - theirs).whole_seconds();
    let seconds = u32::try_from(ahead.unsigned_abs()).unwrap_or(u32::MAX);
    vec![match (ahead.unsigned_abs() > TOLERATED, ahead > 0) {
        (false, _) => Fact::Clock { seconds },
        (true, true) => Fact::ClockAhead { seconds },
        (true, false) => Fact::ClockBehind { seconds },
    }]
}

/// How often the computer slept on the latest day that has a log.
pub(crate) fn sleeps(logs: &Path) -> Vec<Fact> {
    let files = std::fs::read_dir(logs).into_iter().flatten().flatten().map(|file| file.path());
    // Files are called by their day.
    let Some(latest) = files.filter(|file| file.is_file()).max() else { return Vec::new() };
    let text = String::from_utf8_lossy(&std::fs::read(latest).unwrap_or_default()).into_owned();
    match u32::try_from(text.lines().filter(|line| line.contains(WOKE)).count()) {
        Ok(0) | Err(_) => Vec::new(),
        Ok(times) => vec![Fact::Slept { times }],
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-26 18:45:15 UTC);

    #[test]
    fn a_wrong_clock_is_told_with_its_seconds() {
        for (date, fact) in [
            ("Thu, 26 Nov 2026 18:45:14 GMT", Fact::Clock { seconds: 1 }),
            ("Thu, 26 Nov 2026 18:46:15 GMT", Fact::Clock { seconds: 60 }),
            ("Thu, 26 Nov 2026 18:35:15 GMT", Fact::ClockAhead { seconds: 600 }),
            ("Thu, 26 Nov 2026 19:45:15 GMT", Fact::ClockBehind { seconds: 3600 }),
            ("Thu Nov 26 2026", Fact::ClockUnknown),
        ] {
            assert_eq!(facts(Some(date), NOW), [fact], "{date}");
        }
        assert_eq!(facts(None, NOW), [Fact::ClockUnknown]);
    }

    #[test]
    fn sleep_is_counted_in_the_latest_log() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(sleeps(dir.path()), []);
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        write("uc-companion.2026-11-25.log", "INFO the machine woke up\n");
        write(
            "uc-companion.2026-11-26.log",
            "INFO the machine woke up\nINFO connection\nINFO the machine woke up\n",
        );
        assert_eq!(sleeps(dir.path()), [Fact::Slept { times: 2 }]);
    }
}
