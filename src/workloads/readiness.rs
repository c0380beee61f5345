//! The workloads of a revision as they are in the cluster, asked for again and again.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{
    ClusterError, HoldUp, Readiness, Template, Workload, hold_ups, recorded_workloads, workload,
};
use astern_ledger::Record;
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown, use_tab_shown};
use crate::connection::Cluster;

/// How often the workloads are asked for: every second, at once when all is over, so that what is said of the end is not
/// told beside what was so before it, and from then on every five seconds in which somebody looks.
const POLL: Duration = Duration::from_millis(200);
const POLLS_WHILE_RUNNING: u32 = 5;
const POLLS_AFTERWARDS: u32 = 25;

/// What is known of one workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// Not asked yet.
    NotYet,
    /// It does not exist.
    Absent,
    /// How far it is.
    Is(Live),
    /// It cannot be asked for.
    Failed(ClusterError),
}

/// A workload in the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Live {
    /// How far it is.
    pub readiness: Readiness,
    /// Whether it is as the revision has it.
    pub as_recorded: bool,
    /// Why it is not ready.
    pub why: Why,
}

/// Why a workload is not ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// It was not asked: it is ready, or began a moment ago.
    NotAsked,
    /// For these reasons; none when the cluster says none.
    Told(Vec<HoldUp>),
    /// Its pods may not be read.
    Unasked(ClusterError),
}

/// The workloads of a revision, in the manifest's order.
pub type Workloads = Vec<(Workload, Seen)>;

/// Asks for the workloads of a revision again and again. `over`: no rollback is under way that they wait for.
pub fn follow_workloads(
    cluster: Arc<Cluster>,
    revision: Record,
    over: Signal<bool>,
) -> RwSignal<Option<Workloads>> {
    let workloads = RwSignal::new(None);
    let tab_shown = use_tab_shown();
    spawn_while_shown(async move {
        let Ok(release) = cluster.payloads.get(&cluster.api, &revision).await else {
            return;
        };
        let recorded = recorded_workloads(&release);
        let mut known: Workloads = recorded
            .iter()
            .map(|(workload, _)| (workload.clone(), Seen::NotYet))
            .collect();
        workloads.set(Some(known.clone()));
        loop {
            let last_before_the_end = over.get_untracked();
            for (index, (asked, template)) in recorded.iter().enumerate() {
                let Some(before) = known.get(index).map(|(_, seen)| seen.clone()) else {
                    continue;
                };
                let seen = look(&cluster, asked, template, &before, last_before_the_end).await;
                if seen != before {
                    known[index].1 = seen;
                    workloads.set(Some(known.clone()));
                }
            }
            let polls = match last_before_the_end {
                true => POLLS_AFTERWARDS,
                false => POLLS_WHILE_RUNNING,
            };
            for _ in 0..polls {
                pause(POLL).await;
                if over.get_untracked() && !last_before_the_end {
                    break;
                }
            }
            while last_before_the_end && !tab_shown.get_untracked() {
                pause(POLL).await;
            }
        }
    });
    workloads
}

/// While a rollback runs, why it is not ready is asked for what was not ready a moment ago either: most start by
/// themselves.
async fn look(
    cluster: &Cluster,
    asked: &Workload,
    template: &Template,
    before: &Seen,
    over: bool,
) -> Seen {
    let readiness = match workload(&cluster.api, asked).await {
        Ok(Some(readiness)) => readiness,
        Ok(None) => return Seen::Absent,
        Err(error) => return Seen::Failed(error),
    };
    let as_recorded = template.is_within(&readiness.template);
    let mut live = Live {
        readiness,
        as_recorded,
        why: Why::NotAsked,
    };
    let was_late = match before {
        Seen::Is(before) => before.is_late(over),
        Seen::NotYet => over,
        Seen::Absent | Seen::Failed(_) => false,
    };
    if live.is_late(over) && was_late {
        live.why = Why::ask(cluster, asked, &live.readiness).await;
    }
    Seen::Is(live)
}

impl Why {
    /// Asks the cluster.
    pub async fn ask(cluster: &Cluster, of: &Workload, readiness: &Readiness) -> Self {
        match hold_ups(&cluster.api, of, readiness).await {
            Ok(found) => Self::Told(found),
            Err(error) => Self::Unasked(error),
        }
    }
}

impl Live {
    /// Whether it should be ready and is not: one that was not applied yet is not late.
    fn is_late(&self, over: bool) -> bool {
        (over || self.as_recorded) && !self.readiness.is_ready()
    }
}

/// How many of them are ready, and of how many that is not known. While the rollback runs, one that is still as it was
/// before is not ready, however well it runs.
pub fn ready_said(workloads: &Workloads, over: bool) -> String {
    let count = |is: &dyn Fn(&Seen) -> bool| workloads.iter().filter(|(_, seen)| is(seen)).count();
    let (ready, all) = (count(&|seen| is_ready(seen, over)), workloads.len());
    let said = format!("{ready} of {all} workloads ready");
    match count(&|seen| matches!(seen, Seen::Failed(_) | Seen::NotYet)) {
        0 => said,
        unknown if unknown == all => {
            format!("{}, not known", astern_wording::count(all, "workload"))
        }
        unknown => format!("{said}, {unknown} not known"),
    }
}

/// Whether it is ready, as it should be in the end.
pub fn is_ready(seen: &Seen, over: bool) -> bool {
    matches!(seen, Seen::Is(live) if live.readiness.is_ready() && (over || live.as_recorded))
}

/// How many are as the revision has them.
pub fn as_recorded(workloads: &Workloads) -> usize {
    let is = |seen: &Seen| matches!(seen, Seen::Is(live) if live.as_recorded);
    workloads.iter().filter(|(_, seen)| is(seen)).count()
}

/// Whether one was seen that is not as the revision has it: then whatever makes it so is still to come.
pub fn is_any_as_before(workloads: &Workloads) -> bool {
    workloads.iter().any(|(_, seen)| match seen {
        Seen::NotYet | Seen::Failed(_) => false,
        Seen::Absent => true,
        Seen::Is(live) => !live.as_recorded,
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
            trouble: None,
            created: None,
            template: Template::default(),
            pods: None,
        };
        let live = Live {
            readiness,
            as_recorded,
            why: Why::NotAsked,
        };
        vec![(workload, Seen::Is(live))]
    }

    #[test]
    fn what_runs_well_as_before_is_not_back_yet() {
        assert_eq!(ready_said(&one(false), false), "0 of 1 workloads ready");
        assert_eq!(ready_said(&one(false), true), "1 of 1 workloads ready");
        assert_eq!(ready_said(&one(true), false), "1 of 1 workloads ready");
        assert_eq!(as_recorded(&one(false)), 0);
    }
}
