//! What is known of a rollback that failed.

use astern_ledger::{Driver, Operation, Revision, Status};
use astern_masking::Masked;
use astern_masking::helm_output::{Problem, mask_helm_error, problem_of_helm_error};
use astern_protocol::{Recorded, StartRollback};

use crate::rollback::helm_exit::HelmExit;

/// What is known of a rollback that failed.
#[derive(Debug)]
pub(in crate::rollback) struct Failure<'a> {
    /// The request.
    pub(in crate::rollback) request: &'a StartRollback,
    /// The storage driver of the records.
    pub(in crate::rollback) driver: Driver,
    /// The revision that was current before.
    pub(in crate::rollback) before: Revision,
    /// How helm ended.
    pub(in crate::rollback) exit: &'a HelmExit,
    /// The reason that helm printed.
    pub(in crate::rollback) error: Option<&'a HelmError>,
    /// The newest revision now, or why it is not known.
    pub(in crate::rollback) recorded: Result<&'a Recorded, &'a str>,
}

/// The error that helm printed, without the values that it quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::rollback) struct HelmError {
    text: Masked<String>,
    problem: Problem,
}

impl HelmError {
    /// Reads an error as helm printed it.
    pub(in crate::rollback) fn new(printed: &str) -> Self {
        Self {
            text: mask_helm_error(printed),
            problem: problem_of_helm_error(printed),
        }
    }

    /// Returns the words of helm, for those who follow the rollback.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns what it is about, for the journal.
    pub(super) fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl Failure<'_> {
    /// Whether helm can have applied an object. Helm creates the record first, as pending, and changes its status after
    /// it has applied the objects.
    pub(super) fn may_have_applied(&self) -> bool {
        let is_new = |newest: &Recorded| newest.revision > self.before;
        self.recorded.map_or(true, is_new) && !self.is_pending()
    }

    /// Whether the new revision is still `pending-rollback`: helm ended before it applied anything, or was killed.
    pub(super) fn is_pending(&self) -> bool {
        let pending = Status::Pending(Operation::Rollback);
        self.recorded
            .is_ok_and(|newest| newest.revision > self.before && newest.status == pending)
    }
}
