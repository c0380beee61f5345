//! `9..10`, `9..live`, `9`: what is compared, as it is said on the command line.

use std::str::FromStr;

use astern_compare::Side;
use astern_ledger::{InvalidRevision, Revision};
use astern_protocol::End;

/// What was said of the two ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ends {
    /// One revision; what it is compared with is said elsewhere.
    One(Revision),
    /// Both.
    Two(End, End),
}

/// What was said is no pair of ends.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum InvalidEnds {
    #[error("say FROM..TO, such as 9..10 or 9..live")]
    Form,
    #[error(transparent)]
    Revision(#[from] InvalidRevision),
}

/// What is to be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Compared {
    /// Two revisions.
    Recorded {
        /// The one to start from.
        from: Revision,
        /// The one to arrive at.
        to: Revision,
    },
    /// A revision and the cluster.
    Live {
        /// The revision; `None` for the current one.
        revision: Option<Revision>,
        /// Which side the cluster is.
        live_side: Side,
    },
}

impl FromStr for Ends {
    type Err = InvalidEnds;

    fn from_str(text: &str) -> Result<Self, InvalidEnds> {
        let end = |text: &str| match text {
            "live" => Ok(End::Live),
            text => text.parse().map(End::Revision),
        };
        match text.split_once("..") {
            Some(("", _) | (_, "")) => Err(InvalidEnds::Form),
            Some((from, to)) => Ok(Self::Two(end(from)?, end(to)?)),
            None if text == "live" => Err(InvalidEnds::Form),
            None => Ok(Self::One(text.parse()?)),
        }
    }
}

/// What is to be compared, by the ends and `--live`.
///
/// # Errors
/// What is missing or too much, as a sentence part.
pub(super) fn compared(ends: Option<Ends>, live: bool) -> Result<Compared, &'static str> {
    let with_live = |revision, live_side| {
        Ok(Compared::Live {
            revision,
            live_side,
        })
    };
    match (ends, live) {
        (None, true) => with_live(None, Side::To),
        (Some(Ends::One(revision)), true) => with_live(Some(revision), Side::To),
        (Some(Ends::Two(End::Revision(revision), End::Live)), _) => {
            with_live(Some(revision), Side::To)
        }
        (Some(Ends::Two(End::Live, End::Revision(revision))), _) => {
            with_live(Some(revision), Side::From)
        }
        (Some(Ends::Two(End::Revision(from), End::Revision(to))), false) => {
            Ok(Compared::Recorded { from, to })
        }
        (Some(Ends::Two(End::Revision(_), End::Revision(_))), true) => {
            Err("--live compares one revision with the cluster, and two were said")
        }
        (Some(Ends::Two(End::Live, End::Live)), _) => Err("live..live is the same on both sides"),
        (None | Some(Ends::One(_)), false) => Err(
            "what to compare is missing: say FROM..TO, such as 9..10, or --live for what is in the cluster",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(number: u32) -> Revision {
        Revision::try_from(number).unwrap()
    }

    fn said(ends: &str, live: bool) -> Result<Compared, &'static str> {
        compared((!ends.is_empty()).then(|| ends.parse().unwrap()), live)
    }

    #[test]
    fn either_end_may_be_live() {
        let of = |revision, live_side| {
            Ok(Compared::Live {
                revision,
                live_side,
            })
        };
        let (from, to) = (revision(9), revision(10));
        assert_eq!(said("9..10", false), Ok(Compared::Recorded { from, to }));
        assert_eq!(said("9..live", false), of(Some(from), Side::To));
        assert_eq!(said("live..9", true), of(Some(from), Side::From));
        assert_eq!(said("9", true), of(Some(from), Side::To));
        assert_eq!(said("", true), of(None, Side::To));
    }

    #[test]
    fn what_is_too_little_or_too_much_is_said() {
        for (ends, live) in [
            ("", false),
            ("9", false),
            ("9..10", true),
            ("live..live", false),
        ] {
            assert!(said(ends, live).is_err(), "{ends} {live}");
        }
        for wrong in [
            "9...10", "0..1", "9..", "..9", "a..b", "live", "", "live..0",
        ] {
            assert!(wrong.parse::<Ends>().is_err(), "{wrong}");
        }
    }
}
