//! What helm waits for besides the workloads.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{
    HelmWaiter, Unmet, WaitedObject, WaitedObjects, WaitedState, Workload, WorkloadKind,
};
use astern_ledger::Record;
use astern_manifest::ObjectId;
use astern_protocol::Helm;
use astern_wording::unmet_sentence;
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown, use_tab_shown};
use crate::components::{TextWithCode, visible_text};
use crate::connection::{Cluster, until_answered};
use crate::workloads::{RollbackActivity, WorkloadState, Workloads};

/// How often the objects are read, after the end of the rollback only while the tab is visible.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// The most objects that are read each time although helm did not wait for them the last time.
const MAX_REREAD: usize = 20;

/// What helm waits for besides the workloads.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct HelmWait {
    /// The objects as they are now: those that helm waits for, and those that could not be read.
    pub now: Vec<WaitedObject>,
    /// The objects that helm waited for when they were last read before the rollback ended.
    pub at_end: Vec<WaitedObject>,
}

/// Returns how the helm that runs rollbacks waits; `None` where none does, or it is not known.
pub fn helm_waiter(cluster: &Cluster) -> Option<HelmWaiter> {
    match &cluster.session()?.helm {
        Helm::Found { version } => HelmWaiter::of_version(version),
        Helm::Missing { .. } | Helm::Simulated => None,
    }
}

/// Follows the objects of `target` that helm waits for, from the time when the rollback has `created` its record.
pub fn follow_helm_wait(
    cluster: Arc<Cluster>,
    target: Record,
    created: Signal<Option<Record>>,
    activity: Signal<RollbackActivity>,
) -> RwSignal<HelmWait> {
    let followed = RwSignal::new(HelmWait::default());
    let tab_shown = use_tab_shown();
    spawn_while_shown(async move {
        let Some(waiter) = helm_waiter(&cluster) else {
            return;
        };
        let payload = || cluster.payloads.get(&cluster.api, &target);
        let Ok(release) = until_answered(payload, |_| ()).await else {
            return;
        };
        while created.with_untracked(Option::is_none)
            && activity.get_untracked() == RollbackActivity::Running
        {
            pause(POLL_INTERVAL).await;
        }
        let mut objects = WaitedObjects::find(&cluster.api, &release, waiter).await;
        let mut states: Vec<Option<WaitedObject>> = vec![None; objects.len()];
        let mut round = 0;
        while !objects.is_empty() {
            let activity_before = activity.get_untracked();
            for index in due(&states, round) {
                let state = objects.read(&cluster.api, index).await;
                if let Some(known) = states.get_mut(index) {
                    *known = state;
                }
            }
            round += 1;
            let is_open = |object: &&WaitedObject| object.state != WaitedState::Met;
            let now: Vec<WaitedObject> = states.iter().flatten().filter(is_open).cloned().collect();
            let mut next = followed.get_untracked();
            if activity_before == RollbackActivity::Running {
                next.at_end.clone_from(&now);
            }
            next.now.clone_from(&now);
            if followed.with_untracked(|followed| *followed != next) {
                followed.set(next);
            }
            let is_unmet = |object: &WaitedObject| matches!(object.state, WaitedState::Unmet(_));
            if activity_before == RollbackActivity::None && !now.iter().any(is_unmet) {
                return;
            }
            let is_unread = |object: &WaitedObject| matches!(object.state, WaitedState::Unread(_));
            if now.iter().any(is_unread) {
                // The kind may be served by now.
                objects = WaitedObjects::find(&cluster.api, &release, waiter).await;
            }
            pause(POLL_INTERVAL).await;
            while activity_before == RollbackActivity::None && !tab_shown.get_untracked() {
                pause(POLL_INTERVAL).await;
            }
        }
    });
    followed
}

/// Returns the indices of the objects to read: all that helm waits for or that were not read yet, and some of the others, in
/// turn.
fn due(states: &[Option<WaitedObject>], round: usize) -> Vec<usize> {
    let is_met = |state: &Option<WaitedObject>| {
        state
            .as_ref()
            .is_some_and(|object| object.state == WaitedState::Met)
    };
    let (met, others): (Vec<usize>, Vec<usize>) =
        (0..states.len()).partition(|index| states.get(*index).is_some_and(is_met));
    let first = match met.len() {
        0 => 0,
        number => (round * MAX_REREAD) % number,
    };
    let in_turn = met.iter().cycle().skip(first);
    let in_turn = in_turn.take(met.len().min(MAX_REREAD)).copied();
    others.into_iter().chain(in_turn).collect()
}

/// Returns the Jobs that were removed after their end, for which helm 4 waits until its time is up. Source: `statusObserver`
/// of `pkg/kube/statuswait.go`, for which an object that was deleted is not current.
pub fn removed_jobs(waiter: Option<HelmWaiter>, workloads: &Workloads) -> Vec<WaitedObject> {
    if waiter != Some(HelmWaiter::Kstatus) {
        return Vec::new();
    }
    let is_gone = |(_, state): &&(Workload, WorkloadState)| {
        matches!(
            state,
            WorkloadState::Removed | WorkloadState::PerhapsRemoved
        )
    };
    let gone = workloads.known.iter().filter(is_gone);
    let waited = gone.filter(|(workload, _)| workload.kind == WorkloadKind::Job);
    let waited = waited.map(|(job, _)| WaitedObject {
        id: ObjectId {
            group: "batch".to_owned(),
            kind: job.kind.to_string(),
            namespace: Some(job.namespace.to_string()),
            name: job.name.clone(),
        },
        state: WaitedState::Unmet(Unmet::Absent),
    });
    waited.collect()
}

/// The objects that helm waits for besides the workloads, each with the reason; nothing when there are none.
#[component]
pub fn HelmWaitSection(#[prop(into)] objects: Signal<Vec<WaitedObject>>) -> impl IntoView {
    move || {
        let objects = objects.get();
        let rows = objects.iter().map(|object| {
            let why = match &object.state {
                WaitedState::Met => String::new(),
                WaitedState::Unmet(unmet) => unmet_sentence(unmet),
                WaitedState::Unread(reason) => format!("not known, because {reason}"),
            };
            let name = format!("{} {}", object.id.kind, object.id.name);
            view! { <li><b>{visible_text(&name)}</b>": "<TextWithCode text=why/></li> }
        });
        let rows = rows.collect_view();
        (!objects.is_empty()).then(|| {
            view! {
                <section class="section" aria-labelledby="helm-wait">
                    <h2 id="helm-wait">"What else helm waits for"</h2>
                    <ul class="panel plain stack" id="helm-wait-list">{rows}</ul>
                </section>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(state: WaitedState) -> Option<WaitedObject> {
        let id = ObjectId {
            group: String::new(),
            kind: "Service".to_owned(),
            namespace: None,
            name: "web".to_owned(),
        };
        Some(WaitedObject { id, state })
    }

    #[test]
    fn what_is_waited_for_is_always_read_again_and_the_rest_in_turn() {
        let mut states = vec![object(WaitedState::Met); MAX_REREAD + 5];
        states.push(object(WaitedState::Unmet(Unmet::Absent)));
        states.push(None);
        let first = due(&states, 0);
        assert_eq!(first.len(), MAX_REREAD + 2);
        assert_eq!(first[..2], [MAX_REREAD + 5, MAX_REREAD + 6]);
        let mut read: Vec<usize> = [first, due(&states, 1)].concat();
        read.sort_unstable();
        read.dedup();
        assert_eq!(read.len(), states.len());
    }
}
