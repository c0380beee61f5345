//! The summary at the top of the page: what changed, how much, and what to do.

use astern_compare::{Change, Classification, Comparison, Severity, Side, Sides, Verdict};
use astern_ledger::{Driver, Revision};
use astern_protocol::{ReleasePage, Route};
use astern_wording::{EarlySummary, at_least, comparison_advice, comparison_sentence, too_much};
use leptos::prelude::*;

use super::controller::PageController;
use super::last_known_good::GoodRevision;
use crate::components::{CopyLink, Icon, visible_text};

/// What the summary needs to know of the release.
#[derive(Clone, Copy)]
pub struct ReleaseContext {
    /// The current revision.
    pub current: Revision,
    /// Where Helm stores the records.
    pub driver: Driver,
}

impl ReleaseContext {
    /// The side that a rollback would lead to: the other one if the left side is the current revision, else the left one.
    pub fn rollback_side(self, revisions: &Sides<Revision>) -> Side {
        match revisions.from == self.current {
            true => Side::To,
            false => Side::From,
        }
    }
}

/// The label of a classification.
pub fn classification_label(classification: Classification) -> &'static str {
    match classification {
        Classification::Chart => "Chart only",
        Classification::Values => "Values only",
        Classification::ChartAndValues => "Chart and values, both at once",
        Classification::None => "None",
        Classification::Other => "Neither chart nor values",
    }
}

/// The label of the kind of change of a whole comparison.
pub fn kind_of_change(comparison: &Comparison) -> &'static str {
    match comparison.verdict {
        Verdict::Unknown => "Not known",
        Verdict::Identical | Verdict::Differs | Verdict::DiffersAtLeast => {
            classification_label(comparison.classification)
        }
    }
}

/// The numbers of objects that were changed, added and removed; lower bounds where something was not read.
pub fn object_counts(comparison: &Comparison) -> String {
    let number = |change| {
        comparison
            .objects
            .iter()
            .filter(|o| o.change == change)
            .count()
    };
    let labels = match comparison.noise.objects {
        0 => String::new(),
        objects => format!(", {objects} in version labels only"),
    };
    if comparison.objects.is_empty() && !comparison.verdict.is_complete() {
        return format!("Not known; {} the same", comparison.unchanged_objects);
    }
    format!(
        "{}{} changed, {} added, {} removed{labels}, {} the same",
        at_least(comparison.verdict),
        number(Change::Changed) - comparison.noise.objects,
        number(Change::Added),
        number(Change::Removed),
        comparison.unchanged_objects,
    )
}

/// The part of the summary that is known while the objects are being compared.
pub fn preliminary_summary(first: EarlySummary) -> AnyView {
    view! {
        <div class="compare__main">
            <section class="answer" aria-labelledby="answer">
                <div class="answer__head">
                    <h2 class="answer__line answer__line--wide" id="answer">{visible_text(&first.sentence)}</h2>
                </div>
                <dl class="facts">
                    <div><dt>"Kind of change"</dt><dd>{classification_label(first.classification)}</dd></div>
                    <div><dt>"Objects"</dt><dd role="status">"Being compared…"</dd></div>
                </dl>
                <p class="answer__body"><b>"What to do: "</b>{visible_text(&first.advice)}</p>
            </section>
        </div>
    }
    .into_any()
}

/// The summary of a comparison of two revisions.
pub fn summary(controller: PageController) -> AnyView {
    let Some(comparison) = controller.comparison() else {
        return ().into_any();
    };
    let release: ReleaseContext = expect_context();
    let current = release.current;
    let revisions = &comparison.revisions;
    let target = *revisions.get(release.rollback_side(revisions));
    let rollback = Route::Release {
        namespace: comparison.namespace.clone(),
        release: comparison.release.clone(),
        page: ReleasePage::Rollback { target },
    };
    let same = comparison.verdict == Verdict::Identical;
    let mark: GoodRevision = expect_context();
    let class = move || match mark
        .0
        .get()
        .is_some_and(|mark| mark.primary == Some(target))
    {
        true => "btn btn--primary",
        false => "btn",
    };
    view! {
        <section class="answer" aria-labelledby="answer">
            <div class="answer__head" role="status">
                {same.then(|| view! { <Icon name="ok"/> })}
                <h2 class="answer__line answer__line--wide" id="answer">{visible_text(&comparison_sentence(&comparison))}</h2>
            </div>
            <dl class="facts">
                <div><dt>"Kind of change"</dt><dd>{kind_of_change(&comparison)}</dd></div>
                <div><dt>"Objects"</dt><dd>{object_counts(&comparison)}</dd></div>
            </dl>
            <p class="answer__body"><b>"What to do: "</b>{visible_text(&comparison_advice(&comparison))}</p>
            {too_much(&comparison).map(|sentence| view! { <p class="answer__body">{sentence}</p> })}
            {consequences(&comparison)}
            <div class="actions">
                {(target != current && !same).then(|| view! {
                    <a class=class href=rollback.to_string()>
                        {format!("Roll back to {target}…")}
                    </a>
                })}
                <CopyLink/>
            </div>
        </section>
    }
    .into_any()
}

/// The largest number of consequences that are listed; the others are counted.
const MAX_CONSEQUENCES: usize = 12;

/// The effect on running workloads.
fn consequences(comparison: &Comparison) -> AnyView {
    let all = astern_wording::consequences(comparison);
    let more = all.len().saturating_sub(MAX_CONSEQUENCES);
    let listed = all.into_iter().take(MAX_CONSEQUENCES).map(|consequence| {
        let class = match consequence.severity {
            Severity::Refused | Severity::LosesData | Severity::Stops => {
                "consequence consequence--bad"
            }
            Severity::Replaced
            | Severity::NotUndone
            | Severity::Restarts
            | Severity::RestartedByOther
            | Severity::NotApplied => "consequence consequence--warn",
            _ => "consequence",
        };
        view! { <li class=class>{visible_text(&consequence.sentence)}</li> }
    });
    let listed = listed.collect_view();
    if listed.is_empty() {
        return ().into_any();
    }
    let more =
        (more > 0).then(|| view! { <li>{format!("And {more} more: see the objects.")}</li> });
    view! {
        <div>
            <h3>"Effect on running workloads"</h3>
            <ul class="list">{listed}{more}</ul>
        </div>
    }
    .into_any()
}
