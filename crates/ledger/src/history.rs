//! The records of one release, in order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::{Driver, Namespace, Record, ReleaseName, Revision, Status, sort_by_key};

/// The records of one release, newest first. Never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct History(Vec<Record>);

impl History {
    /// Orders the records of one release. `None` when there are none.
    pub fn new(mut records: Vec<Record>) -> Option<Self> {
        sort_by_key(&mut records, |record| Reverse(record.revision));
        (!records.is_empty()).then_some(Self(records))
    }

    /// Returns the revision that Helm treats as current: the highest, whatever its status. Source: `rollback.go`.
    pub fn current(&self) -> &Record {
        &self.0[0]
    }

    /// Returns the record of a revision; `None` when Helm has pruned or never created it.
    pub fn get(&self, revision: Revision) -> Option<&Record> {
        self.0.iter().find(|record| record.revision == revision)
    }

    /// Returns the next lower recorded revision. Pruning leaves gaps, so it may be lower by more than one.
    pub fn before(&self, revision: Revision) -> Option<&Record> {
        self.0.iter().find(|record| record.revision < revision)
    }

    /// Whether the statuses in the labels contradict each other, so that one of them is not what helm reads: an operation that
    /// succeeds leaves one revision `deployed`, and the newest is `superseded` by none.
    pub fn has_contradicting_labels(&self) -> bool {
        let deployed = self
            .0
            .iter()
            .filter(|record| record.status == Status::Deployed);
        deployed.count() > 1 || self.current().status == Status::Superseded
    }

    /// Returns the records, newest first.
    pub fn records(&self) -> &[Record] {
        &self.0
    }
}

/// Groups the records of many releases into histories. A helm sees the records of one storage driver only, so a name that both
/// drivers have is two histories.
pub fn by_release(
    records: impl IntoIterator<Item = Record>,
) -> BTreeMap<(Namespace, ReleaseName, Driver), History> {
    let mut sorted: BTreeMap<_, Vec<Record>> = BTreeMap::new();
    for record in records {
        let key = (
            record.namespace.clone(),
            record.release.clone(),
            record.driver,
        );
        sorted.entry(key).or_default().push(record);
    }
    sorted
        .into_iter()
        .filter_map(|(key, records)| Some((key, History::new(records)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ObjectVersion;

    fn record(release: &str, revision: u32, status: Status) -> Record {
        Record {
            driver: Driver::Secret,
            namespace: "shop".parse().unwrap(),
            release: release.parse().unwrap(),
            revision: revision.try_into().unwrap(),
            status,
            created: None,
            object: String::new(),
            version: ObjectVersion::default(),
        }
    }

    #[test]
    fn the_highest_revision_is_current_whatever_its_status() {
        let history = History::new(vec![
            record("shop", 9, Status::Deployed),
            record("shop", 11, Status::Failed),
            record("shop", 2, Status::Superseded),
        ])
        .unwrap();
        assert_eq!(history.current().revision.get(), 11);
        let before = |n: u32| {
            history
                .before(n.try_into().unwrap())
                .map(|r| r.revision.get())
        };
        assert_eq!((before(11), before(9), before(2)), (Some(9), Some(2), None));
    }

    #[test]
    fn two_deployed_revisions_contradict_each_other() {
        let contradicts = |statuses: &[Status]| {
            let record = |(number, status): (u32, &Status)| record("shop", number, status.clone());
            let records = (1..).zip(statuses).map(record).collect();
            History::new(records).unwrap().has_contradicting_labels()
        };
        use Status::{Deployed, Failed, Superseded};
        assert!(contradicts(&[Deployed, Deployed]));
        assert!(contradicts(&[Deployed, Failed, Deployed]));
        assert!(contradicts(&[Deployed, Superseded]));
        assert!(!contradicts(&[Superseded, Deployed]));
        assert!(!contradicts(&[Deployed, Failed]));
        assert!(!contradicts(&[Superseded, Failed]));
    }

    #[test]
    fn no_record_is_no_history() {
        assert_eq!(History::new(Vec::new()), None);
    }

    #[test]
    fn releases_of_one_name_in_two_namespaces_stay_apart() {
        let mut elsewhere = record("shop", 1, Status::Deployed);
        elsewhere.namespace = "staging".parse().unwrap();
        let sorted = by_release([record("shop", 1, Status::Deployed), elsewhere]);
        assert_eq!(sorted.len(), 2);
    }

    #[test]
    fn the_records_of_two_storage_drivers_are_not_mixed() {
        let mut other = record("shop", 7, Status::Deployed);
        other.driver = Driver::ConfigMap;
        let sorted = by_release([record("shop", 1, Status::Deployed), other]);
        let newest: Vec<u32> = sorted
            .values()
            .map(|history| history.current().revision.get())
            .collect();
        assert_eq!(newest, [1, 7]);
    }
}
