//! The kinds and objects that differ, to jump to.

use std::collections::BTreeMap;
use std::sync::Arc;

use astern_compare::Comparison;
use leptos::prelude::*;

use super::objects::{anchor, said};
use crate::browser::show_element;
use crate::words::differ;

/// A list of what differs, by kind.
#[component]
pub fn Tree(comparison: Arc<Comparison>) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let heading = differ(comparison.objects.len(), "object");
    let kinds = move || {
        let wanted = filter.get().to_lowercase();
        let mut kinds = BTreeMap::<String, Vec<usize>>::new();
        for (index, object) in comparison.objects.iter().enumerate() {
            if object.id.to_string().to_lowercase().contains(&wanted) {
                kinds.entry(object.id.kind.clone()).or_default().push(index);
            }
        }
        let entry = |index: usize| {
            let object = &comparison.objects[index];
            let (word, sign) = said(object.change);
            let fields = match object.fields.len() {
                0 => String::new(),
                number => number.to_string(),
            };
            view! {
                <li><button type="button" on:click=move |_| show_element(&anchor(index))>
                    <span class="mark" aria-hidden="true">{sign}</span>
                    <span>{object.id.name.clone()}<span class="sr">" "{word}</span></span>
                    <span class="cnt">{fields}</span>
                </button></li>
            }
        };
        kinds
            .into_iter()
            .map(|(kind, objects)| {
                let number = objects.len();
                view! {
                    <li class="tree__kind">
                        <p><span>{kind}</span><span class="cnt">{number}</span></p>
                        <ul>{objects.into_iter().map(entry).collect_view()}</ul>
                    </li>
                }
            })
            .collect_view()
    };
    let kinds = StoredValue::new_local(kinds);
    view! {
        <nav class="tree" aria-label="Changed objects">
            <h2>{heading}</h2>
            <label class="sr" for="tree-filter">"Filter objects by kind or name"</label>
            <input
                class="input"
                id="tree-filter"
                placeholder="Filter by kind or name"
                autocomplete="off"
                on:input=move |event| filter.set(event_target_value(&event))
            />
            <ul>{move || kinds.with_value(|kinds| kinds())}</ul>
        </nav>
    }
}
