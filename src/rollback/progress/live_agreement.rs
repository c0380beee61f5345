//! Whether the cluster holds what the target says, after a rollback has ended: Helm's records do not tell.

use std::sync::Arc;

use astern_compare::Side;
use astern_ledger::{Record, Revision};
use astern_wording::drift_sentence;
use leptos::prelude::*;

use crate::compare::{ComparisonState, Report, compare_live};
use crate::components::visible_text;
use crate::connection::Cluster;

/// Compares the objects of the target with the cluster once, and says how many are as in it.
#[component]
pub fn LiveAgreement(
    /// The target, or the revision that the rollback made of it.
    target: Record,
    /// The newest revision, whose objects the cluster may have besides.
    newest: Record,
    revision: Revision,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = compare_live(cluster, target, (newest, Vec::new()), Side::To);
    view! {
        <p class="answer__body" id="as-in">
            <b>"Compared with the cluster after the end: "</b>
            {move || state.with(|state| match state {
                ComparisonState::Done(Report::Live(drift)) => visible_text(&drift_sentence(drift)),
                ComparisonState::Failed(_) => visible_text(&format!(
                    "Whether it holds what revision {revision} says could not be asked."
                )),
                ComparisonState::ReadingCluster { done, all } => {
                    visible_text(&format!("{done} of {all} objects read."))
                }
                _ => visible_text("The objects are being read."),
            })}
        </p>
    }
}
