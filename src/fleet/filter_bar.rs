//! The search field and the filters beside it.

use std::collections::BTreeMap;

use astern_ledger::{Namespace, Record};
use leptos::html;
use leptos::prelude::*;

use super::filter::Filter;
use super::release_list::{Group, ReleaseList};
use crate::browser::{Direction, focus_beside};
use crate::components::Icon;

/// The id of the search field.
pub const SEARCH_FIELD: &str = "fleet-search";

/// The search field, the namespace and the group.
#[component]
pub fn FilterBar(list: Memo<ReleaseList>, filter: RwSignal<Filter>) -> impl IntoView {
    let namespaces = Memo::new(move |_| {
        let mut counts = BTreeMap::<Namespace, usize>::new();
        list.with(|list| {
            for (_, record) in &list.releases {
                *counts.entry(record.namespace.clone()).or_default() += 1;
            }
        });
        counts
    });
    let count_in_group = move |selected: Option<Group>| {
        list.with(|list| {
            let is_in = |(group, _): &&(Group, Record)| selected.is_none_or(|s| s == *group);
            list.releases.iter().filter(is_in).count()
        })
    };
    let button = move |group: Option<Group>| {
        let heading = group.map_or("All", Group::heading);
        view! {
            <button
                type="button"
                aria-pressed=move || (filter.with(|f| f.group) == group).to_string()
                on:click=move |_| filter.update(|f| f.group = group)
            >
                {heading}" "{move || count_in_group(group)}
            </button>
        }
    };
    let search = NodeRef::<html::Input>::new();
    search.on_load(|input| {
        let _ = input.focus();
    });
    view! {
        <form class="fleet__filters" role="search" on:submit=|event| {
            event.prevent_default();
            focus_beside("[data-row]", Direction::Next);
        }>
            <div class="search">
                <Icon name="search"/>
                <label class="sr" for=SEARCH_FIELD>"Search releases by name, namespace or chart"</label>
                <input
                    class="input"
                    id=SEARCH_FIELD
                    type="search"
                    placeholder="Release, namespace or chart"
                    autocomplete="off"
                    node_ref=search
                    prop:value=move || filter.with(|f| f.search.clone())
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        filter.update(|f| f.search = text);
                    }
                    on:keydown=|event| if event.key() == "ArrowDown" {
                        event.prevent_default();
                        focus_beside("[data-row]", Direction::Next);
                    }
                />
                <kbd aria-hidden="true">"/"</kbd>
            </div>
            <div class="row">
                <label for="fleet-namespace">"Namespace"</label>
                <select
                    class="input"
                    id="fleet-namespace"
                    on:change=move |event| {
                        let namespace = event_target_value(&event).parse().ok();
                        filter.update(|f| f.namespace = namespace);
                    }
                >
                    <option value="">{move || format!("All {}", namespaces.with(BTreeMap::len))}</option>
                    {move || namespaces.get().into_iter().map(|(name, number)| {
                        let is_selected = filter.with_untracked(|f| f.namespace.as_ref() == Some(&name));
                        view! {
                            <option value=name.to_string() selected=is_selected>
                                {format!("{name} ({number})")}
                            </option>
                        }
                    }).collect_view()}
                </select>
            </div>
            <div class="seg" role="group" aria-label="Show">
                {button(None)}{button(Some(Group::Attention))}{button(Some(Group::Recent))}
            </div>
        </form>
    }
}
