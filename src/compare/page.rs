//! The page of two revisions.

use std::sync::Arc;

use astern_compare::Comparison;
use astern_ledger::{History, Namespace, Record, ReleaseName, Revision};
use astern_protocol::{End, Place, Route};
use leptos::prelude::*;

use super::answer::Current;
use super::comparing::{State, compare_records, use_masking};
use super::desk::{Desk, remembered};
use super::draw::draw;
use super::list::virtual_list;
use super::sheet::Sheet;
use super::tree::Tree;
use crate::browser::{Direction, go, on_key};
use crate::components::{NoSuchPage, ProblemNotice};
use crate::connection::{Cluster, expect_payload};
use crate::destination::LinkedSpot;
use crate::release::{NoSuchRevision, WithHistory};

/// Two revisions of a release.
#[component]
pub fn ComparePage(
    namespace: Namespace,
    release: ReleaseName,
    from: End,
    to: End,
) -> impl IntoView {
    let (End::Revision(from), End::Revision(to)) = (from, to) else {
        return view! { <NoSuchPage/> }.into_any();
    };
    let cluster = expect_context::<Arc<Cluster>>();
    for revision in [from, to] {
        expect_payload(&cluster, &namespace, &release, revision);
    }
    let route = {
        let (namespace, release) = (namespace.clone(), release.clone());
        move |place: Place| {
            let (namespace, release) = (namespace.clone(), release.clone());
            Route::Release {
                namespace,
                release,
                place,
            }
            .to_string()
        }
    };
    let swap = route(Place::compare(to, from));
    let swapped = swap.clone();
    on_key("x", move || go(&swapped));
    view! {
        <main id="main" class="page page--wide" tabindex="-1">
            <div class="compare__head">
                <h1>{format!("Revision {from} → {to}")}</h1>
                <a class="btn" href=swap aria-keyshortcuts="x">
                    "Swap"<kbd aria-hidden="true">"x"</kbd>
                </a>
            </div>
            <WithHistory namespace release let:history>
                {match (history.get(from).cloned(), history.get(to).cloned()) {
                    (None, _) => view! { <NoSuchRevision history missing=from/> }.into_any(),
                    (_, None) => view! { <NoSuchRevision history missing=to/> }.into_any(),
                    (Some(from), Some(to)) => view! { <Both history from to/> }.into_any(),
                }}
            </WithHistory>
        </main>
    }
    .into_any()
}

#[component]
fn Both(history: History, from: Record, to: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = compare_records(cluster, from, to);
    let current = history.current().revision;
    provide_context(history.current().driver);
    move || match state.get() {
        State::Fetching => view! {
            <p role="status" class="soft section">"Fetching both revisions…"</p>
        }
        .into_any(),
        State::Comparing => {
            view! { <p role="status" class="soft section">"Comparing…"</p> }.into_any()
        }
        State::Failed(problem) => view! {
            <div class="section"><ProblemNotice problem/></div>
        }
        .into_any(),
        State::Done(comparison) => view! { <Compared comparison current/> }.into_any(),
    }
}

#[component]
fn Compared(comparison: Arc<Comparison>, current: Revision) -> impl IntoView {
    provide_context(Current(current));
    let desk = Desk::new(Sheet::new(comparison, use_masking(), remembered()));
    let draw = Callback::new(draw);
    let LinkedSpot(spot) = expect_context();
    Effect::new(move |_| {
        if let Some(spot) = spot.get() {
            desk.go_to_spot(&spot);
        }
    });
    for (key, direction) in [("n", Direction::Next), ("p", Direction::Previous)] {
        on_key(key, move || desk.go_beside(direction));
    }
    view! {
        <div class="compare">
            <Tree/>
            <div class="compare__main">{virtual_list(desk.list, desk.items, draw)}</div>
        </div>
    }
}
