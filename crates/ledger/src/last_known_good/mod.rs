//! The last known good revision: which revision to roll back to, and why.
//!
//! A pure function of Helm's release records and of what the manifests and the cluster show of the workloads ([`assess`]). It
//! uses neither alerts nor metrics: a revision counts as good when it took effect, was not rolled back, was live for long
//! enough, and nothing contradicts that its workloads ran. The rules, in the order in which they decide:
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
//! 5. *Its pods do not fail.* A revision is not good while pods with a template of it fail, or when it ran none because its
//!    workloads were scaled to zero.
//! 6. *Soak time.* Of the rest, the newest that was live for an hour, or whose pods have been ready for an hour; for a day when
//!    its chart version was rolled back before or a later upgrade to the same content failed. Its standing says whether the
//!    cluster shows its pods, or Helm's history alone speaks for it.
//!
//! When none is good, there is only a best candidate: the newest that rule 5 does not concern and without such a doubt, else the
//! newest. helm does not record whether it waited (`--wait`), so that an operation that ended without an error proves nothing.
//!
//! After an uninstall nothing is in force, and the current revision was until then. It comes first, unless one of the rules 1, 2
//! and 4 speaks against it.

mod assessment;
mod content;
mod content_origin;
mod criteria;
mod evidence;
mod helm_description;
mod live_time;
mod operation_result;
mod outcome;
mod provisional;
mod reasons;
mod recorded_revision;
mod rollback;
mod standing;
#[cfg(test)]
mod tests;

pub use assessment::{AlreadyRolledBack, Assessment, Recommendation, assess};
pub use content::ContentHash;
pub use evidence::{PodsSeen, RevisionEvidence, WithoutPods, WorkloadEvidence};
pub use helm_description::Forbidden;
pub(crate) use helm_description::failed_before_applying;
pub use live_time::LiveTime;
pub use operation_result::OperationResult;
pub use outcome::{RevisionOutcome, RolledBackBy, revision_outcomes};
pub use reasons::{NoCandidate, ReasonAgainst, ReasonFor};
pub use recorded_revision::{ChartVersion, PayloadState, PayloadSummary, RecordedRevision};
pub use rollback::{Rollback, RollbackEvidence, rollback_of};
pub use standing::{GoodBy, Standing};
