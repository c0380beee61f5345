//! How a revision's own install, upgrade or rollback ended.

use super::{Known, Telling};
use crate::{Operation, Revision, Status};

/// How the operation that made a revision ended.
///
/// The words are those of Helm 3 and 4 (`pkg/action`: `install.go`, `upgrade.go`, `rollback.go`).
/// A description that a person gave (`--description`) is written by install and upgrade only at a
/// good end, so a sentence that is none of Helm's speaks for one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Without an error: it took effect.
    Complete(Operation),
    /// Helm's word says so; the payload, which could contradict, has not been read.
    Probably,
    /// With an error. It may have been applied in part or whole.
    Failed,
    /// Its status says otherwise, but in Helm's own words it failed.
    FailedByWords,
    /// Its status says otherwise, but in Helm's own words it was begun and not ended.
    UnfinishedByWords,
    /// It was marked `superseded` by a rollback that failed, which says nothing of it.
    Unproven {
        /// That rollback.
        by: Revision,
    },
    /// Not yet, or never: it is pending.
    Pending(Operation),
    /// It was uninstalled, or is being uninstalled.
    Uninstalled,
    /// Helm itself cannot tell.
    Unknown(Status),
    /// The record cannot be read.
    Unreadable,
    /// The record could not be fetched.
    NotFetched,
}

impl Ended {
    /// How a revision ended; `newer` is the one recorded after it.
    pub fn of(known: &Known, newer: Option<&Known>) -> Self {
        match &known.status {
            Status::Failed => return Self::Failed,
            Status::Pending(operation) => return Self::Pending(*operation),
            Status::Uninstalled | Status::Uninstalling => return Self::Uninstalled,
            Status::Unknown | Status::Other(_) => return Self::Unknown(known.status.clone()),
            Status::Deployed | Status::Superseded => {}
        }
        match known.telling {
            Telling::Unread => return Self::Probably,
            Telling::Unreadable => return Self::Unreadable,
            Telling::NotFetched => return Self::NotFetched,
            Telling::Told(_) => {}
        }
        let words = known.description().unwrap_or_default();
        match words {
            _ if failed(words) => return Self::FailedByWords,
            "Preparing upgrade" | "Initial install underway" => return Self::UnfinishedByWords,
            // `helm install --replace` over an uninstalled release.
            "superseded by new release" => return Self::Uninstalled,
            "Install complete" => return Self::Complete(Operation::Install),
            "Upgrade complete" => return Self::Complete(Operation::Upgrade),
            _ => {}
        }
        // Only rollbacks write their words before the end.
        let rollback = is_rollback(known);
        match newer {
            Some(newer) if rollback && known.status == Status::Superseded && broke_off(newer) => {
                Self::Unproven { by: newer.revision }
            }
            _ if rollback => Self::Complete(Operation::Rollback),
            _ if known.revision == Revision::FIRST => Self::Complete(Operation::Install),
            _ => Self::Complete(Operation::Upgrade),
        }
    }

    /// Whether the revision took effect, as far as is known.
    pub fn took_effect(&self) -> bool {
        matches!(self, Self::Complete(_) | Self::Probably)
    }
}

/// Whether Helm's own words or status call this revision a rollback.
pub(super) fn is_rollback(known: &Known) -> bool {
    let words = known.description().unwrap_or_default();
    known.status == Status::Pending(Operation::Rollback)
        || rollback_target(known).is_some()
        || words.starts_with("Rollback \"") && failed(words)
}

/// The revision that a rollback was to, in Helm's own words or its own field.
pub(super) fn rollback_target(known: &Known) -> Option<Revision> {
    let told = known.told()?;
    let field = told
        .rollback_revision
        .and_then(|number| number.try_into().ok());
    let words = || {
        let number = told.description.as_deref()?.strip_prefix("Rollback to ")?;
        number.parse().ok()
    };
    field
        .or_else(words)
        .filter(|target| *target < known.revision)
}

/// Whether a revision failed in words that Helm has for installs, and for rollbacks whose objects
/// were applied and did not become ready.
pub(super) fn failed_at_the_end(known: &Known) -> bool {
    let words = known.description().unwrap_or_default();
    known.status == Status::Failed && words.starts_with("Release \"") && failed(words)
}

/// Whether a revision failed before Helm applied its first object: a pre-upgrade hook did.
pub(super) fn failed_before_applying(known: &Known) -> bool {
    known.status == Status::Failed
        && known.description().is_some_and(|words| {
            failed(words) && words.contains(" failed: pre-upgrade hooks failed: ")
        })
}

/// A rollback that failed while it applied: Helm marks the revision before it `superseded`.
fn broke_off(known: &Known) -> bool {
    known.status == Status::Failed
        && known
            .description()
            .is_some_and(|words| words.starts_with("Rollback \""))
}

/// Helm's words for an error: `Upgrade "shop" failed: …`.
fn failed(words: &str) -> bool {
    let subject = ["Upgrade \"", "Rollback \"", "Release \""]
        .iter()
        .find_map(|start| words.strip_prefix(start));
    subject.is_some_and(|rest| {
        rest.split_once('"')
            .is_some_and(|(_, rest)| rest.starts_with(" failed: "))
    }) || words.starts_with("failed to render resource: ")
}
