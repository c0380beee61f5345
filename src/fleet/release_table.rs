//! The table of releases.

use astern_ledger::Record;
use leptos::html;
use leptos::prelude::*;

use super::empty_states::NoMatch;
use super::filter::Filter;
use super::release_list::{Group, ReleaseList};
use super::release_row::ReleaseRow;
use crate::browser::{Visibility, on_view};
use crate::connection::DetailReader;

/// The number of rows that are rendered at first, and that are added each time the end comes into view.
const ROWS_PER_STEP: usize = 100;

/// The releases that match the filter, by group.
#[component]
pub fn ReleaseTable(
    list: Memo<ReleaseList>,
    filter: RwSignal<Filter>,
    reader: StoredValue<DetailReader, LocalStorage>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let filter = filter.get();
        let is_match = |(group, record): &&(Group, Record)| {
            // Only a search reads the charts. Without one, the table is not rendered again when payloads arrive.
            let details = reader.with_value(|reader| reader.details(record));
            let details = if filter.search.is_empty() {
                details.get_untracked()
            } else {
                details.get()
            };
            filter.matches(*group, record, &details)
        };
        let mut shown: Vec<_> = list.with(|list| {
            let matching = list.releases.iter().filter(is_match);
            matching.cloned().collect()
        });
        // The sort is stable, so releases of the same rank keep their order.
        astern_ledger::sort_by_key(&mut shown, |(_, record)| filter.rank(record));
        shown
    });
    let rendered = RwSignal::new(ROWS_PER_STEP);
    let group = move |group: Group| {
        let total = move || shown.with(|shown| shown.iter().filter(|(g, _)| *g == group).count());
        let members = move || {
            let rendered = rendered.get();
            shown.with(|shown| {
                let first = shown.iter().take(rendered);
                first
                    .filter(|(g, _)| *g == group)
                    .cloned()
                    .collect::<Vec<_>>()
            })
        };
        view! {
            <Show when={move || total() > 0}>
                <tbody>
                    <tr class="table__group">
                        <th scope="rowgroup" colspan="8">{group.heading()}": "{total}</th>
                    </tr>
                    <For each=members key=|(_, record)| record.clone() let((group, record))>
                        <ReleaseRow group record reader=reader.get_value()/>
                    </For>
                </tbody>
            </Show>
        }
    };
    let end = NodeRef::<html::Div>::new();
    on_view(end, move |visibility| {
        if visibility == Visibility::InView
            && shown.with_untracked(Vec::len) > rendered.get_untracked()
        {
            rendered.update(|rendered| *rendered += ROWS_PER_STEP);
        }
    });
    view! {
        <Show
            when=move || shown.with(|shown| !shown.is_empty())
            fallback=move || view! { <NoMatch list filter/> }
        >
            <div class="tablewrap" tabindex="0" role="region" aria-label="Releases">
                <table class="table table--hover fleet">
                    <caption class="sr">
                        "Releases, those that need attention first, then the most recently changed"
                    </caption>
                    <thead><tr>
                        <th scope="col">"Release"</th>
                        <th scope="col">"Namespace"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col" aria-sort="descending">"Last changed ↓"</th>
                        <th scope="col">"Helm says"</th>
                        <th scope="col">"Chart"</th>
                        <th scope="col">"App version"</th>
                        <th scope="col" class="num">"Revision"</th>
                    </tr></thead>
                    {[Group::Attention, Group::Recent, Group::Earlier].map(group).collect_view()}
                </table>
            </div>
        </Show>
        <div node_ref=end></div>
        <div class="fleet__foot">
            <p><kbd>"/"</kbd>" search"</p>
            <p><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</p>
            <p><kbd>"Enter"</kbd>" open"</p>
            <p>"Statuses are those of the records' labels until a row has come into view; then those that helm reads."</p>
            <p class="push">"Times are UTC. Ages count up by themselves."</p>
        </div>
    }
}
