//! What became of each revision: how its operation ended, how long it was live, and whether a rollback left it.

use std::time::Duration;

use super::content_origin::content_origins;
use super::helm_description::{failed_before_applying, is_progress};
use super::rollback::find_rollback;
use super::{ChartVersion, OperationResult, PayloadState, RecordedRevision, Rollback};
use crate::{Revision, Status};

/// What became of one revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevisionOutcome {
    /// Its number.
    pub revision: Revision,
    /// How its own install, upgrade or rollback ended.
    pub result: OperationResult,
    /// How long it was live.
    pub live: LiveTime,
    /// The first rollback that left it.
    pub rolled_back_by: Option<RolledBackBy>,
    /// Set when it is itself a rollback.
    pub rollback: Option<Rollback>,
    /// The chart version of the revision recorded before it, when this one's is another.
    pub chart_before: Option<ChartVersion>,
    /// Its own chart version.
    pub chart: Option<ChartVersion>,
    /// The earliest revision with the same content; itself where there is none.
    pub content_origin: Revision,
    /// Whether its payload has been read, or cannot be.
    pub is_read: bool,
}

impl RevisionOutcome {
    /// Whether a description of this revision says nothing that its other fields do not: the operation succeeded or is
    /// pending, and the description is the one that Helm writes for it.
    pub fn is_default_description(&self, description: &str) -> bool {
        let is_usual_result = matches!(
            self.result,
            OperationResult::Complete(_) | OperationResult::Pending(_)
        );
        let names_rollback = || {
            let rollback = self.rollback.as_ref();
            rollback.is_some_and(|rollback| rollback.is_described_by(description))
        };
        is_usual_result && (is_progress(description) || names_rollback())
    }
}

/// How long a revision was live.
///
/// The time from the start of its own operation to the start of the next one, however that one ended: even one that failed
/// may have changed the cluster. So it is never too long, and too short where the next one failed before it changed anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LiveTime {
    /// It still is.
    StillLive,
    /// For this long.
    For(Duration),
    /// It failed or is pending: which part of it was live is not recorded.
    Partial,
    /// It failed before anything was applied.
    Never,
    /// A time is missing, the revision after it is not recorded, or a clock was wrong.
    Unknown,
}

/// A rollback that left a revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RolledBackBy {
    /// The revision that is the rollback.
    pub revision: Revision,
    /// What it went back to, when that is known.
    pub target: Option<Revision>,
    /// How the rollback ended.
    pub result: OperationResult,
}

/// Returns what became of each revision, oldest first. The input may be in any order; a number that comes twice (in Secrets
/// and in ConfigMaps) is listed once.
pub fn revision_outcomes(history: &[RecordedRevision]) -> Vec<RevisionOutcome> {
    outcomes_of_sorted(&sort_and_dedup(history))
}

/// Sorts by revision, oldest first, and keeps each number once.
pub(super) fn sort_and_dedup(history: &[RecordedRevision]) -> Vec<RecordedRevision> {
    let mut history = history.to_vec();
    crate::sort_by_key(&mut history, |one| one.revision);
    history.dedup_by_key(|one| one.revision);
    history
}

/// Returns what became of each revision of a history that is sorted and without duplicates.
pub(super) fn outcomes_of_sorted(history: &[RecordedRevision]) -> Vec<RevisionOutcome> {
    let origins = content_origins(history);
    let mut outcomes: Vec<RevisionOutcome> = (0..history.len())
        .map(|index| {
            let (one, earlier) = (&history[index], &history[..index]);
            let next = history.get(index + 1);
            let chart = one.chart().cloned();
            let before = earlier.last().and_then(RecordedRevision::chart).cloned();
            RevisionOutcome {
                revision: one.revision,
                result: OperationResult::of(one, next),
                live: live_time(one, next),
                rolled_back_by: None,
                rollback: find_rollback(one, earlier),
                chart_before: before.filter(|before| chart.as_ref().is_some_and(|c| c != before)),
                chart,
                content_origin: origins.get(&one.revision).copied().unwrap_or(one.revision),
                is_read: one.payload != PayloadState::NotRead,
            }
        })
        .collect();
    for index in 0..outcomes.len() {
        mark_rolled_back(&mut outcomes, index);
    }
    outcomes
}

fn live_time(one: &RecordedRevision, next: Option<&RecordedRevision>) -> LiveTime {
    match (&one.status, next) {
        _ if failed_before_applying(one) => LiveTime::Never,
        (Status::Failed | Status::Pending(_), _) => LiveTime::Partial,
        (Status::Deployed, None) => LiveTime::StillLive,
        (_, Some(next)) if next.revision == one.revision.next() => {
            let times = one.began().zip(next.began());
            let duration = times.and_then(|(began, ended)| ended.duration_since(began));
            duration.map_or(LiveTime::Unknown, LiveTime::For)
        }
        _ => LiveTime::Unknown,
    }
}

/// Marks the revisions that the rollback at `index` left: those between its target and itself whose content is another than
/// the target's; where the target is not known, only the revision right before it. The first rollback that left a revision
/// is the one that is kept.
fn mark_rolled_back(outcomes: &mut [RevisionOutcome], index: usize) {
    let (earlier, rest) = outcomes.split_at_mut(index);
    let Some(rollback) = rest.first() else {
        return;
    };
    let Some(Rollback { target, .. }) = rollback.rollback else {
        return;
    };
    let after = match target {
        Some(target) => earlier.partition_point(|outcome| outcome.revision <= target),
        None => earlier.len().saturating_sub(1),
    };
    for outcome in &mut earlier[after..] {
        if outcome.content_origin != rollback.content_origin && outcome.rolled_back_by.is_none() {
            outcome.rolled_back_by = Some(RolledBackBy {
                revision: rollback.revision,
                target,
                result: rollback.result.clone(),
            });
        }
    }
}
