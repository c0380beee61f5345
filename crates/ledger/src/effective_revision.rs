//! The revision whose objects are in the cluster, as far as the records show.

use crate::last_known_good::failed_before_applying;
use crate::{Operation, RecordedRevision, Revision, Status};

/// The revision whose objects are in the cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EffectiveRevision {
    /// The current revision, or what it applied before it failed.
    Current,
    /// An earlier revision: the one with status `deployed`, because the operation of the current revision has not ended.
    /// What that operation applied so far is not recorded; most often it is nothing.
    Earlier(Revision),
    /// An earlier revision, because the operation of the current one, and of those between, failed before it applied anything.
    Unchanged(Revision),
    /// The current revision, or what an uninstall has left of it: it began and has not ended. It may have deleted nothing, as
    /// after a `pre-delete` hook that failed.
    BeingUninstalled,
    /// None: the release was uninstalled. Objects with the resource policy `keep` remain, and those that somebody made again.
    Uninstalled,
}

impl EffectiveRevision {
    /// Returns the revision whose objects are in the cluster, of a history in any order. Helm sets `deployed` as the last step of
    /// an operation, and only then marks the earlier revision `superseded`. Source: `rollback.go`, `upgrade.go`.
    pub fn of(history: &[RecordedRevision]) -> Self {
        let mut newest_first: Vec<&RecordedRevision> = history.iter().collect();
        crate::sort_by_key(&mut newest_first, |one| std::cmp::Reverse(one.revision));
        let Some((current, earlier)) = newest_first.split_first() else {
            return Self::Current;
        };
        let deployed = || earlier.iter().find(|one| one.status == Status::Deployed);
        match current.status {
            Status::Uninstalled => Self::Uninstalled,
            Status::Uninstalling => Self::BeingUninstalled,
            Status::Pending(Operation::Upgrade | Operation::Rollback) => {
                deployed().map_or(Self::Current, |one| Self::Earlier(one.revision))
            }
            Status::Failed if failed_before_applying(current) => {
                let changed = earlier.iter().find(|one| !failed_before_applying(one));
                match changed {
                    Some(one) if one.status == Status::Deployed => Self::Unchanged(one.revision),
                    // What ran before had failed or was superseded itself, so Helm names none that is in force.
                    _ => Self::Current,
                }
            }
            _ => Self::Current,
        }
    }

    /// Returns the earlier revision that runs because the operations since then changed nothing.
    pub fn unchanged(self) -> Option<Revision> {
        match self {
            Self::Unchanged(revision) => Some(revision),
            _ => None,
        }
    }

    /// Returns the earlier revision whose objects are in the cluster, if it is not the current one.
    pub fn earlier(self) -> Option<Revision> {
        match self {
            Self::Earlier(revision) | Self::Unchanged(revision) => Some(revision),
            Self::Current | Self::BeingUninstalled | Self::Uninstalled => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PayloadState, PayloadSummary, Record, Release};

    const HOOK: &str = "Upgrade \"shop\" failed: pre-upgrade hooks failed: job migrate failed: BackoffLimitExceeded";

    /// Returns the effective revision of a history of these statuses in the payloads, with the description of those that
    /// failed. The label of every record is `deployed`, as after the advice to set it.
    fn effective(statuses: &[&str], failure: &str) -> EffectiveRevision {
        let recorded = |(number, status): (u32, &&str)| {
            let release: Release = serde_json::from_value(serde_json::json!({
                "name": "shop", "namespace": "shop", "version": number, "hooks": [],
                "info": { "status": status, "description": if *status == "failed" { failure } else { "" } },
                "chart": { "metadata": { "name": "shop", "version": "1.0.0" } },
                "manifest": number.to_string(),
            }))
            .unwrap();
            let record = Record {
                status: Status::Deployed,
                ..Record::expected(
                    release.namespace.clone(),
                    release.name.clone(),
                    release.revision,
                )
            };
            RecordedRevision::new(&record, PayloadState::Read(PayloadSummary::from(&release)))
        };
        let history: Vec<RecordedRevision> = (1..).zip(statuses).map(recorded).collect();
        EffectiveRevision::of(&history)
    }

    fn revision(number: u32) -> Revision {
        number.try_into().unwrap()
    }

    #[test]
    fn a_pending_revision_leaves_the_deployed_one_effective() {
        let second = EffectiveRevision::Earlier(revision(2));
        let stuck = ["superseded", "deployed", "pending-rollback"];
        assert_eq!(effective(&stuck, ""), second);
        let twice = [
            "superseded",
            "deployed",
            "pending-rollback",
            "pending-upgrade",
        ];
        assert_eq!(effective(&twice, ""), second);
        for statuses in [
            &["superseded", "superseded", "pending-upgrade"][..],
            &["superseded", "deployed", "failed"],
            &["pending-install"],
        ] {
            assert_eq!(
                effective(statuses, "Upgrade \"shop\" failed: no"),
                EffectiveRevision::Current
            );
        }
    }

    #[test]
    fn a_hook_that_failed_before_anything_was_applied_leaves_what_ran() {
        for statuses in [
            &["superseded", "deployed", "failed"][..],
            &["superseded", "deployed", "failed", "failed"],
        ] {
            let unchanged = EffectiveRevision::Unchanged(revision(2));
            assert_eq!(effective(statuses, HOOK), unchanged, "{statuses:?}");
        }
        for statuses in [&["failed"][..], &["superseded", "superseded", "failed"]] {
            assert_eq!(effective(statuses, HOOK), EffectiveRevision::Current);
        }
    }

    #[test]
    fn what_an_uninstall_left_is_not_known_until_it_has_ended() {
        assert_eq!(
            effective(&["superseded", "uninstalled"], ""),
            EffectiveRevision::Uninstalled
        );
        assert_eq!(
            effective(&["superseded", "uninstalling"], ""),
            EffectiveRevision::BeingUninstalled
        );
    }
}
