//! Finds why a workload is not ready: from the statuses of its pods, else from the warning Events about it.

use astern_ledger::{Namespace, Timestamp};

use crate::older_pods::{count_failing, older_pods_problem};
use crate::pod_problem::{pod_problem, pod_state};
use crate::pods::{WorkloadPods, workload_pods};
use crate::readiness_problem::SeenIn;
use crate::terminating_pods::terminating_problem;
use crate::warning_events::{cause_of_words, warnings};
use crate::{
    ClusterError, ProblemCause, Readiness, ReadinessProblem, RolloutOrder, Transport, Workload,
};

/// How long a pod may take to become ready before its state is reported although nothing says why it is not.
const USUAL_START_SECONDS: i64 = 60;

/// Why a workload is not ready.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ReadinessProblems {
    /// The problems, that of a pod which is not replaced first; empty if Kubernetes reports none.
    pub problems: Vec<ReadinessProblem>,
    /// The number of pods of older templates that are known to fail.
    pub older_failing: u32,
}

/// Returns the problems that keep a workload from being ready, which it is not since `late_since`. Both times are by the clock
/// of the person.
///
/// # Errors
/// [`ClusterError`] when its pods may not be read.
pub async fn readiness_problems<T: Transport>(
    transport: &T,
    workload: &Workload,
    readiness: &Readiness,
    late_since: Timestamp,
    now: Timestamp,
) -> Result<ReadinessProblems, ClusterError> {
    let pods = match &readiness.pods {
        Some(pods) => workload_pods(transport, &workload.namespace, pods).await?,
        None => WorkloadPods::default(),
    };
    // Before the newest specification is observed, the status tells the templates before apart.
    let older = match readiness.observed {
        true => older_pods_problem(&pods.older, &readiness.rollout),
        false => None,
    };
    let mut problems = newest_pods_problems(&pods);
    explain_by_events(transport, &workload.namespace, &mut problems).await;
    problems.extend(terminating_problem(transport, &pods.terminating, now).await);
    problems.extend(held_by_specification(workload, readiness));
    if problems.is_empty() && older.is_none() {
        problems.extend(refused_pods(workload, readiness));
    }
    if problems.is_empty() && older.is_none() {
        let not_ready = pods.newest.iter().filter(|pod| !pod.is_ready());
        // An error is ignored: a user who may not read Events still gets the problems of the pods.
        let names = not_ready.clone().next_back();
        let names = names.map(|pod| ("Pod".to_owned(), pod.metadata.name.as_str()));
        let own = [(workload.kind.to_string(), workload.name.as_str())];
        for (kind, name) in names.into_iter().chain(own) {
            let warned = warnings(transport, &workload.namespace, &kind, name).await;
            if let Some(problem) = warned.unwrap_or_default().pop() {
                problems.push(problem);
                break;
            }
        }
        if problems.is_empty() {
            let all = not_ready.chain(pods.older.iter().filter(|pod| !pod.is_ready()));
            let states = all.map(pod_state).min_by_key(|state| state.since);
            let state = states.unwrap_or_else(|| without_pods(workload, late_since));
            problems.extend(Some(state).filter(|state| is_slow(state, now)));
        }
    }
    problems.splice(0..0, older);
    Ok(ReadinessProblems {
        problems,
        older_failing: count_failing(&pods.older),
    })
}

/// Returns the problems of the pods of the newest template, one for each cause.
fn newest_pods_problems(pods: &WorkloadPods) -> Vec<ReadinessProblem> {
    let mut found: Vec<ReadinessProblem> = Vec::new();
    for problem in pods.newest.iter().filter_map(pod_problem) {
        let same = |known: &&mut ReadinessProblem| known.cause == problem.cause;
        match found.iter_mut().find(same) {
            Some(known) => known.more += 1,
            None => found.push(problem),
        }
    }
    found
}

/// Completes what the status of a pod says about a container that ends or an image that cannot be pulled: the kubelet ends a
/// container whose probe fails, runs a hook after its start, and says in an Event why an image cannot be pulled. An error is
/// ignored: a user who may not read Events still gets the problems of the pods.
async fn explain_by_events<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    problems: &mut [ReadinessProblem],
) {
    let is_incomplete = |problem: &&mut ReadinessProblem| match problem.cause {
        ProblemCause::Crash => true,
        ProblemCause::Image => is_back_off_only(&problem.message),
        _ => false,
    };
    let Some(problem) = problems.iter_mut().find(is_incomplete) else {
        return;
    };
    let warned = warnings(transport, namespace, "Pod", &problem.seen_in.name).await;
    for warning in warned.unwrap_or_default().into_iter().rev() {
        match (problem.cause, warning.cause) {
            (ProblemCause::Crash, ProblemCause::Probe) if ends_container(&warning.message) => {
                problem.cause = ProblemCause::Probe;
                problem.message = warning.message;
                return;
            }
            (ProblemCause::Crash, _) if warning.reason == "FailedPostStartHook" => {
                problem.reason = warning.reason;
                problem.message = warning.message;
                return;
            }
            (ProblemCause::Image, _) if warning.message.starts_with("Failed to pull image") => {
                problem.message = warning.message;
                return;
            }
            _ => {}
        }
    }
}

