//! The states of a revision's workloads.

use astern_cluster::{
    ClusterError, Readiness, ReadinessProblem, ReadinessProblems, RolloutOrder, Workload,
};
use astern_ledger::Timestamp;

/// The state of one workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkloadState {
    /// It was not read yet.
    Pending,
    /// It does not exist.
    Absent,
    /// A Job that was there as in the revision, and was removed after its end.
    Removed,
    /// A Job that Kubernetes removes after its end and that does not exist: removed, or not made yet.
    PerhapsRemoved,
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
    /// Since when it should be ready and is not, by the person's own clock.
    pub late_since: Option<Timestamp>,
}

/// Why a workload is not ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotReadyReason {
    /// Not read: the workload is ready, or was applied a moment ago.
    NotFetched,
    /// These reasons.
    Problems(ReadinessProblems),
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

/// How many pods of a workload are as they should be. It changes when pods become ready, fail or are replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PodCounts {
    ready: u32,
    wanted: u32,
    older: u32,
    older_failing: u32,
    problems: usize,
}

impl Workloads {
    /// Returns the counts of each workload, in the order of the workloads; `None` until all are read.
    pub fn pod_counts(&self) -> Option<Vec<Option<PodCounts>>> {
        let mut states = self.known.iter();
        if states.any(|(_, state)| *state == WorkloadState::Pending) {
            return None;
        }
        let counts = |state: &WorkloadState| match state {
            WorkloadState::Live(live) => Some(PodCounts {
                ready: live.readiness.ready,
                wanted: live.readiness.wanted,
                older: live.readiness.older,
                older_failing: live.not_ready.older_failing(),
                problems: live.not_ready.problems().len(),
            }),
            _ => None,
        };
        Some(self.known.iter().map(|(_, state)| counts(state)).collect())
    }
}

/// Whether a rollback of the release is running.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RollbackActivity {
    /// A rollback is running, so workloads that are not applied yet are no problem.
    Running,
    /// No rollback is running.
    None,
}

impl NotReadyReason {
    /// Returns the problems that are known.
    pub fn problems(&self) -> &[ReadinessProblem] {
        match self {
            Self::Problems(found) => &found.problems,
            Self::NotFetched | Self::Failed(_) => &[],
        }
    }

    /// Returns how many pods of older templates are known to fail.
    pub fn older_failing(&self) -> u32 {
        match self {
            Self::Problems(found) => found.older_failing,
            Self::NotFetched | Self::Failed(_) => 0,
        }
    }
}

impl LiveWorkload {
    /// Returns whether it should be ready and is not, or keeps pods of an older template because it is paused. A workload that
    /// was not applied yet is not late.
    pub fn is_late(&self, activity: RollbackActivity) -> bool {
        let is_applied = activity == RollbackActivity::None || self.as_recorded;
        is_applied && (!self.readiness.is_ready() || self.keeps_paused_pods())
    }

    /// Returns whether it keeps pods of an older template because it is paused. helm takes it for ready.
    pub fn keeps_paused_pods(&self) -> bool {
        let rollout = &self.readiness.rollout;
        rollout.order == RolloutOrder::Paused && rollout.kept > 0
    }
}

impl WorkloadState {
    /// Returns whether it counts among the workloads of the revision. A Job that is removed after its end does not count while
    /// it does not exist: nothing of it can be seen.
    pub fn is_counted(&self) -> bool {
        !matches!(self, Self::Removed | Self::PerhapsRemoved)
    }
}
