//! Durations, and points in time relative to now.

use std::time::Duration;

use astern_ledger::Timestamp;

/// Returns a duration in at most two units: `14 s`, `4 min`, `17 h 4 min`, `2 d 4 h`.
#[must_use]
pub fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3_600 => format!("{minutes} min"),
        3_600..86_400 if minutes % 60 == 0 => format!("{hours} h"),
        3_600..86_400 => format!("{hours} h {} min", minutes % 60),
        _ if hours % 24 == 0 || days > 9 => format!("{days} d"),
        _ => format!("{days} d {} h", hours % 24),
    }
}

/// Returns how long ago a time was: `14 min ago`; `just now` for less than a second and for a time in the future.
#[must_use]
pub fn ago(time: Timestamp, now: Timestamp) -> String {
    match u64::try_from(now.as_second() - time.as_second()) {
        Err(_) | Ok(0) => "just now".to_owned(),
        Ok(seconds) => duration(Duration::from_secs(seconds)) + " ago",
    }
}

/// Returns elapsed time in minutes and seconds, as a stopwatch shows it: `4:05`.
#[must_use]
pub fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Returns a time in UTC without what it shares with now: `14:22` on the same day, `19 May 21:17` in the same year, else
/// `1 Dec 2025 01:02`.
#[must_use]
pub fn short_time(time: Timestamp, now: Timestamp) -> String {
    let (time, now) = (time.utc(), now.utc());
    let hour_and_minute = format!("{:02}:{:02}", time.hour, time.minute);
    let date = || format!("{} {}", time.day, month(time.month));
    if (time.year, time.month, time.day) == (now.year, now.month, now.day) {
        hour_and_minute
    } else if time.year == now.year {
        format!("{} {hour_and_minute}", date())
    } else {
        format!("{} {} {hour_and_minute}", date(), time.year)
    }
}

fn month(number: u8) -> &'static str {
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    names[usize::from(number.clamp(1, 12)) - 1]
}

/// Returns a time to the second, with its zone: `2026-05-19 21:17:32 UTC`.
#[must_use]
pub fn utc_to_the_second(time: Timestamp) -> String {
    let text = Timestamp::from_second(time.as_second()).to_string();
    text.replace('T', " ").replace('Z', " UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units_at_most() {
        let cases = [
            (0, "0 s"),
            (14, "14 s"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h"),
            (61_440, "17 h 4 min"),
            (86_400, "1 d"),
            (187_200, "2 d 4 h"),
            (864_000, "10 d"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(duration(Duration::from_secs(seconds)), expected);
        }
        assert_eq!(clock(Duration::from_secs(245)), "4:05");
    }

    #[test]
    fn times_say_no_more_than_needed() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = time("2026-05-20T14:36:00Z");
        assert_eq!(short_time(time("2026-05-20T14:22:13Z"), now), "14:22");
        assert_eq!(
            short_time(time("2026-05-19T21:17:32Z"), now),
            "19 May 21:17"
        );
        assert_eq!(
            short_time(time("2025-12-01T01:02:03Z"), now),
            "1 Dec 2025 01:02"
        );
        assert_eq!(ago(time("2026-05-20T14:22:00Z"), now), "14 min ago");
        assert_eq!(ago(time("2026-05-20T14:37:00Z"), now), "just now");
        assert_eq!(utc_to_the_second(now), "2026-05-20 14:36:00 UTC");
    }
}
