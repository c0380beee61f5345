//! Points in time, read and written as RFC 3339: the only form that Helm and Kubernetes use.
//!
//! It replaces `jiff`, which adds 47,800 bytes of gzip to the first load of the app; see "Size decisions" in
//! `ARCHITECTURE.md`.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

const DAY: i64 = 86_400;

/// A point in time, with nanoseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp {
    /// Whole seconds since the Unix epoch; negative before it.
    second: i64,
    /// Nanoseconds of the second, below 1,000,000,000.
    nanosecond: u32,
}

/// The date and time of day of a [`Timestamp`] in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Utc {
    /// The year in the proleptic Gregorian calendar.
    pub year: i64,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// The hour, from 0.
    pub hour: u8,
    /// The minute, from 0.
    pub minute: u8,
    /// The second, from 0 to 59.
    pub second: u8,
}

/// The text is no RFC 3339 timestamp.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a time is written as in 2026-05-20T14:22:13Z")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self::from_second(0);

    /// Creates a timestamp from seconds since the Unix epoch.
    pub const fn from_second(second: i64) -> Self {
        Self {
            second,
            nanosecond: 0,
        }
    }

    /// Creates a timestamp from milliseconds since the Unix epoch.
    pub fn from_millisecond(millisecond: i64) -> Self {
        Self {
            second: millisecond.div_euclid(1000),
            nanosecond: millisecond.rem_euclid(1000) as u32 * 1_000_000,
        }
    }

    /// Returns whole seconds since the Unix epoch, rounded down.
    pub fn as_second(self) -> i64 {
        self.second
    }

    /// Returns whole milliseconds since the Unix epoch, rounded down.
    pub fn as_millisecond(self) -> i64 {
        let millisecond = i64::from(self.nanosecond / 1_000_000);
        self.second.saturating_mul(1000).saturating_add(millisecond)
    }

    /// Adds seconds, which may be negative. Saturates at the limits.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self {
            second: self.second.saturating_add(seconds),
            ..self
        }
    }

    /// Returns the time from an earlier timestamp to this one, in whole seconds; `None` when the other one
    /// is later, because the two clocks differ.
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        let seconds = self.second.checked_sub(earlier.second)?;
        u64::try_from(seconds).ok().map(Duration::from_secs)
    }

    /// Returns the date and time of day in UTC.
    pub fn utc(self) -> Utc {
        let (year, month, day) = date(self.second.div_euclid(DAY));
        let second = self.second.rem_euclid(DAY);
        Utc {
            year,
            month,
            day,
            hour: (second / 3600) as u8,
            minute: (second / 60 % 60) as u8,
            second: (second % 60) as u8,
        }
    }
}

/// Returns the year, month and day of a day number; 0 is 1970-01-01.
///
/// Source: Howard Hinnant, `chrono`-Compatible Low-Level Date Algorithms. Years start in March, so that the leap day
/// is the last; an era is 400 years or 146,097 days.
fn date(day_number: i64) -> (i64, u8, u8) {
    let number = day_number + 719_468;
    let (era, day) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month as u8, day_of_month as u8)
}

/// Returns the day number of a date: the inverse of [`date`].
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let since = since.unwrap_or_default();
        Self {
            second: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            nanosecond: since.subsec_nanos(),
        }
    }
}

/// Parses RFC 3339.
impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        parse(text.as_bytes()).ok_or(InvalidTimestamp)
    }
}

