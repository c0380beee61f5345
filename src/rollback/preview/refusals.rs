//! Changes that Kubernetes is known to refuse: the first thing to know about a rollback.

use std::sync::Arc;

use astern_cluster::unserved_kinds;
use astern_compare::Comparison;
use astern_ledger::{Assessment, Record, Release, Revision};
use astern_manifest::{Budget, Object};
use astern_protocol::{ReleasePage, Route};
use astern_wording::{RefusedChange, refused_changes, unserved_kind};
use leptos::prelude::*;

use crate::browser::{BusyTime, spawn_while_shown};
use crate::compare::{ComparisonState, Report};
use crate::components::{Command, Icon, visible_text};
use crate::connection::Cluster;
use crate::rollback::warning_count::WarningCountSignal;

/// The most changes that are named; the others are counted.
const MAX_NAMED: usize = 4;

/// Returns the changes that Kubernetes refuses, once the revisions are compared in `state`: immutable fields at once, kinds that the cluster
/// does not serve when it has been asked.
pub fn find_refusals(
    cluster: Arc<Cluster>,
    target: Record,
    current: Record,
    state: Option<RwSignal<ComparisonState>>,
) -> Memo<Vec<RefusedChange>> {
    let unserved = RwSignal::new(Vec::new());
    let record = target.clone();
    spawn_while_shown(async move {
        let mut found = Vec::new();
        for of in [&target, &current] {
            if let Ok(release) = cluster.payloads.get(&cluster.api, of).await {
                found.extend(unserved_of(&cluster, &release).await);
            }
            if target.revision == current.revision {
                break;
            }
        }
        unserved.set(found);
    });
    let warnings = expect_context::<WarningCountSignal>();
    let refusals = Memo::new(move |_| {
        let mut refusals = unserved.get();
        let immutable = state.map(|state| {
            state.with(|state| match state {
                ComparisonState::Done(Report::Recorded(comparison, _)) => {
                    immutable(comparison, record.revision)
                }
                _ => Vec::new(),
            })
        });
        refusals.extend(immutable.into_iter().flatten());
        refusals
    });
    Effect::new(move |_| warnings.set_refused(refusals.with(Vec::len)));
    refusals
}

/// What a comparison that ends with another revision says is not about the rollback.
fn immutable(comparison: &Comparison, target: Revision) -> Vec<RefusedChange> {
    match comparison.revisions.to == target {
        true => refused_changes(comparison),
        false => Vec::new(),
    }
}

/// Returns the kinds of a revision that the cluster does not serve.
async fn unserved_of(cluster: &Cluster, release: &Release) -> Vec<RefusedChange> {
    let mut objects: Vec<Object> = Vec::new();
    let documents = astern_manifest::documents(&release.manifest, &Budget::for_release());
    let mut busy = BusyTime::begin();
    for document in documents {
        objects.extend(document.ok());
        busy.yield_if_long().await;
    }
    let objects: Vec<&Object> = objects.iter().collect();
    let unserved = unserved_kinds(&cluster.api, &release.namespace, &objects).await;
    let unserved = unserved.iter().map(|unserved| {
        unserved_kind(
            (&unserved.kind, &unserved.api_version),
            release.revision,
            (&release.namespace, &release.name),
        )
    });
    unserved.collect()
}

/// The refused changes as the headline, with the ways out first; nothing where none is known.
#[component]
pub fn RefusalAnswer(
    refusals: Memo<Vec<RefusedChange>>,
    current: Record,
    target: Revision,
    assessment: Memo<Assessment>,
) -> impl IntoView {
    let other = Memo::new(move |_| {
        assessment.with(|assessment| {
            let candidate = assessment
                .best_candidate()
                .map(|candidate| candidate.revision);
            let other = assessment.last_known_good().or(candidate);
            other.filter(|other| *other != target)
        })
    });
    move || {
        let refusals = refusals.get();
        let first = refusals.first()?.what.clone();
        let more = refusals.len().saturating_sub(MAX_NAMED);
        let ways_out = refusals.iter().take(MAX_NAMED).map(|refused| {
            let command = refused.command.clone();
            view! {
                <li>
                    <p>{visible_text(&refused.what)}" "{visible_text(&refused.way_out)}</p>
                    {command.map(|text| view! { <Command text/> })}
                </li>
            }
        });
        let ways_out = ways_out.collect_view();
        let link = other.get().map(|other| {
            let address = Route::of(&current, ReleasePage::Rollback { target: other }).to_string();
            view! { <li><a href=address>{format!("Roll back to {other} instead…")}</a></li> }
        });
        Some(view! {
            <section class="answer answer--bad section" aria-labelledby="answer">
                <div class="answer__head" role="status">
                    <Icon name="bad"/>
                    <h2 class="answer__line answer__line--wide" id="answer">
                        "Kubernetes refuses this change. "{visible_text(&first)}
                    </h2>
                </div>
                <p class="soft">"By its rules: the API server has not been asked yet."</p>
                <h3>"Ways out"</h3>
                <ul class="list" id="ways-out">{link}{ways_out}
                    {(more > 0).then(|| view! { <li>{format!("And {more} more.")}</li> })}
                </ul>
                <p>
                    "Without one of them helm fails, and what it applied until then stays."
                </p>
            </section>
        })
    }
}
