//! Finds why a pod that is being deleted is still there.

use astern_ledger::Timestamp;
use serde::Deserialize;

use crate::exchange::ask;
use crate::pod::Pod;
use crate::readiness_problem::SeenIn;
use crate::request::segment;
use crate::{
    Accept, ClusterError, ProblemCause, ReadinessProblem, Request, Right, Terminating, Transport,
    Verb,
};

/// The state of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NodeState {
    Gone,
    NotReady,
    Ready,
    /// It may not be read, which needs rights for the whole cluster, or could not be read.
    NotKnown,
}

/// Returns the problem of the first pod that is still there after its grace period; `None` when there is none.
///
/// The deletion timestamp of a pod is the end of its grace period. Source: `DeletionTimestamp` of `ObjectMeta`.
pub(crate) async fn terminating_problem<T: Transport>(
    transport: &T,
    pods: &[Pod],
    now: Timestamp,
) -> Option<ReadinessProblem> {
    let mut overdue = pods.iter().filter(|pod| is_overdue(pod, now));
    let pod = overdue.next()?;
    let node = match pod.metadata.finalizers.is_empty() {
        true => node_state(transport, &pod.spec.node_name).await,
        false => NodeState::NotKnown,
    };
    Some(ReadinessProblem {
        more: overdue.count(),
        ..describe(pod, node)
    })
}

fn is_overdue(pod: &Pod, now: Timestamp) -> bool {
    pod.metadata.deletion_timestamp.is_some_and(|at| at < now)
}

fn describe(pod: &Pod, node: NodeState) -> ReadinessProblem {
    let finalizers = &pod.metadata.finalizers;
    let node_name = &pod.spec.node_name;
    let (why, reason) = match node {
        _ if !finalizers.is_empty() => (Terminating::Finalizer, finalizers.join(", ")),
        NodeState::Gone => (Terminating::NodeGone, node_name.clone()),
        NodeState::NotReady => (Terminating::NodeNotReady, node_name.clone()),
        NodeState::Ready | NodeState::NotKnown => (Terminating::Overdue, "Terminating".to_owned()),
    };
    ReadinessProblem {
        cause: ProblemCause::Terminating(why),
        reason,
        seen_in: SeenIn::pod(&pod.metadata.name),
        message: String::new(),
        ended: None,
        since: pod.metadata.deletion_timestamp,
        more: 0,
    }
}

#[derive(Deserialize)]
struct Node {
    #[serde(default)]
    status: NodeStatus,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NodeStatus {
    conditions: Vec<NodeCondition>,
}

#[derive(Deserialize)]
struct NodeCondition {
    #[serde(rename = "type")]
    kind: String,
    status: String,
}

async fn node_state<T: Transport>(transport: &T, name: &str) -> NodeState {
    if name.is_empty() {
        return NodeState::NotKnown;
    }
    let right = Right {
        verb: Verb::Get,
        resource: "nodes".into(),
        namespace: None,
    };
    let path = format!("api/v1/nodes/{}", segment(name));
    let request = Request::get(path, Accept::Json).needing(right);
    match ask::<_, Node>(transport, &request).await {
        Ok(node) => {
            let is_ready = |c: &NodeCondition| c.kind == "Ready" && c.status == "True";
            match node.status.conditions.iter().any(is_ready) {
                true => NodeState::Ready,
                false => NodeState::NotReady,
            }
        }
        Err(ClusterError::NotFound(_)) => NodeState::Gone,
        Err(_) => NodeState::NotKnown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pod(finalizers: &[&str]) -> Pod {
        let pod = json!({ "metadata": { "name": "web-1", "finalizers": finalizers,
                "deletionTimestamp": "2026-11-29T03:04:05Z" },
            "spec": { "nodeName": "n1" } });
        serde_json::from_value(pod).unwrap()
    }

    #[test]
    fn a_pod_is_overdue_after_its_grace_period() {
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(!is_overdue(&pod(&[]), time("2026-11-29T03:04:05Z")));
        assert!(is_overdue(&pod(&[]), time("2026-11-29T03:04:06Z")));
        let mut running = pod(&[]);
        running.metadata.deletion_timestamp = None;
        assert!(!is_overdue(&running, time("2026-11-29T03:04:06Z")));
    }

    #[test]
    fn finalizers_come_before_the_node() {
        for (finalizers, node, cause, reason) in [
            (
                &["a.example/x", "b.example/y"][..],
                NodeState::NotKnown,
                Terminating::Finalizer,
                "a.example/x, b.example/y",
            ),
            (&[], NodeState::Gone, Terminating::NodeGone, "n1"),
            (&[], NodeState::NotReady, Terminating::NodeNotReady, "n1"),
            (&[], NodeState::Ready, Terminating::Overdue, "Terminating"),
            (
                &[],
                NodeState::NotKnown,
                Terminating::Overdue,
                "Terminating",
            ),
        ] {
            let problem = describe(&pod(finalizers), node);
            assert_eq!(problem.cause, ProblemCause::Terminating(cause));
            assert_eq!(problem.reason, reason);
        }
    }
}
