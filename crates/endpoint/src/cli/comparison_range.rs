//! Parses `9..10`, `9..live` and `9`.

use std::str::FromStr;

use astern_ledger::{InvalidRevision, Revision};
use astern_protocol::RevisionOrLive;

/// What `astern compare` is to compare, as written on the command line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ComparisonRange {
    /// One revision, which `--live` compares with the cluster.
    One(Revision),
    /// Both sides.
    Two(RevisionOrLive, RevisionOrLive),
}

/// The text is no range.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum InvalidRange {
    #[error("say FROM..TO, such as 9..10 or 9..live")]
    Syntax,
    #[error(transparent)]
    Revision(#[from] InvalidRevision),
}

impl FromStr for ComparisonRange {
    type Err = InvalidRange;

    fn from_str(text: &str) -> Result<Self, InvalidRange> {
        let end = |text: &str| match text {
            "live" => Ok(RevisionOrLive::Live),
            text => text.parse().map(RevisionOrLive::Revision),
        };
        match text.split_once("..") {
            Some(("", _) | (_, "")) => Err(InvalidRange::Syntax),
            Some((from, to)) => Ok(Self::Two(end(from)?, end(to)?)),
            None if text == "live" => Err(InvalidRange::Syntax),
            None => Ok(Self::One(text.parse()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_end_may_be_live() {
        let revision = |number: u32| RevisionOrLive::Revision(number.try_into().unwrap());
        for (text, from, to) in [
            ("9..10", revision(9), revision(10)),
            ("9..live", revision(9), RevisionOrLive::Live),
            ("live..9", RevisionOrLive::Live, revision(9)),
        ] {
            assert_eq!(text.parse(), Ok(ComparisonRange::Two(from, to)), "{text}");
        }
        let one = ComparisonRange::One(9.try_into().unwrap());
        assert_eq!("9".parse(), Ok(one));
    }

    #[test]
    fn other_texts_are_no_range() {
        for text in [
            "9...10", "0..1", "9..", "..9", "a..b", "live", "", "live..0",
        ] {
            assert!(text.parse::<ComparisonRange>().is_err(), "{text}");
        }
    }
}
