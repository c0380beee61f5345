//! The criteria: which reasons there are for and against each revision.

use std::time::Duration;

use super::evidence::{PodsSeen, RevisionEvidence, WithoutPods};
use super::helm_description::Forbidden;
use super::live_time::{LivePeriod, LiveTime, total_duration};
use super::standing::{GoodBy, Standing};
use super::{OperationResult, ReasonAgainst, ReasonFor, RevisionOutcome, RolledBackBy};
use crate::{EffectiveRevision, Revision};

/// The soak time: one hour, the window that most alerts look back over.
pub(super) const SOAK_TIME: Duration = Duration::from_secs(3_600);

/// The soak time of a revision about which there is a doubt: one day.
pub(super) const SOAK_TIME_IN_DOUBT: Duration = Duration::from_secs(86_400);

/// Returns the revisions with the same content as this one, oldest first, itself included.
fn same_content<'a>(
    outcome: &RevisionOutcome,
    outcomes: &'a [RevisionOutcome],
) -> impl DoubleEndedIterator<Item = &'a RevisionOutcome> + use<'a> {
    let origin = outcome.content_origin;
    outcomes
        .iter()
        .filter(move |other| other.content_origin == origin)
}

/// Returns how long a revision's content was live, over all revisions that have it; `None` when that is known of none of
/// them.
pub(super) fn live_duration(
    outcome: &RevisionOutcome,
    outcomes: &[RevisionOutcome],
) -> Option<Duration> {
    total_duration(same_content(outcome, outcomes).filter_map(live_period))
}

fn live_period(outcome: &RevisionOutcome) -> Option<LivePeriod> {
    outcome.live_period.filter(|_| outcome.result.took_effect())
}

/// Returns for how long there have been ready pods of all workloads of a revision.
fn ready_for(evidence: Option<&RevisionEvidence>) -> Duration {
    match evidence.map(|evidence| &evidence.pods) {
        Some(PodsSeen::Ready { lasting, .. }) => *lasting,
        _ => Duration::ZERO,
    }
}

/// Returns whether a revision is good, and by what, given the reasons against it.
pub(super) fn standing(
    outcome: &RevisionOutcome,
    outcomes: &[RevisionOutcome],
    against: &[ReasonAgainst],
    evidence: Option<&RevisionEvidence>,
) -> Standing {
    let is_excluded = |against: &ReasonAgainst| against.rules_out() || against.excludes_good();
    if against.iter().any(is_excluded) {
        return Standing::Candidate;
    }
    let ready_for = ready_for(evidence);
    let live = live_duration(outcome, outcomes).unwrap_or_default();
    let is_current = outcomes
        .last()
        .is_some_and(|last| last.revision == outcome.revision);
    if live.max(ready_for) >= soak_time(against) {
        return Standing::Good(match evidence.map(|evidence| &evidence.pods) {
            Some(PodsSeen::Ready { .. } | PodsSeen::StillServing { .. }) => GoodBy::PodsSeen,
            Some(PodsSeen::Nothing | PodsSeen::Failing { .. }) | None => GoodBy::LedgerOnly,
        });
    }
    // The current revision is not ruled out only when it was uninstalled.
    match is_current {
        true => Standing::Good(GoodBy::InForceUntilUninstall),
        false => Standing::Candidate,
    }
}

/// Returns the soak time of a revision about which there is a doubt, or none.
pub(super) fn soak_time(against: &[ReasonAgainst]) -> Duration {
    match against.iter().any(ReasonAgainst::raises_doubt) {
        true => SOAK_TIME_IN_DOUBT,
        false => SOAK_TIME,
    }
}

