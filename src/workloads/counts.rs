//! How many workloads of a revision are ready, and how many are as in it.

use super::state::{RollbackActivity, WorkloadState, Workloads};

/// Returns how many workloads are ready, and for how many that is not known. While a rollback runs, a workload that was not
/// applied yet does not count as ready.
pub fn ready_summary(workloads: &Workloads, activity: RollbackActivity) -> String {
    let count = |is: &dyn Fn(&WorkloadState) -> bool| {
        let known = workloads.known.iter();
        known.filter(|(_, state)| is(state)).count()
    };
    let all = count(&WorkloadState::is_counted);
    let ready = count(&|state| is_ready(state, activity));
    let mut summary = match (all, workloads.known.len()) {
        (0, 1..) => "no workload but Jobs that are removed after their end".to_owned(),
        _ => format!("{ready} of {all} workloads ready"),
    };
    match count(&|state| matches!(state, WorkloadState::Failed(_) | WorkloadState::Pending)) {
        0 => {}
        unknown if unknown == all => {
            summary = format!("{}, not known", astern_wording::count(all, "workload"));
        }
        unknown => summary.push_str(&format!(", {unknown} not known")),
    }
    if workloads.unread > 0 {
        summary.push_str(&format!(", {}", unread_documents(workloads.unread)));
    }
    summary
}

/// Returns that documents of the manifest, each of which could be a workload, could not be read.
pub fn unread_documents(unread: usize) -> String {
    format!("{} not read", astern_wording::count(unread, "document"))
}

/// Returns whether a workload is ready, and applied unless no rollback is running.
pub fn is_ready(state: &WorkloadState, activity: RollbackActivity) -> bool {
    matches!(state, WorkloadState::Live(live) if live.readiness.is_ready()
        && (activity == RollbackActivity::None || live.as_recorded))
}

/// How many workloads of a revision are as in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AppliedCount {
    /// Those that are as in the revision.
    pub as_recorded: usize,
    /// All that count.
    pub of: usize,
}

/// Returns how many workloads are as in the revision.
pub fn count_as_recorded(workloads: &Workloads) -> AppliedCount {
    let count = |is: &dyn Fn(&WorkloadState) -> bool| {
        let known = workloads.known.iter();
        known.filter(|(_, state)| is(state)).count()
    };
    let is = |state: &WorkloadState| matches!(state, WorkloadState::Live(live) if live.as_recorded);
    AppliedCount {
        as_recorded: count(&is),
        of: count(&WorkloadState::is_counted),
    }
}

/// Returns whether all workloads are known to be as in the revision and ready, without pods that a pause keeps.
pub fn are_all_ready(workloads: &Workloads) -> bool {
    let mut counted = workloads
        .known
        .iter()
        .filter(|(_, state)| state.is_counted());
    workloads.unread == 0
        && counted.all(|(_, state)| match state {
            WorkloadState::Live(live) => {
                live.as_recorded && live.readiness.is_ready() && !live.keeps_paused_pods()
            }
            _ => false,
        })
}

/// Returns whether a workload is known not to be as in the revision, so that it is still to be applied.
pub fn is_any_not_as_recorded(workloads: &Workloads) -> bool {
    workloads.known.iter().any(|(_, state)| match state {
        WorkloadState::Pending
        | WorkloadState::Failed(_)
        | WorkloadState::Removed
        | WorkloadState::PerhapsRemoved => false,
        WorkloadState::Absent => true,
        WorkloadState::Live(live) => !live.as_recorded,
    })
}

#[cfg(test)]
mod tests {
    use astern_cluster::{Readiness, Workload, WorkloadKind};

    use super::super::state::{LiveWorkload, NotReadyReason};
    use super::*;

    fn one(as_recorded: bool) -> Workloads {
        let workload = Workload {
            kind: WorkloadKind::Deployment,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        };
        let readiness = Readiness {
            ready: 2,
            wanted: 2,
            observed: true,
            ..Readiness::default()
        };
        let live = LiveWorkload {
            readiness,
            as_recorded,
            not_ready: NotReadyReason::NotFetched,
            late_since: None,
        };
        Workloads {
            known: vec![(workload, WorkloadState::Live(live))],
            unread: 0,
        }
    }

    #[test]
    fn documents_that_could_not_be_read_are_counted_beside_the_workloads() {
        let mut workloads = one(true);
        workloads.unread = 2;
        assert_eq!(
            ready_summary(&workloads, RollbackActivity::None),
            "1 of 1 workloads ready, 2 documents not read"
        );
    }

    #[test]
    fn a_ready_workload_that_was_not_applied_does_not_count_as_ready() {
        assert_eq!(
            ready_summary(&one(false), RollbackActivity::Running),
            "0 of 1 workloads ready"
        );
        assert_eq!(
            ready_summary(&one(false), RollbackActivity::None),
            "1 of 1 workloads ready"
        );
        assert_eq!(
            ready_summary(&one(true), RollbackActivity::Running),
            "1 of 1 workloads ready"
        );
        let applied = count_as_recorded(&one(false));
        assert_eq!((applied.as_recorded, applied.of), (0, 1));
    }

    #[test]
    fn a_job_that_is_removed_after_its_end_does_not_count() {
        let mut workloads = one(true);
        let mut job = workloads.known[0].clone();
        job.0.kind = WorkloadKind::Job;
        job.1 = WorkloadState::PerhapsRemoved;
        workloads.known.push(job.clone());
        let summary = ready_summary(&workloads, RollbackActivity::Running);
        assert_eq!(summary, "1 of 1 workloads ready");
        assert_eq!(count_as_recorded(&workloads).of, 1);
        assert!(!is_any_not_as_recorded(&workloads));
        assert!(are_all_ready(&workloads));
        workloads.known = vec![job];
        assert_eq!(
            ready_summary(&workloads, RollbackActivity::None),
            "no workload but Jobs that are removed after their end"
        );
    }
}
