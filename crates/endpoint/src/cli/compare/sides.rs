//! What `astern compare` compares, by its arguments.

use astern_compare::Side;
use astern_ledger::Revision;
use astern_protocol::RevisionOrLive;

use crate::cli::arguments::CompareArguments;
use crate::cli::comparison_range::ComparisonRange;

/// The two sides of a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sides {
    /// Two revisions.
    Revisions { from: Revision, to: Revision },
    /// A revision and the cluster.
    Live {
        /// The revision; `None` for the current one.
        revision: Option<Revision>,
        /// The side of the cluster.
        live_side: Side,
    },
}

impl Sides {
    /// Reads the sides from the range and `--live`.
    ///
    /// # Errors
    /// What is missing or too much, as a part of a sentence.
    pub(super) fn from_arguments(arguments: &CompareArguments) -> Result<Self, String> {
        let with_live = |revision, live_side| {
            Ok(Self::Live {
                revision,
                live_side,
            })
        };
        match (arguments.range, arguments.live) {
            (None, true) => with_live(None, Side::To),
            (Some(ComparisonRange::One(revision)), true) => with_live(Some(revision), Side::To),
            (
                Some(ComparisonRange::Two(
                    RevisionOrLive::Revision(revision),
                    RevisionOrLive::Live,
                )),
                _,
            ) => with_live(Some(revision), Side::To),
            (
                Some(ComparisonRange::Two(
                    RevisionOrLive::Live,
                    RevisionOrLive::Revision(revision),
                )),
                _,
            ) => with_live(Some(revision), Side::From),
            (
                Some(ComparisonRange::Two(
                    RevisionOrLive::Revision(from),
                    RevisionOrLive::Revision(to),
                )),
                false,
            ) => Ok(Self::Revisions { from, to }),
            (
                Some(ComparisonRange::Two(
                    RevisionOrLive::Revision(_),
                    RevisionOrLive::Revision(_),
                )),
                true,
            ) => Err("--live compares one revision with the cluster, and two were named".to_owned()),
            (Some(ComparisonRange::Two(RevisionOrLive::Live, RevisionOrLive::Live)), _) => {
                Err("live..live is the same on both sides".to_owned())
            }
            (Some(ComparisonRange::One(revision)), false) => Err(match revision.get().checked_sub(1) {
                Some(before) if before > 0 => format!(
                    "{revision} is one side only: {before}..{revision} compares it with the revision before, \
                     {revision}..live with the cluster"
                ),
                _ => format!(
                    "{revision} is one side only: {revision}..{} compares it with the next revision, \
                     {revision}..live with the cluster",
                    revision.next()
                ),
            }),
            (None, false) => Err(
                "the two sides are missing: name FROM..TO, such as 9..10, or --live for what is in the cluster"
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::{ComparisonFormat, ReleaseArguments};

    fn sides(range: &str, live: bool) -> Result<Sides, String> {
        Sides::from_arguments(&CompareArguments {
            release: ReleaseArguments {
                path: "shop/shop".parse().unwrap(),
                namespace: None,
            },
            range: (!range.is_empty()).then(|| range.parse().unwrap()),
            live,
            output: ComparisonFormat::Text,
            show_noise: false,
            full: false,
            exit_code: false,
        })
    }

    #[test]
    fn either_side_may_be_live() {
        let revision = |number: u32| Revision::try_from(number).unwrap();
        let live = |revision, live_side| {
            Ok(Sides::Live {
                revision,
                live_side,
            })
        };
        let (from, to) = (revision(9), revision(10));
        assert_eq!(sides("9..10", false), Ok(Sides::Revisions { from, to }));
        assert_eq!(sides("9..live", false), live(Some(from), Side::To));
        assert_eq!(sides("live..9", true), live(Some(from), Side::From));
        assert_eq!(sides("9", true), live(Some(from), Side::To));
        assert_eq!(sides("", true), live(None, Side::To));
    }

    #[test]
    fn one_side_is_completed_in_the_message() {
        let message = |range: &str| sides(range, false).unwrap_err();
        assert!(message("9").contains("8..9 compares it with the revision before"));
        assert!(message("1").contains("1..2 compares it with the next revision"));
    }

    #[test]
    fn too_few_and_too_many_sides_are_errors() {
        for (range, live) in [
            ("", false),
            ("9", false),
            ("9..10", true),
            ("live..live", false),
        ] {
            assert!(sides(range, live).is_err(), "{range} {live}");
        }
    }
}
