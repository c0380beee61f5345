//! Finds why a workload is not ready: from the statuses of its pods, else from the warning Events about it.

use crate::pods::{Container, Pod, PodCondition, newest_pods};
use crate::warning_events::{cause_of_words, warnings};
use crate::{ClusterError, ProblemCause, Readiness, ReadinessProblem, Transport, Workload};

/// Returns the problems that keep a workload from being ready; empty if Kubernetes reports none.
///
/// # Errors
/// [`ClusterError`] when its pods may not be read.
pub async fn readiness_problems<T: Transport>(
    transport: &T,
    workload: &Workload,
    readiness: &Readiness,
) -> Result<Vec<ReadinessProblem>, ClusterError> {
    let mut found: Vec<ReadinessProblem> = Vec::new();
    let mut starting = None;
    if let Some(pods) = &readiness.pods {
        for pod in newest_pods(transport, &workload.namespace, pods).await? {
            match of_pod(&pod) {
                Some(problem) => {
                    let same = |known: &&mut ReadinessProblem| known.cause == problem.cause;
                    match found.iter_mut().find(same) {
                        Some(known) => known.more += 1,
                        None => found.push(problem),
                    }
                }
                None if !pod.is_ready() => starting = Some(pod.metadata.name),
                None => {}
            }
        }
    }
    if let (true, Some(message)) = (found.is_empty(), &readiness.failure) {
        let seen_in = format!("{} {}", workload.kind, workload.name);
        let cause = cause_of_words(message);
        // A message of unknown cause, such as an exceeded deadline, does not explain the failure.
        if cause != ProblemCause::Other {
            found.push(ReadinessProblem {
                cause,
                reason: "ReplicaFailure".to_owned(),
                seen_in,
                message: message.clone(),
                more: 0,
            });
        }
    }
    if found.is_empty() {
        // An error is ignored: a user who may not read Events still gets the problems of the pods.
        let names = starting.iter().map(|pod| ("Pod".to_owned(), pod.as_str()));
        let own = [(workload.kind.to_string(), workload.name.as_str())];
        for (kind, name) in names.chain(own) {
            let warned = warnings(transport, &workload.namespace, &kind, name).await;
            if let Some(problem) = warned.unwrap_or_default().pop() {
                found.push(problem);
                break;
            }
        }
    }
    Ok(found)
}

fn of_pod(pod: &Pod) -> Option<ReadinessProblem> {
    let name = &pod.metadata.name;
    let status = &pod.status;
    let containers = status
        .init_container_statuses
        .iter()
        .chain(&status.container_statuses);
    let of_containers = containers.filter(|one| !one.ready).find_map(|one| {
        let (cause, reason, message) = of_container(one)?;
        let seen_in = format!("Pod {name}, container {}", one.name);
        Some(ReadinessProblem {
            cause,
            reason,
            seen_in,
            message,
            more: 0,
        })
    });
    let problem = |cause, reason: &str, message: &str| ReadinessProblem {
        cause,
        reason: reason.to_owned(),
        seen_in: format!("Pod {name}"),
        message: message.to_owned(),
        more: 0,
    };
    of_containers.or_else(|| {
        let unscheduled = |c: &&PodCondition| {
            c.kind == "PodScheduled" && c.status == "False" && !c.message.is_empty()
        };
        if let Some(one) = status.conditions.iter().find(unscheduled) {
            return Some(problem(
                ProblemCause::Unschedulable,
                &one.reason,
                &one.message,
            ));
        }
        let evicted = status.phase == "Failed" && !status.reason.is_empty();
        evicted.then(|| problem(ProblemCause::Other, &status.reason, &status.message))
    })
}

fn of_container(container: &Container) -> Option<(ProblemCause, String, String)> {
    if let Some(ended) = &container.state.terminated
        && ended.exit_code != 0
    {
        return Some(ending(
            &ended.reason,
            ended.exit_code,
            container.restart_count,
        ));
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
            if let Some(ended) = &container.last_state.terminated {
                let (cause, _, message) =
                    ending(&ended.reason, ended.exit_code, container.restart_count);
                return Some((cause, waiting.reason.clone(), message));
            }
            ProblemCause::Crash
        }
        _ => ProblemCause::Other,
    };
    Some((cause, waiting.reason.clone(), waiting.message.clone()))
}

fn ending(reason: &str, code: i32, restarts: u32) -> (ProblemCause, String, String) {
    let cause = match reason {
        "OOMKilled" => ProblemCause::Memory,
        _ => ProblemCause::Crash,
    };
    let message = format!("it ended with exit status {code}, and was restarted {restarts} times");
    (cause, reason.to_owned(), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn of(status: Value) -> Option<(ProblemCause, String)> {
        let pod = json!({ "metadata": { "name": "web-1" }, "status": status });
        let problem = of_pod(&serde_json::from_value(pod).unwrap())?;
        Some((problem.cause, problem.seen_in))
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
}
