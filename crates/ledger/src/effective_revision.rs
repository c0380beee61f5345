//! The revision whose objects are in the cluster, as far as the statuses of the records show.

use crate::{History, Operation, Record, Revision, Status};

/// The revision whose objects are in the cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EffectiveRevision {
    /// The current revision, or what it applied before it failed.
    Current,
    /// An earlier revision: the one with status `deployed`, because the operation of the current revision has not ended.
    /// What that operation applied so far is not recorded; most often it is nothing.
    Earlier(Revision),
    /// The current revision, or what an uninstall has left of it: it began and has not ended. It may have deleted nothing, as
    /// after a `pre-delete` hook that failed.
    BeingUninstalled,
    /// None: the release was uninstalled. Objects with the resource policy `keep` remain, and those that somebody made again.
    Uninstalled,
}

impl History {
    /// Returns the revision whose objects are in the cluster. Helm sets `deployed` as the last step of an operation, and
    /// only then marks the earlier revision `superseded`. Source: `rollback.go`, `upgrade.go`.
    ///
    /// `status` returns the status of a record as helm reads it: the payload's where that is known, else the label's.
    pub fn effective_revision(&self, status: impl Fn(&Record) -> Status) -> EffectiveRevision {
        match status(self.current()) {
            Status::Uninstalled => EffectiveRevision::Uninstalled,
            Status::Uninstalling => EffectiveRevision::BeingUninstalled,
            Status::Pending(Operation::Upgrade | Operation::Rollback) => {
                let mut records = self.records().iter();
                let deployed = records.find(|record| status(record) == Status::Deployed);
                deployed.map_or(EffectiveRevision::Current, |record| {
                    EffectiveRevision::Earlier(record.revision)
                })
            }
            _ => EffectiveRevision::Current,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The label of every record is `deployed`, as after the advice to set it.
    fn effective(statuses: &[&str]) -> EffectiveRevision {
        let record = |number: u32| Record {
            status: Status::Deployed,
            ..Record::expected(
                "shop".parse().unwrap(),
                "shop".parse().unwrap(),
                number.try_into().unwrap(),
            )
        };
        let last = u32::try_from(statuses.len()).unwrap();
        let history = History::new((1..=last).map(record).collect()).unwrap();
        history.effective_revision(|record| {
            let index = record.revision.get() as usize - 1;
            statuses[index].to_owned().into()
        })
    }

    #[test]
    fn a_pending_revision_leaves_the_deployed_one_effective() {
        let second = EffectiveRevision::Earlier(2.try_into().unwrap());
        let stuck = ["superseded", "deployed", "pending-rollback"];
        assert_eq!(effective(&stuck), second);
        let twice = [
            "superseded",
            "deployed",
            "pending-rollback",
            "pending-upgrade",
        ];
        assert_eq!(effective(&twice), second);
        for statuses in [
            &["superseded", "superseded", "pending-upgrade"][..],
            &["superseded", "deployed", "failed"],
            &["pending-install"],
        ] {
            assert_eq!(effective(statuses), EffectiveRevision::Current);
        }
    }

    #[test]
    fn what_an_uninstall_left_is_not_known_until_it_has_ended() {
        assert_eq!(
            effective(&["superseded", "uninstalled"]),
            EffectiveRevision::Uninstalled
        );
        assert_eq!(
            effective(&["superseded", "uninstalling"]),
            EffectiveRevision::BeingUninstalled
        );
    }
}
