//! The answer before the press: what going back changes, and that nothing was tried.

use astern_compare::{Classification, Comparison, Weight};
use leptos::prelude::*;

use crate::compare::{ComparisonState, Report, kind};
use crate::components::{Icon, ProblemNotice};

/// What going back changes, as soon as it is known.
#[component]
pub fn Answer(state: RwSignal<ComparisonState>) -> impl IntoView {
    move || match state.get() {
        ComparisonState::Fetching => waiting("Fetching both revisions…"),
        ComparisonState::Comparing(None) | ComparisonState::ReadingCluster(..) => {
            waiting("Comparing both revisions…")
        }
        ComparisonState::Comparing(Some(first)) => view! {
            {said(first.sentence, first.classification)}
            {waiting("Comparing the objects…")}
        }
        .into_any(),
        ComparisonState::Failed(problem) => {
            view! { <div class="section"><ProblemNotice problem/></div> }.into_any()
        }
        ComparisonState::Done(Report::Live(_)) => ().into_any(),
        ComparisonState::Done(Report::Recorded(comparison, _)) => view! {
            {said(comparison.sentence(), comparison.classification)}
            {refused(&comparison)}
        }
        .into_any(),
    }
}

fn waiting(what: &'static str) -> AnyView {
    view! { <p role="status" class="soft section">{what}</p> }.into_any()
}

fn said(sentence: String, classification: Classification) -> AnyView {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">{sentence}</h2>
            </div>
            <dl class="facts">
                <div><dt>"Kind of change"</dt><dd>{kind(classification)}</dd></div>
            </dl>
            <p>
                <b>"Not rehearsed. "</b>
                "Astern compared the two revisions as Helm recorded them. It has not tried the \
                 rollback against the live cluster, so it cannot say whether the API server will \
                 accept it. It has not looked for Argo CD or Flux either, which would undo it."
            </p>
        </section>
    }
    .into_any()
}

/// What Kubernetes is known to refuse, whatever a rehearsal would say of the rest.
fn refused(comparison: &Comparison) -> AnyView {
    let consequences = comparison.consequences();
    let refused = consequences
        .iter()
        .filter(|consequence| consequence.weight == Weight::Refused)
        .map(|consequence| view! { <li>{consequence.to_string()}</li> });
    let refused = refused.collect_view();
    if refused.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="notice notice--bad section">
            <Icon name="bad"/>
            <div>
                <h2>"Kubernetes refuses a part of this"</h2>
                <ul class="list">{refused}</ul>
                <p>
                    "Helm then records the new revision as failed, and what it applied until then \
                     stays."
                </p>
            </div>
        </div>
    }
    .into_any()
}
