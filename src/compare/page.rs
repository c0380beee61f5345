//! The compare page as a whole: the choice of sides, progress, and the comparison.

use std::sync::Arc;

use astern_cluster::FoundRelease;
use astern_compare::{Side, Sides};
use astern_ledger::{History, InvalidRecord, Namespace, ReleaseName, Revision};
use astern_protocol::{LinkedCluster, RevisionOrLive};
use leptos::prelude::*;

use super::block_view::block_view;
use super::comparison::{ComparisonState, compare_live, compare_records};
use super::controller::{PageController, PageLink};
use super::last_known_good::{GoodRevision, RevisionMark, find_last_known_good};
use super::page_state::{NewModel, PageState, build_page, free_in_slices};
use super::pair::{Pair, side_selects};
use super::shortcuts::register_shortcuts;
use super::summary::{ReleaseContext, preliminary_summary};
use super::tree::Tree;
use crate::browser::{go, on_key};
use crate::components::{ErrorNotice, PageError};
use crate::connection::Cluster;
use crate::destination::LinkedAnchor;
use crate::diagnosis::ComparisonDiagnosis;
use crate::release::{NoSuchRevision, WithHistory};
use crate::virtual_list::render_slots;

/// The page that compares two sides of a release.
#[component]
pub fn ComparePage(
    namespace: Namespace,
    release: ReleaseName,
    from: RevisionOrLive,
    to: RevisionOrLive,
) -> impl IntoView {
    let pair = Pair {
        namespace: namespace.clone(),
        release: release.clone(),
        from,
        to,
    };
    let cluster = expect_context::<Arc<Cluster>>().name();
    let print_title = format!("{namespace}/{release} on the cluster {cluster}");
    let swap = pair.swapped().route().to_string();
    let swapped = swap.clone();
    on_key("x", move || go(&swapped));
    let choices = RwSignal::new(None::<History>);
    let mark = RwSignal::new(None::<RevisionMark>);
    let shown_pair = pair.clone();
    let select = move || {
        choices
            .read()
            .as_ref()
            .map(|history| side_selects(&shown_pair, history, mark.into()))
    };
    view! {
        <main id="main" class="page page--wide" tabindex="-1">
            <div class="compare__head">
                <h1>{title(from, to)}</h1>
                <p class="paper">{print_title}</p>
                {select}
                <a class="btn" href=swap aria-keyshortcuts="x">"Swap"<kbd aria-hidden="true">"x"</kbd></a>
            </div>
            <WithHistory namespace release let:found>
                {
                    let FoundRelease { history, invalid } = found;
                    choices.set(Some(history.clone()));
                    let missing = [from, to].into_iter().filter_map(revision).find(|r| history.get(*r).is_none());
                    match missing {
                        Some(missing) => view! { <NoSuchRevision history missing/> }.into_any(),
                        None => view! { <Comparison history invalid pair=pair.clone() mark/> }.into_any(),
                    }
                }
            </WithHistory>
        </main>
    }
    .into_any()
}

fn revision(end: RevisionOrLive) -> Option<Revision> {
    match end {
        RevisionOrLive::Revision(revision) => Some(revision),
        RevisionOrLive::Live => None,
    }
}

fn title(from: RevisionOrLive, to: RevisionOrLive) -> String {
    match (from, to) {
        (RevisionOrLive::Revision(from), RevisionOrLive::Revision(to)) => {
            format!("Revision {from} → {to}")
        }
        (RevisionOrLive::Revision(from), RevisionOrLive::Live) => {
            format!("Revision {from} → the cluster")
        }
        (RevisionOrLive::Live, RevisionOrLive::Revision(to)) => {
            format!("The cluster → revision {to}")
        }
        (RevisionOrLive::Live, RevisionOrLive::Live) => "The cluster".to_owned(),
    }
}

#[component]
fn Comparison(
    history: History,
    invalid: Vec<InvalidRecord>,
    pair: Pair,
    mark: RwSignal<Option<RevisionMark>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let payloads = cluster.clone();
    let current = history.current().clone();
    provide_context(GoodRevision(mark));
    provide_context(ReleaseContext {
        current: current.revision,
        driver: current.driver,
    });
    let record = |end| history.get(revision(end)?).cloned();
    let state = match (record(pair.from), record(pair.to)) {
        (Some(from), Some(to)) => compare_records(cluster, from, to),
        (Some(from), None) => compare_live(cluster, from, (current, invalid), Side::To),
        (None, Some(to)) => compare_live(cluster, to, (current, invalid), Side::From),
        (None, None) => RwSignal::new(ComparisonState::Failed(PageError::plain(
            "Both sides are the cluster",
            "There is nothing to compare. Choose a revision for one of them.",
        ))),
    };
    // Before the records are read, the pods would be asked for at the answer's expense.
    let is_read =
        Memo::new(move |_| state.with(|state| !matches!(state, ComparisonState::Fetching)));
    let trouble = {
        let ends = revision(pair.from).zip(revision(pair.to));
        let history = history.clone();
        move || {
            let (from, to) = ends.filter(|_| is_read.get())?;
            let history = history.clone();
            Some(view! { <ComparisonDiagnosis history from to comparison=state/> })
        }
    };
    find_last_known_good(payloads, history, state, mark);
    let page = build_page(state);
    let comparison = move || match page.get() {
        PageState::Pending(state) => progress(state),
        PageState::Ready(model) => {
            view! { <CompletedComparison model pair=pair.clone()/> }.into_any()
        }
    };
    view! { {trouble}{comparison} }
}

/// What is shown until the comparison is complete.
fn progress(state: ComparisonState) -> AnyView {
    match state {
        ComparisonState::Fetching => status("Fetching what was recorded…".to_owned()),
        ComparisonState::Comparing(Some(first)) => preliminary_summary(first),
        ComparisonState::Comparing(None) | ComparisonState::Done(_) => {
            status("Comparing…".to_owned())
        }
        ComparisonState::ReadingCluster { done, all } => {
            status(format!("Asking the cluster: {done} of {all} objects."))
        }
        ComparisonState::Failed(problem) => view! {
            <div class="section"><ErrorNotice error=problem/></div>
        }
        .into_any(),
    }
}

fn status(message: String) -> AnyView {
    view! { <p role="status" class="soft compare__told">{message}</p> }.into_any()
}

#[component]
fn CompletedComparison(model: NewModel, pair: Pair) -> impl IntoView {
    let Some(model) = model.try_update_value(Option::take).flatten() else {
        return ().into_any();
    };
    if let Some(comparison) = model.report.comparison().cloned() {
        on_cleanup(move || free_in_slices(comparison));
    }
    let cluster = expect_context::<Arc<Cluster>>();
    let linked = cluster.id.as_ref().ok().map(|id| LinkedCluster {
        uid: id.to_string(),
        name: cluster.name(),
    });
    let link = PageLink {
        namespace: pair.namespace.clone(),
        release: pair.release.clone(),
        ends: Sides {
            from: pair.from,
            to: pair.to,
        },
        cluster: linked,
    };
    let controller = PageController::new(model, link);
    let LinkedAnchor(anchor) = expect_context();
    Effect::new(move |_| {
        if let Some(anchor) = anchor.get() {
            controller.go_to_anchor(&anchor);
        }
    });
    register_shortcuts(controller);
    view! {
        <div class="compare">
            <Tree/>
            <div class="compare__main">
                {render_slots(controller.list.element, controller.list.slots, Callback::new(block_view))}
            </div>
        </div>
    }
    .into_any()
}
