//! One row for each release, in the order in which a person on call wants them.

use astern_ledger::{InvalidRecord, Record, Status, Timestamp, by_release};

use crate::connection::Records;

/// A release changed within so many seconds counts as recent.
const RECENT: i64 = 60 * 60;

/// Under which heading a release stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// Failed, begun and not finished, or unreadable.
    Attention,
    /// Changed in the last hour.
    Recent,
    /// Everything else.
    Earlier,
}

impl Group {
    /// Where a release belongs whose current revision is this one.
    pub fn of(record: &Record, now: Timestamp) -> Self {
        match record.status {
            Status::Failed | Status::Pending(_) | Status::Uninstalling => Self::Attention,
            Status::Unknown | Status::Other(_) => Self::Attention,
            Status::Deployed | Status::Superseded | Status::Uninstalled => match record.created {
                Some(created) if now.as_second() - created.as_second() < RECENT => Self::Recent,
                _ => Self::Earlier,
            },
        }
    }

    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Attention => "Needs attention",
            Self::Recent => "Changed in the last hour",
            Self::Earlier => "Earlier",
        }
    }
}

/// The releases and what could not be read as one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows {
    /// The current revision of each release: those that need attention first, newest first.
    pub releases: Vec<(Group, Record)>,
    /// Objects that say they are Helm's and name no revision.
    pub invalid: Vec<InvalidRecord>,
}

impl Rows {
    /// Sorts records into rows; `unreadable` are those whose payloads turned out to be.
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
    fn trouble_comes_first_then_the_newest() {
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
        let rows = Rows::new(records, &[broken], "2026-05-20T14:36:00Z".parse().unwrap());
        let names: Vec<_> = rows
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
