//! What became of each revision.

use super::content::{origins, rolled_back};
use super::ended::failed_before_applying;
use super::{ChartVersion, Ended, Known, Telling};
use crate::{Length, Revision, Status};

/// What became of one revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    /// Its number.
    pub revision: Revision,
    /// How its own install, upgrade or rollback ended.
    pub ended: Ended,
    /// How long it was in force.
    pub live: Live,
    /// The rollback that left it, when there was one.
    pub undone: Option<Undone>,
    /// Whether it is itself a rollback.
    pub rolled_back: Option<RolledBack>,
    /// The chart version of the revision recorded before it, when this one's is another.
    pub chart_before: Option<ChartVersion>,
    /// Its own chart version.
    pub chart: Option<ChartVersion>,
    /// The earliest revision that holds the same; itself where there is none.
    pub origin: Revision,
    /// Whether its payload has been read, or cannot be.
    pub read: bool,
}

/// How long a revision was in force.
///
/// From its own beginning to the beginning of the next revision, whatever became of that one: even
/// one that failed, or never ended, may have changed the cluster by then. So this is never too
/// long, and too short where the next one failed before it changed anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Live {
    /// It is in force.
    SoFar,
    /// It was in force for so long.
    For(Length),
    /// It failed or has not ended: nobody recorded which part of it was in force.
    Partly,
    /// It failed before anything was applied.
    Never,
    /// A time is missing, a revision after it is not recorded, or a clock was wrong.
    NotKnown,
}

/// A revision was left by a rollback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undone {
    /// The revision that is the rollback.
    pub by: Revision,
    /// What it went back to, when that is known.
    pub to: Option<Revision>,
    /// What became of the rollback.
    pub ended: Ended,
}

/// A revision is a rollback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RolledBack {
    /// To this revision; `None` where Helm's words do not name it and no recorded one holds the
    /// same.
    pub to: Option<Revision>,
}

/// What became of each revision, oldest first, in whichever order they come. A number that comes
/// twice (in Secrets and in ConfigMaps) is told once.
pub fn pasts(known: &[Known]) -> Vec<Past> {
    pasts_of_sorted(&sorted(known))
}

/// Oldest first, each once.
pub(super) fn sorted(known: &[Known]) -> Vec<Known> {
    let mut known = known.to_vec();
    crate::sort_by_key(&mut known, |one| one.revision);
    known.dedup_by_key(|one| one.revision);
    known
}

/// What became of each of these, which are oldest first and each once.
pub(super) fn pasts_of_sorted(known: &[Known]) -> Vec<Past> {
    let origins = origins(known);
    let mut pasts: Vec<Past> = (0..known.len())
        .map(|index| {
            let (one, earlier) = (&known[index], &known[..index]);
            let chart = one.chart().cloned();
            let before = earlier.last().and_then(Known::chart).cloned();
            Past {
                revision: one.revision,
                ended: Ended::of(one, known.get(index + 1)),
                live: live(one, known.get(index + 1)),
                undone: None,
                rolled_back: rolled_back(one, earlier),
                chart_before: before.filter(|before| chart.as_ref().is_some_and(|c| c != before)),
                chart,
                origin: origins.get(&one.revision).copied().unwrap_or(one.revision),
                read: one.telling != Telling::Unread,
            }
        })
        .collect();
    for index in 0..pasts.len() {
        mark_undone(&mut pasts, index);
    }
    pasts
}

fn live(one: &Known, next: Option<&Known>) -> Live {
    match (&one.status, next) {
        _ if failed_before_applying(one) => Live::Never,
        (Status::Failed | Status::Pending(_), _) => Live::Partly,
        (Status::Deployed, None) => Live::SoFar,
        (_, Some(next)) if next.revision == one.revision.next() => {
            let times = one.began().zip(next.began());
            let length = times.and_then(|(began, ended)| Length::between(began, ended));
            length.map_or(Live::NotKnown, Live::For)
        }
        _ => Live::NotKnown,
    }
}

/// A rollback leaves what lies between its target and itself, unless that holds the same as the
/// target; where the target is not known, only the revision right before it. The first rollback
/// that left a revision is the one that is told.
fn mark_undone(pasts: &mut [Past], index: usize) {
    let (earlier, rest) = pasts.split_at_mut(index);
    let Some(rollback) = rest.first() else {
        return;
    };
    let Some(RolledBack { to }) = rollback.rolled_back else {
        return;
    };
    let after = match to {
        Some(target) => earlier.partition_point(|past| past.revision <= target),
        None => earlier.len().saturating_sub(1),
    };
    for past in &mut earlier[after..] {
        if past.origin != rollback.origin && past.undone.is_none() {
            past.undone = Some(Undone {
                by: rollback.revision,
                to,
                ended: rollback.ended.clone(),
            });
        }
    }
}
