//! Moments as phone systems and the programs behind them write them into their lists.

use time::{Date, Month, OffsetDateTime, Time};

/// What comes first where neither the year nor the mark between the numbers tells: `11/12/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DateOrder {
    /// Nobody knows, so such a date is not read.
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// A moment as a clock on a wall showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Milliseconds since 1970, as if the wall were in Greenwich.
    pub(super) local: i64,
    /// How far that clock is ahead of UTC, where the text says so.
    ahead: Option<i64>,
}

impl Moment {
    /// Milliseconds since 1970; the clock is ahead of UTC by so much unless the text knows better.
    pub(super) fn utc(self, ahead: i64) -> i64 {
        self.local - self.ahead.unwrap_or(ahead)
    }
}

impl DateOrder {
    /// What the dates of one list say together: a 13th month there is in none.
    pub(super) fn of<'a>(dates: impl Iterator<Item = &'a str>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for date in dates {
            let Some(parts) = Parts::of(date) else { continue };
            let [first, second, ..] = parts.numbers[..] else { continue };
            if parts.is_year_first() || parts.month.is_some() || parts.mark == '.' {
                continue;
            }
            day_first |= first.value > 12 && second.value <= 12;
            // The twelve hours are written by those who write the month first, unless in Chinese.
            month_first |= (second.value > 12 && first.value <= 12) || parts.half == Some(Half::English);
        }
        match (day_first, month_first) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            (true, true) | (false, false) => Self::Unknown,
        }
    }
}

/// Reads any of the forms; nothing for what can't be told.
pub(super) fn read(text: &str, order: DateOrder) -> Option<Moment> {
    let text = text.trim().trim_matches(|c| matches!(c, '"' | '\''));
    if let Some(moment) = digits_only(text) {
        return Some(moment);
    }
    let parts = Parts::of(text)?;
    let (date, rest) = parts.date(order)?;
    let [hour, minute, rest @ ..] = rest else { return None };
    let (second, fraction) = match rest {
        [] => (0, 0),
        [second] => (second.value, 0),
        [second, fraction] => (second.value, fraction.value * 1000 / 10_i64.checked_pow(fraction.digits)?),
        [_, _, _, ..] => return None,
    };
    // Twelve in the morning is midnight, twelve in the afternoon noon.
    let hour = match (parts.afternoon, hour.value) {
        (Some(false), 12) => 0,
        (Some(true), hour @ 1..12) => hour + 12,
        (Some(_) | None, hour) => hour,
    };
    let small = |value: i64| u8::try_from(value).ok();
    let time = Time::from_hms(small(hour)?, small(minute.value)?, small(second)?).ok()?;
    let local = date.with_time(time).assume_utc().unix_timestamp() * 1000 + fraction;
    Some(Moment { local, ahead: parts.ahead })
}

