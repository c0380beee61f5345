//! What the list shows when it is empty, incomplete or loading.

use std::sync::Arc;

use astern_wording::count;
use leptos::prelude::*;

use super::filter::Filter;
use super::release_list::ReleaseList;
use super::sources::RecordSources;
use crate::connection::Cluster;

/// No release matches the filter.
#[component]
pub fn NoMatch(list: Memo<ReleaseList>, filter: RwSignal<Filter>) -> impl IntoView {
    view! {
        <div class="panel stack">
            <h2>{move || match filter.with(|f| f.search.clone()) {
                search if search.is_empty() => "No release is shown by this choice".to_owned(),
                search => format!("No release matches “{search}”"),
            }}</h2>
            <p class="soft">
                {move || format!("Looked through {}.", count(list.with(|list| list.releases.len()), "release"))}
            </p>
            <p>
                <button class="btn" type="button" on:click=move |_| filter.set(Filter::default())>
                    "Show all releases"
                </button>
            </p>
        </div>
    }
}

/// The cluster has no release.
#[component]
pub fn NoReleases(sources: RecordSources) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let name = cluster.name();
    view! {
        <div class="panel section stack">
            <h2>{format!("No Helm releases on {name}")}</h2>
            <p>{move || match sources.forbidden() {
                None => "Astern read all namespaces and found no release record in any of them.",
                Some(_) => "The namespaces that Astern looked in hold no release record.",
            }}</p>
            <p class="soft">
                "If you expected some, check the cluster's name above. Releases that Helm keeps in a "
                "SQL database cannot be read from here."
            </p>
        </div>
    }
}

/// Placeholder rows while the list is loading.
#[component]
pub fn Skeleton() -> impl IntoView {
    let row = |widths: [&'static str; 5]| {
        let cells =
            widths.map(|width| view! { <td><span class="skel" style:width=width></span></td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="tablewrap section" aria-hidden="true">
            <table class="table fleet"><tbody>
                {row(["9rem", "6rem", "5rem", "5rem", "14rem"])}
                {row(["7rem", "7rem", "5rem", "5rem", "9rem"])}
                {row(["11rem", "8rem", "5rem", "5rem", "16rem"])}
                {row(["6rem", "6rem", "5rem", "5rem", "8rem"])}
            </tbody></table>
        </div>
    }
}
