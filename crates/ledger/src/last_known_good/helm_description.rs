//! The descriptions that Helm writes.
//!
//! Source: `pkg/action` of Helm 3 and 4: `install.go`, `upgrade.go`, `rollback.go`. Install and upgrade write a description
//! that a person gave (`--description`) only on success, so any other text stands for success. A person or a plugin may forbid
//! rollbacks in it.

use super::RecordedRevision;
use crate::Status;

/// Whether a description reports an error: `Upgrade "shop" failed: …`.
pub(super) fn is_failure(description: &str) -> bool {
    let subject = ["Upgrade \"", "Rollback \"", "Release \""]
        .iter()
        .find_map(|start| description.strip_prefix(start));
    subject.is_some_and(|rest| {
        rest.split_once('"')
            .is_some_and(|(_, rest)| rest.starts_with(" failed: "))
    }) || description.starts_with("failed to render resource: ")
}

/// Whether a description is one that Helm writes for every install or upgrade, while it runs or when it succeeded.
pub(super) fn is_progress(description: &str) -> bool {
    let progress = [
        "Install complete",
        "Upgrade complete",
        "Preparing upgrade",
        "Initial install underway",
    ];
    progress.contains(&description)
}

/// Whether a revision failed after its objects were applied, because they did not become ready. Helm uses this description
/// for installs and for rollbacks.
pub(super) fn failed_after_applying(revision: &RecordedRevision) -> bool {
    failed_with(revision, |description| {
        description.starts_with("Release \"") && is_failure(description)
    })
}

/// Whether a revision failed before Helm applied its first object, in a hook of an upgrade or an install. What cannot be
/// rendered, built or validated leaves no record of an upgrade or an install; a rollback leaves one that is pending for ever.
/// Source: `performUpgrade` in `upgrade.go`, `performInstall` in `install.go`, `performRollback` in `rollback.go`.
pub(crate) fn failed_before_applying(revision: &RecordedRevision) -> bool {
    let of_hook = [
        " failed: pre-upgrade hooks failed: ",
        " failed: failed pre-install: ",
    ];
    revision.description().is_some_and(|description| {
        is_failure(description) && of_hook.iter().any(|text| description.contains(text))
    })
}

/// Whether a revision is a rollback that failed while it applied. Helm then marks the revision before it `superseded`.
pub(super) fn rollback_failed_while_applying(revision: &RecordedRevision) -> bool {
    failed_with(revision, |description| {
        description.starts_with("Rollback \"")
    })
}

fn failed_with(revision: &RecordedRevision, test: impl Fn(&str) -> bool) -> bool {
    revision.status == Status::Failed && revision.description().is_some_and(test)
}

/// What a description forbids.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forbidden {
    /// A rollback from this revision to an earlier one. `helm mapkubeapis` writes `Kubernetes deprecated API upgrade - DO NOT
    /// rollback from this version`: the manifests of earlier revisions have APIs that the cluster does not serve any more.
    RollbackFrom,
    /// A rollback to this revision.
    RollbackTo,
}

/// Returns what a description forbids: `do not rollback`, in any spelling, with `to` for a rollback to the revision.
pub(super) fn forbidden(description: &str) -> Option<Forbidden> {
    let words: Vec<String> = description
        .to_lowercase()
        .replace('\u{2019}', "'")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).find_map(|start| {
        let rest = words.get(start..)?;
        let after = match rest {
            ["do" | "must" | "should" | "can", "not", after @ ..] => after,
            [
                "don't" | "dont" | "never" | "cannot" | "can't" | "mustn't" | "shouldn't",
                after @ ..,
            ] => after,
            _ => return None,
        };
        let after = match after {
            ["be", after @ ..] | after => after,
        };
        match after {
            ["rollback" | "rollbacked", after @ ..]
            | ["roll" | "rolled", "back", after @ ..]
            | ["revert" | "reverted", after @ ..] => Some(match after {
                ["to", ..] => Forbidden::RollbackTo,
                _ => Forbidden::RollbackFrom,
            }),
            _ => None,
        }
    })
}
