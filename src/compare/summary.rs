//! A comparison in a few lines, for the page before a rollback.

use std::sync::Arc;

use astern_ledger::Record;
use leptos::prelude::*;

use super::answer::{kind, object_counts};
use super::comparing::{State, compare_records};
use super::sheet::Report;
use crate::components::ProblemNotice;
use crate::connection::Cluster;
use crate::words::differ;

/// What lies between two revisions, in a few lines.
#[component]
pub fn Summary(from: Record, to: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = compare_records(cluster, from, to);
    move || match state.get() {
        State::Fetching => {
            view! { <p role="status" class="soft">"Fetching both revisions…"</p> }.into_any()
        }
        State::Comparing(_) | State::Asking(..) => {
            view! { <p role="status" class="soft">"Comparing…"</p> }.into_any()
        }
        State::Failed(problem) => view! { <ProblemNotice problem/> }.into_any(),
        State::Done(Report::Live(_)) => ().into_any(),
        State::Done(Report::Recorded(comparison, _)) => {
            let version = |version: &Option<String>| version.clone().unwrap_or_default();
            let chart = comparison.chart.differs().then(|| {
                let versions = &comparison.chart.version;
                view! {
                    <p>
                        "Chart "<span class="mono"><del>{version(&versions.from)}</del>" → "
                        <ins>{version(&versions.to)}</ins></span>
                    </p>
                }
            });
            view! {
                <p><b>{kind(comparison.classification)}</b></p>
                {chart}
                <p>{differ(comparison.values.len(), "value")}", as you set them."</p>
                <p>"Objects: "{object_counts(&comparison)}"."</p>
            }
            .into_any()
        }
    }
}
