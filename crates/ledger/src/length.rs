//! A length of time, as people say it.

use std::fmt;

use crate::Timestamp;

/// A length of time in whole seconds, never negative: `14 s`, `4 min`, `17 h 4 min`, `2 d 4 h`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Length(u64);

impl Length {
    /// So many seconds; less than none is none.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(u64::try_from(seconds).unwrap_or_default())
    }

    /// From one moment to another, or `None` when the second comes before the first: then at least
    /// one of the two clocks was wrong.
    pub fn between(began: Timestamp, ended: Timestamp) -> Option<Self> {
        let seconds = ended.as_second() - began.as_second();
        u64::try_from(seconds).ok().map(Self)
    }

    /// The whole seconds.
    pub fn seconds(self) -> u64 {
        self.0
    }
}

impl std::iter::Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        Self(lengths.fold(0, |sum, length| sum.saturating_add(length.0)))
    }
}

/// Two units at most, since more would not be read.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0;
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        match seconds {
            ..60 => write!(f, "{seconds} s"),
            60..3_600 => write!(f, "{minutes} min"),
            3_600..86_400 if minutes % 60 == 0 => write!(f, "{hours} h"),
            3_600..86_400 => write!(f, "{hours} h {} min", minutes % 60),
            _ if hours % 24 == 0 || days > 9 => write!(f, "{days} d"),
            _ => write!(f, "{days} d {} h", hours % 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_two_units_at_most() {
        let cases = [
            (-5, "0 s"),
            (14, "14 s"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h"),
            (61_440, "17 h 4 min"),
            (86_400, "1 d"),
            (187_200, "2 d 4 h"),
            (864_000, "10 d"),
        ];
        for (seconds, said) in cases {
            assert_eq!(Length::from_seconds(seconds).to_string(), said);
        }
    }
}
