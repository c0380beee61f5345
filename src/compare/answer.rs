//! The answer first: what kind of change it is, how much, and what to do.

use astern_compare::{Change, Classification, Comparison};
use astern_ledger::Revision;
use astern_protocol::{Place, Route};
use leptos::prelude::*;

use super::desk::use_desk;
use crate::components::Icon;

/// The release's current revision.
#[derive(Clone, Copy)]
pub struct Current(pub Revision);

/// What kind of change it is, as a label.
pub fn kind(classification: Classification) -> &'static str {
    match classification {
        Classification::Chart => "Chart only",
        Classification::Values => "Values only",
        Classification::ChartAndValues => "Chart and values, both at once",
        Classification::None => "None",
        Classification::Other => "Neither chart nor values",
    }
}

/// How many objects changed, were added and removed.
pub fn object_counts(comparison: &Comparison) -> String {
    let number = |change| {
        comparison
            .objects
            .iter()
            .filter(|o| o.change == change)
            .count()
    };
    format!(
        "{} changed, {} added, {} removed, {} the same",
        number(Change::Changed),
        number(Change::Added),
        number(Change::Removed),
        comparison.unchanged_objects,
    )
}

/// The answer, before everything it stands on.
#[component]
pub fn Answer() -> impl IntoView {
    let comparison = use_desk().comparison();
    let Current(current) = expect_context::<Current>();
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