/// `20261122101859`, and seconds or milliseconds since 1970.
fn digits_only(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !(whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let epoch = |millis: i64| Moment { local: millis, ahead: Some(0) };
    match whole.len() {
        // From 2001 to 2286.
        10 => Some(epoch(whole.parse::<i64>().ok()? * 1000)),
        13 => Some(epoch(whole.parse().ok()?)),
        14 => {
            let part = |from: usize, to: usize| whole.get(from..to)?.parse::<u8>().ok();
            let month = Month::try_from(part(4, 6)?).ok()?;
            let date = Date::from_calendar_date(whole.get(..4)?.parse().ok()?, month, part(6, 8)?).ok()?;
            let time = Time::from_hms(part(8, 10)?, part(10, 12)?, part(12, 14)?).ok()?;
            Some(Moment { local: date.with_time(time).assume_utc().unix_timestamp() * 1000, ahead: None })
        }
        _ => None,
    }
}

#[derive(Debug, Clone, Copy)]
struct Number {
    value: i64,
    digits: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    English,
    Chinese,
}

/// The numbers of a text and what its words say.
#[derive(Debug, Default)]
struct Parts {
    numbers: Vec<Number>,
    /// Between the first two numbers.
    mark: char,
    /// A month that is a word, and how many numbers stand before it.
    month: Option<(i64, usize)>,
    afternoon: Option<bool>,
    half: Option<Half>,
    ahead: Option<i64>,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let text: String = text.chars().map(half_width).collect();
        let mut parts = Self::default();
        let mut rest = text.as_str();
        let mut is_time = false;
        while let Some(c) = rest.chars().next() {
            let end = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
            let length = if c.is_ascii_digit() {
                let length = end(|c| c.is_ascii_digit());
                // No part of a moment is longer, and longer ones would not fit.
                let digits = u32::try_from(length).ok().filter(|digits| *digits <= 9)?;
                parts.numbers.push(Number { value: rest[..length].parse().ok()?, digits });
                length
            } else if c.is_alphabetic() {
                let length = end(char::is_alphabetic);
                parts.take_word(&rest[..length])?;
                length
            } else if matches!(c, '+' | '-') && is_time && parts.numbers.len() >= 5 {
                parts.ahead = Some(zone(rest)?);
                break;
            } else {
                is_time |= c == ':';
                if parts.numbers.len() == 1 && parts.mark == '\0' {
                    parts.mark = c;
                }
                c.len_utf8()
            };
            rest = &rest[length..];
        }
        Some(parts)
    }

    /// Nothing for a word that no moment has.
    fn take_word(&mut self, word: &str) -> Option<()> {
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let word = word.to_lowercase();
        let start = word.get(..3).unwrap_or_default();
        match word.as_str() {
            "t" | "at" | "年" | "月" | "日" | "号" | "时" | "点" | "分" | "秒" => {}
            "z" | "utc" | "gmt" => self.ahead = Some(0),
            "am" => (self.afternoon, self.half) = (Some(false), Some(Half::English)),
            "pm" => (self.afternoon, self.half) = (Some(true), Some(Half::English)),
            "上午" | "早上" | "凌晨" => {
                (self.afternoon, self.half) = (Some(false), Some(Half::Chinese));
            }
            "下午" | "晚上" | "中午" => (self.afternoon, self.half) = (Some(true), Some(Half::Chinese)),
            word if word.starts_with("星期") || word.starts_with('周') => {}
            _ if ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&start) => {}
            _ => {
                let month = MONTHS.iter().position(|month| *month == start)?;
                self.month = Some((i64::try_from(month).ok()? + 1, self.numbers.len()));
            }
        }
        Some(())
    }

    fn is_year_first(&self) -> bool {
        self.numbers.first().is_some_and(|first| first.digits == 4)
    }

    /// The date, and the numbers behind it.
    fn date(&self, order: DateOrder) -> Option<(Date, &[Number])> {
        if let Some((month, before)) = self.month {
            let [first, second, rest @ ..] = &self.numbers[..] else { return None };
            // `22 Nov 2026`, `Nov 22, 2026`, `2026 Nov 22`.
            let (year, day) =
                if before == 1 && first.digits == 4 { (first, second) } else { (second, first) };
            return Some((date(*year, month, day.value)?, rest));
        }
        let [first, second, third, rest @ ..] = &self.numbers[..] else { return None };
        if first.digits == 4 {
            return Some((date(*first, second.value, third.value)?, rest));
        }
        // `26-11-22` may be anything.
        if third.digits != 4 && self.mark == '-' {
            return None;
        }
        let is_day_first = self.mark == '.'
            || first.value == second.value
            || (first.value > 12 && order != DateOrder::MonthFirst)
            || order == DateOrder::DayFirst;
        let is_month_first = !is_day_first && (order == DateOrder::MonthFirst || second.value > 12);
        let (month, day) = match (is_day_first, is_month_first) {
            (true, _) => (second, first),
            (false, true) => (first, second),
            (false, false) => return None,
        };
        Some((date(*third, month.value, day.value)?, rest))
    }
}

