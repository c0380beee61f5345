//! The releases of the list in groups, those that need attention first.

use astern_ledger::{InvalidRecord, Record, Status, Timestamp, by_release};

use crate::connection::Records;

/// For how many seconds a change counts as recent.
const RECENT_SECONDS: i64 = 60 * 60;

/// A group of releases in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// The current revision has failed, is pending or cannot be read.
    Attention,
    /// Changed in the last hour.
    Recent,
    /// All others.
    Earlier,
}

impl Group {
    /// Returns the group of a release by its current revision.
    pub fn of(record: &Record, now: Timestamp) -> Self {
        match record.status {
            Status::Failed | Status::Pending(_) | Status::Uninstalling => Self::Attention,
            Status::Unknown | Status::Other(_) => Self::Attention,
            Status::Deployed | Status::Superseded | Status::Uninstalled => match record.created {
                Some(created) if now.as_second() - created.as_second() < RECENT_SECONDS => {
                    Self::Recent
                }
                _ => Self::Earlier,
            },
        }
    }

    /// Returns the heading of the group.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Attention => "Needs attention",
            Self::Recent => "Changed in the last hour",
            Self::Earlier => "Earlier",
        }
    }
}

/// The releases, and the records that could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReleaseList {
    /// The current revision of each release: by group, the newest first.
    pub releases: Vec<(Group, Record)>,
    /// Objects with Helm's labels that name no revision.
    pub invalid: Vec<InvalidRecord>,
}

impl ReleaseList {
    /// Groups and sorts the current revisions of all releases. The payloads of `unreadable` records could not be read.
    pub fn new(records: Records, unreadable: &[Record], now: Timestamp) -> Self {
        let (valid, invalid): (Vec<_>, Vec<_>) =
            records.into_values().partition(|record| record.is_ok());
        let mut releases: Vec<(Group, Record)> = by_release(valid.into_iter().flatten())
            .into_values()
            .map(|history| history.current().clone())
            .map(|current| {
                let group = match unreadable.contains(&current) {
                    true => Group::Attention,
                    false => Group::of(&current, now),
                };
                (group, current)
            })
            .collect();
        astern_ledger::sort_by(&mut releases, |(a_group, a), (b_group, b)| {
            let newest_first = b.created.cmp(&a.created);
            a_group
                .cmp(b_group)
                .then(newest_first)
                .then_with(|| a.release.cmp(&b.release))
        });
        Self {
            releases,
            invalid: invalid.into_iter().filter_map(Result::err).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, ObjectVersion, Operation};

    fn record(release: &str, revision: u32, status: Status, created: &str) -> Record {
        Record {
            driver: Driver::Secret,
            namespace: "shop".parse().unwrap(),
            release: release.parse().unwrap(),
            revision: revision.try_into().unwrap(),
            status,
            created: Some(created.parse().unwrap()),
            object: format!("{release}.v{revision}"),
            version: ObjectVersion::default(),
        }
    }

    #[test]
    fn releases_that_need_attention_come_first_then_the_newest() {
        let stuck = Status::Pending(Operation::Upgrade);
        let records = [
            record("quiet", 4, Status::Deployed, "2026-05-01T00:00:00Z"),
            record("broken", 4, Status::Deployed, "2026-05-01T00:00:00Z"),
            record("recent", 2, Status::Deployed, "2026-05-20T14:00:00Z"),
            record("newest", 2, Status::Deployed, "2026-05-20T14:20:00Z"),
            record("newest", 1, Status::Failed, "2026-05-20T14:10:00Z"),
            record("stuck", 9, stuck, "2026-05-02T00:00:00Z"),
        ];
        let records = records
            .into_iter()
            .map(|record| (("shop".to_owned(), record.object.clone()), Ok(record)))
            .collect();
        let broken = record("broken", 4, Status::Deployed, "2026-05-01T00:00:00Z");
        let list = ReleaseList::new(records, &[broken], "2026-05-20T14:36:00Z".parse().unwrap());
        let names: Vec<_> = list
            .releases
            .iter()
            .map(|(group, r)| (*group, r.release.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (Group::Attention, "stuck"),
                (Group::Attention, "broken"),
                (Group::Recent, "newest"),
                (Group::Recent, "recent"),
                (Group::Earlier, "quiet"),
            ]
        );
    }
}
