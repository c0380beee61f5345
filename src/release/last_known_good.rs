//! The reasons for and against the last known good revision.

use astern_ledger::Assessment;
use astern_wording::{reason_against, reason_for};
use leptos::prelude::*;

/// The reasons for and against the recommended revision.
#[component]
pub fn LastKnownGoodReasons(assessment: Memo<Assessment>) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        assessment.with(|assessment| {
            let revision = assessment.last_known_good()?;
            let reasons_for = assessment.recommended.as_ref().ok()?.reasons.iter();
            let against = assessment.reasons_against(revision).iter();
            Some((
                revision,
                reasons_for.map(reason_for).collect::<Vec<_>>(),
                against.map(reason_against).collect::<Vec<_>>(),
            ))
        })
    });
    move || {
        reasons.get().map(|(revision, reasons, against)| {
            let against = (!against.is_empty()).then(|| {
                view! {
                    <h3>"Caution"</h3>
                    {sentence_list(against)}
                }
            });
            view! {
                <div class="why">
                    <h3>{format!("Why revision {revision}")}</h3>
                    {sentence_list(reasons)}
                    {against}
                    <p class="muted">
                        "Taken from Helm's history. Astern has not looked at alerts of that time."
                    </p>
                </div>
            }
        })
    }
}

/// Renders sentences as a list.
pub fn sentence_list(sentences: Vec<String>) -> impl IntoView {
    let items = sentences
        .into_iter()
        .map(|sentence| view! { <li>{sentence}</li> });
    view! { <ul class="list soft">{items.collect_view()}</ul> }
}
