//! Reading what containers logged before they ended.

use astern_cluster::{ClusterError, ProblemCause, last_log_lines};
use astern_diagnosis::{Symptom, SymptomOf};
use astern_ledger::Namespace;

use crate::connection::Cluster;

/// The most logs that are read for one diagnosis.
const MAX_LOGS: usize = 4;

/// Whether the logs that could tell more were read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LogAccess {
    /// They were read, or none would tell more.
    Complete,
    /// They could not be read, and why.
    Failed(ClusterError),
}

/// Adds what the containers logged to the symptoms of containers that ran.
pub async fn read_logs(
    cluster: &Cluster,
    namespace: &Namespace,
    symptoms: &mut [Symptom],
) -> LogAccess {
    let mut access = LogAccess::Complete;
    let ran = symptoms.iter_mut().filter(|symptom| has_run(symptom));
    for symptom in ran.take(MAX_LOGS) {
        let namespace = match &symptom.of {
            SymptomOf::Workload(workload) => &workload.namespace,
            SymptomOf::Hook(_) => namespace,
        };
        match last_log_lines(&cluster.api, namespace, &symptom.problem).await {
            Ok(lines) => symptom.log = lines,
            Err(error) => access = LogAccess::Failed(error),
        }
    }
    access
}

fn has_run(symptom: &Symptom) -> bool {
    let ran = matches!(
        symptom.problem.cause,
        ProblemCause::Crash
            | ProblemCause::Memory
            | ProblemCause::Probe
            | ProblemCause::InitContainer
    );
    ran && symptom.problem.seen_in.container.is_some()
}
