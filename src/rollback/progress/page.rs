//! The page that follows a rollback to its end.

use std::sync::Arc;

use astern_cluster::{HookTime, WaitedObject};
use astern_ledger::{History, Namespace, ReleaseName, Revision};
use astern_protocol::{Outcome, RequestId, Stage};
use astern_wording::count;
use leptos::prelude::*;

use super::after_wait::after_wait;
use super::event_stream::{FollowedRollback, RollbackId, follow_rollback};
use super::helm_output::{EndpointWarnings, HelmOutput};
use super::hooks::{HookList, HookState, Hooks, follow_hooks};
use super::phase_list::{PhaseDetails, PhaseList};
use super::phases::{Observations, PhaseState, Phases, PreHooks};
use super::request_facts::RequestFacts;
use super::result::{ClusterState, RollbackResult};
use super::summary::{ProgressSignals, ProgressSummary};
use super::waited_objects::{HelmWaitSection, follow_helm_wait, helm_waiter, removed_jobs};
use crate::browser::spawn_while_shown;
use crate::components::{ErrorNotice, PageError};
use crate::connection::{Cluster, Endpoint, follow_history};
use crate::release::WithHistory;
use crate::workloads::{
    AppliedCount, ReadinessProblemSection, RollbackActivity, WorkloadSection, WorkloadState,
    Workloads, count_as_recorded, follow_workloads, is_any_not_as_recorded, ready_summary,
    unread_documents,
};

/// The page that follows a rollback.
#[component]
pub fn ProgressPage(
    namespace: Namespace,
    release: ReleaseName,
    target: Revision,
    request: RequestId,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let heading = format!("Roll back {release} to revision {target}");
    let body = match &cluster.endpoint {
        Endpoint::None => view! {
            <div class="section"><ErrorNotice error=PageError::plain(
                "This page cannot follow a rollback",
                "It is served by kubectl proxy alone. The release's history says what became of it.",
            )/></div>
        }
        .into_any(),
        Endpoint::Serves { .. } => view! {
            <WithHistory namespace release let:found>
                <FollowRollback history=found.history target request=request.clone()/>
            </WithHistory>
        }
        .into_any(),
    };
    view! {
        <main id="main" class="page" tabindex="-1"><h1>{heading}</h1>{body}</main>
    }
}

/// The rollback, observed from helm's output, Helm's records, the hooks and the workloads.
#[component]
fn FollowRollback(history: History, target: Revision, request: RequestId) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let followed = RwSignal::new(FollowedRollback::new());
    let newest = history.current().clone();
    let id = RollbackId {
        namespace: newest.namespace.clone(),
        release: newest.release.clone(),
        request,
    };
    spawn_while_shown(follow_rollback(cluster.clone(), id, followed));
    let live_history = follow_history(cluster.clone(), &newest);

    let rollback = Memo::new(move |_| followed.with(|f| f.start().map(|(r, at)| (r.clone(), at))));
    let created = Memo::new(move |_| {
        let (rollback, _) = rollback.get()?;
        live_history.with(|history| {
            let history = history.as_ref()?;
            history.get(rollback.expected_current.next()).cloned()
        })
    });
    let activity = Signal::derive(move || match followed.with(|f| f.outcome().is_some()) {
        true => RollbackActivity::None,
        false => RollbackActivity::Running,
    });
    // Helm may have deleted the target's record by now. The revision that the rollback created has the same objects.
    let revision = history.get(target).cloned().unwrap_or(newest.clone());
    let target_record = revision.clone();
    let workloads = follow_workloads(cluster.clone(), revision.clone(), activity);
    let waiter = helm_waiter(&cluster);
    let helm_wait = follow_helm_wait(cluster.clone(), revision.clone(), created.into(), activity);
    let hooks = follow_hooks(cluster, revision, created.into(), activity);
    let result = Memo::new(move |_| {
        let (rollback, started) = rollback.get()?;
        followed.with(|f| {
            let (outcome, at) = f.ended()?;
            let seconds = at.as_second() - started.as_second();
            let result = live_history
                .with(|now| RollbackResult::new(outcome, &rollback, seconds, now.as_ref()));
            let hooks = hooks.with(|hooks| pre_hooks(hooks.as_ref()));
            Some(match (hooks, failed_stage(outcome)) {
                (PreHooks::Failed | PreHooks::Running, _) => result.with_failed_hook(),
                // helm reported it before the Job was read again.
                (PreHooks::Unknown | PreHooks::Absent, Some(Stage::Hook)) => {
                    result.with_failed_hook()
                }
                _ => result,
            })
        })
    });
    let changed = RwSignal::new(false);
    Effect::new(move |_| {
        if workloads.with(|all| all.as_ref().is_some_and(is_any_not_as_recorded)) {
            changed.set(true);
        }
    });
    let phases = Signal::derive(move || {
        Phases::new(&Observations {
            changed: changed.get(),
            recorded: created.with(Option::is_some),
            hooks: hooks.with(|hooks| pre_hooks(hooks.as_ref())),
            applied: workloads.with(|all| is_applied(all.as_ref())),
            waits: rollback
                .get()
                .is_none_or(|(rollback, _)| rollback.options.wait),
            result: result.get(),
        })
    });
    let details = Signal::derive(move || PhaseDetails {
        recorded: match created.get() {
            Some(created) => format!("Revision {} in Helm's ledger", created.revision),
            None => "No new revision in Helm's ledger yet".to_owned(),
        },
        hooks: hooks.with(|hooks| hooks_summary(hooks.as_ref(), result.get().as_ref())),
        applied: workloads.with(|all| applied_summary(all.as_ref(), target)),
        waited: match rollback
            .get()
            .is_none_or(|(rollback, _)| rollback.options.wait)
        {
            true => workloads.with(|all| waited_summary(all.as_ref(), activity.get())),
            false => "Not asked for".to_owned(),
        },
    });
    let removed = move || workloads.with(|all| all.as_ref().map(|all| removed_jobs(waiter, all)));
    // Before everything is applied, what is not as helm wants it is not waited for yet.
    let waited: Signal<Vec<WaitedObject>> = Signal::derive(move || match phases.get().waited {
        PhaseState::Running | PhaseState::Failed => {
            let objects = helm_wait.with(|helm_wait| helm_wait.now.clone());
            objects
                .into_iter()
                .chain(removed().unwrap_or_default())
                .collect()
        }
        _ => Vec::new(),
    });
    let after_wait = Memo::new(move |_| {
        let (result, removed) = (result.get()?, removed().unwrap_or_default());
        workloads.with(|all| {
            helm_wait.with(|helm_wait| after_wait(&result, all.as_ref(), helm_wait, &removed))
        })
    });
    let workloads_with_hooks =
        Signal::derive(move || with_running_hooks(workloads.get(), hooks.get()));
    let signals = ProgressSignals {
        followed: followed.into(),
        rollback: rollback.into(),
        result: result.into(),
        workloads: workloads.into(),
        waited,
        after_wait: after_wait.into(),
        phases,
    };
    view! {
        <RequestFacts followed namespace=newest.namespace.clone() target created/>
        <ProgressSummary signals record=newest target target_record/>
        <EndpointWarnings followed/>
        <section class="section" aria-label="Phases"><PhaseList phases details/></section>
        <ReadinessProblemSection workloads=workloads_with_hooks/>
        <HelmWaitSection objects=waited/>
        <HookList hooks activity/>
        <WorkloadSection workloads activity/>
        <HelmOutput followed/>
    }
}

