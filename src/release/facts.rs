//! The facts about a release above its history.

use astern_ledger::History;
use leptos::prelude::*;

use crate::components::StatusLabel;
use crate::connection::{DetailReader, Details};
use crate::workloads::{PodsReady, Workloads};

/// Status, revision, chart, app version, namespace and pods, in a row.
#[component]
pub fn Facts(
    history: History,
    reader: DetailReader,
    /// The workloads in the cluster; `None` when the release is uninstalled.
    workloads: Option<RwSignal<Option<Workloads>>>,
) -> impl IntoView {
    let current = history.current().clone();
    let details = reader.details(&current);
    let chart_and_app = move || match details.get() {
        Details::Loaded {
            summary,
            app_version,
        } => {
            let chart = summary.chart.as_ref().map(ToString::to_string);
            let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
            (or_none(chart), or_none(app_version))
        }
        Details::Pending => ("being read".to_owned(), "being read".to_owned()),
        Details::Unreadable(_) | Details::NotFetched(_) => {
            ("not known".to_owned(), "not known".to_owned())
        }
    };
    let chart = chart_and_app.clone();
    view! {
        <dl class="facts">
            <div><dt>"Status"</dt><dd><StatusLabel status=current.status.clone()/></dd></div>
            <div><dt>"Revision"</dt><dd>{current.revision.to_string()}</dd></div>
            <div><dt>"Chart"</dt><dd>{move || chart().0}</dd></div>
            <div><dt>"App version"</dt><dd>{move || chart_and_app().1}</dd></div>
            <div><dt>"Namespace"</dt><dd>{current.namespace.to_string()}</dd></div>
            {workloads.map(|workloads| view! { <PodsReady workloads/> })}
        </dl>
    }
}
