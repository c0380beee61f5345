//! Finds pods of older templates that are not ready and that their workload does not replace.

use crate::pod::Pod;
use crate::pod_problem::pod_problem;
use crate::rollout::{Rollout, RolloutOrder};
use crate::{NotReplaced, ProblemCause, ReadinessProblem};

/// Returns why a pod of an older template that is not ready is not replaced; `None` when it is ready, or its workload
/// replaces it.
///
/// A StatefulSet with the pod management policy `OrderedReady` handles its pods in the order of their ordinals and stops at
/// the first that is not ready. It replaces pods of older templates only after that, so a pod that cannot start keeps it from
/// replacing any, also itself. Source: `updateStatefulSet` of `k8s.io/kubernetes/pkg/controller/statefulset` and
/// kubernetes/kubernetes#67250. It makes pods that have failed or succeeded anew by itself.
pub(crate) fn not_replaced(pod: &Pod, rollout: &Rollout) -> Option<NotReplaced> {
    if pod.is_ready() || matches!(pod.status.phase.as_str(), "Failed" | "Succeeded") {
        return None;
    }
    let is_below_partition = pod
        .ordinal()
        .is_some_and(|ordinal| ordinal < rollout.first_replaced);
    match rollout.order {
        RolloutOrder::OnDelete => Some(NotReplaced::OnDelete),
        RolloutOrder::OrderedReady | RolloutOrder::Parallel if is_below_partition => {
            Some(NotReplaced::Partition)
        }
        RolloutOrder::OrderedReady => Some(NotReplaced::OrderedReady),
        RolloutOrder::Parallel | RolloutOrder::Rolling | RolloutOrder::Paused => None,
    }
}

/// Returns the problem of the first pod of an older template that cannot become ready and is not replaced, with the number
/// of others of the kind. A pod whose status says nothing may become ready still.
pub(crate) fn older_pods_problem(older: &[Pod], rollout: &Rollout) -> Option<ReadinessProblem> {
    let mut found: Option<ReadinessProblem> = None;
    for pod in older {
        let (Some(why), Some(problem)) = (not_replaced(pod, rollout), pod_problem(pod)) else {
            continue;
        };
        match &mut found {
            Some(known) if known.cause == ProblemCause::NotReplaced(why) => known.more += 1,
            // The StatefulSet has to get past this one first.
            Some(_) => {}
            None => {
                found = Some(ReadinessProblem {
                    cause: ProblemCause::NotReplaced(why),
                    ..problem
                });
            }
        }
    }
    found
}

/// Returns how many pods of older templates are known to fail.
pub(crate) fn count_failing(older: &[Pod]) -> u32 {
    let failing = older.iter().filter(|pod| pod_problem(pod).is_some());
    u32::try_from(failing.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pod(name: &str, reason: &str) -> Pod {
        let pod = json!({ "metadata": { "name": name }, "status": { "phase": "Pending",
            "containerStatuses": [{ "name": "db", "ready": false,
                "state": { "waiting": { "reason": reason } } }] } });
        serde_json::from_value(pod).unwrap()
    }

    fn rollout(order: RolloutOrder, first_replaced: u32) -> Rollout {
        Rollout {
            order,
            first_replaced,
            ..Rollout::default()
        }
    }

    #[test]
    fn only_what_deletes_no_pod_by_itself_keeps_one_that_cannot_start() {
        let broken = pod("db-2", "ImagePullBackOff");
        for (order, expected) in [
            (RolloutOrder::OrderedReady, Some(NotReplaced::OrderedReady)),
            (RolloutOrder::OnDelete, Some(NotReplaced::OnDelete)),
            (RolloutOrder::Parallel, None),
            (RolloutOrder::Rolling, None),
            (RolloutOrder::Paused, None),
        ] {
            assert_eq!(
                not_replaced(&broken, &rollout(order, 0)),
                expected,
                "{order:?}"
            );
        }
    }

    #[test]
    fn a_pod_below_the_partition_is_kept_by_it() {
        let rollout = rollout(RolloutOrder::OrderedReady, 2);
        let why = |name: &str| not_replaced(&pod(name, "ImagePullBackOff"), &rollout);
        assert_eq!(why("db-1"), Some(NotReplaced::Partition));
        assert_eq!(why("db-2"), Some(NotReplaced::OrderedReady));
    }

    #[test]
    fn a_pod_that_has_ended_is_made_anew_by_the_controller() {
        let rollout = rollout(RolloutOrder::OrderedReady, 0);
        let mut failed = pod("db-2", "x");
        failed.status.phase = "Failed".to_owned();
        assert_eq!(not_replaced(&failed, &rollout), None);
    }

    #[test]
    fn a_pod_that_is_starting_is_no_problem_yet() {
        let rollout = rollout(RolloutOrder::OrderedReady, 0);
        let pods = [
            pod("db-0", "ContainerCreating"),
            pod("db-2", "ImagePullBackOff"),
            pod("db-3", "ErrImagePull"),
        ];
        let found = older_pods_problem(&pods, &rollout).unwrap();
        assert_eq!(found.seen_in.name, "db-2");
        assert_eq!(found.reason, "ImagePullBackOff");
        assert_eq!(found.more, 1);
        assert_eq!(older_pods_problem(&pods[..1], &rollout), None);
        assert_eq!(count_failing(&pods), 2);
    }
}
