//! Polling the workloads of a revision in the cluster.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{
    Lifetime, Readiness, RecordedWorkload, Workload, WorkloadKind, readiness_problems,
    recorded_workloads, workload,
};
use astern_ledger::{Record, Timestamp};
use futures_util::{StreamExt as _, stream};
use leptos::prelude::*;

use super::state::{LiveWorkload, NotReadyReason, RollbackActivity, WorkloadState, Workloads};
use crate::browser::{now, pause, spawn_while_shown, use_tab_shown};
use crate::connection::{Cluster, QueryError as _, QueryState, ask_for_payload};

/// How often the workloads are read: every second while a rollback runs, at once when it ends, so that its end is not shown
/// beside an older state, and afterwards while the tab is visible: every two seconds while one is not ready, since the reason
/// is read the second time, else every five.
const POLL: Duration = Duration::from_millis(200);
const POLLS_WHILE_RUNNING: u32 = 5;
const POLLS_WHILE_NOT_READY: u32 = 10;
const POLLS_AFTERWARDS: u32 = 25;

/// The number of workloads that are read at the same time.
const CONCURRENT_READS: usize = 4;

/// Polls the workloads of a revision.
pub fn follow_workloads(
    cluster: Arc<Cluster>,
    revision: Record,
    activity: Signal<RollbackActivity>,
) -> RwSignal<Option<Workloads>> {
    let workloads = RwSignal::new(None);
    let tab_shown = use_tab_shown();
    let payload = ask_for_payload(cluster.clone(), revision);
    Effect::new(move |_| {
        let release = match payload.get() {
            QueryState::Answered(release) => release,
            QueryState::Pending => return,
            // It is read again. Until then `PodsReady` says that reads fail.
            QueryState::Failed(error) if error.temporary().is_some() => return,
            // The record is damaged, or may not be read: whatever is in it could be a workload.
            QueryState::Failed(_) => {
                let unread = Workloads {
                    known: Vec::new(),
                    unread: 1,
                };
                return workloads.set(Some(unread));
            }
        };
        let cluster = cluster.clone();
        spawn_while_shown(async move {
            let recorded = recorded_workloads(&release);
            let (recorded, unread) = (recorded.workloads, recorded.unread);
            let known = recorded.iter();
            let known = known.map(|recorded| (recorded.workload.clone(), WorkloadState::Pending));
            let mut known = Workloads {
                known: known.collect(),
                unread,
            };
            workloads.set(Some(known.clone()));
            loop {
                let activity_before = activity.get_untracked();
                let before: Vec<WorkloadState> =
                    known.known.iter().map(|(_, state)| state.clone()).collect();
                let mut states = stream::iter(recorded.iter().zip(&before).enumerate())
                    .map(|(index, (recorded, before))| {
                        let cluster = &cluster;
                        async move {
                            let state =
                                fetch_state(cluster, recorded, before, activity_before).await;
                            (index, state)
                        }
                    })
                    .buffer_unordered(CONCURRENT_READS);
                while let Some((index, state)) = states.next().await {
                    if let Some((_, known_state)) = known.known.get_mut(index)
                        && *known_state != state
                    {
                        *known_state = state;
                        workloads.set(Some(known.clone()));
                    }
                }
                let is_late = |(_, state): &(Workload, WorkloadState)| matches!(state, WorkloadState::Live(live) if live.is_late(activity_before));
                let polls = match activity_before {
                    RollbackActivity::None if known.known.iter().any(is_late) => {
                        POLLS_WHILE_NOT_READY
                    }
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
    });
    workloads
}

/// Reads the state of a workload. While a rollback runs, the reasons are read only for a workload that was not ready the last
/// time either, because most become ready within a second.
async fn fetch_state(
    cluster: &Cluster,
    recorded: &RecordedWorkload,
    before: &WorkloadState,
    activity: RollbackActivity,
) -> WorkloadState {
    let of = &recorded.workload;
    let readiness = match workload(&cluster.api, of).await {
        Ok(Some(readiness)) => readiness,
        Ok(None) => return absent(of.kind, recorded.lifetime, before),
        Err(error) => return WorkloadState::Failed(error),
    };
    let as_recorded = recorded.template.is_within(&readiness.template);
    let mut live = LiveWorkload {
        readiness,
        as_recorded,
        not_ready: NotReadyReason::NotFetched,
        late_since: None,
    };
    let was_late = match before {
        WorkloadState::Live(before) => before.is_late(activity),
        WorkloadState::Pending => activity == RollbackActivity::None,
        WorkloadState::Absent
        | WorkloadState::Removed
        | WorkloadState::PerhapsRemoved
        | WorkloadState::Failed(_) => false,
    };
    if live.is_late(activity) {
        let late_since = match before {
            WorkloadState::Live(before) => before.late_since,
            _ => None,
        };
        let late_since = late_since.unwrap_or_else(now);
        live.late_since = Some(late_since);
        if was_late {
            live.not_ready = NotReadyReason::fetch(cluster, of, &live.readiness, late_since).await;
        }
    }
    WorkloadState::Live(live)
}

/// Returns the state of a workload that does not exist. Kubernetes, or somebody who cleans up, removes Jobs after their end.
fn absent(kind: WorkloadKind, lifetime: Lifetime, before: &WorkloadState) -> WorkloadState {
    let is_job = kind == WorkloadKind::Job;
    match (before, lifetime) {
        (WorkloadState::Removed, _) => WorkloadState::Removed,
        (WorkloadState::Live(live), Lifetime::AfterEnd(_)) if live.as_recorded => {
            WorkloadState::Removed
        }
        (WorkloadState::Live(live), _)
            if is_job && live.as_recorded && live.readiness.is_ready() =>
        {
            WorkloadState::Removed
        }
        (_, Lifetime::AfterEnd(_)) => WorkloadState::PerhapsRemoved,
        (_, Lifetime::Unlimited) => WorkloadState::Absent,
    }
}

impl NotReadyReason {
    /// Reads the reasons why a workload is not ready since a time from the cluster.
    pub async fn fetch(
        cluster: &Cluster,
        of: &Workload,
        readiness: &Readiness,
        late_since: Timestamp,
    ) -> Self {
        match readiness_problems(&cluster.api, of, readiness, late_since, now()).await {
            Ok(problems) => Self::Problems(problems),
            Err(error) => Self::Failed(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_job_may_be_removed_after_its_end() {
        let live = WorkloadState::Live(LiveWorkload {
            readiness: Readiness {
                ready: 1,
                wanted: 1,
                observed: true,
                ..Readiness::default()
            },
            as_recorded: true,
            not_ready: NotReadyReason::NotFetched,
            late_since: None,
        });
        let ttl = Lifetime::AfterEnd(2);
        let kind = WorkloadKind::Job;
        for (lifetime, before, expected) in [
            (ttl, &live, WorkloadState::Removed),
            (Lifetime::Unlimited, &live, WorkloadState::Removed),
            (ttl, &WorkloadState::Pending, WorkloadState::PerhapsRemoved),
            (ttl, &WorkloadState::Removed, WorkloadState::Removed),
            (
                Lifetime::Unlimited,
                &WorkloadState::Pending,
                WorkloadState::Absent,
            ),
        ] {
            assert_eq!(absent(kind, lifetime, before), expected);
        }
        assert_eq!(
            absent(WorkloadKind::Deployment, Lifetime::Unlimited, &live),
            WorkloadState::Absent
        );
    }
}