/// Returns the reasons against rolling back to a revision.
pub(super) fn reasons_against(
    outcome: &RevisionOutcome,
    outcomes: &[RevisionOutcome],
    effective: EffectiveRevision,
    evidence: Option<&RevisionEvidence>,
) -> Vec<ReasonAgainst> {
    let Some(current) = outcomes.last() else {
        return Vec::new();
    };
    let is_current = outcome.revision == current.revision;
    let took_effect = outcome.result.took_effect();
    // If a later revision with the same content took effect, its rollback counts too, and only retries after it count.
    let last = same_content(outcome, outcomes)
        .rfind(|other| other.result.took_effect())
        .filter(|last| last.revision > outcome.revision)
        .unwrap_or(outcome);
    let rolled_back_by = outcome
        .rolled_back_by
        .as_ref()
        .or(last.rolled_back_by.as_ref());

    let mut reasons = Vec::new();
    if current.result.is_uninstalled() {
        // Nothing is in force, so the current revision is one to go back to like any other.
    } else if is_current {
        reasons.push(ReasonAgainst::Current);
    } else if current.result.took_effect() && current.content_origin == outcome.content_origin {
        reasons.push(ReasonAgainst::SameAsCurrent(current.revision));
    } else if effective == EffectiveRevision::Unchanged(outcome.revision) {
        reasons.push(ReasonAgainst::InForce {
            unchanged_by: current.revision,
        });
    }
    if !took_effect {
        reasons.push(ReasonAgainst::NotComplete(outcome.result.clone()));
    }
    reasons.extend(forbidden(outcome, outcomes));
    reasons.extend(rolled_back_by.cloned().map(ReasonAgainst::RolledBack));
    let listed = rolled_back_by.map(|rollback| rollback.revision);
    reasons.extend(chart_rolled_back(outcome, outcomes, listed));
    reasons.extend(
        same_content(outcome, outcomes)
            .filter(|other| other.revision > last.revision)
            .filter_map(retry_not_complete)
            .next_back(),
    );
    reasons.extend(evidence.and_then(against_by_evidence));
    if !is_current && took_effect {
        match live_duration(outcome, outcomes) {
            Some(live) if live < SOAK_TIME => reasons.push(ReasonAgainst::LiveTooShort(live)),
            Some(_) => {}
            None if outcome.live == LiveTime::StillLive => {}
            None => reasons.push(ReasonAgainst::LiveUnknown),
        }
    }
    reasons
}

/// Returns the reason against a revision that its workloads are.
fn against_by_evidence(evidence: &RevisionEvidence) -> Option<ReasonAgainst> {
    match (&evidence.pods, &evidence.without_pods) {
        (PodsSeen::Failing { workload }, _) => Some(ReasonAgainst::PodsFail {
            workload: workload.clone(),
        }),
        (_, WithoutPods::All(workloads)) => Some(ReasonAgainst::RanNoPods(workloads.clone())),
        (_, WithoutPods::Some(workloads)) => Some(ReasonAgainst::TakesPodsAway(workloads.clone())),
        (_, WithoutPods::None) => None,
    }
}

/// Returns the reason against a revision that its description or that of a later one states.
fn forbidden(outcome: &RevisionOutcome, outcomes: &[RevisionOutcome]) -> Option<ReasonAgainst> {
    if outcome.forbidden == Some(Forbidden::RollbackTo) {
        return Some(ReasonAgainst::Forbidden);
    }
    let mut later = outcomes
        .iter()
        .rev()
        .take_while(|other| other.revision > outcome.revision);
    let from = later.find(|other| other.forbidden == Some(Forbidden::RollbackFrom))?;
    Some(ReasonAgainst::ForbiddenFrom(from.revision))
}

fn retry_not_complete(later: &RevisionOutcome) -> Option<ReasonAgainst> {
    let is_pending = match later.result {
        OperationResult::Failed => false,
        OperationResult::Pending(_) => true,
        _ => return None,
    };
    Some(ReasonAgainst::RetryNotComplete {
        by: later.revision,
        is_rollback: later.rollback.is_some(),
        is_pending,
    })
}

