//! The table of workloads, those that are not ready first.

use astern_cluster::{Readiness, Workload, WorkloadKind};
use leptos::prelude::*;

use super::pods_ready::older_pods;
use super::readiness::{
    LiveWorkload, NotReadyReason, RollbackActivity, WorkloadState, Workloads, is_ready,
    ready_summary,
};
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
            (Some(pods(&live.readiness)), now)
        }
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
        WorkloadState::Live(_) if is_ready(state, activity) => ("ok", "ok", "Ready"),
        WorkloadState::Live(live) if !live.as_recorded && activity == RollbackActivity::Running => {
            ("idle", "idle", "As before")
        }
        WorkloadState::Live(live) => match (&live.readiness.failure, &live.not_ready) {
            (None, NotReadyReason::NotFetched | NotReadyReason::Failed(_)) => {
                ("busy", "busy", "Starting")
            }
            (None, NotReadyReason::Problems(problems)) if problems.is_empty() => {
                ("busy", "busy", "Starting")
            }
            _ => ("warn", "warn", "Held up"),
        },
        WorkloadState::Failed(_) => ("warn", "warn", "Not known"),
    }
}

fn pods(readiness: &Readiness) -> impl IntoView + use<> {
    let (ready, wanted) = (readiness.ready, readiness.wanted);
    let squares = (wanted <= MAX_SQUARES).then(|| {
        let square = |index| match index < ready {
            true => view! { <i class="y"></i> },
            false => view! { <i class="n"></i> },
        };
        let squares = (0..wanted).map(square).collect_view();
        view! { <span class="ready" aria-hidden="true">{squares}</span> }
    });
    let older = (readiness.older > 0).then(|| {
        view! { <span class="sub">{older_pods(readiness.older.into())}</span> }
    });
    view! { {squares}{format!("{ready} of {wanted}")}{older} }
}

fn now(live: &LiveWorkload, activity: RollbackActivity) -> Option<String> {
    let problem = match &live.not_ready {
        NotReadyReason::Problems(problems) => {
            problems.first().map(|problem| problem.reason.clone())
        }
        NotReadyReason::NotFetched | NotReadyReason::Failed(_) => None,
    };
    let reason = problem.or_else(|| live.readiness.failure.clone());
    match (live.as_recorded, activity) {
        (true, _) => reason,
        (false, RollbackActivity::Running) => Some("Not applied yet".to_owned()),
        (false, RollbackActivity::None) => Some("Not as that revision has it".to_owned()),
    }
}
