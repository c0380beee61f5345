//! The result of `astern compare`, and its exit status.

use std::process::ExitCode;

use astern_cluster::Refusal;
use astern_compare::{Comparison, Drift, ObjectChange, Verdict};
use astern_diagnosis::Diagnosis;
use astern_wording::{comparison_unread, drift_unread};
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
    Revisions {
        #[serde(flatten)]
        comparison: Box<Comparison>,
        /// Why the newer one does not run, and which change may be the cause.
        #[serde(flatten)]
        diagnosis: Option<Diagnosis>,
    },
    /// A revision and the cluster.
    Live {
        #[serde(flatten)]
        drift: Box<Drift>,
        /// What the cluster refused to read.
        #[serde(skip)]
        refusals: Vec<Refusal>,
    },
}

/// Makes the result of two revisions of which nothing is known to be wrong.
#[cfg(test)]
impl From<Comparison> for ComparisonResult {
    fn from(comparison: Comparison) -> Self {
        Self::Revisions {
            comparison: Box::new(comparison),
            diagnosis: None,
        }
    }
}

impl ComparisonResult {
    /// The objects that differ.
    pub(super) fn objects(&self) -> Vec<&ObjectChange> {
        match self {
            Self::Revisions { comparison, .. } => comparison.objects.iter().collect(),
            Self::Live { drift, .. } => drift.changes().collect(),
        }
    }

    /// The exit status of `--exit-code`.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self.verdict() {
            Verdict::Identical => ExitCode::SUCCESS,
            Verdict::Differs | Verdict::DiffersAtLeast => ExitCode::from(DIFFERENT),
            Verdict::Unknown => ExitCode::from(UNKNOWN),
        }
    }

    /// Whether the sides differ.
    pub(super) fn verdict(&self) -> Verdict {
        match self {
            Self::Revisions { comparison, .. } => comparison.verdict,
            Self::Live { drift, .. } => drift.verdict,
        }
    }

    /// What could not be read, in words.
    pub(super) fn unread(&self) -> Vec<String> {
        match self {
            Self::Revisions { comparison, .. } => comparison_unread(comparison),
            Self::Live { drift, .. } => drift_unread(drift),
        }
    }
}