/// Returns the newest rollback from this chart version to another one, with the revisions that it rolled back; `None` if
/// `listed` is that rollback.
fn chart_rolled_back(
    outcome: &RevisionOutcome,
    outcomes: &[RevisionOutcome],
    listed: Option<Revision>,
) -> Option<ReasonAgainst> {
    let chart = outcome.chart.as_ref()?;
    let changed_chart = |by| {
        let rollback = outcomes.iter().find(|other| other.revision == by);
        rollback.is_some_and(|rollback| rollback.chart.as_ref() != Some(chart))
    };
    let left: Vec<(Revision, &RolledBackBy)> = outcomes
        .iter()
        .filter(|other| other.chart.as_ref() == Some(chart))
        .filter_map(|other| Some((other.revision, other.rolled_back_by.as_ref()?)))
        .filter(|(_, rollback)| changed_chart(rollback.revision))
        .collect();
    let (last, newest) = *left.last()?;
    let by = newest.revision;
    let (first, _) = *left.iter().find(|(_, rollback)| rollback.revision == by)?;
    (listed != Some(by)).then(|| ReasonAgainst::ChartRolledBack {
        chart: chart.clone(),
        first,
        last,
        by,
        target: newest.target,
    })
}

/// Returns the reasons for rolling back to a revision.
pub(super) fn reasons_for(
    best: &RevisionOutcome,
    outcomes: &[RevisionOutcome],
    standing: Standing,
    evidence: Option<&RevisionEvidence>,
) -> Vec<ReasonFor> {
    let own = live_duration(best, outcomes);
    let others = same_content(best, outcomes).filter(|other| other.revision != best.revision);
    let counting = others.filter(|other| live_period(other).is_some());
    let rollbacks: Vec<Revision> = same_content(best, outcomes)
        .filter(|other| other.rollback.is_some() && other.result.took_effect())
        .map(|other| other.revision)
        .collect();
    let is_uninstalled = best.result.is_uninstalled();
    let result = match best.result {
        OperationResult::Complete(operation) => ReasonFor::Complete(operation),
        OperationResult::Uninstalled => ReasonFor::InForceUntilUninstall,
        _ => ReasonFor::Deployed,
    };
    let mut reasons = Vec::new();
    match evidence.map(|evidence| &evidence.pods) {
        Some(&PodsSeen::Ready { ready, of, lasting }) => {
            reasons.push(ReasonFor::PodsReady { ready, of, lasting });
        }
        Some(&PodsSeen::StillServing { ready, of }) => {
            reasons.push(ReasonFor::StillServing { ready, of });
        }
        Some(PodsSeen::Nothing | PodsSeen::Failing { .. }) | None => {}
    }
    let ran_for = ready_for(evidence);
    match own.filter(|own| *own >= SOAK_TIME) {
        Some(duration) => reasons.push(ReasonFor::Live {
            duration,
            counting: counting.map(|other| other.revision).collect(),
        }),
        None if is_uninstalled || ran_for >= SOAK_TIME => {}
        None => reasons.push(ReasonFor::NoneSoaked),
    }
    if standing == Standing::Good(GoodBy::LedgerOnly) {
        reasons.push(ReasonFor::LedgerOnly);
    }
    reasons.extend([result, ReasonFor::NotRolledBack]);
    if !rollbacks.is_empty() {
        reasons.push(ReasonFor::RolledBackTo(rollbacks));
    }
    reasons.extend(chart_live(best, outcomes, own.unwrap_or_default()));
    reasons
}

/// Returns how long the chart version was live over the consecutive revisions around this one, when that is at least the
/// soak time, and longer than `own`.
fn chart_live(
    best: &RevisionOutcome,
    outcomes: &[RevisionOutcome],
    own: Duration,
) -> Option<ReasonFor> {
    let run = outcomes
        .chunk_by(|a, b| a.chart.is_some() && a.chart == b.chart)
        .find(|run| run.iter().any(|outcome| outcome.revision == best.revision))?;
    let duration = total_duration(run.iter().filter_map(live_period))?;
    (duration > own && duration >= SOAK_TIME).then_some(ReasonFor::ChartLive {
        chart: best.chart.clone()?,
        duration,
        first: run.first()?.revision,
        last: run.last()?.revision,
    })
}
