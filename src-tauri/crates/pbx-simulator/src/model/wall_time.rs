//! The PBX's local time as its API writes it, `2020-05-20 10:11:22`, and back. The API names no zone anywhere.

use std::time::Duration;

/// Year, month, day, hour, minute, second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LocalTime {
    year: u64,
    month: u64,
    day: u64,
    seconds: u64,
}

impl LocalTime {
    /// `offset_minutes` is the PBX's distance from UTC.
    pub(crate) fn of(wall: Duration, offset_minutes: i32) -> Self {
        let local = wall.as_secs().saturating_add_signed(i64::from(offset_minutes) * 60);
        let (year, month, day) = civil(local / 86_400);
        Self { year, month, day, seconds: local % 86_400 }
    }

    /// `2020-05-20 10:11:22`
    pub(crate) fn dashed(self) -> String {
        let (h, m, s) = self.clock();
        format!("{:04}-{:02}-{:02} {h:02}:{m:02}:{s:02}", self.year, self.month, self.day)
    }

    /// `20200520-101122`, as in the names of recordings.
    pub(crate) fn in_file_name(self) -> String {
        let (h, m, s) = self.clock();
        format!("{:04}{:02}{:02}-{h:02}{m:02}{s:02}", self.year, self.month, self.day)
    }

    /// `2020-Mar-23-08:33:22`, as the device says when it started.
    pub(crate) fn with_month_name(self) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (h, m, s) = self.clock();
        let month =
            usize::try_from(self.month).ok().and_then(|n| MONTHS.get(n.wrapping_sub(1))).unwrap_or(&"Jan");
        format!("{:04}-{month}-{:02}-{h:02}:{m:02}:{s:02}", self.year, self.day)
    }

    fn clock(self) -> (u64, u64, u64) {
        (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60)
    }
}

/// Whether the text is a moment of the calendar in the form `yyyy-mm-dd hh:mm:ss`. Such texts sort as the moments.
pub(crate) fn is_dashed(text: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00 00:00:00";
    let has_form = text.len() == FORM.len()
        && text
            .bytes()
            .zip(FORM)
            .all(|(b, form)| if *form == b'0' { b.is_ascii_digit() } else { b == *form });
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    has_form
        && matches!((number(0, 4), number(5, 7), number(8, 10)), (Some(year), Some(month), Some(day))
            if (1..=days_in(year, month)).contains(&day))
        && number(11, 13).is_some_and(|hour| hour < 24)
        && [number(14, 16), number(17, 19)].iter().all(|part| part.is_some_and(|part| part < 60))
}

/// None in a month that there is not.
fn days_in(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days since 1970 as year, month, day. (Howard Hinnant's `civil_from_days`, for days after 1970)
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_captures_local_time_is_three_hours_after_utc() {
        // NewCdr of callid 1589958682.2101 says it started at 10:11:22.
        let time = LocalTime::of(Duration::from_secs(1_589_958_682), 180);
        assert_eq!(time.dashed(), "2020-05-20 10:11:22");
        assert_eq!(time.in_file_name(), "20200520-101122");
        assert_eq!(time.with_month_name(), "2020-May-20-10:11:22");
    }

    #[test]
    fn leap_days_are_days() {
        assert_eq!(LocalTime::of(Duration::from_secs(1_709_164_801), 0).dashed(), "2024-02-29 00:00:01");
    }

    #[test]
    fn only_the_documented_form_is_a_time() {
        assert!(is_dashed("2020-05-18 00:00:00"));
        assert!(!is_dashed("2020-05-18"));
        assert!(!is_dashed("2020-05-18T00:00:00"));
        assert!(is_dashed("2024-02-29 23:59:59") && is_dashed("2000-02-29 00:00:00"));
        for none in
            ["2020-13-45 99:99:99", "2023-02-29 00:00:00", "1900-02-29 00:00:00", "2020-04-31 00:00:00"]
        {
            assert!(!is_dashed(none), "{none}");
        }
        for none in
            ["2020-00-01 00:00:00", "2020-01-00 00:00:00", "2020-01-01 24:00:00", "2020-01-01 00:60:00"]
        {
            assert!(!is_dashed(none), "{none}");
        }
    }
}
