//! Why the newer of two revisions does not run, where it is the current one.

use astern_cluster::{
    ProblemCause, RecordedWorkload, Transport, last_log_lines, readiness_problems,
    recorded_workloads, workload,
};
use astern_compare::Comparison;
use astern_diagnosis::{Diagnosis, Symptom, SymptomOf, diagnose};
use astern_ledger::{History, Release, Timestamp};
use futures_util::{StreamExt as _, stream};

/// The most workloads that are asked for, and how many at the same time.
const MAX_WORKLOADS: usize = 200;
const CONCURRENT_READS: usize = 8;

/// The most logs that are read.
const MAX_LOGS: usize = 4;

/// Returns what explains that pods of the newer revision are not ready, where it is the current one; `None` where nothing is known
/// to be wrong. What may not be read explains nothing.
pub(super) async fn diagnosis<T: Transport>(
    cluster: &T,
    history: &History,
    newer: &Release,
    comparison: &Comparison,
    now: Timestamp,
) -> Option<Diagnosis> {
    let revisions = comparison.revisions;
    if revisions.from >= revisions.to || revisions.to != history.current().revision {
        return None;
    }
    let recorded = recorded_workloads(newer).workloads;
    let recorded = recorded.iter().take(MAX_WORKLOADS);
    let found = stream::iter(recorded.map(|one| symptoms_of(cluster, one, now)));
    let found: Vec<Vec<Symptom>> = found.buffered(CONCURRENT_READS).collect().await;
    let mut symptoms: Vec<Symptom> = found.into_iter().flatten().collect();
    if symptoms.is_empty() {
        return None;
    }
    let ran = symptoms.iter_mut().filter(|symptom| has_log(symptom));
    for symptom in ran.take(MAX_LOGS) {
        let SymptomOf::Workload(of) = &symptom.of else {
            continue;
        };
        let log = last_log_lines(cluster, &of.namespace, &symptom.problem).await;
        symptom.log = log.unwrap_or_default();
    }
    Some(diagnose(comparison, &symptoms))
}

fn has_log(symptom: &Symptom) -> bool {
    matches!(
        symptom.problem.cause,
        ProblemCause::Crash
            | ProblemCause::Memory
            | ProblemCause::Probe
            | ProblemCause::InitContainer
    )
}

async fn symptoms_of<T: Transport>(
    cluster: &T,
    recorded: &RecordedWorkload,
    now: Timestamp,
) -> Vec<Symptom> {
    let of = &recorded.workload;
    let Ok(Some(readiness)) = workload(cluster, of).await else {
        return Vec::new();
    };
    // What somebody changed in the cluster is not explained by the revision.
    if readiness.is_ready() || !recorded.template.is_within(&readiness.template) {
        return Vec::new();
    }
    let found = readiness_problems(cluster, of, &readiness, now, now).await;
    let problems = found.map(|found| found.problems).unwrap_or_default();
    let symptoms = problems.into_iter().map(|problem| Symptom {
        of: SymptomOf::Workload(of.clone()),
        problem,
        log: Vec::new(),
    });
    symptoms.collect()
}
