//! What a cluster holds of a release, as far as the records' statuses tell.

use crate::{History, Operation, Record, Status};

/// What the cluster holds of a release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InForce<'a> {
    /// What the current revision says, or what it changed before it failed.
    Current,
    /// The current revision was begun and has not ended. Helm says that this one is deployed; what was changed since is
    /// not recorded, and most often that is nothing.
    Before(&'a Record),
    /// Nothing but what Helm was told to keep: it was uninstalled.
    Nothing,
}

impl History {
    /// What the cluster holds. Helm marks a revision `deployed` last of all, and takes that from the one before only then
    /// (`rollback.go`, `upgrade.go`).
    pub fn in_force(&self) -> InForce<'_> {
        match self.current().status {
            Status::Uninstalled | Status::Uninstalling => InForce::Nothing,
            Status::Pending(Operation::Upgrade | Operation::Rollback) => {
                let deployed = |record: &&Record| record.status == Status::Deployed;
                let deployed = self.records().iter().find(deployed);
                deployed.map_or(InForce::Current, InForce::Before)
            }
            _ => InForce::Current,
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

    fn before(statuses: &[&str]) -> Option<u32> {
        match history(statuses).in_force() {
            InForce::Before(record) => Some(record.revision.get()),
            InForce::Current | InForce::Nothing => None,
        }
    }

    #[test]
    fn a_revision_that_has_not_ended_leaves_the_one_that_is_deployed() {
        let stuck = ["superseded", "deployed", "pending-rollback"];
        assert_eq!(before(&stuck), Some(2));
        let twice = [
            "superseded",
            "deployed",
            "pending-rollback",
            "pending-upgrade",
        ];
        assert_eq!(before(&twice), Some(2));
        assert_eq!(
            before(&["superseded", "superseded", "pending-upgrade"]),
            None
        );
        assert_eq!(before(&["superseded", "deployed", "failed"]), None);
        assert_eq!(history(&["pending-install"]).in_force(), InForce::Current);
        let gone = history(&["superseded", "uninstalled"]);
        assert_eq!(gone.in_force(), InForce::Nothing);
    }
}
