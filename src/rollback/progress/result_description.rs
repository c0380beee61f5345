//! The result of a rollback in words, and the rollbacks that may solve it.

use std::time::Duration;

use astern_ledger::Revision;

use super::result::{ClusterState, Completion, RollbackResult};

/// Returns the same rollback as a suggestion, with its label.
pub fn once_more(target: Revision) -> (Revision, String) {
    (target, format!("Roll back to {target} once more…"))
}

impl RollbackResult {
    /// Returns the result in one sentence.
    pub fn sentence(&self) -> String {
        let end = match self.completion {
            Completion::Succeeded | Completion::Failed => "The rollback failed",
            Completion::Interrupted => "The rollback was interrupted",
        };
        match (self.completion, self.cluster) {
            (Completion::Succeeded, ClusterState::Target(revision)) => {
                format!("Rolled back: revision {revision} is deployed")
            }
            (_, ClusterState::Target(revision)) => {
                format!("{end}, and revision {revision} is deployed")
            }
            (_, ClusterState::Unchanged) => format!("{end}: nothing was changed"),
            (
                _,
                ClusterState::Pending(revision)
                | ClusterState::PendingAfterHook(revision)
                | ClusterState::PendingAfterCurrentManifest(revision)
                | ClusterState::PendingAfterTargetManifest(revision),
            ) => {
                format!("{end}: revision {revision} is stuck in pending-rollback")
            }
            (_, ClusterState::PartlyApplied(_)) => format!("{end} in the middle of applying"),
            (_, ClusterState::AppliedNotReady(_)) => match self.timed_out {
                Some(limit) => {
                    let limit = astern_wording::duration(Duration::from_secs(limit.into()));
                    format!("{end}: not everything was ready after {limit}")
                }
                None => format!("{end}: it was applied, and not everything was ready"),
            },
            (_, ClusterState::Unknown) => end.to_owned(),
        }
    }

    /// Describes what the cluster runs after a rollback from `before` to `target`.
    pub fn describe_cluster(&self, before: Revision, target: Revision) -> String {
        match self.cluster {
            ClusterState::Target(_) => format!("Helm applied all of revision {target}."),
            ClusterState::Unchanged => format!(
                "What it held before. No revision was made and nothing was applied; {before} is current."
            ),
            ClusterState::Pending(_) => format!(
                "If a hook before applying failed: what it held before. If a hook after applying failed: what \
                 revision {target} says. If helm was killed: perhaps parts of both. The table of \
                 workloads below tells. In Helm's ledger revision {before} is as it was."
            ),
            ClusterState::PendingAfterHook(_) => format!(
                "What it held before: a hook failed before anything was applied. In Helm's ledger revision {before} \
                 is as it was."
            ),
            ClusterState::PendingAfterCurrentManifest(_)
            | ClusterState::PendingAfterTargetManifest(_) => format!(
                "What it held before: nothing was applied, and no hook ran. In Helm's ledger revision {before} is \
                 as it was."
            ),
            ClusterState::PartlyApplied(_) => format!(
                "Parts of both: objects that come before the one that helm names are as revision {target} has \
                 them, those after it as before. In Helm's ledger {before} is superseded, so no revision may be \
                 deployed now."
            ),
            ClusterState::AppliedNotReady(made) => format!(
                "Helm applied all of revision {target}, and Kubernetes goes on trying. Helm's ledger \
                 says that {made} failed and that {before} is still deployed, which is not what runs."
            ),
            ClusterState::Unknown => {
                "That is not known here: look at the release's history.".to_owned()
            }
        }
    }

    /// Returns whether the state of the workloads adds to the description.
    pub fn is_clarified_by_workloads(&self) -> bool {
        matches!(
            self.cluster,
            ClusterState::Pending(_)
                | ClusterState::PartlyApplied(_)
                | ClusterState::AppliedNotReady(_)
                | ClusterState::Unknown
        )
    }

    /// Returns the rollbacks that may solve it, the better one first, each with its target and label.
    pub fn suggested_rollbacks(
        &self,
        before: Revision,
        target: Revision,
    ) -> Vec<(Revision, String)> {
        let again = once_more(target);
        let undo = (before, format!("Roll back to {before}, where it was…"));
        match self.cluster {
            ClusterState::Pending(_)
            | ClusterState::PendingAfterCurrentManifest(_)
            | ClusterState::PartlyApplied(_) => vec![again, undo],
            // The hook fails again until somebody fixes it.
            ClusterState::PendingAfterHook(_) => vec![undo, again],
            ClusterState::PendingAfterTargetManifest(_) | ClusterState::AppliedNotReady(_) => {
                vec![undo]
            }
            ClusterState::Unchanged => {
                vec![(target, format!("Back to rolling back to {target}…"))]
            }
            ClusterState::Target(_) | ClusterState::Unknown => Vec::new(),
        }
    }
}
