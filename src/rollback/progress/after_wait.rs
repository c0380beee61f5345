//! What the cluster shows after a wait that failed.

use astern_cluster::{ProblemCause, WaitedObject, WaitedState, Workload};
use astern_manifest::ObjectId;
use astern_wording::{AfterWait, not_replaced_sentence};

use super::result::{ClusterState, RollbackResult};
use super::waited_objects::HelmWait;
use crate::workloads::{WorkloadState, Workloads, are_all_ready};

/// Returns what changes the advice after a rollback that was applied and whose wait failed; `None` after another result, and
/// while workloads are not ready for other reasons. `removed_jobs` are Jobs that helm waits for although they have ended.
pub fn after_wait(
    result: &RollbackResult,
    workloads: Option<&Workloads>,
    helm_wait: &HelmWait,
    removed_jobs: &[WaitedObject],
) -> Option<AfterWait> {
    let ClusterState::AppliedNotReady(_) = result.cluster else {
        return None;
    };
    let workloads = workloads?;
    let not_replaced = not_replaced_pods(workloads);
    if !not_replaced.is_empty() {
        return Some(AfterWait::NotReplaced(not_replaced));
    }
    if !are_all_ready(workloads) {
        return None;
    }
    let mut open = unmet_ids(&helm_wait.now);
    if open.is_empty() {
        open = unmet_ids(&helm_wait.at_end);
    }
    if open.is_empty() {
        open = unmet_ids(removed_jobs);
    }
    Some(match open.is_empty() {
        true => AfterWait::Ready,
        false => AfterWait::OnlyObjects(open),
    })
}

fn unmet_ids(objects: &[WaitedObject]) -> Vec<ObjectId> {
    let unmet = |object: &&WaitedObject| matches!(object.state, WaitedState::Unmet(_));
    let ids = objects.iter().filter(unmet);
    ids.map(|object| object.id.clone()).collect()
}

/// Returns a sentence for each workload that does not replace a pod of an older template.
fn not_replaced_pods(workloads: &Workloads) -> Vec<String> {
    let of_workload = |(workload, state): &(Workload, WorkloadState)| {
        let WorkloadState::Live(live) = state else {
            return None;
        };
        let mut problems = live.not_ready.problems().iter();
        problems.find_map(|problem| match problem.cause {
            ProblemCause::NotReplaced(why) => Some(not_replaced_sentence(workload, problem, why)),
            _ => None,
        })
    };
    workloads.known.iter().filter_map(of_workload).collect()
}

#[cfg(test)]
mod tests {
    use std::slice;

    use astern_cluster::{
        NotReplaced, Readiness, ReadinessProblem, ReadinessProblems, SeenIn, Unmet, WorkloadKind,
    };

    use super::super::result::Completion;
    use super::*;
    use crate::workloads::{LiveWorkload, NotReadyReason};

    fn result(cluster: ClusterState) -> RollbackResult {
        RollbackResult {
            completion: Completion::Failed,
            cluster,
            timed_out: Some(40),
        }
    }

    fn failed_wait() -> RollbackResult {
        result(ClusterState::AppliedNotReady(5.try_into().unwrap()))
    }

    fn workloads(ready: u32, not_ready: NotReadyReason) -> Workloads {
        let workload = Workload {
            kind: WorkloadKind::StatefulSet,
            namespace: "sts".parse().unwrap(),
            name: "db".to_owned(),
        };
        let live = LiveWorkload {
            readiness: Readiness {
                ready,
                wanted: 3,
                observed: true,
                ..Readiness::default()
            },
            as_recorded: true,
            not_ready,
            late_since: None,
        };
        Workloads {
            known: vec![(workload, WorkloadState::Live(live))],
            unread: 0,
        }
    }

    fn blocked() -> NotReadyReason {
        let problem = ReadinessProblem {
            cause: ProblemCause::NotReplaced(NotReplaced::OrderedReady),
            reason: "ImagePullBackOff".to_owned(),
            seen_in: SeenIn {
                kind: "Pod".to_owned(),
                name: "db-2".to_owned(),
                container: Some("db".to_owned()),
            },
            message: String::new(),
            ended: None,
            since: None,
            more: 0,
        };
        NotReadyReason::Problems(ReadinessProblems {
            problems: vec![problem],
            older_failing: 1,
        })
    }

    fn waited(name: &str, state: WaitedState) -> WaitedObject {
        let id = ObjectId {
            group: "delivery.example.com".to_owned(),
            kind: "Canary".to_owned(),
            namespace: None,
            name: name.to_owned(),
        };
        WaitedObject { id, state }
    }

    #[test]
    fn a_pod_that_is_not_replaced_comes_first() {
        let all = workloads(2, blocked());
        let found = after_wait(&failed_wait(), Some(&all), &HelmWait::default(), &[]);
        let Some(AfterWait::NotReplaced(sentences)) = found else {
            panic!("the pod is to be deleted");
        };
        assert!(sentences[0].contains("`kubectl delete pod db-2 --namespace sts`"));
    }

    #[test]
    fn only_what_helm_still_waits_for_is_named() {
        let all = workloads(3, NotReadyReason::NotFetched);
        let absent = WaitedState::Unmet(Unmet::Absent);
        let names = |now: &[WaitedObject], at_end: &[WaitedObject], jobs: &[WaitedObject]| {
            let helm_wait = HelmWait {
                now: now.to_vec(),
                at_end: at_end.to_vec(),
            };
            match after_wait(&failed_wait(), Some(&all), &helm_wait, jobs) {
                Some(AfterWait::OnlyObjects(ids)) => ids
                    .into_iter()
                    .map(|id| id.name)
                    .collect::<Vec<_>>()
                    .join(" "),
                Some(AfterWait::Ready) => "ready".to_owned(),
                other => panic!("{other:?}"),
            }
        };
        let (a, b) = (waited("a", absent.clone()), waited("b", absent));
        assert_eq!(
            names(slice::from_ref(&a), &[a.clone(), b.clone()], &[]),
            "a"
        );
        assert_eq!(names(&[], &[a.clone(), b.clone()], &[]), "a b");
        assert_eq!(names(&[], &[], slice::from_ref(&b)), "b");
        assert_eq!(names(&[waited("c", WaitedState::Met)], &[], &[]), "ready");
    }

    #[test]
    fn nothing_is_said_while_workloads_are_not_ready_or_after_another_result() {
        let none = HelmWait::default();
        let starting = workloads(2, NotReadyReason::NotFetched);
        assert_eq!(
            after_wait(&failed_wait(), Some(&starting), &none, &[]),
            None
        );
        assert_eq!(after_wait(&failed_wait(), None, &none, &[]), None);
        let ready = workloads(3, NotReadyReason::NotFetched);
        let other = result(ClusterState::PartlyApplied(5.try_into().unwrap()));
        assert_eq!(after_wait(&other, Some(&ready), &none, &[]), None);
    }
}
