//! What speaks for and against each revision.

use super::{Against, Ended, Favour, Live, Past, Undone};
use crate::{Length, Revision};

/// An hour of use, in seconds: the alerts that look back for an hour have had their say.
pub(super) const SOAKED: u64 = 3_600;

/// A day of use, which outweighs what raises a doubt.
pub(super) const SOAKED_IN_DOUBT: u64 = 86_400;

/// The revisions that hold the same as this one, oldest first, itself among them.
fn alike<'a>(
    past: &Past,
    pasts: &'a [Past],
) -> impl DoubleEndedIterator<Item = &'a Past> + use<'a> {
    let origin = past.origin;
    pasts.iter().filter(move |other| other.origin == origin)
}

/// How long what a revision holds was live, counting all that hold the same; `None` when that is
/// known of none of them.
pub(super) fn live(past: &Past, pasts: &[Past]) -> Option<Length> {
    let lengths: Vec<Length> = alike(past, pasts).filter_map(length).collect();
    (!lengths.is_empty()).then(|| lengths.into_iter().sum())
}

fn length(past: &Past) -> Option<Length> {
    match past.live {
        Live::For(length) if past.ended.took_effect() => Some(length),
        _ => None,
    }
}

/// What speaks against going back to a revision.
pub(super) fn against(past: &Past, pasts: &[Past]) -> Vec<Against> {
    let Some(current) = pasts.last() else {
        return Vec::new();
    };
    let is_current = past.revision == current.revision;
    let took_effect = past.ended.took_effect();
    // What a revision holds may have been in force once more since, and is judged by that time.
    let last = alike(past, pasts)
        .rfind(|other| other.ended.took_effect())
        .filter(|last| last.revision > past.revision)
        .unwrap_or(past);
    let undone = past.undone.as_ref().or(last.undone.as_ref());

    let mut against = Vec::new();
    if is_current {
        against.push(Against::Current);
    } else if current.ended.took_effect() && current.origin == past.origin {
        against.push(Against::SameAsCurrent(current.revision));
    }
    if !took_effect {
        against.push(Against::Ended(past.ended.clone()));
    }
    against.extend(undone.cloned().map(Against::Undone));
    let said = undone.map(|undone| undone.by);
    against.extend(chart_undone(past, pasts, said));
    against.extend(
        alike(past, pasts)
            .filter(|a| a.revision > last.revision)
            .filter_map(retried)
            .next_back(),
    );
    if !is_current && took_effect {
        match live(past, pasts) {
            Some(live) if live.seconds() < SOAKED => against.push(Against::Short(live)),
            Some(_) => {}
            None => against.push(Against::LiveNotKnown),
        }
    }
    against
}

fn retried(later: &Past) -> Option<Against> {
    let pending = match later.ended {
        Ended::Failed => false,
        Ended::Pending(_) => true,
        _ => return None,
    };
    Some(Against::Retried {
        by: later.revision,
        rollback: later.rolled_back.is_some(),
        pending,
    })
}

/// The newest rollback that left this chart version for another one, and what it left; `None` when
/// that rollback has been `said` already.
fn chart_undone(past: &Past, pasts: &[Past], said: Option<Revision>) -> Option<Against> {
    let chart = past.chart.as_ref()?;
    let moved = |by| {
        let rollback = pasts.iter().find(|other| other.revision == by);
        rollback.is_some_and(|rollback| rollback.chart.as_ref() != Some(chart))
    };
    let left: Vec<(Revision, &Undone)> = pasts
        .iter()
        .filter(|other| other.chart.as_ref() == Some(chart))
        .filter_map(|other| Some((other.revision, other.undone.as_ref()?)))
        .filter(|(_, undone)| moved(undone.by))
        .collect();
    let (last, Undone { by, to, .. }) = *left.last()?;
    let (first, _) = *left.iter().find(|(_, undone)| undone.by == *by)?;
    (said != Some(*by)).then(|| Against::ChartUndone {
        chart: chart.clone(),
        first,
        last,
        by: *by,
        to: *to,
    })
}

/// What speaks for going back to a revision.
pub(super) fn reasons(best: &Past, pasts: &[Past]) -> Vec<Favour> {
    let own = live(best, pasts);
    let others = alike(best, pasts).filter(|other| other.revision != best.revision);
    let and = others.filter(|other| length(other).is_some());
    let chosen: Vec<Revision> = alike(best, pasts)
        .filter(|other| other.rolled_back.is_some() && other.ended.took_effect())
        .map(|other| other.revision)
        .collect();
    let ended = match best.ended {
        Ended::Complete(operation) => Favour::Complete(operation),
        _ => Favour::Deployed,
    };
    let mut reasons = Vec::new();
    match own.filter(|own| own.seconds() >= SOAKED) {
        Some(length) => reasons.push(Favour::Live {
            length,
            and: and.map(|other| other.revision).collect(),
        }),
        None => reasons.push(Favour::NoneSoaked),
    }
    reasons.extend([ended, Favour::NotLeft]);
    if !chosen.is_empty() {
        reasons.push(Favour::ChosenBefore(chosen));
    }
    reasons.extend(chart_ran(best, pasts, own.unwrap_or_default()));
    reasons
}

/// How long the chart version was live over the consecutive revisions around this one, when that
/// is long, and longer than `own`.
fn chart_ran(best: &Past, pasts: &[Past], own: Length) -> Option<Favour> {
    let run = pasts
        .chunk_by(|a, b| a.chart.is_some() && a.chart == b.chart)
        .find(|run| run.iter().any(|past| past.revision == best.revision))?;
    let length: Length = run.iter().filter_map(length).sum();
    (length > own && length.seconds() >= SOAKED).then_some(Favour::ChartRan {
        chart: best.chart.clone()?,
        length,
        first: run.first()?.revision,
        last: run.last()?.revision,
    })
}