/// Returns the states of the hooks that run before anything is applied.
fn pre_hook_states(hooks: &Hooks) -> impl Iterator<Item = &HookState> {
    let pre_hooks = hooks
        .iter()
        .filter(|(hook, _)| hook.time == HookTime::Before);
    pre_hooks.map(|(_, state)| state)
}

fn pre_hooks(hooks: Option<&Hooks>) -> PreHooks {
    let Some(hooks) = hooks else {
        return PreHooks::Unknown;
    };
    let is_absent = |state: &HookState| {
        matches!(
            state,
            HookState::Absent | HookState::Unreadable(_) | HookState::Unread
        )
    };
    match () {
        () if pre_hook_states(hooks).next().is_none() => PreHooks::None,
        () if pre_hook_states(hooks).any(|state| matches!(state, HookState::Failed(_))) => {
            PreHooks::Failed
        }
        () if pre_hook_states(hooks).any(|state| matches!(state, HookState::Running(_))) => {
            PreHooks::Running
        }
        () if pre_hook_states(hooks).any(is_absent) => PreHooks::Absent,
        () => PreHooks::Over,
    }
}

/// Returns the stage in which helm failed, if it reported one.
fn failed_stage(outcome: &Outcome) -> Option<Stage> {
    match outcome {
        Outcome::Failed { stage, .. } => *stage,
        Outcome::Done { .. } | Outcome::Interrupted { .. } => None,
    }
}

/// Adds the Jobs of running hooks to the workloads, because the same problems keep them from becoming ready.
fn with_running_hooks(workloads: Option<Workloads>, hooks: Option<Hooks>) -> Option<Workloads> {
    let hooks = hooks.into_iter().flatten();
    let running = hooks.filter_map(|(hook, state)| match state {
        HookState::Running(live) => Some((hook.object.job()?.clone(), WorkloadState::Live(live))),
        _ => None,
    });
    let workloads = workloads.unwrap_or_default();
    Some(Workloads {
        known: running.chain(workloads.known).collect(),
        unread: workloads.unread,
    })
}

fn hooks_summary(hooks: Option<&Hooks>, result: Option<&RollbackResult>) -> String {
    let Some(hooks) = hooks else {
        return "Being read".to_owned();
    };
    let all = pre_hook_states(hooks).count();
    let succeeded = pre_hook_states(hooks).filter(|state| **state == HookState::Succeeded);
    let is_target_deployed =
        result.is_some_and(|result| matches!(result.cluster, ClusterState::Target(_)));
    match (all, succeeded.count()) {
        (0, _) => "None to run before applying".to_owned(),
        (all, _) if is_target_deployed => format!("{} over", count(all, "hook")),
        (all, succeeded) => format!("{succeeded} of {all} hooks over"),
    }
}

/// Returns whether all workloads are as recorded; `None` where there is none or that is not known.
fn is_applied(workloads: Option<&Workloads>) -> Option<bool> {
    let workloads = workloads?;
    let AppliedCount { as_recorded, of } = count_as_recorded(workloads);
    match as_recorded == of {
        true if of == 0 => None,
        true if workloads.unread > 0 => None,
        is_applied => Some(is_applied),
    }
}

fn applied_summary(workloads: Option<&Workloads>, target: Revision) -> String {
    match workloads {
        None => "Being read".to_owned(),
        Some(all) if count_as_recorded(all).of == 0 && all.unread == 0 => {
            "No workload to see it by".to_owned()
        }
        Some(workloads) => {
            let AppliedCount { as_recorded, of } = count_as_recorded(workloads);
            let unread = match workloads.unread {
                0 => String::new(),
                unread => format!(", {}", unread_documents(unread)),
            };
            format!("{as_recorded} of {of} workloads as in revision {target}{unread}")
        }
    }
}

fn waited_summary(workloads: Option<&Workloads>, activity: RollbackActivity) -> String {
    workloads.map_or_else(
        || "Being read".to_owned(),
        |all| ready_summary(all, activity),
    )
}
