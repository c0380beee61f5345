//! The summary of a rollback: what it changes, and that it was not rehearsed.

use astern_compare::{Comparison, Severity};
use astern_wording::{comparison_sentence, comparison_unread};
use leptos::prelude::*;

use crate::compare::{
    ComparisonState, Report, UnreadOf, classification_label, kind_of_change, unread_notice,
};
use crate::components::{ErrorNotice, Icon, visible_text};

/// What a rollback changes, once the revisions are compared.
#[component]
pub fn PreviewSummary(state: RwSignal<ComparisonState>) -> impl IntoView {
    move || match state.get() {
        ComparisonState::Fetching => loading("Fetching both revisions…"),
        ComparisonState::Comparing(None) | ComparisonState::ReadingCluster { .. } => {
            loading("Comparing both revisions…")
        }
        ComparisonState::Comparing(Some(first)) => view! {
            {headline(first.sentence, classification_label(first.classification))}
            {loading("Comparing the objects…")}
        }
        .into_any(),
        ComparisonState::Failed(problem) => {
            view! { <div class="section"><ErrorNotice error=problem/></div> }.into_any()
        }
        ComparisonState::Done(Report::Live(_)) => ().into_any(),
        ComparisonState::Done(Report::Recorded(comparison, _)) => view! {
            {headline(comparison_sentence(&comparison), kind_of_change(&comparison))}
            {refused(&comparison)}
        }
        .into_any(),
    }
}

/// What of the two revisions could not be read, once they are compared.
#[component]
pub fn UnreadNotice(state: RwSignal<ComparisonState>) -> impl IntoView {
    move || match state.get() {
        ComparisonState::Done(Report::Recorded(comparison, _)) => unread_notice(
            comparison_unread(&comparison),
            &comparison.unread,
            UnreadOf::Records,
        ),
        _ => ().into_any(),
    }
}

fn loading(message: &'static str) -> AnyView {
    view! { <p role="status" class="soft section">{message}</p> }.into_any()
}

fn headline(sentence: String, kind: &'static str) -> AnyView {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">{visible_text(&sentence)}</h2>
            </div>
            <dl class="facts">
                <div><dt>"Kind of change"</dt><dd>{kind}</dd></div>
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

/// The changes that Kubernetes is known to refuse.
fn refused(comparison: &Comparison) -> AnyView {
    let refused = astern_wording::consequences(comparison)
        .into_iter()
        .filter(|consequence| consequence.severity == Severity::Refused)
        .map(|consequence| view! { <li>{visible_text(&consequence.sentence)}</li> });
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
