//! The first answer of a comparison whose newer side is what the cluster has: why its pods are not ready.

use std::sync::Arc;

use astern_ledger::{History, Revision};
use astern_protocol::{ReleasePage, Route};
use astern_wording::comparison_headline;
use leptos::prelude::*;

use super::follow::{Diagnosed, Sides, follow_diagnosis};
use super::suspects::suspect_list;
use crate::compare::{ComparisonState, Report};
use crate::components::visible_text;
use crate::connection::Cluster;
use crate::workloads::{RollbackActivity, follow_workloads};

/// Why the pods of the newer of two revisions are not ready, with the changes between the two that may explain it. Nothing
/// where the newer one is not the current revision, or nothing is wrong with it. `comparison` is that of the page, which is
/// waited for.
#[component]
pub fn ComparisonDiagnosis(
    history: History,
    from: Revision,
    to: Revision,
    comparison: RwSignal<ComparisonState>,
) -> impl IntoView {
    let current = history.current().clone();
    let older = from.min(to);
    if from.max(to) != current.revision || from == to {
        return ().into_any();
    }
    let cluster = expect_context::<Arc<Cluster>>();
    let activity = Signal::stored(RollbackActivity::None);
    let workloads = follow_workloads(cluster.clone(), current.clone(), activity);
    let is_compared = Memo::new(move |_| {
        comparison
            .with(|state| matches!(state, ComparisonState::Done(_) | ComparisonState::Failed(_)))
    });
    let sides = Memo::new(move |_| {
        is_compared.get().then(|| Sides {
            from: history.get(older).cloned(),
            to: current.clone(),
        })
    });
    // The diagnosis goes from the older revision to the newer one.
    let compared = Signal::derive(move || {
        comparison.with(|state| match state {
            ComparisonState::Done(Report::Recorded(compared, _)) if from < to => {
                Some(compared.clone())
            }
            _ => None,
        })
    });
    let diagnosis = follow_diagnosis(cluster, workloads.into(), sides, compared);
    (move || {
        let known = diagnosis.with(|state| state.known().cloned())?;
        answer(&known)
    })
    .into_any()
}

fn answer(known: &Diagnosed) -> Option<AnyView> {
    let headline = comparison_headline(&known.diagnosis)?;
    let first = known.diagnosis.findings.first()?;
    let suspects = (!first.suspects.is_empty()).then(|| suspect_list(first, &known.sides));
    let release = Route::of(&known.sides.to, ReleasePage::History).to_string();
    let view = view! {
        <section class="answer answer--bad section" aria-labelledby="trouble">
            <h2 class="answer__line answer__line--wide" id="trouble">{visible_text(&headline)}</h2>
            {suspects}
            <p class="answer__body"><a href=release>"What the cluster reports, and what to do"</a></p>
        </section>
    };
    Some(view.into_any())
}
