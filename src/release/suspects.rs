//! The headline of a release whose pods are not ready, and what its revision is compared with.

use astern_ledger::{Assessment, EffectiveRevision, History, Revision};
use astern_wording::{diagnosis_headline, way_back, way_out};
use leptos::prelude::*;

use super::effective_revision::effective_record;
use crate::diagnosis::{DiagnosisState, Sides, pod_counts};
use crate::workloads::Workloads;

/// Returns what the revision in the cluster is compared with to find out why its pods are not ready: the last known good one,
/// else the one before. `None` while that is being worked out.
pub fn diagnosis_sides(
    history: History,
    assessment: Memo<Assessment>,
    effective: Memo<EffectiveRevision>,
) -> Memo<Option<Sides>> {
    Memo::new(move |_| {
        let to = effective_record(&history, effective.get());
        let good = assessment.with(|assessment| match assessment.is_provisional() {
            true => None,
            false => Some(assessment.last_known_good()),
        })?;
        let is_other = |good: &Revision| *good != to.revision;
        let from = good.filter(is_other).and_then(|good| history.get(good));
        let from = from.or_else(|| history.before(to.revision)).cloned();
        Some(Sides { from, to })
    })
}

/// The headline of a release whose pods are not ready, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TroubleSummary {
    /// That they are not ready, why, and which change explains it.
    pub headline: String,
    /// What to do. Paths of values stand between backticks.
    pub way_out: String,
}

/// Returns the headline while the cluster reports why pods are not ready; `None` where nothing is known to be wrong.
pub fn trouble_summary(
    diagnosis: RwSignal<DiagnosisState>,
    workloads: Signal<Option<Workloads>>,
    assessment: Memo<Assessment>,
) -> Memo<Option<TroubleSummary>> {
    Memo::new(move |_| {
        let pods = workloads.with(|all| all.as_ref().map(pod_counts))?;
        let good = assessment.with(Assessment::last_known_good);
        diagnosis.with(|state| {
            let diagnosis = &state.known()?.diagnosis;
            let good = good.filter(|good| *good != diagnosis.revision);
            let mut sentences = vec![way_out(diagnosis, pods, good)];
            if good.is_none() {
                sentences.extend(assessment.with(way_back));
            }
            sentences.retain(|sentence| !sentence.is_empty());
            Some(TroubleSummary {
                headline: diagnosis_headline(diagnosis, pods)?,
                way_out: sentences.join(" "),
            })
        })
    })
}
