//! The revision whose objects are in the cluster, as far as the statuses of the records show.

use crate::{History, Operation, Record, Status};

/// The revision whose objects are in the cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EffectiveRevision<'a> {
    /// The current revision, or what it applied before it failed.
    Current,
    /// An earlier revision: the one with status `deployed`, because the operation of the current revision has not ended.
    /// What that operation applied so far is not recorded; most often it is nothing.
    Earlier(&'a Record),
    /// None: the release was uninstalled. Only objects with the resource policy `keep` remain.
    Uninstalled,
}

impl History {
    /// Returns the revision whose objects are in the cluster. Helm sets `deployed` as the last step of an operation, and
    /// only then marks the earlier revision `superseded`. Source: `rollback.go`, `upgrade.go`.
    pub fn effective_revision(&self) -> EffectiveRevision<'_> {
        match self.current().status {
            Status::Uninstalled | Status::Uninstalling => EffectiveRevision::Uninstalled,
            Status::Pending(Operation::Upgrade | Operation::Rollback) => {
                let deployed = |record: &&Record| record.status == Status::Deployed;
                let deployed = self.records().iter().find(deployed);
                deployed.map_or(EffectiveRevision::Current, EffectiveRevision::Earlier)
            }
            _ => EffectiveRevision::Current,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Driver, ObjectVersion};

    fn history(statuses: &[&str]) -> History {
        let record = |(number, status): (u32, &&str)| Record {
            driver: Driver::Secret,
            namespace: "shop".parse().unwrap(),
            release: "shop".parse().unwrap(),
            revision: number.try_into().unwrap(),
            status: (*status).to_owned().into(),
            created: None,
            object: String::new(),
            version: ObjectVersion::default(),
        };
        History::new((1..).zip(statuses).map(record).collect()).unwrap()
    }

    fn earlier(statuses: &[&str]) -> Option<u32> {
        match history(statuses).effective_revision() {
            EffectiveRevision::Earlier(record) => Some(record.revision.get()),
            EffectiveRevision::Current | EffectiveRevision::Uninstalled => None,
        }
    }

    #[test]
    fn a_pending_revision_leaves_the_deployed_one_effective() {
        let stuck = ["superseded", "deployed", "pending-rollback"];
        assert_eq!(earlier(&stuck), Some(2));
        let twice = [
            "superseded",
            "deployed",
            "pending-rollback",
            "pending-upgrade",
        ];
        assert_eq!(earlier(&twice), Some(2));
        assert_eq!(
            earlier(&["superseded", "superseded", "pending-upgrade"]),
            None
        );
        assert_eq!(earlier(&["superseded", "deployed", "failed"]), None);
        assert_eq!(
            history(&["pending-install"]).effective_revision(),
            EffectiveRevision::Current
        );
        let uninstalled = history(&["superseded", "uninstalled"]);
        assert_eq!(
            uninstalled.effective_revision(),
            EffectiveRevision::Uninstalled
        );
    }
}
