//! The page that lists all releases.

use std::sync::Arc;

use astern_wording::count;
use leptos::prelude::*;

use super::access_denied::AccessDenied;
use super::empty_states::{NoReleases, Skeleton};
use super::filter::FleetFilter;
use super::filter_bar::{FilterBar, SEARCH_FIELD};
use super::release_list::ReleaseList;
use super::release_table::ReleaseTable;
use super::sources::{ListState, RecordSources};
use crate::browser::{Direction, focus, focus_beside, on_key, use_clock};
use crate::components::{ErrorNotice, PageError, invalid_records};
use crate::connection::{Cluster, DetailReader, Records};

/// The page that lists all releases.
#[component]
pub fn FleetPage() -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let sources = RecordSources::follow(&cluster);
    let clock = use_clock();
    // Releases leave the group "last hour" by age. A minute's precision is enough for that.
    let minute = Memo::new(move |_| clock.get().as_second() / 60);
    let state = Memo::new(move |_| sources.state());
    let reader = StoredValue::new_local(DetailReader::new(cluster));
    let findings = reader.with_value(DetailReader::findings);
    let list = Memo::new(move |_| {
        minute.track();
        match state.get() {
            ListState::Records(lists) => {
                findings.with(|findings| ReleaseList::new(lists, findings, clock.get_untracked()))
            }
            ListState::Listing(_) | ListState::Failed(_) => ReleaseList::default(),
        }
    });
    // Of these the labels cannot be right, so that they are read whether their rows are in view or not.
    Effect::new(move |_| {
        list.with(|list| {
            reader.with_value(|reader| list.contradicting.iter().for_each(|r| reader.request(r)));
        });
    });
    let filter = use_context::<FleetFilter>().map_or_else(RwSignal::default, |filter| filter.0);

    on_key("/", || focus(SEARCH_FIELD));
    on_key("ArrowDown", || focus_beside("[data-row]", Direction::Next));
    on_key("ArrowUp", || {
        focus_beside("[data-row]", Direction::Previous)
    });

    let summary = move || {
        list.with(|list| {
            let mut namespaces: Vec<_> = list
                .releases
                .iter()
                .map(|(_, record)| &record.namespace)
                .collect();
            astern_ledger::sort(&mut namespaces);
            namespaces.dedup();
            format!(
                "{} in {}",
                list.releases.len(),
                count(namespaces.len(), "namespace")
            )
        })
    };

    view! {
        <main id="main" class="page page--list" tabindex="-1">
            <div class="row">
                <h1>"Releases"</h1>
                <p class="soft" role="status">{move || match state.get() {
                    ListState::Listing(0) => "Asking the cluster…".to_owned(),
                    ListState::Listing(number) => format!("Found {} so far", count(number, "record")),
                    ListState::Failed(_) => String::new(),
                    ListState::Records(_) => summary(),
                }}</p>
            </div>
            <AccessDenied sources/>
            {move || match state.get() {
                ListState::Listing(_) => view! { <Skeleton/> }.into_any(),
                ListState::Failed(error) if sources.forbidden().is_none() => view! {
                    <div class="section"><ErrorNotice error=PageError::from(&error)/></div>
                }
                .into_any(),
                ListState::Failed(_) => ().into_any(),
                ListState::Records(lists) if lists.iter().all(Records::is_empty) => view! { <NoReleases sources/> }.into_any(),
                ListState::Records(_) => ().into_any(),
            }}
            <Show when=move || list.with(|list| *list != ReleaseList::default())>
                <FilterBar list filter/>
                <ReleaseTable list filter reader/>
                {move || list.with(|list| invalid_records(&list.invalid))}
            </Show>
        </main>
    }
}
