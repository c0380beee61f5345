//! The page before the press: what would happen, and the button.

use std::sync::Arc;

use astern_compare::Sides;
use astern_ledger::{History, InForce, Namespace, Record, ReleaseName, Revision};
use astern_protocol::{Place, Route};
use leptos::prelude::*;

use super::form::RollbackForm;
use super::pending::Pending;
use super::preview::{Answer, already, changes, from_nothing, hooks, stays, unfinished};
use super::warning_count::Doubts;
use super::warnings::{Moved, SpeaksAgainst};
use crate::compare::{ComparisonState, Report, compare_records};
use crate::components::Icon;
use crate::connection::{Cluster, follow_current};
use crate::release::{NoSuchRevision, WithHistory};
use crate::workloads::{HeldUp, PodsReady, Workloads, follow_workloads};

/// Before a rollback.
#[component]
pub fn RollbackPage(namespace: Namespace, release: ReleaseName, target: Revision) -> impl IntoView {
    let heading = format!("Roll back {release} to revision {target}");
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>{heading}</h1>
            <WithHistory namespace release let:history>
                {match history.get(target).cloned() {
                    None => view! { <NoSuchRevision history missing=target/> }.into_any(),
                    Some(record) => view! { <Before history target=record/> }.into_any(),
                }}
            </WithHistory>
        </main>
    }
}

#[component]
fn Before(history: History, target: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    Doubts::provide();
    let current = history.current().clone();
    let same = current.revision == target.revision;
    let now = follow_current(cluster.clone(), &current);
    let (held, effects) = effects(cluster, &history, &target);
    view! {
        {held}
        <Moved seen=current.revision now/>
        <Pending current=current.clone()/>
        <Show when=move || same>
            <div class="notice notice--warn section">
                <Icon name="warn"/>
                <div>
                    <h2>"This is the current revision"</h2>
                    <p>"Rolling back to it applies the same objects once more, as a new revision."</p>
                </div>
            </div>
        </Show>
        {effects}
        <RollbackForm current target=target.revision/>
    }
}

/// What the cluster holds now, and what the rollback makes of it.
fn effects(cluster: Arc<Cluster>, history: &History, target: &Record) -> (AnyView, AnyView) {
    let (current, goal) = (history.current().clone(), target.revision);
    let (held, notice) = match history.in_force() {
        InForce::Current => (current.clone(), None),
        InForce::Before(deployed) => (
            deployed.clone(),
            Some(unfinished(&current, deployed.revision)),
        ),
        InForce::Nothing => {
            let now = format!("Revision {}, {}", current.revision, current.status);
            let facts =
                view! { <BeforeAndAfter current now target=goal state=None workloads=None/> };
            let against = view! {
                {from_nothing(goal)}
                <SpeaksAgainst history=history.clone() target=goal/>
            };
            return (facts.into_any(), against.into_any());
        }
    };
    let state = compare_records(cluster.clone(), held.clone(), target.clone());
    let mut now = format!("Revision {}, {}", current.revision, current.status);
    if held.revision != current.revision {
        now.push_str(&format!("; before it {}, {}", held.revision, held.status));
    }
    let over = Signal::stored(true);
    let workloads = follow_workloads(cluster, held.clone(), over);
    let facts = view! {
        <BeforeAndAfter current now target=goal state=Some(state) workloads=Some(workloads)/>
    };
    let effects = view! {
        {notice}
        {match held.revision == goal {
            true => already(goal).into_any(),
            false => view! { <Answer state/> }.into_any(),
        }}
        <SpeaksAgainst history=history.clone() target=goal/>
        <HeldUp workloads/>
        <Effects current=held target=goal state/>
    };
    (facts.into_any(), effects.into_any())
}

/// Which revision is there now, and which one there will be.
#[component]
fn BeforeAndAfter(
    current: Record,
    /// The revision that is there now, in words.
    now: String,
    target: Revision,
    /// The comparison that tells the charts, where there is one.
    state: Option<RwSignal<ComparisonState>>,
    /// What the cluster holds, if it holds anything.
    workloads: Option<RwSignal<Option<Workloads>>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    // The charts are known with the payloads.
    let charts = Memo::new(move |_| match state.map(|state| state.get()) {
        Some(ComparisonState::Done(Report::Recorded(comparison, _))) => {
            let version = comparison.chart.version.as_ref();
            version.map(|version| match version {
                Some(version) => format!(", chart {version}"),
                None => String::new(),
            })
        }
        _ => Sides::default(),
    });
    let after = format!("Revision {}, the same as {target}", current.revision.next());
    view! {
        <dl class="facts">
            <div><dt>"Cluster"</dt><dd class="mono">{cluster.name()}</dd></div>
            <div><dt>"Namespace"</dt><dd>{current.namespace.to_string()}</dd></div>
            <div><dt>"Now"</dt><dd>{now}{move || charts.get().from}</dd></div>
            {workloads.map(|workloads| view! { <PodsReady workloads/> })}
            <div><dt>"After"</dt><dd>{after}{move || charts.get().to}</dd></div>
        </dl>
    }
}

/// What the rollback does and what it does not, once both revisions are compared.
#[component]
fn Effects(current: Record, target: Revision, state: RwSignal<ComparisonState>) -> impl IntoView {
    let all = Route::of(&current, Place::compare(current.revision, target)).to_string();
    move || {
        let ComparisonState::Done(Report::Recorded(comparison, releases)) = state.get() else {
            return ().into_any();
        };
        let link = format!("All changes, {} → {target}", current.revision);
        view! {
            <section class="section" aria-labelledby="changes">
                <h2 id="changes">"What it does, and what it doesn't"</h2>
                <div class="cols-3">
                    <div class="stack">
                        <h3>"Will change in the cluster"</h3>
                        {changes(&comparison)}
                        {(current.revision != target).then(|| view! {
                            <p><a href=all.clone()>{link}</a></p>
                        })}
                    </div>
                    <div class="stack">
                        <h3>"Won't roll back"</h3>
                        {stays(&comparison, &current, &all)}
                    </div>
                    <div class="stack">
                        <h3>"Helm will run"</h3>
                        {hooks(&comparison, &releases.to)}
                    </div>
                </div>
            </section>
        }
        .into_any()
    }
}
