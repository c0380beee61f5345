//! The result of `astern compare`, and its exit status.

use std::process::ExitCode;

use astern_cluster::Refusal;
use astern_compare::{Cause, Classification, Comparison, Drift, ObjectChange};
use serde::Serialize;

/// The exit status of `--exit-code` when something differs, as of `diff`.
const DIFFERENT: u8 = 1;

/// The exit status of `--exit-code` when nothing is known to differ and something could not be compared.
const UNKNOWN: u8 = 2;

/// The result of `astern compare`. It serialises as the comparison itself.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum ComparisonResult {
    /// Two revisions.
    Revisions(Box<Comparison>),
    /// A revision and the cluster.
    Live {
        #[serde(flatten)]
        drift: Box<Drift>,
        /// What the cluster refused to read.
        #[serde(skip)]
        refusals: Vec<Refusal>,
    },
}

impl ComparisonResult {
    /// The objects that differ.
    pub(super) fn objects(&self) -> Vec<&ObjectChange> {
        match self {
            Self::Revisions(comparison) => comparison.objects.iter().collect(),
            Self::Live { drift, .. } => drift.changes().collect(),
        }
    }

    /// The exit status of `--exit-code`.
    pub(super) fn exit_code(&self) -> ExitCode {
        let (differs, is_incomplete) = match self {
            Self::Revisions(comparison) => (has_difference(comparison), is_incomplete(comparison)),
            Self::Live { drift, .. } => (
                !drift.is_empty(),
                !(drift.unavailable.is_empty() && drift.unreadable.is_empty()),
            ),
        };
        match (differs, is_incomplete) {
            (true, _) => ExitCode::from(DIFFERENT),
            (false, true) => ExitCode::from(UNKNOWN),
            (false, false) => ExitCode::SUCCESS,
        }
    }
}

/// Whether two revisions are known to differ. What cannot be read is no known difference, whatever made the newer
/// revision.
fn has_difference(comparison: &Comparison) -> bool {
    match comparison.classification {
        Classification::None => false,
        Classification::Chart | Classification::Values | Classification::ChartAndValues => true,
        Classification::Other => {
            !comparison.objects.is_empty()
                || !comparison.hooks.is_empty()
                || comparison.notes.differ
                || !comparison.crds.changes.is_empty()
                || !comparison.defaults.is_empty()
                || comparison.overridden_defaults > 0
                || comparison.cause == Some(Cause::ChartEdited)
        }
    }
}

fn is_incomplete(comparison: &Comparison) -> bool {
    !(comparison.unreadable.is_empty() && comparison.crds.unreadable.is_empty())
}
