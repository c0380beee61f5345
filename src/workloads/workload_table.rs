//! The workloads in a table, those that are not ready first.

use astern_cluster::{Readiness, Workload, WorkloadKind};
use leptos::prelude::*;

use super::pods_ready::older_said;
use super::readiness::{Live, Seen, Why, Workloads, is_ready, ready_said};
use crate::components::Icon;

/// The most squares that are drawn for a workload's pods.
const SQUARES: u32 = 10;

/// How many workloads are ready, and which.
#[component]
pub fn WorkloadSection(
    #[prop(into)] workloads: Signal<Option<Workloads>>,
    #[prop(into)] over: Signal<bool>,
) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="workloads">
            <div class="section__head">
                <h2 id="workloads">"Workloads"</h2>
                <p class="soft">{move || match workloads.get() {
                    None => "Reading which ones the revision has…".to_owned(),
                    Some(all) => format!("{}.", ready_said(&all, over.get())),
                }}</p>
            </div>
            <WorkloadTable workloads over/>
        </section>
    }
}

/// The workloads, those that are not ready first.
#[component]
fn WorkloadTable(
    #[prop(into)] workloads: Signal<Option<Workloads>>,
    #[prop(into)] over: Signal<bool>,
) -> impl IntoView {
    let rows = move || {
        let over = over.get();
        let mut rows = workloads.get().unwrap_or_default();
        astern_ledger::sort_by_key(&mut rows, |(_, seen)| is_ready(seen, over));
        rows.into_iter()
            .map(move |(workload, seen)| (workload, seen, over))
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
                <tbody>{move || rows().map(|(workload, seen, over)| view! {
                    <WorkloadRow workload seen over/>
                }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn WorkloadRow(workload: Workload, seen: Seen, over: bool) -> impl IntoView {
    let (tone, icon, word) = state(&seen, over);
    let (pods, now) = match seen {
        Seen::NotYet => (None, None),
        Seen::Absent => (None, over.then(|| absent(workload.kind).to_owned())),
        Seen::Is(live) => {
            let now = now(&live, over);
            (Some(pods(&live.readiness)), now)
        }
        Seen::Failed(error) => (None, Some(error.to_string())),
    };
    view! {
        <tr>
            <th scope="row">{workload.name}<span class="sub">{workload.kind.to_string()}</span></th>
            <td><span class=format!("status status--{tone}")><Icon name=icon/>{word}</span></td>
            <td class="nowrap">{pods}</td>
            <td>{now}</td>
        </tr>
    }
}

/// Why one may not be there while no rollback is under way.
fn absent(kind: WorkloadKind) -> &'static str {
    match kind {
        WorkloadKind::Job => "A Job may be removed once it has ended",
        _ => "Deleted, or never made. A rollback makes it again",
    }
}

fn state(seen: &Seen, over: bool) -> (&'static str, &'static str, &'static str) {
    match seen {
        Seen::NotYet => ("idle", "idle", "Being asked"),
        Seen::Absent if over => ("warn", "warn", "Not there"),
        Seen::Absent => ("busy", "busy", "Not there yet"),
        Seen::Is(_) if is_ready(seen, over) => ("ok", "ok", "Ready"),
        Seen::Is(live) if !live.as_recorded && !over => ("idle", "idle", "As before"),
        Seen::Is(live) => match (&live.readiness.trouble, &live.why) {
            (None, Why::NotAsked | Why::Unasked(_)) => ("busy", "busy", "Starting"),
            (None, Why::Told(found)) if found.is_empty() => ("busy", "busy", "Starting"),
            _ => ("warn", "warn", "Held up"),
        },
        Seen::Failed(_) => ("warn", "warn", "Not known"),
    }
}

fn pods(readiness: &Readiness) -> impl IntoView + use<> {
    let (ready, wanted) = (readiness.ready, readiness.wanted);
    let squares = (wanted <= SQUARES).then(|| {
        let square = |index| match index < ready {
            true => view! { <i class="y"></i> },
            false => view! { <i class="n"></i> },
        };
        let squares = (0..wanted).map(square).collect_view();
        view! { <span class="ready" aria-hidden="true">{squares}</span> }
    });
    let older = (readiness.older > 0).then(|| {
        view! { <span class="sub">{older_said(readiness.older.into())}</span> }
    });
    view! { {squares}{format!("{ready} of {wanted}")}{older} }
}

fn now(live: &Live, over: bool) -> Option<String> {
    let found = match &live.why {
        Why::Told(found) => found.first().map(|one| one.reason.clone()),
        Why::NotAsked | Why::Unasked(_) => None,
    };
    let said = found.or_else(|| live.readiness.trouble.clone());
    match (live.as_recorded, over) {
        (true, _) => said,
        (false, false) => Some("Not applied yet".to_owned()),
        (false, true) => Some("Not as that revision has it".to_owned()),
    }
}
