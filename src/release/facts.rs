//! The facts about a release above its history.

use astern_ledger::{EffectiveRevision, History};
use leptos::prelude::*;

use crate::components::RecordedStatus;
use crate::connection::{DetailReader, Details};
use crate::workloads::{PodsReady, StillThere, Workloads};

/// Status, revision, chart, app version, namespace and pods, in a row.
#[component]
pub fn Facts(
    history: History,
    reader: DetailReader,
    effective: Memo<EffectiveRevision>,
    /// The workloads in the cluster.
    workloads: Signal<Option<Workloads>>,
) -> impl IntoView {
    let current = history.current().clone();
    let details = reader.details(&current);
    let own_details = details.clone();
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
            <div><dt>"Status"</dt><dd><RecordedStatus record=current.clone() details=own_details/></dd></div>
            <div><dt>"Revision"</dt><dd>{current.revision.to_string()}</dd></div>
            <div><dt>"Chart"</dt><dd>{move || chart().0}</dd></div>
            <div><dt>"App version"</dt><dd>{move || chart_and_app().1}</dd></div>
            <div><dt>"Namespace"</dt><dd>{current.namespace.to_string()}</dd></div>
            {move || match effective.get() {
                EffectiveRevision::Uninstalled => view! { <StillThere workloads/> }.into_any(),
                _ => view! { <PodsReady workloads/> }.into_any(),
            }}
        </dl>
    }
}
