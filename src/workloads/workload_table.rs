//! The table of workloads, those that are not ready first.

use astern_cluster::{Readiness, Workload, WorkloadKind};
use astern_wording::{kept_pods, older_pods};
use leptos::prelude::*;

use super::counts::{is_ready, ready_summary};
use super::state::{LiveWorkload, RollbackActivity, WorkloadState, Workloads};
use crate::components::Icon;

/// The most pods of a workload that are drawn as squares.
const MAX_SQUARES: u32 = 10;

/// How many workloads are ready, and the table.
#[component]
pub fn WorkloadSection(
    #[prop(into)] workloads: Signal<Option<Workloads>>,
    #[prop(into)] activity: Signal<RollbackActivity>,
) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="workloads">
            <div class="section__head">
                <h2 id="workloads">"Workloads"</h2>
                <p class="soft">{move || match workloads.get() {
                    None => "Reading which ones the revision has…".to_owned(),
                    Some(all) => format!("{}.", ready_summary(&all, activity.get())),
                }}</p>
            </div>
            <WorkloadTable workloads activity/>
        </section>
    }
}

/// The workloads, those that are not ready first.
#[component]
fn WorkloadTable(
    #[prop(into)] workloads: Signal<Option<Workloads>>,
    #[prop(into)] activity: Signal<RollbackActivity>,
) -> impl IntoView {
    let rows = move || {
        let activity = activity.get();
        let mut rows = workloads.get().unwrap_or_default().known;
        astern_ledger::sort_by_key(&mut rows, |(_, state)| is_ready(state, activity));
        rows.into_iter()
            .map(move |(workload, state)| (workload, state, activity))
    };
    view! {
        <div class="tablewrap" tabindex="0" role="region" aria-label="Readiness of workloads">
            <table class="table table--stack">
                <caption class="sr">"Readiness of workloads"</caption>
                <thead><tr>
                    <th scope="col">"Workload"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Pods ready"</th>
                    <th scope="col">"Now"</th>
                </tr></thead>
                <tbody>{move || rows().map(|(workload, state, activity)| view! {
                    <WorkloadRow workload state activity/>
                }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn WorkloadRow(
    workload: Workload,
    state: WorkloadState,
    activity: RollbackActivity,
) -> impl IntoView {
    let (tone, icon, label) = describe(&state, activity);
    let (pods, now) = match state {
        WorkloadState::Pending => (None, None),
        WorkloadState::Absent => (
            None,
            (activity == RollbackActivity::None).then(|| absent(workload.kind).to_owned()),
        ),
        WorkloadState::Live(live) => {
            let now = now(&live, activity);
            (Some(pods(&live)), now)
        }
        WorkloadState::Removed => (None, Some("It was removed after its end".to_owned())),
        WorkloadState::PerhapsRemoved => (
            None,
            Some("Kubernetes removes it after its end (ttlSecondsAfterFinished)".to_owned()),
        ),
        WorkloadState::Failed(error) => (None, Some(error.to_string())),
    };
    view! {
        <tr>
            <th scope="row">{workload.name}<span class="sub">{workload.kind.to_string()}</span></th>
            <td><span class=format!("status status--{tone}")><Icon name=icon/>{label}</span></td>
            <td class="nowrap">{pods}</td>
            <td>{now}</td>
        </tr>
    }
}

/// Explains why a workload may be absent while no rollback is running.
fn absent(kind: WorkloadKind) -> &'static str {
    match kind {
        WorkloadKind::Job => "A Job may be removed once it has ended",
        _ => "Deleted, or never made. A rollback makes it again",
    }
}

/// Returns tone, icon and label of a workload's state.
fn describe(
    state: &WorkloadState,
    activity: RollbackActivity,
) -> (&'static str, &'static str, &'static str) {
    match state {
        WorkloadState::Pending => ("idle", "idle", "Being asked"),
        WorkloadState::Absent if activity == RollbackActivity::None => {
            ("warn", "warn", "Not there")
        }
        WorkloadState::Absent => ("busy", "busy", "Not there yet"),
        WorkloadState::Removed => ("ok", "ok", "Removed"),
        WorkloadState::PerhapsRemoved => ("idle", "idle", "Not there"),
        WorkloadState::Live(live) if live.as_recorded && live.keeps_paused_pods() => {
            ("warn", "warn", "Paused")
        }
        WorkloadState::Live(_) if is_ready(state, activity) => ("ok", "ok", "Ready"),
        WorkloadState::Live(live) if !live.as_recorded && activity == RollbackActivity::Running => {
            ("idle", "idle", "As before")
        }
        WorkloadState::Live(live)
            if live.readiness.failure.is_none() && live.not_ready.problems().is_empty() =>
        {
            ("busy", "busy", "Starting")
        }
        WorkloadState::Live(_) => ("warn", "warn", "Not starting"),
        WorkloadState::Failed(_) => ("warn", "warn", "Not known"),
    }
}

fn pods(live: &LiveWorkload) -> impl IntoView + use<> {
    let Readiness {
        ready,
        wanted,
        older,
        rollout,
        ..
    } = live.readiness.clone();
    let squares = (wanted <= MAX_SQUARES).then(|| {
        let square = |index| match index < ready {
            true => view! { <i class="y"></i> },
            false => view! { <i class="n"></i> },
        };
        let squares = (0..wanted).map(square).collect_view();
        view! { <span class="ready" aria-hidden="true">{squares}</span> }
    });
    let failing = live.not_ready.older_failing();
    let older = (older > 0).then(|| older_pods(older.into(), failing.into()));
    let notes = older.into_iter().chain(kept_pods(&rollout));
    let notes = notes.map(|note| view! { <span class="sub">{note}</span> });
    view! { {squares}{format!("{ready} of {wanted}")}{notes.collect_view()} }
}

fn now(live: &LiveWorkload, activity: RollbackActivity) -> Option<String> {
    let problem = live.not_ready.problems().first();
    let reason = problem.map(|problem| problem.reason.clone());
    let reason = reason.or_else(|| live.readiness.failure.clone());
    match (live.as_recorded, activity) {
        (true, _) => reason,
        (false, RollbackActivity::Running) => Some("Not applied yet".to_owned()),
        (false, RollbackActivity::None) => Some("Not as that revision has it".to_owned()),
    }
}