/// Returns whether the message says only that the pull is repeated, as kubelets before 1.31 write it.
fn is_back_off_only(message: &str) -> bool {
    message.starts_with("Back-off pulling image") && !message.contains("\": ")
}

/// Returns whether a probe that fails makes the kubelet end the container.
fn ends_container(message: &str) -> bool {
    message.starts_with("Liveness probe") || message.starts_with("Startup probe")
}

/// Returns what the workload's own specification makes it wait for.
fn held_by_specification(workload: &Workload, readiness: &Readiness) -> Option<ReadinessProblem> {
    let cause = match readiness.rollout.order {
        RolloutOrder::Paused if readiness.rollout.kept > 0 => ProblemCause::Paused,
        _ if readiness.not_available > 0 => ProblemCause::MinReadySeconds,
        _ => return None,
    };
    let reason = match cause {
        ProblemCause::Paused => "Paused".to_owned(),
        _ => format!("minReadySeconds {}", readiness.rollout.min_ready_seconds),
    };
    Some(of_workload(workload, cause, &reason, ""))
}

/// Returns why the API server refuses to make pods, as the controller reports it. A message of unknown cause, such as an
/// exceeded deadline, does not explain the failure.
fn refused_pods(workload: &Workload, readiness: &Readiness) -> Option<ReadinessProblem> {
    let message = readiness.failure.as_ref()?;
    match cause_of_words(message) {
        ProblemCause::Other => None,
        cause => Some(of_workload(workload, cause, "ReplicaFailure", message)),
    }
}

fn of_workload(
    workload: &Workload,
    cause: ProblemCause,
    reason: &str,
    message: &str,
) -> ReadinessProblem {
    ReadinessProblem {
        cause,
        reason: reason.to_owned(),
        seen_in: SeenIn {
            kind: workload.kind.to_string(),
            name: workload.name.clone(),
            container: None,
        },
        message: message.to_owned(),
        ended: None,
        since: None,
        more: 0,
    }
}

/// Returns that no pod is there that could say why.
fn without_pods(workload: &Workload, late_since: Timestamp) -> ReadinessProblem {
    ReadinessProblem {
        since: Some(late_since),
        ..of_workload(
            workload,
            ProblemCause::NotSaid,
            "NoPods",
            "no pod that is not ready exists",
        )
    }
}

fn is_slow(state: &ReadinessProblem, now: Timestamp) -> bool {
    state
        .since
        .is_some_and(|since| now.as_second() - since.as_second() >= USUAL_START_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Rollout, WorkloadKind};

    fn workload() -> Workload {
        Workload {
            kind: WorkloadKind::Deployment,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        }
    }

    fn readiness(order: RolloutOrder, kept: u32, not_available: u32) -> Readiness {
        Readiness {
            rollout: Rollout {
                order,
                kept,
                min_ready_seconds: 30,
                ..Rollout::default()
            },
            not_available,
            ..Readiness::default()
        }
    }

    #[test]
    fn a_paused_deployment_is_a_problem_while_it_keeps_older_pods() {
        let cause = |readiness: &Readiness| {
            held_by_specification(&workload(), readiness)
                .map(|problem| (problem.cause, problem.reason))
        };
        let paused = cause(&readiness(RolloutOrder::Paused, 2, 0));
        assert_eq!(paused, Some((ProblemCause::Paused, "Paused".to_owned())));
        assert_eq!(cause(&readiness(RolloutOrder::Paused, 0, 0)), None);
        let early = cause(&readiness(RolloutOrder::Rolling, 0, 1));
        let reason = "minReadySeconds 30".to_owned();
        assert_eq!(early, Some((ProblemCause::MinReadySeconds, reason)));
    }

    #[test]
    fn only_refusals_of_known_cause_explain_that_pods_are_not_made() {
        let failed = |message: &str| Readiness {
            failure: Some(message.to_owned()),
            ..Readiness::default()
        };
        let cause = |message: &str| {
            refused_pods(&workload(), &failed(message)).map(|problem| problem.cause)
        };
        let quota = cause("pods \"x\" is forbidden: exceeded quota: q");
        assert_eq!(quota, Some(ProblemCause::Quota));
        assert_eq!(cause("ReplicaSet has timed out progressing."), None);
    }
}
