//! The page of all releases.

use std::sync::Arc;

use astern_wording::count;
use leptos::prelude::*;

use super::access_denied::Refused;
use super::empty_states::{Empty, Invalid, Skeleton};
use super::filter::FleetFilter;
use super::filter_bar::{Filters, SEARCH};
use super::release_list::Rows;
use super::release_table::Table;
use super::sources::{Found, Sources};
use crate::browser::{Direction, focus, focus_beside, on_key, use_clock};
use crate::components::{ErrorNotice, PageError};
use crate::connection::{Cluster, DetailReader};

/// All releases.
#[component]
pub fn FleetPage() -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let sources = Sources::open(&cluster);
    let clock = use_clock();
    // Ages move releases from "last hour" to "earlier": a minute's precision is enough for that.
    let minute = Memo::new(move |_| clock.get().as_second() / 60);
    let found = Memo::new(move |_| sources.found());
    let reader = StoredValue::new_local(DetailReader::new(cluster));
    let unreadable = reader.with_value(DetailReader::unreadable);
    let rows = Memo::new(move |_| {
        minute.track();
        match found.get() {
            Found::Records(records) => {
                unreadable.with(|unreadable| Rows::new(records, unreadable, clock.get_untracked()))
            }
            Found::Looking(_) | Found::Failed(_) => Rows::default(),
        }
    });
    let filter = use_context::<FleetFilter>().map_or_else(RwSignal::default, |kept| kept.0);

    on_key("/", || focus(SEARCH));
    on_key("ArrowDown", || focus_beside("[data-row]", Direction::Next));
    on_key("ArrowUp", || {
        focus_beside("[data-row]", Direction::Previous)
    });

    let summary = move || {
        rows.with(|rows| {
            let mut namespaces: Vec<_> = rows
                .releases
                .iter()
                .map(|(_, record)| &record.namespace)
                .collect();
            astern_ledger::sort(&mut namespaces);
            namespaces.dedup();
            format!(
                "{} in {}",
                rows.releases.len(),
                count(namespaces.len(), "namespace")
            )
        })
    };

    view! {
        <main id="main" class="page page--list" tabindex="-1">
            <div class="row">
                <h1>"Releases"</h1>
                <p class="soft" role="status">{move || match found.get() {
                    Found::Looking(0) => "Asking the cluster…".to_owned(),
                    Found::Looking(number) => format!("Found {} so far", count(number, "record")),
                    Found::Failed(_) => String::new(),
                    Found::Records(_) => summary(),
                }}</p>
            </div>
            <Refused sources/>
            {move || match found.get() {
                Found::Looking(_) => view! { <Skeleton/> }.into_any(),
                Found::Failed(error) if sources.refused().is_none() => view! {
                    <div class="section"><ErrorNotice error=PageError::from(&error)/></div>
                }
                .into_any(),
                Found::Failed(_) => ().into_any(),
                Found::Records(records) if records.is_empty() => view! { <Empty sources/> }.into_any(),
                Found::Records(_) => ().into_any(),
            }}
            <Show when=move || rows.with(|rows| *rows != Rows::default())>
                <Filters rows filter/>
                <Table rows filter reader/>
                <Invalid rows/>
            </Show>
        </main>
    }
}