/// A year of two digits is of this century.
fn date(year: Number, month: i64, day: i64) -> Option<Date> {
    let year = match year.digits {
        4 => year.value,
        2 => 2000 + year.value,
        _ => return None,
    };
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

/// `+08:00`, `-0330`, `+8`, as milliseconds.
fn zone(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let digits = digits.trim();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(digits.len().min(2));
    let minutes: i64 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let hours: i64 = hours.parse().ok()?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
}

/// Chinese input methods write digits and marks as wide as letters.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// Seconds as `30`, `30.5`, `00:00:30`, `1:05`, `30s`, `1分30秒`; nothing is none.
pub(super) fn seconds(text: &str) -> i64 {
    let text: String = text.chars().map(half_width).collect();
    let number = |part: &str| part.trim().parse::<f64>().ok().filter(|number| (0.0..1e9).contains(number));
    let by_colons = text.split(':').try_fold(0.0, |sum, part| Some(sum * 60.0 + number(part)?));
    let by_words = || {
        let text = text
            .replace("小时", "h")
            .replace(['时', '點', '点'], "h")
            .replace("分钟", "m")
            .replace('分', "m");
        let text = text.replace("min", "m").replace("sec", "s").replace('秒', "s").to_lowercase();
        let mut sum = 0.0;
        for part in text.split_inclusive(['h', 'm', 's']) {
            let unit = match part.chars().next_back()? {
                'h' => 3600.0,
                'm' => 60.0,
                's' => 1.0,
                _ => return None,
            };
            sum += unit * number(&part[..part.len() - 1])?;
        }
        Some(sum)
    };
    let seconds = by_colons.or_else(by_words).unwrap_or(0.0);
    OffsetDateTime::UNIX_EPOCH
        .checked_add(time::Duration::seconds_f64(seconds))
        .map_or(0, OffsetDateTime::unix_timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 10:18:59 as if it were UTC.
    const MOMENT: i64 = 1_795_342_739_000;

    /// One morning, as many programs write it.
    const FORMS: [&str; 26] = [
        "2026-11-22 10:18:59",
        " 2026-11-22  10:18:59 ",
        "2026/11/22 10:18:59",
        "2026.11.22 10:18:59",
        "2026-11-22T10:18:59",
        "22.11.2026 10:18:59",
        "22.11.2026, 10:18:59",
        "22.11.26 10:18:59",
        "22/11/2026 10:18:59",
        "22/11/26 10:18:59",
        "22-11-2026 10:18:59",
        "11/22/2026 10:18:59",
        "11/22/2026 10:18:59 AM",
        "11/22/26 10:18:59 am",
        "2026年11月22日 10:18:59",
        "2026年11月22日 10时18分59秒",
        "2026年11月22日 上午10:18:59",
        "2026-11-22 星期日 10:18:59",
        "２０２６－１１－２２　１０：１８：５９",
        "20261122101859",
        "22 Nov 2026 10:18:59",
        "Sun, 22 Nov 2026 10:18:59",
        "22-Nov-2026 10:18:59",
        "Nov 22, 2026 10:18:59 AM",
        "November 22, 2026 at 10:18:59 AM",
        "2026 Nov 22 10:18:59",
    ];

    #[test]
    fn moments_in_the_forms_of_many_programs() {
        for text in FORMS {
            let moment = read(text, DateOrder::Unknown);
            assert_eq!(moment, Some(Moment { local: MOMENT, ahead: None }), "{text}");
        }
        let evening = read("11/22/2026 10:18:59 PM", DateOrder::Unknown).unwrap();
        assert_eq!(evening.local, MOMENT + 12 * 3_600_000);
        assert_eq!(read("2026年11月22日 下午10:18:59", DateOrder::Unknown), Some(evening));
        let minute = Some(Moment { local: MOMENT - 59_000, ahead: None });
        for text in ["2026/11/22 10:18", "22.11.2026 10:18", "11/22/2026 10:18 AM"] {
            assert_eq!(read(text, DateOrder::Unknown), minute, "{text}");
        }
        assert_eq!(
            read("11/22/2026 12:18 AM", DateOrder::Unknown).unwrap().local,
            MOMENT - 59_000 - 10 * 3_600_000
        );
    }

    #[test]
    fn a_moment_may_say_its_zone() {
        const HOUR: i64 = 3_600_000;
        for (text, utc) in [
            ("2026-11-22T10:18:59Z", MOMENT),
            ("2026-11-22T10:18:59.000Z", MOMENT),
            ("2026-11-22T10:18:59+08:00", MOMENT - 8 * HOUR),
            ("2026-11-22 10:18:59 +0800", MOMENT - 8 * HOUR),
            ("2026-11-22T10:18:59.000-03:30", MOMENT + 7 * HOUR / 2),
            ("2026-11-22 10:18:59 UTC", MOMENT),
            ("Sun, 22 Nov 2026 10:18:59 GMT", MOMENT),
            ("1795342739", MOMENT),
            ("1795342739000", MOMENT),
            ("1795342739.123", MOMENT),
            ("2026-11-22 10:18:59", MOMENT - HOUR),
            ("2026-11-22 10:18:59.25", MOMENT - HOUR + 250),
        ] {
            assert_eq!(read(text, DateOrder::Unknown).map(|moment| moment.utc(HOUR)), Some(utc), "{text}");
        }
    }

    #[test]
    fn what_comes_first_is_learnt_from_the_whole_list() {
        let read_all = |dates: &[&str]| {
            let order = DateOrder::of(dates.iter().copied());
            (order, read("03/04/2026 10:00:00", order).map(|moment| moment.local / 86_400_000))
        };
        let (april_3, march_4) = (20_546, 20_516);
        assert_eq!(read_all(&["03/04/2026 10:00:00"]), (DateOrder::Unknown, None));
        assert_eq!(read_all(&["03/04/2026 1:00", "13/04/2026 1:00"]), (DateOrder::DayFirst, Some(april_3)));
        assert_eq!(read_all(&["04/13/2026 1:00", "03/04/2026 1:00"]), (DateOrder::MonthFirst, Some(march_4)));
        assert_eq!(read_all(&["03/04/2026 1:00 PM"]), (DateOrder::MonthFirst, Some(march_4)));
        assert_eq!(read_all(&["13/04/2026 1:00", "04/13/2026 1:00"]).1, None);
        assert_eq!(
            read("04/04/2026 10:00", DateOrder::Unknown).map(|at| at.local / 86_400_000),
            Some(20_547)
        );
    }

    #[test]
    fn what_is_no_moment_is_not_guessed() {
        for text in [
            "",
            "yesterday",
            "10:18:59",
            "2026-11-22",
            "2026-13-22 10:18:59",
            "2026-02-30 10:18",
            "22/22/2026 1:00",
            "2026-11-22 25:00:00",
            "2026-11-22 10:18:59 XYZ",
            "26-11-22 10:18:59",
            "99999999999999999999",
            "2026-11-22 10:18:59 +99:00",
            "11/22/2026 13:00:00:00:00",
            "1",
            "20261122",
        ] {
            assert_eq!(read(text, DateOrder::Unknown), None, "{text}");
        }
    }

    #[test]
    fn durations_are_seconds_in_many_forms() {
        for (text, meant) in [
            ("30", 30),
            (" 30 ", 30),
            ("30.9", 30),
            ("00:00:30", 30),
            ("1:05", 65),
            ("01:02:03", 3723),
            ("30s", 30),
            ("1m30s", 90),
            ("1h2m3s", 3723),
            ("1分30秒", 90),
            ("1小时2分3秒", 3723),
            ("5 min", 300),
            ("", 0),
            ("-5", 0),
            ("soon", 0),
            ("1e99", 0),
        ] {
            assert_eq!(seconds(text), meant, "{text}");
        }
    }
}
