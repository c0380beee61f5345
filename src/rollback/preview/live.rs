//! What a rollback changes of what the cluster holds. A release whose newest record is not deployed may have more, less or
//! something else than the record says.

use astern_compare::{Drift, ObjectChange};
use astern_ledger::Revision;
use astern_wording::{RefusedChange, count, live_restarts_sentence, live_rollback_sentence};
use leptos::prelude::*;

use super::summary::answer_id;
use crate::compare::{ComparisonState, Report};
use crate::components::{ErrorNotice, visible_text};

/// How many objects are named; the others are counted.
const MAX_NAMED: usize = 8;

/// The answer: what of the cluster changes, below a heading that says what the rollback is for.
#[component]
pub fn LiveAnswer(
    state: RwSignal<ComparisonState>,
    /// What the rollback does to a state that the release does not leave by itself; without it, what changes is the heading.
    purpose: Option<String>,
    target: Revision,
    refusals: Memo<Vec<RefusedChange>>,
) -> impl IntoView {
    let id = Signal::derive(move || answer_id(refusals));
    let sentence = Memo::new(move |_| state.with(|state| sentence(state, target)));
    let failure = Memo::new(move |_| state.with(is_failed));
    view! {
        <section class="answer section" aria-labelledby=id>
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id=id>
                    {match &purpose {
                        Some(purpose) => purpose.clone().into_any(),
                        None => (move || visible_text(&sentence.get())).into_any(),
                    }}
                </h2>
            </div>
            {purpose.is_some().then(|| view! {
                <p class="answer__body" id="live-changes">{move || visible_text(&sentence.get())}</p>
            })}
            <p class="soft">
                "Compared with the objects in the cluster, because a record that is not deployed may say more than happened. \
                 Not rehearsed: whether the API server takes the objects has not been asked."
            </p>
        </section>
        {move || failure.get().then(|| match state.get() {
            ComparisonState::Failed(error) => view! { <div class="section"><ErrorNotice error/></div> }.into_any(),
            _ => ().into_any(),
        })}
    }
}

fn is_failed(state: &ComparisonState) -> bool {
    matches!(state, ComparisonState::Failed(_))
}

fn sentence(state: &ComparisonState, target: Revision) -> String {
    match state {
        ComparisonState::Done(Report::Live(drift)) => live_rollback_sentence(drift),
        ComparisonState::ReadingCluster { done, all } => {
            format!("Comparing revision {target} with the cluster: {done} of {all} objects read.")
        }
        ComparisonState::Failed(_) => {
            format!("What a rollback to revision {target} changes is not known.")
        }
        ComparisonState::Fetching
        | ComparisonState::Comparing(_)
        | ComparisonState::Done(Report::Recorded(..)) => {
            format!("Comparing revision {target} with the cluster.")
        }
    }
}

/// Renders what changes in the cluster, by name.
pub fn live_changes(drift: &Drift) -> AnyView {
    let names = |label: &'static str, objects: Vec<&ObjectChange>| {
        let more = objects.len().saturating_sub(MAX_NAMED);
        let listed: Vec<_> = objects
            .iter()
            .take(MAX_NAMED)
            .map(|object| view! { <li>{label}" "<code>{visible_text(&object_name(object))}</code>{fields(object)}</li> })
            .collect();
        let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
        view! { {listed}{more} }
    };
    let changed = drift.objects.iter().map(|drift| &drift.object).collect();
    let restarts = live_restarts_sentence(drift);
    let restarts =
        restarts.unwrap_or_else(|| "No pods restart, as far as the cluster was read.".to_owned());
    view! {
        <p><b>{visible_text(&live_rollback_sentence(drift))}</b></p>
        <ul class="list">
            {names("Changes back:", changed)}
            {names("Made:", drift.missing.iter().collect())}
            {names("Deleted:", drift.leftover.iter().collect())}
        </ul>
        <p>{visible_text(&restarts)}</p>
    }
    .into_any()
}

fn object_name(object: &ObjectChange) -> String {
    format!("{}/{}", object.id.kind, object.id.name)
}

fn fields(object: &ObjectChange) -> Option<String> {
    let fields = object.fields.len();
    (fields > 0).then(|| format!(", {}", count(fields, "field")))
}
