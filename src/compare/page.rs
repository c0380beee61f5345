//! The page of two revisions.

use std::sync::Arc;

use astern_compare::{Classification, Comparison};
use astern_ledger::{History, Namespace, Record, ReleaseName, Revision};
use astern_protocol::{End, Place, Route};
use leptos::prelude::*;

use super::answer::{kind, object_counts};
use super::comparing::{State, compare_records};
use super::fields::FieldTable;
use super::objects::Objects;
use super::rest::{NotCompared, Rest};
use super::tree::Tree;
use crate::components::{Icon, NoSuchPage, ProblemNotice};
use crate::connection::{Cluster, expect_payload};
use crate::release::{NoSuchRevision, WithHistory};
use crate::words::differ;

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
    view! {
        <main id="main" class="page page--wide" tabindex="-1">
            <div class="compare__head">
                <h1>{format!("Revision {from} → {to}")}</h1>
                <a class="btn" href=swap>"Swap"</a>
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
    let same = comparison.classification == Classification::None;
    view! {
        <div class="compare">
            <div class="compare__answer"><Answer comparison=comparison.clone() current/></div>
            <Tree comparison=comparison.clone()/>
            <div class="compare__main">
                <NotCompared comparison=comparison.clone()/>
                <Show when=move || !same>
                    <Values comparison=comparison.clone()/>
                    <Objects comparison=comparison.clone()/>
                    <Rest comparison=comparison.clone()/>
                </Show>
            </div>
        </div>
    }
}

#[component]
fn Answer(comparison: Arc<Comparison>, current: Revision) -> impl IntoView {
    let (from, to) = (comparison.revisions.from, comparison.revisions.to);
    // The way back leads from the current revision to the other side; else to where this began.
    let target = if from == current { to } else { from };
    let rollback = Route::Release {
        namespace: comparison.namespace.clone(),
        release: comparison.release.clone(),
        place: Place::Rollback { target },
    };
    let same = comparison.classification == Classification::None;
    view! {
        <section class="answer" aria-labelledby="answer">
            <div class="answer__head" role="status">
                {same.then(|| view! { <Icon name="ok"/> })}
                <h2 class="answer__line answer__line--wide" id="answer">{comparison.sentence()}</h2>
            </div>
            <dl class="facts">
                <div><dt>"Kind of change"</dt><dd>{kind(comparison.classification)}</dd></div>
                <div><dt>"Objects"</dt><dd>{object_counts(&comparison)}</dd></div>
            </dl>
            <p class="answer__body"><b>"What to do: "</b>{comparison.advice()}</p>
            {(target != current && !same).then(|| view! {
                <div class="actions">
                    <a class="btn btn--primary" href=rollback.to_string()>
                        {format!("Roll back to {target}…")}
                    </a>
                </div>
            })}
        </section>
    }
}

#[component]
fn Values(comparison: Arc<Comparison>) -> impl IntoView {
    let fields = comparison.values.clone();
    let (from, to) = (comparison.revisions.from, comparison.revisions.to);
    view! {
        <section class="section" aria-labelledby="values">
            <div class="section__head">
                <h2 id="values">"Values"</h2>
                <p class="soft">
                    "Set by you, on top of the chart's defaults. "
                    {differ(fields.len(), "value")}"."
                </p>
            </div>
            {(!fields.is_empty()).then(|| view! {
                <div class="panel panel--flush">
                    <FieldTable
                        fields
                        from=format!("Revision {from}")
                        to=format!("Revision {to}")
                        label="Changed values"
                    />
                </div>
            })}
        </section>
    }
}
