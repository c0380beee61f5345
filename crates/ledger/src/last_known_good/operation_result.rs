//! How the install, upgrade or rollback that made a revision ended.

use super::helm_description::{is_failure, rollback_failed_while_applying};
use super::rollback::is_rollback;
use super::{PayloadState, RecordedRevision};
use crate::{Operation, Revision, Status};

/// How the operation that made a revision ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OperationResult {
    /// Without an error: it took effect.
    Complete(Operation),
    /// The status says that it took effect. The payload, which could contradict, has not been read.
    AssumedComplete,
    /// With an error. It may have been applied in part or whole.
    Failed,
    /// Its status says otherwise, but Helm's description says that it failed.
    FailedByDescription,
    /// Its status says otherwise, but Helm's description says that it began and did not end.
    UnfinishedByDescription,
    /// It was marked `superseded` by a rollback that failed, which does not show that it ever took effect.
    Unproven {
        /// That rollback.
        by: Revision,
    },
    /// It is pending: still running, or interrupted.
    Pending(Operation),
    /// It was uninstalled, or is being uninstalled. Helm changes the record in place for that, which says nothing against the
    /// revision: it was in force until then.
    Uninstalled,
    /// It was uninstalled, or is being uninstalled, while an earlier revision was the one in force: it had failed, or not ended.
    UninstalledNotInForce {
        /// That earlier revision.
        in_force: Revision,
    },
    /// Its status is `unknown`, or none that Helm has.
    Unknown(Status),
    /// The record cannot be decoded.
    Unreadable,
    /// The record could not be fetched.
    NotFetched,
}

impl OperationResult {
    /// Returns how a revision's operation ended, given the revisions that are recorded before it and the one after it.
    pub fn of(
        revision: &RecordedRevision,
        earlier: &[RecordedRevision],
        next: Option<&RecordedRevision>,
    ) -> Self {
        let is_uninstalled = match &revision.status {
            Status::Failed => return Self::Failed,
            Status::Pending(operation) => return Self::Pending(*operation),
            Status::Unknown | Status::Other(_) => return Self::Unknown(revision.status.clone()),
            Status::Uninstalled | Status::Uninstalling => true,
            Status::Deployed | Status::Superseded => false,
        };
        match revision.payload {
            PayloadState::Unreadable => return Self::Unreadable,
            PayloadState::NotFetched => return Self::NotFetched,
            PayloadState::NotRead | PayloadState::Read(_) if is_uninstalled => {
                return Self::of_uninstalled(earlier);
            }
            PayloadState::NotRead => return Self::AssumedComplete,
            PayloadState::Read(_) => {}
        }
        let description = revision.description().unwrap_or_default();
        match description {
            _ if is_failure(description) => return Self::FailedByDescription,
            "Preparing upgrade" | "Initial install underway" => {
                return Self::UnfinishedByDescription;
            }
            // `helm install --replace` over an uninstalled release.
            "superseded by new release" => return Self::Uninstalled,
            "Install complete" => return Self::Complete(Operation::Install),
            "Upgrade complete" => return Self::Complete(Operation::Upgrade),
            _ => {}
        }
        // Only rollbacks write their description before they end.
        let is_rollback = is_rollback(revision);
        match next {
            Some(next)
                if is_rollback
                    && revision.status == Status::Superseded
                    && rollback_failed_while_applying(next) =>
            {
                Self::Unproven { by: next.revision }
            }
            _ if is_rollback => Self::Complete(Operation::Rollback),
            _ if revision.revision == Revision::FIRST => Self::Complete(Operation::Install),
            _ => Self::Complete(Operation::Upgrade),
        }
    }

    /// Returns how the operation of a revision that was uninstalled had ended. Helm marks earlier revisions `superseded` when an
    /// operation succeeds, and otherwise as the last step of an uninstall.
    fn of_uninstalled(earlier: &[RecordedRevision]) -> Self {
        let deployed = earlier.iter().rfind(|one| one.status == Status::Deployed);
        deployed.map_or(Self::Uninstalled, |deployed| Self::UninstalledNotInForce {
            in_force: deployed.revision,
        })
    }

    /// Whether the revision took effect, as far as is known.
    pub fn took_effect(&self) -> bool {
        matches!(
            self,
            Self::Complete(_) | Self::AssumedComplete | Self::Uninstalled
        )
    }

    /// Whether the revision was uninstalled, or is being uninstalled.
    pub fn is_uninstalled(&self) -> bool {
        matches!(self, Self::Uninstalled | Self::UninstalledNotInForce { .. })
    }
}
