//! What a readiness problem means, and what to do.

use astern_cluster::{NotReplaced, ProblemCause, ReadinessProblem, Terminating, Workload};

use crate::{count, shell};

/// What a readiness problem means, and what to do. Commands stand between backticks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemExplanation {
    /// What it means.
    pub what: String,
    /// What to do.
    pub to_do: String,
}

/// Explains a problem of a workload.
#[must_use]
pub fn explain_problem(workload: &Workload, problem: &ReadinessProblem) -> ProblemExplanation {
    let (what, to_do) = match problem.cause {
        ProblemCause::NotReplaced(why) => (
            "A pod of the older template keeps the rollout from going on".to_owned(),
            not_replaced_sentence(workload, problem, why) + ".",
        ),
        ProblemCause::InitContainer
        | ProblemCause::ReadinessGate
        | ProblemCause::Terminating(_)
        | ProblemCause::Paused
        | ProblemCause::MinReadySeconds
        | ProblemCause::NotSaid => explain_wait(workload, problem),
        cause => {
            let (what, to_do) = explain_failure(cause);
            (what.to_owned(), to_do.to_owned())
        }
    };
    ProblemExplanation { what, to_do }
}

/// Returns which pod of an older template is not replaced, why, and the command that lets the rollout go on.
#[must_use]
pub fn not_replaced_sentence(
    workload: &Workload,
    problem: &ReadinessProblem,
    why: NotReplaced,
) -> String {
    let (pod, reason) = (&problem.seen_in.name, &problem.reason);
    let does = match reason.as_str() {
        "CrashLoopBackOff" | "Error" | "OOMKilled" => "keeps ending",
        _ if problem.seen_in.container.is_some() && problem.since.is_none() => "cannot start",
        _ => "is not ready",
    };
    let others = match problem.more {
        0 => String::new(),
        more => format!(", as do {}", count(more, "other pod")),
    };
    let pod = format!("Pod {pod} is of the older template and {does} ({reason}){others}");
    let delete = command(workload, &["delete", "pod", &problem.seen_in.name]);
    match why {
        NotReplaced::OrderedReady => format!("{pod}; a StatefulSet does not replace it: {delete}"),
        NotReplaced::OnDelete => {
            format!(
                "{pod}; with the update strategy OnDelete it is replaced when it is deleted: {delete}"
            )
        }
        NotReplaced::Partition => format!(
            "{pod}; the partition of {} {} keeps its template: lower the partition, then {delete}",
            workload.kind, workload.name
        ),
    }
}

fn command(workload: &Workload, words: &[&str]) -> String {
    let namespace = ["--namespace", workload.namespace.as_str()];
    let words = ["kubectl"].iter().chain(words).chain(&namespace);
    format!("`{}`", shell::command(words.copied()))
}

/// Explains what is no failure of a container or of the API server, with commands that name the pod.
fn explain_wait(workload: &Workload, problem: &ReadinessProblem) -> (String, String) {
    let pod = problem.seen_in.name.as_str();
    let kind = problem.seen_in.kind.to_lowercase();
    let (what, to_do) = match problem.cause {
        ProblemCause::InitContainer => (
            "An init container runs on, and the other containers start after it",
            format!(
                "Read its log: {}. It may wait for something that is not there.",
                command(workload, &["logs", pod, "--container", &problem.reason])
            ),
        ),
        ProblemCause::ReadinessGate => (
            "A readiness gate is not met",
            "Another controller, such as a load balancer's, sets this condition of the pod. See whether it runs and \
             knows the pod."
                .to_owned(),
        ),
        ProblemCause::Terminating(why) => return explain_terminating(workload, problem, why),
        ProblemCause::Paused => (
            "The Deployment is paused, so it keeps its older pods",
            format!(
                "helm takes a paused Deployment for ready. To roll it out: {}.",
                command(
                    workload,
                    &["rollout", "resume", &format!("deployment/{}", workload.name)]
                )
            ),
        ),
        ProblemCause::MinReadySeconds => (
            "Pods are ready, and do not count as available yet",
            "They do once they have been ready for as long as minReadySeconds says. helm 4 waits for that, helm 3 \
             does not."
                .to_owned(),
        ),
        _ => (
            "It is not ready, and no Event says why",
            format!(
                "See what is known of it: {}.",
                command(workload, &["describe", &kind, pod])
            ),
        ),
    };
    (what.to_owned(), to_do)
}

fn explain_terminating(
    workload: &Workload,
    problem: &ReadinessProblem,
    why: Terminating,
) -> (String, String) {
    let pod = problem.seen_in.name.as_str();
    let (what, to_do) = match why {
        Terminating::Finalizer => (
            "A pod that is being deleted is held by a finalizer",
            "The controller that set it removes it when its work is done: see whether that runs. Remove it by hand only \
             if that work is not needed any more."
                .to_owned(),
        ),
        Terminating::NodeGone => (
            "A pod that is being deleted is on a node that does not exist any more",
            format!(
                "If its containers certainly do not run any more: {}.",
                command(
                    workload,
                    &["delete", "pod", pod, "--force", "--grace-period=0"]
                )
            ),
        ),
        Terminating::NodeNotReady => (
            "A pod that is being deleted is on a node that is not ready",
            format!(
                "Bring the node back. If it is off for good, its pods go with it: `{}`.",
                shell::command(["kubectl", "delete", "node", &problem.reason])
            ),
        ),
        Terminating::Overdue => (
            "A pod that is being deleted does not end",
            format!(
                "Its grace period is over. See what its node says: {}.",
                command(workload, &["describe", "pod", pod])
            ),
        ),
    };
    (what.to_owned(), to_do)
}

