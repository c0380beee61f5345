//! The search field and the choices beside it.

use std::collections::BTreeMap;

use astern_ledger::{Namespace, Record};
use leptos::html;
use leptos::prelude::*;

use super::filter::Filter;
use super::release_list::{Group, Rows};
use crate::browser::{Direction, focus_beside};
use crate::components::Icon;

/// The search field's id, to focus it.
pub const SEARCH: &str = "fleet-search";

/// Search, namespace, and which group.
#[component]
pub fn Filters(rows: Memo<Rows>, filter: RwSignal<Filter>) -> impl IntoView {
    let namespaces = Memo::new(move |_| {
        let mut counts = BTreeMap::<Namespace, usize>::new();
        rows.with(|rows| {
            for (_, record) in &rows.releases {
                *counts.entry(record.namespace.clone()).or_default() += 1;
            }
        });
        counts
    });
    let in_group = move |wanted: Option<Group>| {
        rows.with(|rows| {
            let shown = |(group, _): &&(Group, Record)| wanted.is_none_or(|w| w == *group);
            rows.releases.iter().filter(shown).count()
        })
    };
    let button = move |wanted: Option<Group>| {
        let heading = wanted.map_or("All", Group::heading);
        view! {
            <button
                type="button"
                aria-pressed=move || (filter.with(|f| f.group) == wanted).to_string()
                on:click=move |_| filter.update(|f| f.group = wanted)
            >
                {heading}" "{move || in_group(wanted)}
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
                <label class="sr" for=SEARCH>"Search releases by name, namespace or chart"</label>
                <input
                    class="input"
                    id=SEARCH
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
                        let chosen = event_target_value(&event).parse().ok();
                        filter.update(|f| f.namespace = chosen);
                    }
                >
                    <option value="">{move || format!("All {}", namespaces.with(BTreeMap::len))}</option>
                    {move || namespaces.get().into_iter().map(|(name, number)| {
                        let chosen = filter.with_untracked(|f| f.namespace.as_ref() == Some(&name));
                        view! {
                            <option value=name.to_string() selected=chosen>
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
