//! What of a release does not run, while no rollback is under way.

use astern_cluster::WorkloadKind;
use leptos::prelude::*;

use super::hold_ups::HeldUp;
use super::readiness::{Seen, Workloads, is_ready};
use super::workload_table::WorkloadSection;

/// The workloads, with what holds them up; nothing while all of them run.
#[component]
pub fn NotReady(#[prop(into)] workloads: Signal<Option<Workloads>>) -> impl IntoView {
    let is_trouble = Memo::new(move |_| workloads.with(|all| all.as_ref().is_some_and(trouble)));
    move || {
        is_trouble.get().then(|| {
            view! {
                <HeldUp workloads/>
                <WorkloadSection workloads over=Signal::stored(true)/>
            }
        })
    }
}

/// Whether one is not ready, or not known. A Job that is gone may have been removed after it ended.
fn trouble(workloads: &Workloads) -> bool {
    workloads.iter().any(|(workload, seen)| match seen {
        Seen::NotYet => false,
        Seen::Absent => workload.kind != WorkloadKind::Job,
        Seen::Is(_) | Seen::Failed(_) => !is_ready(seen, true),
    })
}
