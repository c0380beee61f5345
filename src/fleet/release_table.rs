//! The releases themselves.

use astern_ledger::Record;
use leptos::html;
use leptos::prelude::*;

use super::empty_states::NothingMatches;
use super::filter::Filter;
use super::release_list::{Group, Rows};
use super::release_row::FleetRow;
use crate::browser::{Visibility, on_view};
use crate::connection::DetailReader;

/// Rows drawn at first, and more each time the end comes into view.
const DRAWN: usize = 100;

/// The releases that the filter admits, under their headings.
#[component]
pub fn Table(
    rows: Memo<Rows>,
    filter: RwSignal<Filter>,
    reader: StoredValue<DetailReader, LocalStorage>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let filter = filter.get();
        let admitted = |(group, record): &&(Group, Record)| {
            // Only a search looks at charts; without one, nothing is drawn anew as they come in.
            let details = reader.with_value(|reader| reader.details(record));
            let details = if filter.search.is_empty() {
                details.get_untracked()
            } else {
                details.get()
            };
            filter.admits(*group, record, &details)
        };
        let mut shown: Vec<_> = rows.with(|rows| {
            let admitted = rows.releases.iter().filter(admitted);
            admitted.cloned().collect()
        });
        // The order is kept among those that fit as well.
        astern_ledger::sort_by_key(&mut shown, |(_, record)| filter.hit(record));
        shown
    });
    let drawn = RwSignal::new(DRAWN);
    let group = move |group: Group| {
        let total = move || shown.with(|shown| shown.iter().filter(|(g, _)| *g == group).count());
        let members = move || {
            let drawn = drawn.get();
            shown.with(|shown| {
                let first = shown.iter().take(drawn);
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
                        <FleetRow group record reader=reader.get_value()/>
                    </For>
                </tbody>
            </Show>
        }
    };
    let end = NodeRef::<html::Div>::new();
    on_view(end, move |visibility| {
        if visibility == Visibility::InView
            && shown.with_untracked(Vec::len) > drawn.get_untracked()
        {
            drawn.update(|drawn| *drawn += DRAWN);
        }
    });
    view! {
        <Show
            when=move || shown.with(|shown| !shown.is_empty())
            fallback=move || view! { <NothingMatches rows filter/> }
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
            <p class="push">"Times are UTC. Ages count up by themselves."</p>
        </div>
    }
}
