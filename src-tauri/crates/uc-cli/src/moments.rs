//! Moments as they are typed, `2026-11-23`, `today`, `-7d`, made into what the PBX reads. They are checked here: a PBX takes
//! a 45th of a month, or an end before the beginning, and answers that there are no calls.

use time::format_description::FormatItem;
use time::macros::{format_description, time};
use time::{Date, Duration, PrimitiveDateTime, Time};

use crate::failure::Failure;

const DAY: &[FormatItem<'_>] = format_description!("[year]-[month]-[day]");
const TO_THE_MINUTE: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]");
const WHOLE: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// For the help texts.
pub(crate) const FORMS: &str = "YYYY-MM-DD[ HH:MM[:SS]]";
const MORE_FORMS: &str = "`today`, `yesterday`, `now`, or as long ago as `-7d`, `-12h`, `-30m`";

/// The beginning or the end of a span: a day alone begins at midnight, and ends before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    From,
    To,
}

/// A moment, by the PBX's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    At(PrimitiveDateTime),
    /// So long ago.
    Ago(Duration),
    /// The day so many days ago.
    Day(i64, Edge),
}

/// From one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(Moment, Moment);

impl Span {
    /// Reads both; what can be told without a clock is told.
    pub(crate) fn parse(from: &str, to: &str) -> Result<Self, Failure> {
        let span = Self(parse(from, Edge::From)?, parse(to, Edge::To)?);
        if !span.needs_a_clock() {
            // In order on any day.
            span.at(PrimitiveDateTime::MIN)?;
        }
        Ok(span)
    }

    /// Whether it hangs on what time it is at the PBX.
    pub(crate) fn needs_a_clock(self) -> bool {
        [self.0, self.1].iter().any(|moment| !matches!(moment, Moment::At(_)))
    }

    /// Both as the PBX wants them.
    pub(crate) fn at(self, now: PrimitiveDateTime) -> Result<(String, String), Failure> {
        let [from, to] = [self.0, self.1].map(|moment| moment.at(now));
        if from > to {
            let [from, to] = [from, to].map(written);
            return Err(Failure::Usage(format!(
                "it ends before it begins: --from {from} is after --to {to}"
            )));
        }
        Ok((written(from), written(to)))
    }
}

impl Moment {
    fn at(self, now: PrimitiveDateTime) -> PrimitiveDateTime {
        match self {
            Self::At(moment) => moment,
            Self::Ago(time) => now.saturating_sub(time),
            Self::Day(ago, edge) => now.saturating_sub(Duration::days(ago)).replace_time(edge.time()),
        }
    }
}

impl Edge {
    fn time(self) -> Time {
        match self {
            Self::From => Time::MIDNIGHT,
            Self::To => time!(23:59:59),
        }
    }
}

/// The PBX's clock, as it says it itself.
pub(crate) fn clock(text: &str) -> Result<PrimitiveDateTime, Failure> {
    PrimitiveDateTime::parse(text.trim(), WHOLE).map_err(|_| {
        Failure::Usage(format!("the PBX says that it is {text:?}, which is no time: give days instead"))
    })
}

fn parse(text: &str, edge: Edge) -> Result<Moment, Failure> {
    let text = text.trim().replace('T', " ");
    match text.as_str() {
        "now" => return Ok(Moment::Ago(Duration::ZERO)),
        "today" => return Ok(Moment::Day(0, edge)),
        "yesterday" => return Ok(Moment::Day(1, edge)),
        _ => {}
    }
    if let Some(time) = text.strip_prefix('-').and_then(ago) {
        return Ok(Moment::Ago(time));
    }
    let day = || Date::parse(&text, DAY).map(|day| PrimitiveDateTime::new(day, edge.time()));
    let minute = || {
        let moment = PrimitiveDateTime::parse(&text, TO_THE_MINUTE)?;
        // The whole minute, as a day is the whole day.
        Ok::<_, time::error::Parse>(if edge == Edge::To { moment + Duration::seconds(59) } else { moment })
    };
    let moment = day().or_else(|_| minute()).or_else(|_| PrimitiveDateTime::parse(&text, WHOLE));
    moment.map(Moment::At).map_err(|_| {
        Failure::Usage(format!("{text:?} is no moment of any calendar: write {FORMS}, {MORE_FORMS}"))
    })
}

/// `7d`, `12h`, `30m`, `2w`.
pub(crate) fn ago(text: &str) -> Option<Duration> {
    let (at, unit) = text.char_indices().next_back()?;
    // `parse` alone would take `+7`.
    let number = text.get(..at).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number: i32 = number.parse().ok()?;
    Some(match unit {
        's' => Duration::seconds(number.into()),
        'm' => Duration::minutes(number.into()),
        'h' => Duration::hours(number.into()),
        'd' => Duration::days(number.into()),
        'w' => Duration::weeks(number.into()),
        _ => return None,
    })
}

fn written(moment: PrimitiveDateTime) -> String {
    // A moment has all that the form names.
    moment.format(WHOLE).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Option<(String, String)> {
        let now = clock("2026-03-01 10:30:00").ok()?;
        Span::parse(from, to).ok()?.at(now).ok()
    }

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (from, to, first, last) in [
            ("2026-11-23", "2026-11-23", "2026-11-23 00:00:00", "2026-11-23 23:59:59"),
            ("2026-11-23T08:00:00", "2026-11-23 08:15", "2026-11-23 08:00:00", "2026-11-23 08:15:59"),
            ("today", "now", "2026-03-01 00:00:00", "2026-03-01 10:30:00"),
            ("yesterday", "yesterday", "2026-02-28 00:00:00", "2026-02-28 23:59:59"),
            ("-7d", "today", "2026-02-22 10:30:00", "2026-03-01 23:59:59"),
            ("-12h", "-30m", "2026-02-28 22:30:00", "2026-03-01 10:00:00"),
            ("-1w", "2026-03-01", "2026-02-22 10:30:00", "2026-03-01 23:59:59"),
            ("2024-02-29", "2024-02-29", "2024-02-29 00:00:00", "2024-02-29 23:59:59"),
        ] {
            assert_eq!(span(from, to), Some((first.to_owned(), last.to_owned())), "{from} {to}");
        }
    }

    #[test]
    fn what_is_no_moment_is_told_here() {
        for text in [
            "",
            "23.11.2026",
            "2026-13-45",
            "2026-02-29",
            "2026-11-23 24:00:00",
            "2026-11-23 99:99",
            "-7",
            "-d",
            "-7y",
            "-+7d",
            "tomorrow",
            "2026-11-23 8:00",
            "-99999999999d",
        ] {
            assert!(Span::parse(text, "2026-11-23").is_err(), "{text}");
        }
        for (from, to) in [("2026-11-24", "2026-11-23"), ("today", "yesterday"), ("-1h", "-2h")] {
            assert_eq!(span(from, to), None, "{from} {to}");
        }
    }
}
