//! The last known good revision: which revision to roll back to, and why.
//!
//! A pure function of Helm's release records ([`assess`]). It uses neither alerts nor metrics: a revision counts as good when
//! it took effect, was not rolled back, and was live for long enough. The rules, in the order in which they decide:
//!
//! 1. *It took effect.* Revisions with the status `deployed` or `superseded` did, unless Helm's description or the next
//!    revision shows that the status is not their own ([`OperationResult`]): a failed upgrade becomes `superseded` by the next
//!    one when nothing was deployed, and a rollback that fails while it applies marks the revision before it `superseded`
//!    whatever its status was.
//! 2. *It was not rolled back.* A rollback undoes the revisions between its target and itself. It counts even if it failed,
//!    because somebody decided against those revisions.
//! 3. *Its content is not the current one.* A rollback has the same content as its target, so both are judged as one. The
//!    content of the current revision, when that is deployed, is no candidate.
//! 4. *Nobody forbids it.* A description may say not to roll back to its revision, or from it, as that of `helm mapkubeapis`
//!    does.
//! 5. *Soak time.* Of the rest, the newest that was live for an hour; for a day when its chart version was rolled back before
//!    or a later upgrade to the same content failed. When none was, the newest without such a doubt, else the newest.
//!
//! After an uninstall nothing is in force, and the current revision was until then. It comes first, unless one of the rules 1, 2
//! and 4 speaks against it.

mod assessment;
mod content;
mod content_origin;
mod criteria;
mod helm_description;
mod operation_result;
mod outcome;
mod provisional;
mod reasons;
mod recorded_revision;
mod rollback;
#[cfg(test)]
mod tests;

pub use assessment::{AlreadyRolledBack, Assessment, Recommendation, assess};
pub use content::ContentHash;
pub use helm_description::Forbidden;
pub use operation_result::OperationResult;
pub use outcome::{LiveTime, RevisionOutcome, RolledBackBy, revision_outcomes};
pub use reasons::{NoCandidate, ReasonAgainst, ReasonFor};
pub use recorded_revision::{ChartVersion, PayloadState, PayloadSummary, RecordedRevision};
pub use rollback::{Rollback, RollbackEvidence, rollback_of};