fn explain_failure(cause: ProblemCause) -> (&'static str, &'static str) {
    match cause {
        ProblemCause::Configuration => (
            "A container can't start: a key, Secret or ConfigMap is missing",
            "Most often a Secret, a ConfigMap or a key in one is missing. Put it back: the pod then starts by itself.",
        ),
        ProblemCause::Image => (
            "An image cannot be fetched",
            "See whether the registry still has this image and whether the pull secret is there. Where the image is \
             gone, upgrade with another one, or roll back to a revision that has another one.",
        ),
        ProblemCause::Crash => (
            "A container starts and ends again",
            "Read its log, once it was restarted with `kubectl logs --previous`. What it needs may have moved on since that revision, such \
             as a database's schema.",
        ),
        ProblemCause::Memory => (
            "A container takes more memory than it may",
            "Its limit in this revision is too low for what it does now. Raise it, or go back to another revision.",
        ),
        ProblemCause::Unschedulable => (
            "No node has room for the pod",
            "The nodes have no room for what it asks for, or do not fit what it selects. Free some, add a node, or \
             ask for less.",
        ),
        ProblemCause::Volume => (
            "A volume is not there yet",
            "Kubernetes tries again every few seconds, and most often this clears within a minute. If it stays, look \
             at what the volume is made of: a claim, a Secret, a ConfigMap.",
        ),
        ProblemCause::Quota => (
            "A quota of the namespace is used up",
            "While old pods and new ones run side by side it takes more than either. Raise the quota, or scale \
             something else down.",
        ),
        ProblemCause::Webhook => (
            "A webhook refuses the pods",
            "Its own words say why. If it does not answer, look at the service behind it.",
        ),
        ProblemCause::Policy => (
            "A rule of the cluster refuses the pods",
            "The rule is newer than this revision, or changed since. Have it relaxed, or go back to a revision that \
             keeps it.",
        ),
        ProblemCause::Probe => (
            "A container runs, and its probe says that it is not ready",
            "Read its log. It may need longer, or wait for something that is not there.",
        ),
        _ => ("Something holds it up", "The cluster's own words say what."),
    }
}

#[cfg(test)]
mod tests {
    use astern_cluster::{SeenIn, WorkloadKind};

    use super::*;

    fn workload(kind: WorkloadKind) -> Workload {
        Workload {
            kind,
            namespace: "sts".parse().unwrap(),
            name: "db".to_owned(),
        }
    }

    fn problem(cause: ProblemCause, reason: &str, container: Option<&str>) -> ReadinessProblem {
        ReadinessProblem {
            cause,
            reason: reason.to_owned(),
            seen_in: SeenIn {
                kind: "Pod".to_owned(),
                name: "db-2".to_owned(),
                container: container.map(str::to_owned),
            },
            message: String::new(),
            ended: None,
            since: None,
            more: 0,
        }
    }

    #[test]
    fn a_pod_that_blocks_its_own_repair_is_named_with_the_command() {
        let set = workload(WorkloadKind::StatefulSet);
        let why = NotReplaced::OrderedReady;
        let cause = ProblemCause::NotReplaced(why);
        let broken = problem(cause, "ImagePullBackOff", Some("db"));
        assert_eq!(
            not_replaced_sentence(&set, &broken, why),
            "Pod db-2 is of the older template and cannot start (ImagePullBackOff); a StatefulSet does not replace it: \
             `kubectl delete pod db-2 --namespace sts`"
        );
        let crashing = problem(cause, "CrashLoopBackOff", Some("db"));
        let sentence = not_replaced_sentence(&set, &crashing, NotReplaced::OnDelete);
        assert!(
            sentence.contains("keeps ending (CrashLoopBackOff); with the update strategy OnDelete"),
            "{sentence}"
        );
        let sentence = not_replaced_sentence(&set, &crashing, NotReplaced::Partition);
        assert!(
            sentence.contains("the partition of StatefulSet db keeps its template"),
            "{sentence}"
        );
    }

    #[test]
    fn each_wait_says_what_to_do() {
        for (cause, expected) in [
            (
                ProblemCause::InitContainer,
                "`kubectl logs db-2 --container wait --namespace sts`",
            ),
            (ProblemCause::ReadinessGate, "Another controller"),
            (
                ProblemCause::Paused,
                "`kubectl rollout resume deployment/db --namespace sts`",
            ),
            (ProblemCause::MinReadySeconds, "helm 4 waits for that"),
            (
                ProblemCause::NotSaid,
                "`kubectl describe pod db-2 --namespace sts`",
            ),
            (
                ProblemCause::Terminating(Terminating::NodeNotReady),
                "`kubectl delete node wait`",
            ),
            (
                ProblemCause::Terminating(Terminating::NodeGone),
                "--force --grace-period=0",
            ),
            (
                ProblemCause::Terminating(Terminating::Finalizer),
                "removes it when its work is done",
            ),
            (ProblemCause::Image, "pull secret"),
        ] {
            let found = explain_problem(
                &workload(WorkloadKind::Deployment),
                &problem(cause, "wait", None),
            );
            assert!(found.to_do.contains(expected), "{cause:?}: {}", found.to_do);
        }
    }
}
