//! The reasons for and against the last known good revision, or why none is.

use astern_ledger::Assessment;
use astern_wording::{reason_against, reason_for, why_none_is_good};
use leptos::prelude::*;

/// What is told about the last known good revision.
#[derive(Clone, PartialEq)]
struct Told {
    heading: String,
    reasons: Vec<String>,
    against: Vec<String>,
}

impl Told {
    /// Returns `None` while it is being worked out, and where there is no revision to judge.
    fn of(assessment: &Assessment) -> Option<Self> {
        if let Some(revision) = assessment.last_known_good() {
            let reasons_for = assessment.recommended.as_ref().ok()?.reasons.iter();
            let against = assessment.reasons_against(revision).iter();
            let label = match assessment.already_rolled_back {
                Some(_) => "Best of the others",
                None => "Last known good",
            };
            return Some(Self {
                heading: format!("{label}: revision {revision}"),
                reasons: reasons_for.map(reason_for).collect(),
                against: against.map(reason_against).collect(),
            });
        }
        let is_settled = !assessment.is_provisional() && assessment.in_force().is_none();
        let reasons = why_none_is_good(assessment);
        (is_settled && !reasons.is_empty()).then(|| Self {
            heading: "Why none is proven".to_owned(),
            reasons,
            against: Vec::new(),
        })
    }
}

/// The reasons for and against the last known good revision, or why none is proven to be good.
#[component]
pub fn LastKnownGoodReasons(assessment: Memo<Assessment>) -> impl IntoView {
    let told = Memo::new(move |_| assessment.with(Told::of));
    move || {
        told.get().map(|told| {
            let against = (!told.against.is_empty()).then(|| {
                view! {
                    <h3>"Caution"</h3>
                    {sentence_list(told.against)}
                }
            });
            view! {
                <div class="why" id="last-known-good">
                    <h3>{told.heading}</h3>
                    {sentence_list(told.reasons)}
                    {against}
                    <p class="muted">"Alerts of that time are not known."</p>
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
