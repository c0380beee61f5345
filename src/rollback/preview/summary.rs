//! The summary of a rollback: what it changes, and that it was not rehearsed.

use astern_wording::{RefusedChange, comparison_sentence, comparison_unread};
use leptos::prelude::*;

use crate::compare::{
    ComparisonState, Report, UnreadOf, classification_label, kind_of_change, unread_notice,
};
use crate::components::{ErrorNotice, visible_text};

/// What a rollback changes, once the revisions are compared.
#[component]
pub fn PreviewSummary(
    state: RwSignal<ComparisonState>,
    refusals: Memo<Vec<RefusedChange>>,
) -> impl IntoView {
    let id = Signal::derive(move || answer_id(refusals));
    move || match state.get() {
        ComparisonState::Fetching => loading("Fetching both revisions…"),
        ComparisonState::Comparing(None) | ComparisonState::ReadingCluster { .. } => {
            loading("Comparing both revisions…")
        }
        ComparisonState::Comparing(Some(first)) => view! {
            {headline(id, first.sentence, classification_label(first.classification))}
            {loading("Comparing the objects…")}
        }
        .into_any(),
        ComparisonState::Failed(problem) => {
            view! { <div class="section"><ErrorNotice error=problem/></div> }.into_any()
        }
        ComparisonState::Done(Report::Live(_)) => ().into_any(),
        ComparisonState::Done(Report::Recorded(comparison, _)) => view! {
            {headline(id, comparison_sentence(&comparison), kind_of_change(&comparison))}
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

/// Returns the id of the headline, which is the answer unless a known refusal is.
pub(super) fn answer_id(refusals: Memo<Vec<RefusedChange>>) -> &'static str {
    match refusals.with(Vec::is_empty) {
        true => "answer",
        false => "preview",
    }
}

fn headline(id: Signal<&'static str>, sentence: String, kind: &'static str) -> AnyView {
    view! {
        <section class="answer section" aria-labelledby=id>
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id=id>{visible_text(&sentence)}</h2>
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