fn parse(text: &[u8]) -> Option<Timestamp> {
    let (date_time, mut rest) = text.split_at_checked(19)?;
    let separators = [4, 7, 10, 13, 16].map(|index: usize| date_time[index]);
    if !matches!(separators, [b'-', b'-', b'T' | b't', b':', b':']) {
        return None;
    }
    let field = |from, to, range: std::ops::RangeInclusive<i64>| {
        digits(&date_time[from..to]).filter(|number| range.contains(number))
    };
    let (year, month) = (field(0, 4, 0..=9999)?, field(5, 7, 1..=12)?);
    let (day, hour) = (field(8, 10, 1..=31)?, field(11, 13, 0..=23)?);
    let (minute, second) = (field(14, 16, 0..=59)?, field(17, 19, 0..=59)?);
    let day_number = day_number(year, month, day);
    if date(day_number) != (year, month as u8, day as u8) {
        return None;
    }
    let mut nanosecond = 0;
    if let Some((b'.', fraction)) = rest.split_first() {
        let length = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
        let (fraction, after) = fraction.split_at(length);
        let kept = &fraction[..length.min(9)];
        nanosecond = digits(kept)? * 10_i64.pow(9 - kept.len() as u32);
        rest = after;
    }
    let offset = match rest {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] => {
            let hours = digits(hours).filter(|h| hours.len() == 2 && *h < 24)?;
            let minutes = digits(&rest[4..]).filter(|m| *m < 60)?;
            let offset = hours * 3600 + minutes * 60;
            if *sign == b'-' { -offset } else { offset }
        }
        _ => return None,
    };
    Some(Timestamp {
        second: day_number * DAY + hour * 3600 + minute * 60 + second - offset,
        nanosecond: nanosecond as u32,
    })
}

/// Parses one to eighteen decimal digits, without sign.
fn digits(text: &[u8]) -> Option<i64> {
    let number = |sum: i64, b: &u8| b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0'));
    let fits = (1..=18).contains(&text.len());
    fits.then(|| text.iter().try_fold(0, number)).flatten()
}

/// Writes RFC 3339 in UTC, with no trailing zeros in the fraction of a second.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Utc {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self.utc();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if self.nanosecond > 0 {
            let fraction = format!(".{:09}", self.nanosecond);
            f.write_str(fraction.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(text: String) -> Result<Self, InvalidTimestamp> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_timestamps_of_go_are_read() {
        let cases = [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2026-05-20T14:22:13Z", 1_779_286_933, 0),
            (
                "2026-05-20T16:22:13.123456789+02:00",
                1_779_286_933,
                123_456_789,
            ),
            ("2026-05-20T09:52:13.5-04:30", 1_779_286_933, 500_000_000),
            ("2024-02-29t23:59:59.000z", 1_709_251_199, 0),
            ("1969-12-31T23:59:59.1Z", -1, 100_000_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
            (
                "2026-05-20T14:22:13.12345678999Z",
                1_779_286_933,
                123_456_789,
            ),
        ];
        for (text, second, nanosecond) in cases {
            let expected = Timestamp { second, nanosecond };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_text_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-05-20",
            "2026-05-20T14:22:13",
            "2026-05-20T14:22:13+0200",
            "2026-05-20T14:22:13+24:00",
            "2026-05-20T14:22:13+2:00",
            "2026-05-20T14:22:13.Z",
            "2026-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-05-20T24:00:00Z",
            "2026-05-20T14:22:60Z",
            "2026-05-20 14:22:13Z",
            "+026-05-20T14:22:13Z",
            "2026-05-20T14:22:13Zulu",
            "2026-05-20T14:22:1\u{e9}Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
    }

    #[test]
    fn no_trailing_zeros_are_written() {
        let write = |text: &str| text.parse::<Timestamp>().unwrap().to_string();
        assert_eq!(
            write("2026-05-20T16:22:13.250+02:00"),
            "2026-05-20T14:22:13.25Z"
        );
        assert_eq!(write("0001-01-01T00:00:00.000Z"), "0001-01-01T00:00:00Z");
        let json = serde_json::to_string(&Timestamp::from_millisecond(-1)).unwrap();
        assert_eq!(json, r#""1969-12-31T23:59:59.999Z""#);
        assert!(serde_json::from_str::<Timestamp>("\"soon\"").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            second in -62_167_219_200_i64..253_402_300_800,
            nanosecond in 0..1_000_000_000_u32,
        ) {
            let timestamp = Timestamp { second, nanosecond };
            prop_assert_eq!(timestamp.to_string().parse(), Ok(timestamp));
        }

        #[test]
        fn no_text_panics(text in "[-+0-9TZ:.]{0,40}|\\PC{0,30}") {
            let _ = text.parse::<Timestamp>();
        }

        #[test]
        fn no_number_panics(second in any::<i64>()) {
            let _ = Timestamp::from_second(second).to_string();
            let _ = Timestamp::from_second(second).as_millisecond();
        }
    }
}
