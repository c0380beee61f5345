//! How numbers and times are said.

use astern_ledger::{Length, Timestamp};

/// `1 value`, `2 values`.
pub fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// `1 value differs`, `2 values differ`.
pub fn differ(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one} differs"),
        _ => format!("{} differ", count(number, one)),
    }
}

/// How long ago, in the largest unit that says enough: `14 min ago`.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    match now.as_second() - then.as_second() {
        ..1 => "just now".to_owned(),
        seconds => format!("{} ago", long(seconds)),
    }
}

/// A length of time: `14 s`, `4 min`, `17 h 4 min`, `2 d 4 h`.
pub fn long(seconds: i64) -> String {
    Length::from_seconds(seconds).to_string()
}

/// Elapsed time as a clock shows it: `4:05`.
pub fn elapsed(seconds: i64) -> String {
    let seconds = seconds.max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The moment in UTC, as short as it can be without doubt: `14:22` today, else `19 May 21:17`,
/// with the year when it is another one.
pub fn moment(then: Timestamp, now: Timestamp) -> String {
    let (then, now) = (then.utc(), now.utc());
    let clock = format!("{:02}:{:02}", then.hour, then.minute);
    let date = || format!("{} {}", then.day, month(then.month));
    if (then.year, then.month, then.day) == (now.year, now.month, now.day) {
        clock
    } else if then.year == now.year {
        format!("{} {clock}", date())
    } else {
        format!("{} {} {clock}", date(), then.year)
    }
}

fn month(number: u8) -> &'static str {
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    names[usize::from(number.clamp(1, 12)) - 1]
}

/// The moment to the second, for a `title`: `2026-05-19 21:17:32 UTC`.
pub fn exact(then: Timestamp) -> String {
    let text = Timestamp::from_second(then.as_second()).to_string();
    text.replace('T', " ").replace('Z', " UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_with_what_they_count() {
        assert_eq!(elapsed(245), "4:05");
        assert_eq!(
            (count(1, "value"), count(0, "value")),
            ("1 value".into(), "0 values".into())
        );
    }

    #[test]
    fn moments_say_no_more_than_needed() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = time("2026-05-20T14:36:00Z");
        assert_eq!(moment(time("2026-05-20T14:22:13Z"), now), "14:22");
        assert_eq!(moment(time("2026-05-19T21:17:32Z"), now), "19 May 21:17");
        assert_eq!(
            moment(time("2025-12-01T01:02:03Z"), now),
            "1 Dec 2025 01:02"
        );
        assert_eq!(ago(time("2026-05-20T14:22:00Z"), now), "14 min ago");
        assert_eq!(ago(time("2026-05-20T14:37:00Z"), now), "just now");
        assert_eq!(exact(now), "2026-05-20 14:36:00 UTC");
    }
}
