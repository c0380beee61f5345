//! Finds why a pod is not ready, from its status.

use astern_ledger::Timestamp;

use crate::pod::{Container, Pod, Terminated};
use crate::readiness_problem::SeenIn;
use crate::{Ended, ProblemCause, ReadinessProblem};

/// Returns why a pod is not ready, when its status says so.
pub(crate) fn pod_problem(pod: &Pod) -> Option<ReadinessProblem> {
    let status = &pod.status;
    let mut containers = status
        .init_container_statuses
        .iter()
        .chain(&status.container_statuses)
        .filter(|one| !one.ready);
    let of_containers = containers.find_map(|one| {
        let found = container_problem(one)?;
        Some(ReadinessProblem {
            message: found.message,
            ended: found.ended,
            seen_in: in_container(pod, one),
            ..problem(pod, found.cause, &found.reason)
        })
    });
    of_containers
        .or_else(|| unscheduled(pod))
        .or_else(|| evicted(pod))
        .or_else(|| running_init_container(pod))
        .or_else(|| untrue_readiness_gate(pod))
}

/// Returns what is known of a pod that is not ready and whose status does not say why: its phase and the state of a container.
pub(crate) fn pod_state(pod: &Pod) -> ReadinessProblem {
    let status = &pod.status;
    let containers = || {
        let init = status.init_container_statuses.iter();
        init.chain(&status.container_statuses)
    };
    let state_of = |one: &Container| {
        let state = &one.state;
        match (&state.waiting, &state.running, &state.terminated) {
            (Some(waiting), ..) if !waiting.reason.is_empty() => Some(waiting.reason.clone()),
            (_, Some(_), _) => Some("Running".to_owned()),
            (_, _, Some(ended)) if !ended.reason.is_empty() => Some(ended.reason.clone()),
            _ => None,
        }
    };
    let found = containers()
        .filter(|one| !one.ready)
        .find_map(|one| Some((one, state_of(one)?)));
    let phase = match status.phase.as_str() {
        "" => "no phase yet".to_owned(),
        phase => format!("phase {phase}"),
    };
    let since = pod.condition("Ready").and_then(|c| c.last_transition_time);
    let since = since.or(pod.metadata.creation_timestamp);
    let (seen_in, reason) = match found {
        Some((container, reason)) => (in_container(pod, container), reason),
        None => (SeenIn::pod(&pod.metadata.name), status.phase.clone()),
    };
    ReadinessProblem {
        seen_in,
        message: phase,
        since,
        ..problem(pod, ProblemCause::NotSaid, &reason)
    }
}

fn problem(pod: &Pod, cause: ProblemCause, reason: &str) -> ReadinessProblem {
    ReadinessProblem {
        cause,
        reason: reason.to_owned(),
        seen_in: SeenIn::pod(&pod.metadata.name),
        message: String::new(),
        ended: None,
        since: None,
        more: 0,
    }
}

fn in_container(pod: &Pod, container: &Container) -> SeenIn {
    SeenIn {
        container: Some(container.name.clone()),
        ..SeenIn::pod(&pod.metadata.name)
    }
}

fn unscheduled(pod: &Pod) -> Option<ReadinessProblem> {
    let condition = pod.condition("PodScheduled")?;
    let is_unscheduled = condition.status == "False" && !condition.message.is_empty();
    is_unscheduled.then(|| ReadinessProblem {
        message: condition.message.clone(),
        ..problem(pod, ProblemCause::Unschedulable, &condition.reason)
    })
}

fn evicted(pod: &Pod) -> Option<ReadinessProblem> {
    let status = &pod.status;
    let is_evicted = status.phase == "Failed" && !status.reason.is_empty();
    is_evicted.then(|| ReadinessProblem {
        message: status.message.clone(),
        ..problem(pod, ProblemCause::Other, &status.reason)
    })
}

/// Returns the init container that runs. A sidecar, whose restart policy is `Always`, is meant to run on.
fn running_init_container(pod: &Pod) -> Option<ReadinessProblem> {
    let is_sidecar = |name: &str| {
        let mut all = pod.spec.init_containers.iter();
        all.any(|one| one.name == name && one.restart_policy == "Always")
    };
    let mut all = pod.status.init_container_statuses.iter();
    all.find_map(|one| {
        let running = one.state.running.as_ref()?;
        (!is_sidecar(&one.name)).then(|| ReadinessProblem {
            seen_in: in_container(pod, one),
            since: running.started_at,
            ..problem(pod, ProblemCause::InitContainer, &one.name)
        })
    })
}

