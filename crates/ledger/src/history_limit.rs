//! How many revisions of a release helm keeps.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::{History, Revision, Status};

/// How many revisions of a release helm keeps, with the one that it is about to create: `--history-max`. Source: `MaxHistory`
/// in Helm's `pkg/storage/storage.go`. As a number, 0 stands for no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "u32", into = "u32")]
pub enum HistoryLimit {
    /// All of them.
    Unlimited,
    /// At most this many.
    AtMost(NonZeroU32),
}

impl Default for HistoryLimit {
    /// Helm's own default, 10.
    fn default() -> Self {
        Self::from(10)
    }
}

impl From<u32> for HistoryLimit {
    fn from(number: u32) -> Self {
        NonZeroU32::new(number).map_or(Self::Unlimited, Self::AtMost)
    }
}

impl From<HistoryLimit> for u32 {
    fn from(limit: HistoryLimit) -> Self {
        match limit {
            HistoryLimit::Unlimited => 0,
            HistoryLimit::AtMost(number) => number.get(),
        }
    }
}

/// The value of `--history-max`.
impl fmt::Display for HistoryLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        u32::from(*self).fmt(f)
    }
}

impl HistoryLimit {
    /// Reads the variable `HELM_MAX_HISTORY` as helm does: what is no whole number counts as not set, and 0 or less as no limit.
    /// Source: `envIntOr` in `pkg/cli/environment.go`.
    pub fn from_variable(value: Option<&str>) -> Self {
        match value.map(str::parse::<i64>) {
            None | Some(Err(_)) => Self::default(),
            Some(Ok(number)) if number <= 0 => Self::Unlimited,
            Some(Ok(number)) => Self::from(u32::try_from(number).unwrap_or(u32::MAX)),
        }
    }

    /// Returns the limit for a rollback of a release that has this many records. Where somebody has kept more revisions than
    /// this limit, the rollback keeps all of them.
    #[must_use]
    pub fn for_rollback(self, records: usize) -> Self {
        let records = u32::try_from(records).unwrap_or(u32::MAX);
        match self {
            Self::AtMost(limit) if records > limit.get() => Self::from(records.saturating_add(1)),
            other => other,
        }
    }
}

impl History {
    /// Returns the revisions that helm deletes when it adds one under this limit, oldest first. It spares the newest one with
    /// the label `status=deployed`. Source: `removeLeastRecent` in `pkg/storage/storage.go`.
    pub fn deleted_by_next(&self, limit: HistoryLimit) -> Vec<Revision> {
        let HistoryLimit::AtMost(limit) = limit else {
            return Vec::new();
        };
        let kept = usize::try_from(limit.get() - 1).unwrap_or(usize::MAX);
        let deployed = self
            .records()
            .iter()
            .find(|record| record.status == Status::Deployed)
            .map(|record| record.revision);
        self.records()
            .iter()
            .rev()
            .map(|record| record.revision)
            .filter(|revision| Some(*revision) != deployed)
            .take(self.records().len().saturating_sub(kept))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;

    fn history(statuses: &[&str]) -> History {
        let record = |(number, status): (u32, &&str)| Record {
            status: (*status).to_owned().into(),
            ..Record::expected(
                "shop".parse().unwrap(),
                "shop".parse().unwrap(),
                number.try_into().unwrap(),
            )
        };
        History::new((1..).zip(statuses).map(record).collect()).unwrap()
    }

    fn deleted(statuses: &[&str], limit: u32) -> Vec<u32> {
        let deleted = history(statuses).deleted_by_next(limit.into());
        deleted.into_iter().map(Revision::get).collect()
    }

    /// As `helm env` of 3.22 and 4.3 prints it.
    #[test]
    fn the_variable_is_read_as_helm_reads_it() {
        let read = |text| u32::from(HistoryLimit::from_variable(text));
        assert_eq!(read(None), 10);
        for (text, limit) in [
            ("0", 0),
            ("-1", 0),
            ("25", 25),
            ("+5", 5),
            ("99999999999", u32::MAX),
            ("", 10),
            (" 5", 10),
            ("many", 10),
        ] {
            assert_eq!(read(Some(text)), limit, "{text:?}");
        }
    }

    #[test]
    fn a_longer_history_is_kept_whole_and_a_shorter_one_up_to_the_limit() {
        let limit = |records| u32::from(HistoryLimit::default().for_rollback(records));
        assert_eq!(
            (limit(9), limit(10), limit(11), limit(24)),
            (10, 10, 12, 25)
        );
        assert_eq!(
            HistoryLimit::Unlimited.for_rollback(24),
            HistoryLimit::Unlimited
        );
    }

    /// As helm 3.22 and 4.3 do it: 15 revisions with `--history-max 4` leave 13 to 15 and the new one, with 1 only the
    /// deployed one and the new one.
    #[test]
    fn the_oldest_are_deleted_and_never_the_deployed_one() {
        let fifteen: Vec<&str> = std::iter::repeat_n("superseded", 14)
            .chain(["deployed"])
            .collect();
        assert_eq!(deleted(&fifteen, 4), (1..=12).collect::<Vec<_>>());
        assert_eq!(deleted(&fifteen, 1), (1..=14).collect::<Vec<_>>());
        assert!(deleted(&fifteen, 0).is_empty() && deleted(&fifteen, 16).is_empty());
        assert_eq!(deleted(&fifteen, 15), [1]);
        assert_eq!(deleted(&["deployed", "failed", "failed"], 2), [2, 3]);
        assert_eq!(deleted(&["superseded", "failed"], 1), [1, 2]);
    }
}
