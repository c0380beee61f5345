//! The workloads coming back.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, Readiness, Workload, workload, workloads_of};
use astern_ledger::Record;
use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown};
use crate::components::Icon;
use crate::connection::Cluster;

/// How often a workload is asked for: every second, and at once when all is over, so that what is
/// said of the end is not told beside what was so before it.
const POLL: Duration = Duration::from_millis(200);
const POLLS_SKIPPED: u32 = 4;

/// What is known of one workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// Not asked yet.
    NotYet,
    /// It does not exist.
    Absent,
    /// How far it is.
    Is(Readiness),
    /// It cannot be asked for.
    Failed(ClusterError),
}

/// The workloads of a revision, in the manifest's order.
pub type Workloads = Vec<(Workload, Seen)>;

/// Asks for the workloads of a revision again and again until `over` says that all is over and
/// they have been asked once more.
pub fn follow_workloads(
    cluster: Arc<Cluster>,
    revision: Record,
    over: Signal<bool>,
) -> RwSignal<Option<Workloads>> {
    let workloads = RwSignal::new(None);
    spawn_while_shown(async move {
        let Ok(release) = cluster.payloads.get(&cluster.api, &revision).await else {
            return;
        };
        let found = workloads_of(&release);
        workloads.set(Some(
            found
                .into_iter()
                .map(|w| (w, Seen::NotYet))
                .collect::<Vec<_>>(),
        ));
        loop {
            let last_round = over.get_untracked();
            let known = workloads.get_untracked().unwrap_or_default();
            for (index, (asked, _)) in known.into_iter().enumerate() {
                let seen = match workload(&cluster.api, &asked).await {
                    Ok(Some(readiness)) => Seen::Is(readiness),
                    Ok(None) => Seen::Absent,
                    Err(error) => Seen::Failed(error),
                };
                workloads.update(|workloads| {
                    if let Some(entry) = workloads.as_mut().and_then(|w| w.get_mut(index)) {
                        entry.1 = seen;
                    }
                });
            }
            if last_round {
                return;
            }
            pause(POLL).await;
            for _ in 0..POLLS_SKIPPED {
                if over.get_untracked() {
                    break;
                }
                pause(POLL).await;
            }
        }
    });
    workloads
}

/// How many of them are ready, and of how many that is not known.
pub fn ready_said(workloads: &Workloads) -> String {
    let count = |is: fn(&Seen) -> bool| workloads.iter().filter(|(_, seen)| is(seen)).count();
    let ready = count(|seen| matches!(seen, Seen::Is(readiness) if readiness.is_ready()));
    let said = format!("{ready} of {} workloads ready", workloads.len());
    match count(|seen| matches!(seen, Seen::Failed(_) | Seen::NotYet)) {
        0 => said,
        unknown => format!("{said}, {unknown} not known"),
    }
}

/// The workloads, those that are not ready first.
#[component]
pub fn WorkloadTable(#[prop(into)] workloads: Signal<Option<Workloads>>) -> impl IntoView {
    let rows = move || {
        let mut rows = workloads.get().unwrap_or_default();
        astern_ledger::sort_by_key(
            &mut rows,
            |(_, seen)| matches!(seen, Seen::Is(r) if r.is_ready()),
        );
        rows
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
                <tbody>{move || rows().into_iter().map(|(workload, seen)| view! {
                    <WorkloadRow workload seen/>
                }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn WorkloadRow(workload: Workload, seen: Seen) -> impl IntoView {
    let (tone, icon, word) = match &seen {
        Seen::NotYet => ("idle", "idle", "Being asked"),
        Seen::Absent => ("busy", "busy", "Not there yet"),
        Seen::Is(readiness) if readiness.is_ready() => ("ok", "ok", "Ready"),
        Seen::Is(Readiness {
            trouble: Some(_), ..
        }) => ("warn", "warn", "Held up"),
        Seen::Is(_) => ("busy", "busy", "Starting"),
        Seen::Failed(_) => ("warn", "warn", "Not known"),
    };
    let (pods, now) = match seen {
        Seen::NotYet | Seen::Absent => (None, None),
        Seen::Is(readiness) => {
            let pods = format!("{} of {}", readiness.ready, readiness.wanted);
            (Some(pods), readiness.trouble)
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
