//! The outcome of each revision: how its operation ended, how long it was live, and whether it was rolled back.

use super::content_origin::content_origins;
use super::helm_description::{Forbidden, forbidden, is_progress};
use super::live_time::{LivePeriod, LiveTime, live_time};
use super::rollback::find_rollback;
use super::{ChartVersion, OperationResult, RecordedRevision, Rollback};
use crate::Revision;

/// The outcome of one revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevisionOutcome {
    /// Its number.
    pub revision: Revision,
    /// How the install, upgrade or rollback that created it ended.
    pub result: OperationResult,
    /// How long what it holds was live, from its own operation on.
    pub live: LiveTime,
    pub(super) live_period: Option<LivePeriod>,
    /// The first rollback that rolled it back.
    pub rolled_back_by: Option<RolledBackBy>,
    /// Set if it is itself a rollback.
    pub rollback: Option<Rollback>,
    /// The chart version of the previous recorded revision, if it differs.
    pub chart_before: Option<ChartVersion>,
    /// Its chart version.
    pub chart: Option<ChartVersion>,
    /// The earliest revision with the same content; itself where there is none.
    pub content_origin: Revision,
    /// What its description forbids.
    pub forbidden: Option<Forbidden>,
}

impl RevisionOutcome {
    /// Whether a description of this revision adds nothing to its other fields: the operation succeeded or is pending, and
    /// Helm wrote the description.
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

/// The rollback that rolled a revision back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RolledBackBy {
    /// The revision that the rollback created.
    pub revision: Revision,
    /// The target of the rollback, if it is known.
    pub target: Option<Revision>,
    /// How the rollback ended.
    pub result: OperationResult,
}

/// Returns the outcome of each revision, oldest first. The input may be in any order; a revision that is recorded twice, in
/// a Secret and in a ConfigMap, is listed once.
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

/// Returns the outcome of each revision of a history that is sorted, oldest first, and without duplicates.
pub(super) fn outcomes_of_sorted(history: &[RecordedRevision]) -> Vec<RevisionOutcome> {
    let origins = content_origins(history);
    let mut outcomes: Vec<RevisionOutcome> = (0..history.len())
        .map(|index| {
            let (one, earlier) = (&history[index], &history[..index]);
            let next = history.get(index + 1);
            let chart = one.chart().cloned();
            let before = earlier.last().and_then(RecordedRevision::chart).cloned();
            let (live, live_period) = live_time(history, index, &origins);
            RevisionOutcome {
                revision: one.revision,
                result: OperationResult::of(one, earlier, next),
                live,
                live_period,
                rolled_back_by: None,
                rollback: find_rollback(one, earlier),
                chart_before: before.filter(|before| chart.as_ref().is_some_and(|c| c != before)),
                chart,
                content_origin: origins.get(&one.revision).copied().unwrap_or(one.revision),
                forbidden: one.description().and_then(forbidden),
            }
        })
        .collect();
    for index in 0..outcomes.len() {
        mark_rolled_back(&mut outcomes, index);
    }
    outcomes
}

/// Marks the revisions that the rollback at `index` rolled back: those between its target and itself whose content differs
/// from the target's; if the target is not known, only the previous revision. Revisions that are marked already are not
/// changed.
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
        // After an uninstall, a rollback to another revision undoes the uninstall.
        let is_uninstalled = outcome.result.is_uninstalled();
        let differs = outcome.content_origin != rollback.content_origin;
        if differs && !is_uninstalled && outcome.rolled_back_by.is_none() {
            outcome.rolled_back_by = Some(RolledBackBy {
                revision: rollback.revision,
                target,
                result: rollback.result.clone(),
            });
        }
    }
}
