//! The page after the press: what happens, until it is over.

use std::sync::Arc;

use astern_cluster::HookTime;
use astern_ledger::{History, Namespace, ReleaseName, Revision};
use astern_protocol::{Outcome, RequestId, Stage};
use astern_wording::count;
use leptos::prelude::*;

use super::event_stream::{Followed, Which, follow};
use super::helm_output::{Printed, Warned};
use super::hooks::{HookList, HookState, Hooks, follow_hooks};
use super::phase_list::{Details, PhaseList};
use super::phases::{HooksSeen, Phases, Seen};
use super::request_facts::Pressed;
use super::result::{Ending, Holds};
use super::summary::{Answer, Told};
use crate::browser::spawn_while_shown;
use crate::components::{Problem, ProblemNotice};
use crate::connection::{Cluster, Endpoint, follow_history};
use crate::release::WithHistory;
use crate::workloads::{
    HeldUp, Seen as Shown, WorkloadSection, Workloads, as_recorded, follow_workloads,
    is_any_as_before, ready_said,
};

/// A rollback that was pressed.
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
            <div class="section"><ProblemNotice problem=Problem::plain(
                "This page cannot follow a rollback",
                "It is served by kubectl proxy alone. The release's history says what became of it.",
            )/></div>
        }
        .into_any(),
        Endpoint::Serves { .. } => view! {
            <WithHistory namespace release let:history>
                <Course history target request=request.clone()/>
            </WithHistory>
        }
        .into_any(),
    };
    view! {
        <main id="main" class="page" tabindex="-1"><h1>{heading}</h1>{body}</main>
    }
}

/// The rollback's course, told by its witnesses: helm's own words, Helm's ledger, the hooks, the workloads.
#[component]
fn Course(history: History, target: Revision, request: RequestId) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let followed = RwSignal::new(Followed::new());
    let newest = history.current().clone();
    let which = Which {
        namespace: newest.namespace.clone(),
        release: newest.release.clone(),
        id: request,
    };
    spawn_while_shown(follow(cluster.clone(), which, followed));
    let ledger = follow_history(cluster.clone(), &newest);

    let rollback = Memo::new(move |_| followed.with(|f| f.begun().map(|(r, at)| (r.clone(), at))));
    let made = Memo::new(move |_| {
        let (rollback, _) = rollback.get()?;
        ledger.with(|ledger| {
            let ledger = ledger.as_ref()?;
            ledger.get(rollback.expected_current.next()).cloned()
        })
    });
    let over = Signal::derive(move || followed.with(|f| f.outcome().is_some()));
    // Helm may have pruned the target by now; the revision that it made has the same objects.
    let revision = history.get(target).cloned().unwrap_or(newest.clone());
    let workloads = follow_workloads(cluster.clone(), revision.clone(), over);
    let hooks = follow_hooks(cluster, revision, made.into(), over);
    let ending = Memo::new(move |_| {
        let (rollback, began) = rollback.get()?;
        followed.with(|f| {
            let (outcome, at) = f.ended()?;
            let took = at.as_second() - began.as_second();
            let ending = ledger.with(|now| Ending::new(outcome, &rollback, took, now.as_ref()));
            let hooks = hooks.with(|hooks| hooks_seen(hooks.as_ref()));
            Some(match (hooks, stage(outcome)) {
                (HooksSeen::Failed | HooksSeen::Running, _) => ending.in_hook(),
                // helm has said so before the Job was asked again.
                (HooksSeen::NotYet | HooksSeen::Open, Some(Stage::Hook)) => ending.in_hook(),
                _ => ending,
            })
        })
    });
    let changed = RwSignal::new(false);
    Effect::new(move |_| {
        if workloads.with(|all| all.as_ref().is_some_and(is_any_as_before)) {
            changed.set(true);
        }
    });
    let phases = Signal::derive(move || {
        Phases::new(&Seen {
            changed: changed.get(),
            recorded: made.with(Option::is_some),
            hooks: hooks.with(|hooks| hooks_seen(hooks.as_ref())),
            applied: workloads.with(|all| applied(all.as_ref())),
            waits: rollback
                .get()
                .is_none_or(|(rollback, _)| rollback.options.wait),
            ending: ending.get(),
        })
    });
    let details = Signal::derive(move || Details {
        recorded: match made.get() {
            Some(made) => format!("Revision {} in Helm's ledger", made.revision),
            None => "No new revision in Helm's ledger yet".to_owned(),
        },
        hooks: hooks.with(|hooks| hooks_said(hooks.as_ref(), ending.get().as_ref())),
        applied: workloads.with(|all| applied_said(all.as_ref(), target)),
        waited: match rollback
            .get()
            .is_none_or(|(rollback, _)| rollback.options.wait)
        {
            true => workloads.with(|all| ready(all.as_ref(), over.get())),
            false => "Not asked for".to_owned(),
        },
    });
    let held_up = Signal::derive(move || with_hooks(workloads.get(), hooks.get()));
    let told = Told {
        followed: followed.into(),
        rollback: rollback.into(),
        ending: ending.into(),
        workloads: workloads.into(),
        phases,
    };
    view! {
        <Pressed followed namespace=newest.namespace.clone() target made/>
        <Answer told of=newest target/>
        <Warned followed/>
        <section class="section" aria-label="Phases"><PhaseList phases details/></section>
        <HeldUp workloads=held_up/>
        <HookList hooks over/>
        <WorkloadSection workloads over/>
        <Printed followed/>
    }
}