/// Returns the first readiness gate that is not true, once the containers are ready. A condition that the pod does not have
/// counts as false. Source: `GeneratePodReadyCondition` of `k8s.io/kubernetes/pkg/kubelet/status`.
fn untrue_readiness_gate(pod: &Pod) -> Option<ReadinessProblem> {
    let containers_ready = pod.condition("ContainersReady")?;
    if !containers_ready.is_true() {
        return None;
    }
    let gates = pod.spec.readiness_gates.iter();
    let mut untrue = gates.map(|gate| (gate, pod.condition(&gate.condition_type)));
    let (gate, condition) = untrue.find(|(_, c)| !c.is_some_and(|c| c.is_true()))?;
    let message = match condition {
        None => "the pod has no such condition".to_owned(),
        Some(condition) if condition.message.is_empty() => format!("it is {}", condition.status),
        Some(condition) => condition.message.clone(),
    };
    let since: Option<Timestamp> = condition.or(Some(containers_ready))?.last_transition_time;
    Some(ReadinessProblem {
        message,
        since,
        ..problem(pod, ProblemCause::ReadinessGate, &gate.condition_type)
    })
}

/// What the status of a container says about why it is not ready.
struct ContainerProblem {
    cause: ProblemCause,
    reason: String,
    message: String,
    ended: Option<Ended>,
}

fn container_problem(container: &Container) -> Option<ContainerProblem> {
    if let Some(terminated) = &container.state.terminated
        && terminated.exit_code != 0
    {
        return Some(ending(terminated, container.restart_count));
    }
    let waiting = container.state.waiting.as_ref()?;
    let cause = match waiting.reason.as_str() {
        "ContainerCreating" | "PodInitializing" | "" => return None,
        "CreateContainerConfigError" | "CreateContainerError" | "RunContainerError" => {
            ProblemCause::Configuration
        }
        "ErrImagePull"
        | "ImagePullBackOff"
        | "ErrImageNeverPull"
        | "InvalidImageName"
        | "ImageInspectError"
        | "RegistryUnavailable"
        | "SignatureValidationFailed" => ProblemCause::Image,
        "CrashLoopBackOff" => {
            if let Some(terminated) = &container.last_state.terminated {
                return Some(ContainerProblem {
                    reason: waiting.reason.clone(),
                    ..ending(terminated, container.restart_count)
                });
            }
            ProblemCause::Crash
        }
        _ => ProblemCause::Other,
    };
    Some(ContainerProblem {
        cause,
        reason: waiting.reason.clone(),
        message: waiting.message.clone(),
        ended: None,
    })
}

