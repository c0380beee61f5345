//! Polling the workloads of a revision in the cluster.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{
    ClusterError, PodTemplate, Readiness, ReadinessProblem, Workload, readiness_problems,
    recorded_workloads, workload,
};
use astern_ledger::Record;
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown, use_tab_shown};
use crate::connection::Cluster;

/// How often the workloads are read: every second while a rollback runs, at once when it ends, so that its end is not shown
/// beside an older state, and afterwards every five seconds while the tab is visible.
const POLL: Duration = Duration::from_millis(200);
const POLLS_WHILE_RUNNING: u32 = 5;
const POLLS_AFTERWARDS: u32 = 25;

/// The state of one workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkloadState {
    /// It was not read yet.
    Pending,
    /// It does not exist.
    Absent,
    /// It exists.
    Live(LiveWorkload),
    /// It cannot be read.
    Failed(ClusterError),
}

/// A workload in the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LiveWorkload {
    /// How many of its pods are ready.
    pub readiness: Readiness,
    /// Whether its pod template is that of the revision.
    pub as_recorded: bool,
    /// Why it is not ready.
    pub not_ready: NotReadyReason,
}

/// Why a workload is not ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotReadyReason {
    /// Not read: the workload is ready, or was applied a moment ago.
    NotFetched,
    /// These reasons; empty when the cluster reports none.
    Problems(Vec<ReadinessProblem>),
    /// Its pods cannot be read.
    Failed(ClusterError),
}

/// The workloads of a revision.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Workloads {
    /// Those that are known, in the manifest's order.
    pub known: Vec<(Workload, WorkloadState)>,
    /// The number of the manifest's documents that could not be read, each of which could be a workload.
    pub unread: usize,
}

/// Whether a rollback of the release is running.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RollbackActivity {
    /// A rollback is running, so workloads that are not applied yet are no problem.
    Running,
    /// No rollback is running.
    None,
}

/// Polls the workloads of a revision.
pub fn follow_workloads(
    cluster: Arc<Cluster>,
    revision: Record,
    activity: Signal<RollbackActivity>,
) -> RwSignal<Option<Workloads>> {
    let workloads = RwSignal::new(None);
    let tab_shown = use_tab_shown();
    spawn_while_shown(async move {
        let Ok(release) = cluster.payloads.get(&cluster.api, &revision).await else {
            return;
        };
        let recorded = recorded_workloads(&release);
        let (recorded, unread) = (recorded.workloads, recorded.unread);
        let known = recorded.iter();
        let known = known.map(|(workload, _)| (workload.clone(), WorkloadState::Pending));
        let mut known = Workloads {
            known: known.collect(),
            unread,
        };
        workloads.set(Some(known.clone()));
        loop {
            let activity_before = activity.get_untracked();
            for (index, (workload, template)) in recorded.iter().enumerate() {
                let Some(before) = known.known.get(index).map(|(_, state)| state.clone()) else {
                    continue;
                };
                let state =
                    fetch_state(&cluster, workload, template, &before, activity_before).await;
                if state != before {
                    known.known[index].1 = state;
                    workloads.set(Some(known.clone()));
                }
            }
            let polls = match activity_before {
                RollbackActivity::None => POLLS_AFTERWARDS,
                RollbackActivity::Running => POLLS_WHILE_RUNNING,
            };
            for _ in 0..polls {
                pause(POLL).await;
                if activity_before == RollbackActivity::Running
                    && activity.get_untracked() == RollbackActivity::None
                {
                    break;
                }
            }
            while activity_before == RollbackActivity::None && !tab_shown.get_untracked() {
                pause(POLL).await;
            }
        }
    });
    workloads
}

/// Reads the state of a workload. While a rollback runs, the reasons are read only for a workload that was not ready the last
/// time either, because most become ready within a second.
async fn fetch_state(
    cluster: &Cluster,
    of: &Workload,
    template: &PodTemplate,
    before: &WorkloadState,
    activity: RollbackActivity,
) -> WorkloadState {
    let readiness = match workload(&cluster.api, of).await {
        Ok(Some(readiness)) => readiness,
        Ok(None) => return WorkloadState::Absent,
        Err(error) => return WorkloadState::Failed(error),
    };
    let as_recorded = template.is_within(&readiness.template);
    let mut live = LiveWorkload {
        readiness,
        as_recorded,
        not_ready: NotReadyReason::NotFetched,
    };
    let was_late = match before {
        WorkloadState::Live(before) => before.is_late(activity),
        WorkloadState::Pending => activity == RollbackActivity::None,
        WorkloadState::Absent | WorkloadState::Failed(_) => false,
    };
    if live.is_late(activity) && was_late {
        live.not_ready = NotReadyReason::fetch(cluster, of, &live.readiness).await;
    }
    WorkloadState::Live(live)
}

impl NotReadyReason {
    /// Reads the reasons from the cluster.
    pub async fn fetch(cluster: &Cluster, of: &Workload, readiness: &Readiness) -> Self {
        match readiness_problems(&cluster.api, of, readiness).await {
            Ok(problems) => Self::Problems(problems),
            Err(error) => Self::Failed(error),
        }
    }
}

impl LiveWorkload {
    /// Returns whether it should be ready and is not. A workload that was not applied yet is not late.
    fn is_late(&self, activity: RollbackActivity) -> bool {
        (activity == RollbackActivity::None || self.as_recorded) && !self.readiness.is_ready()
    }
}

/// Returns how many workloads are ready, and for how many that is not known. While a rollback runs, a workload that was not
/// applied yet does not count as ready.
pub fn ready_summary(workloads: &Workloads, activity: RollbackActivity) -> String {
    let count = |is: &dyn Fn(&WorkloadState) -> bool| {
        let known = workloads.known.iter();
        known.filter(|(_, state)| is(state)).count()
    };
    let all = workloads.known.len();
    let ready = count(&|state| is_ready(state, activity));
    let mut summary = format!("{ready} of {all} workloads ready");
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

/// Returns how many workloads are as in the revision.
pub fn count_as_recorded(workloads: &Workloads) -> usize {
    let is = |state: &WorkloadState| matches!(state, WorkloadState::Live(live) if live.as_recorded);
    let known = workloads.known.iter();
    known.filter(|(_, state)| is(state)).count()
}

/// Returns whether a workload is known not to be as in the revision, so that it is still to be applied.
pub fn is_any_not_as_recorded(workloads: &Workloads) -> bool {
    workloads.known.iter().any(|(_, state)| match state {
        WorkloadState::Pending | WorkloadState::Failed(_) => false,
        WorkloadState::Absent => true,
        WorkloadState::Live(live) => !live.as_recorded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_cluster::WorkloadKind;

    fn one(as_recorded: bool) -> Workloads {
        let workload = Workload {
            kind: WorkloadKind::Deployment,
            namespace: "shop".parse().unwrap(),
            name: "web".to_owned(),
        };
        let readiness = Readiness {
            ready: 2,
            wanted: 2,
            older: 0,
            observed: true,
            failure: None,
            created: None,
            template: PodTemplate::default(),
            pods: None,
        };
        let live = LiveWorkload {
            readiness,
            as_recorded,
            not_ready: NotReadyReason::NotFetched,
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
        assert_eq!(count_as_recorded(&one(false)), 0);
    }
}