fn before(hooks: &Hooks) -> impl Iterator<Item = &HookState> {
    let before = hooks
        .iter()
        .filter(|(hook, _)| hook.time == HookTime::Before);
    before.map(|(_, state)| state)
}

fn hooks_seen(hooks: Option<&Hooks>) -> HooksSeen {
    let Some(hooks) = hooks else {
        return HooksSeen::NotYet;
    };
    let open = |state: &HookState| matches!(state, HookState::Absent | HookState::Unasked(_));
    match () {
        () if before(hooks).next().is_none() => HooksSeen::None,
        () if before(hooks).any(|state| matches!(state, HookState::Failed(_))) => HooksSeen::Failed,
        () if before(hooks).any(|state| matches!(state, HookState::Running(_))) => {
            HooksSeen::Running
        }
        () if before(hooks).any(open) => HooksSeen::Open,
        () => HooksSeen::Over,
    }
}

/// Where it ended, in helm's words.
fn stage(outcome: &Outcome) -> Option<Stage> {
    match outcome {
        Outcome::Failed { stage, .. } => *stage,
        Outcome::Done { .. } | Outcome::Interrupted { .. } => None,
    }
}

/// The workloads, and the hooks that run, which are held up by the same things.
fn with_hooks(workloads: Option<Workloads>, hooks: Option<Hooks>) -> Option<Workloads> {
    let hooks = hooks.into_iter().flatten();
    let running = hooks.filter_map(|(hook, state)| match state {
        HookState::Running(live) => Some((hook.job?, Shown::Is(live))),
        _ => None,
    });
    let all: Workloads = running.chain(workloads.into_iter().flatten()).collect();
    Some(all)
}

fn hooks_said(hooks: Option<&Hooks>, ending: Option<&Ending>) -> String {
    let Some(hooks) = hooks else {
        return "Being read".to_owned();
    };
    let all = before(hooks).count();
    let over = before(hooks).filter(|state| **state == HookState::Succeeded);
    let went_on = ending.is_some_and(|ending| matches!(ending.holds, Holds::Target(_)));
    match (all, over.count()) {
        (0, _) => "None to run before applying".to_owned(),
        (all, _) if went_on => format!("{} over", count(all, "hook")),
        (all, over) => format!("{over} of {all} hooks over"),
    }
}

fn applied(workloads: Option<&Workloads>) -> Option<bool> {
    let workloads = workloads.filter(|all| !all.is_empty())?;
    Some(as_recorded(workloads) == workloads.len())
}

fn applied_said(workloads: Option<&Workloads>, target: Revision) -> String {
    match workloads {
        None => "Being read".to_owned(),
        Some(all) if all.is_empty() => "No workload to see it by".to_owned(),
        Some(all) => {
            let (done, all) = (as_recorded(all), all.len());
            format!("{done} of {all} workloads as in revision {target}")
        }
    }
}

fn ready(workloads: Option<&Workloads>, over: bool) -> String {
    workloads.map_or_else(|| "Being read".to_owned(), |all| ready_said(all, over))
}