fn ending(terminated: &Terminated, restarts: u32) -> ContainerProblem {
    let Terminated {
        reason,
        exit_code,
        message,
    } = terminated;
    let cause = match reason.as_str() {
        "OOMKilled" => ProblemCause::Memory,
        _ => ProblemCause::Crash,
    };
    ContainerProblem {
        cause,
        reason: reason.clone(),
        message: format!(
            "it ended with exit status {exit_code}, and was restarted {restarts} times"
        ),
        ended: Some(Ended {
            exit_code: *exit_code,
            reason: reason.clone(),
            message: message.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn problem_of(pod: Value) -> Option<ReadinessProblem> {
        pod_problem(&serde_json::from_value(pod).unwrap())
    }

    fn of(status: Value) -> Option<(ProblemCause, String)> {
        let problem = problem_of(json!({ "metadata": { "name": "web-1" }, "status": status }))?;
        Some((problem.cause, problem.seen_in.to_string()))
    }

    fn waiting(reason: &str) -> Value {
        json!({ "containerStatuses": [{ "name": "web", "ready": false,
            "state": { "waiting": { "reason": reason, "message": "m" } } }] })
    }

    #[test]
    fn what_a_container_waits_for_is_the_reason() {
        for (reason, cause) in [
            ("CreateContainerConfigError", ProblemCause::Configuration),
            ("ImagePullBackOff", ProblemCause::Image),
            ("CrashLoopBackOff", ProblemCause::Crash),
            ("SomethingNew", ProblemCause::Other),
        ] {
            let seen_in = "Pod web-1, container web".to_owned();
            assert_eq!(of(waiting(reason)), Some((cause, seen_in)), "{reason}");
        }
        assert_eq!(of(waiting("ContainerCreating")), None);
    }

    #[test]
    fn running_out_of_memory_and_crashing_are_two_causes() {
        let mut status = waiting("CrashLoopBackOff");
        let ended = json!({ "terminated": { "reason": "OOMKilled", "exitCode": 137 } });
        status["containerStatuses"][0]["lastState"] = ended;
        assert_eq!(of(status).unwrap().0, ProblemCause::Memory);
    }

    #[test]
    fn a_pod_without_a_node_says_why() {
        let status = json!({ "phase": "Pending", "conditions": [{ "type": "PodScheduled",
            "status": "False", "reason": "Unschedulable", "message": "0/3 nodes are available" }] });
        let expected = Some((ProblemCause::Unschedulable, "Pod web-1".to_owned()));
        assert_eq!(of(status), expected);
    }

    #[test]
    fn an_init_container_that_runs_is_named_and_a_sidecar_is_not() {
        let pod = |restart_policy: &str| {
            json!({ "metadata": { "name": "web-1" },
            "spec": { "initContainers": [{ "name": "wait-for-db", "restartPolicy": restart_policy }] },
            "status": { "phase": "Pending",
                "initContainerStatuses": [{ "name": "wait-for-db", "ready": false,
                    "state": { "running": { "startedAt": "2026-11-29T03:04:05Z" } } }],
                "containerStatuses": [{ "name": "web", "ready": false,
                    "state": { "waiting": { "reason": "PodInitializing" } } }] } })
        };
        let found = problem_of(pod("")).unwrap();
        assert_eq!(found.cause, ProblemCause::InitContainer);
        assert_eq!(found.reason, "wait-for-db");
        assert_eq!(found.since.unwrap().to_string(), "2026-11-29T03:04:05Z");
        assert_eq!(problem_of(pod("Always")), None);
    }

    #[test]
    fn a_readiness_gate_counts_once_the_containers_are_ready() {
        let pod = |containers: &str, gate: Option<&str>| {
            let mut conditions = vec![json!({ "type": "ContainersReady", "status": containers })];
            conditions
                .extend(gate.map(|status| json!({ "type": "lb.example/ready", "status": status })));
            json!({ "metadata": { "name": "web-1" },
                "spec": { "readinessGates": [{ "conditionType": "lb.example/ready" }] },
                "status": { "phase": "Running", "conditions": conditions } })
        };
        let absent = problem_of(pod("True", None)).unwrap();
        assert_eq!(absent.cause, ProblemCause::ReadinessGate);
        assert_eq!(absent.reason, "lb.example/ready");
        assert_eq!(absent.message, "the pod has no such condition");
        let untrue = problem_of(pod("True", Some("False"))).unwrap();
        assert_eq!(untrue.message, "it is False");
        assert_eq!(problem_of(pod("True", Some("True"))), None);
        assert_eq!(problem_of(pod("False", None)), None);
    }

    #[test]
    fn the_state_of_a_pod_is_its_phase_and_its_container() {
        let pod = json!({ "metadata": { "name": "web-1", "creationTimestamp": "2026-11-29T03:04:05Z" },
            "status": { "phase": "Pending", "containerStatuses": [{ "name": "web", "ready": false,
                "state": { "waiting": { "reason": "ContainerCreating" } } }] } });
        let state = pod_state(&serde_json::from_value(pod).unwrap());
        assert_eq!(state.seen_in.to_string(), "Pod web-1, container web");
        assert_eq!(state.reason, "ContainerCreating");
        assert_eq!(state.message, "phase Pending");
        assert_eq!(state.since.unwrap().to_string(), "2026-11-29T03:04:05Z");
        let new =
            pod_state(&serde_json::from_value(json!({ "metadata": { "name": "web-1" } })).unwrap());
        assert_eq!(
            (new.reason.as_str(), new.message.as_str()),
            ("", "no phase yet")
        );
    }
}
