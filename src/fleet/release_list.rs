//! The releases of the list in groups, those that need attention first.

use astern_ledger::{InvalidRecord, Record, Timestamp, by_release};

use crate::connection::{PayloadFinding, Records};

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
    /// Returns the group of a release by its current revision, and what is known of that one's payload.
    fn of(record: &Record, finding: Option<&PayloadFinding>, now: Timestamp) -> Self {
        let status = match finding {
            Some(PayloadFinding::Unreadable) => return Self::Attention,
            Some(PayloadFinding::Status(status)) => status,
            None => &record.status,
        };
        match record.created {
            _ if status.needs_attention() => Self::Attention,
            Some(created) if now.as_second() - created.as_second() < RECENT_SECONDS => Self::Recent,
            _ => Self::Earlier,
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
///
/// The list is made from metadata, so the statuses in it are those of labels until a payload says another one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReleaseList {
    /// The current revision of each release: by group, the newest first.
    pub releases: Vec<(Group, Record)>,
    /// The current revisions of releases whose labels contradict each other: only their payloads tell what helm reads.
    pub contradicting: Vec<Record>,
    /// Objects with Helm's labels that name no revision.
    pub invalid: Vec<InvalidRecord>,
}

impl ReleaseList {
    /// Groups and sorts the current revisions of all releases.
    pub fn new(lists: Vec<Records>, findings: &[(Record, PayloadFinding)], now: Timestamp) -> Self {
        let (valid, invalid): (Vec<_>, Vec<_>) = lists
            .into_iter()
            .flat_map(Records::into_values)
            .partition(|record| record.is_ok());
        let mut contradicting = Vec::new();
        let mut releases: Vec<(Group, Record)> = by_release(valid.into_iter().flatten())
            .into_values()
            .map(|history| {
                let current = history.current().clone();
                if history.has_contradicting_labels() {
                    contradicting.push(current.clone());
                }
                let finding = findings.iter().rfind(|(record, _)| *record == current);
                let group = Group::of(&current, finding.map(|(_, finding)| finding), now);
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
            contradicting,
            invalid: invalid.into_iter().filter_map(Result::err).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, ObjectVersion, Operation, Status};

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
            record("stuck", 9, stuck.clone(), "2026-05-02T00:00:00Z"),
            record("patched", 2, Status::Deployed, "2026-05-03T00:00:00Z"),
            record("patched", 1, Status::Deployed, "2026-05-01T00:00:00Z"),
        ];
        let records = records
            .into_iter()
            .map(|record| (("shop".to_owned(), record.object.clone()), Ok(record)))
            .collect();
        let broken = record("broken", 4, Status::Deployed, "2026-05-01T00:00:00Z");
        let patched = record("patched", 2, Status::Deployed, "2026-05-03T00:00:00Z");
        let findings = [
            (broken, PayloadFinding::Unreadable),
            (patched.clone(), PayloadFinding::Status(stuck)),
        ];
        let list = ReleaseList::new(
            vec![records],
            &findings,
            "2026-05-20T14:36:00Z".parse().unwrap(),
        );
        assert_eq!(list.contradicting, [patched]);
        let names: Vec<_> = list
            .releases
            .iter()
            .map(|(group, r)| (*group, r.release.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (Group::Attention, "patched"),
                (Group::Attention, "stuck"),
                (Group::Attention, "broken"),
                (Group::Recent, "newest"),
                (Group::Recent, "recent"),
                (Group::Earlier, "quiet"),
            ]
        );
    }
}
