//! How long what a revision holds was live.

use std::collections::BTreeMap;
use std::time::Duration;

use super::RecordedRevision;
use super::helm_description::failed_before_applying;
use crate::{Revision, Status, Timestamp};

/// How long what a revision holds was live, from the start of its operation.
///
/// It ends with the start of the next operation that may have changed the cluster, whatever came of that one: even a failed
/// operation may have changed it. Records of operations that changed nothing are passed over, and those that applied the
/// same content again without an error. An uninstall ends it too. The value is never too long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LiveTime {
    /// It is live now.
    StillLive,
    /// It was live for this long.
    For(Duration),
    /// It failed or is pending: the record does not tell which part of it was applied.
    Partial,
    /// It failed before anything was applied.
    Never,
    /// A time is missing, the next revision is not recorded, or a clock was wrong.
    Unknown,
}

/// The time in which what a revision holds was live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct LivePeriod {
    from: Timestamp,
    until: Timestamp,
}

impl LivePeriod {
    fn duration(self) -> Option<Duration> {
        self.until.duration_since(self.from)
    }
}

/// Returns how long periods last together, each moment counted once; `None` for no period.
pub(super) fn total_duration(periods: impl IntoIterator<Item = LivePeriod>) -> Option<Duration> {
    let mut periods: Vec<LivePeriod> = periods.into_iter().collect();
    crate::sort_by_key(&mut periods, |period| period.from);
    let mut total = None;
    let mut counted_until: Option<Timestamp> = None;
    for period in periods {
        let from = counted_until.map_or(period.from, |until| until.max(period.from));
        let added = period.until.duration_since(from).unwrap_or_default();
        total = Some(total.unwrap_or(Duration::ZERO).saturating_add(added));
        counted_until = Some(counted_until.map_or(period.until, |until| until.max(period.until)));
    }
    total
}

/// Returns how long what the revision at `index` holds was live, and when, if that is over. `history` is sorted, oldest first;
/// `origins` names the earliest revision with the same content for each.
pub(super) fn live_time(
    history: &[RecordedRevision],
    index: usize,
    origins: &BTreeMap<Revision, Revision>,
) -> (LiveTime, Option<LivePeriod>) {
    let Some((one, later)) = history[index..].split_first() else {
        return (LiveTime::Unknown, None);
    };
    if let Some(deleted) = one.deleted() {
        return ended(one, Some(deleted));
    }
    if failed_before_applying(one) {
        return (LiveTime::Never, None);
    }
    if let Status::Failed | Status::Pending(_) = one.status {
        return (LiveTime::Partial, None);
    }
    let origin = origins.get(&one.revision);
    let mut is_deployed = one.status == Status::Deployed;
    let mut expected = one.revision.next();
    for next in later {
        if next.revision != expected {
            return (LiveTime::Unknown, None);
        }
        expected = next.revision.next();
        let has_same_content = origins.get(&next.revision) == origin;
        if has_same_content && let Some(deleted) = next.deleted() {
            return ended(one, Some(deleted));
        }
        let is_repeated =
            has_same_content && matches!(next.status, Status::Deployed | Status::Superseded);
        if !is_repeated && !failed_before_applying(next) {
            return ended(one, next.began());
        }
        is_deployed |= next.status == Status::Deployed;
    }
    match is_deployed {
        true => (LiveTime::StillLive, None),
        false => (LiveTime::Unknown, None),
    }
}

fn ended(one: &RecordedRevision, until: Option<Timestamp>) -> (LiveTime, Option<LivePeriod>) {
    let period = one.began().zip(until);
    let period = period.map(|(from, until)| LivePeriod { from, until });
    match period.and_then(LivePeriod::duration) {
        Some(duration) => (LiveTime::For(duration), period),
        None => (LiveTime::Unknown, None),
    }
}
