//! The reasons for and against rolling back to a revision, as data. `astern-wording` makes sentences of them.

use std::time::Duration;

use super::{ChartVersion, OperationResult, RolledBackBy};
use crate::{Operation, Revision};

/// A reason for rolling back to a revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReasonFor {
    /// It was in force until it was uninstalled, or until an uninstall began.
    InForceUntilUninstall,
    /// Its content was live for this long.
    Live {
        /// How long, over all revisions with this content.
        duration: Duration,
        /// The other revisions that have this content and took effect, oldest first.
        counting: Vec<Revision>,
    },
    /// Pods of its workloads are ready now.
    PodsReady {
        /// How many.
        ready: u32,
        /// How many pods there are with its templates.
        of: u32,
        /// For how long there has been a ready one of each workload.
        lasting: Duration,
    },
    /// Pods of some of its workloads are still ready.
    StillServing {
        /// How many.
        ready: u32,
        /// How many pods there are with its templates.
        of: u32,
    },
    /// Nothing shows that its pods ran, and nothing in Helm's history contradicts it.
    LedgerOnly,
    /// No revision without a doubt was live for the soak time, including this one.
    NoneSoaked,
    /// Its own operation ended without an error.
    Complete(Operation),
    /// Its status says that it was deployed.
    Deployed,
    /// It was not rolled back.
    NotRolledBack,
    /// These rollbacks to its content took effect.
    RolledBackTo(Vec<Revision>),
    /// Its chart version was live for longer than itself.
    ChartLive {
        /// The chart's version.
        chart: ChartVersion,
        /// How long, over consecutive revisions.
        duration: Duration,
        /// The first of them.
        first: Revision,
        /// The last of them.
        last: Revision,
    },
}

/// A reason against rolling back to a revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReasonAgainst {
    /// It is the current revision.
    Current,
    /// It has the same content as the current revision, which took effect.
    SameAsCurrent(Revision),
    /// It is what runs, because the operations since then failed before they changed anything.
    InForce {
        /// The current revision, which changed nothing.
        unchanged_by: Revision,
    },
    /// Pods with the template of this workload of it fail now: `Deployment/web`.
    PodsFail {
        /// The workload.
        workload: String,
    },
    /// It ran no pods: all of its workloads, these, were scaled to zero or suspended.
    RanNoPods(Vec<String>),
    /// It gives these workloads no pods, which an earlier revision and the current one do.
    TakesPodsAway(Vec<String>),
    /// Its operation did not complete, or the result is not known.
    NotComplete(OperationResult),
    /// It was rolled back.
    RolledBack(RolledBackBy),
    /// Its chart version was rolled back.
    ChartRolledBack {
        /// The chart's version.
        chart: ChartVersion,
        /// The first revision that was rolled back.
        first: Revision,
        /// The last revision that was rolled back.
        last: Revision,
        /// The rollback.
        by: Revision,
        /// The target of the rollback, if it is known.
        target: Option<Revision>,
    },
    /// A later revision has the same content, and failed or is pending.
    RetryNotComplete {
        /// That revision.
        by: Revision,
        /// Whether it is a rollback; else an upgrade.
        is_rollback: bool,
        /// Whether it is pending; else it failed.
        is_pending: bool,
    },
    /// It was live for only this long, which is too short.
    LiveTooShort(Duration),
    /// How long it was live is not known.
    LiveUnknown,
    /// Its description says not to roll back to it.
    Forbidden,
    /// The description of this later revision says not to roll back from it.
    ForbiddenFrom(Revision),
    /// It has no record: Helm has pruned or never created it.
    NotRecorded,
}

/// Why no revision can be recommended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoCandidate {
    /// Nothing is recorded before the current revision.
    NothingEarlier,
    /// The description of the current revision says not to roll back from it.
    ForbiddenFrom(Revision),
    /// Every earlier revision is ruled out. Contains their number.
    AllRuledOut(usize),
}

impl ReasonAgainst {
    /// Whether this reason alone keeps a revision from being recommended.
    pub fn rules_out(&self) -> bool {
        match self {
            Self::Current | Self::SameAsCurrent(_) | Self::NotRecorded => true,
            Self::InForce { .. } => true,
            Self::NotComplete(_) | Self::RolledBack(_) => true,
            Self::Forbidden | Self::ForbiddenFrom(_) => true,
            Self::ChartRolledBack { .. } | Self::RetryNotComplete { .. } => false,
            Self::LiveTooShort(_) | Self::LiveUnknown => false,
            Self::PodsFail { .. } | Self::RanNoPods(_) | Self::TakesPodsAway(_) => false,
        }
    }

    /// Whether this reason keeps a revision from being good, although it may be the best candidate where there is no other: its
    /// pods are known to fail, or it ran none.
    pub fn excludes_good(&self) -> bool {
        matches!(
            self,
            Self::PodsFail { .. } | Self::RanNoPods(_) | Self::TakesPodsAway(_)
        )
    }

    /// Whether this reason raises the soak time from an hour to a day: the chart version was rolled back before, or an
    /// upgrade to the same content failed. A failed rollback to the content raises no doubt, because the user who started
    /// it considered that content good.
    pub fn raises_doubt(&self) -> bool {
        match self {
            Self::ChartRolledBack { .. } => true,
            Self::RetryNotComplete { is_rollback, .. } => !is_rollback,
            _ => false,
        }
    }
}
