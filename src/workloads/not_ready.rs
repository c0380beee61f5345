//! The workloads of a release, shown while some are not ready and no rollback is running.

use astern_cluster::WorkloadKind;
use leptos::prelude::*;

use super::counts::is_ready;
use super::state::{RollbackActivity, WorkloadState, Workloads};
use super::workload_table::WorkloadSection;

/// The workloads, with the reasons; nothing while all are ready.
#[component]
pub fn NotReady(
    #[prop(into)] workloads: Signal<Option<Workloads>>,
    /// Why some are not ready.
    children: ChildrenFn,
) -> impl IntoView {
    let is_shown =
        Memo::new(move |_| workloads.with(|all| all.as_ref().is_some_and(is_any_not_ready)));
    move || {
        is_shown.get().then(|| {
            view! {
                {children()}
                <WorkloadSection workloads activity=Signal::stored(RollbackActivity::None)/>
            }
        })
    }
}

/// Returns whether a workload is not ready or cannot be read, or its document could not be read. An absent Job may have been deleted after it completed.
pub fn is_any_not_ready(workloads: &Workloads) -> bool {
    let mut known = workloads.known.iter();
    workloads.unread > 0
        || known.any(|(workload, state)| match state {
            WorkloadState::Pending | WorkloadState::Removed | WorkloadState::PerhapsRemoved => {
                false
            }
            WorkloadState::Live(live) if live.keeps_paused_pods() => true,
            WorkloadState::Absent => workload.kind != WorkloadKind::Job,
            WorkloadState::Live(_) | WorkloadState::Failed(_) => {
                !is_ready(state, RollbackActivity::None)
            }
        })
}
