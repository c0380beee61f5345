//! The symptoms of a release's workloads.

use astern_cluster::{ReadinessProblem, WorkloadKind};
use astern_diagnosis::{Symptom, SymptomOf};
use astern_wording::PodCounts;

use crate::workloads::{WorkloadState, Workloads};

/// The most symptoms that are explained: a release can have a thousand workloads, and few causes.
const MAX_SYMPTOMS: usize = 40;

/// Returns what the cluster reports of workloads that are not ready, without logs. What changes while nothing else does, such
/// as the number of restarts, is left out, so that a symptom is the same each time that it is read.
pub fn symptoms(workloads: &Workloads) -> Vec<Symptom> {
    let known = workloads.known.iter();
    let all = known.flat_map(|(workload, state)| {
        let problems = match state {
            WorkloadState::Live(live) if live.as_recorded => live.not_ready.problems(),
            _ => &[],
        };
        problems.iter().map(|problem| Symptom {
            of: SymptomOf::Workload(workload.clone()),
            problem: lasting(problem),
            log: Vec::new(),
        })
    });
    all.take(MAX_SYMPTOMS).collect()
}

fn lasting(problem: &ReadinessProblem) -> ReadinessProblem {
    ReadinessProblem {
        message: match problem.ended {
            // It counts the restarts; what matters of it is in `ended`.
            Some(_) if problem.message.starts_with("it ended with") => String::new(),
            _ => problem.message.clone(),
        },
        since: None,
        more: 0,
        ..problem.clone()
    }
}

/// Returns how many pods of the revision are ready, over all workloads but Jobs.
pub fn pod_counts(workloads: &Workloads) -> PodCounts {
    let mut counts = PodCounts::default();
    for (workload, state) in &workloads.known {
        let WorkloadState::Live(live) = state else {
            continue;
        };
        if workload.kind == WorkloadKind::Job || live.readiness.is_ready() {
            continue;
        }
        counts.ready += u64::from(live.readiness.ready.min(live.readiness.wanted));
        counts.wanted += u64::from(live.readiness.wanted);
        let failing = live.not_ready.older_failing();
        counts.older += u64::from(live.readiness.older.saturating_sub(failing));
    }
    counts
}

#[cfg(test)]
mod tests {
    use astern_cluster::{Ended, ProblemCause, Readiness, ReadinessProblems, SeenIn, Workload};

    use super::*;
    use crate::workloads::{LiveWorkload, NotReadyReason};

    fn crashing(restarts: u32) -> Workloads {
        let problem = ReadinessProblem {
            cause: ProblemCause::Crash,
            reason: "CrashLoopBackOff".to_owned(),
            seen_in: SeenIn {
                kind: "Pod".to_owned(),
                name: "web-1".to_owned(),
                container: Some("web".to_owned()),
            },
            message: format!("it ended with exit status 1, and was restarted {restarts} times"),
            ended: Some(Ended {
                exit_code: 1,
                reason: "Error".to_owned(),
                message: String::new(),
            }),
            since: None,
            more: restarts as usize,
        };
        let live = LiveWorkload {
            readiness: Readiness {
                wanted: 3,
                older: 2,
                observed: true,
                ..Readiness::default()
            },
            as_recorded: true,
            not_ready: NotReadyReason::Problems(ReadinessProblems {
                problems: vec![problem],
                older_failing: 1,
            }),
            late_since: None,
        };
        let workload = Workload {
            kind: WorkloadKind::Deployment,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        };
        Workloads {
            known: vec![(workload, WorkloadState::Live(live))],
            unread: 0,
        }
    }

    #[test]
    fn a_symptom_stays_the_same_while_a_container_is_restarted() {
        assert_eq!(symptoms(&crashing(1)), symptoms(&crashing(7)));
        assert_eq!(symptoms(&crashing(1)).len(), 1);
    }

    #[test]
    fn older_pods_that_fail_serve_nobody() {
        let counts = pod_counts(&crashing(1));
        assert_eq!((counts.ready, counts.wanted, counts.older), (0, 3, 1));
    }
}
