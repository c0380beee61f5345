//! The kinds and objects that differ, to jump to. Of a long list only what is in view is drawn.

use std::collections::BTreeMap;

use leptos::html::Div;
use leptos::prelude::*;

use super::desk::{Desk, use_desk};
use super::list::virtual_list;
use super::object::said;
use super::sheet::{Heights, Item, Sheet, Thing, items};
use crate::browser::{in_itself, scroll_itself};
use crate::words::differ;

/// A row's height, as the styles have it.
const ROW: f64 = 28.0;

/// A row of the tree.
#[derive(Clone, PartialEq)]
enum Entry {
    Kind { name: String, number: usize },
    Thing(Thing),
}

/// A list of what differs, by kind.
#[component]
pub fn Tree() -> impl IntoView {
    let desk = use_desk();
    let filter = RwSignal::new(String::new());
    let entries = Memo::new(move |_| {
        desk.changes.track();
        let wanted = filter.get().to_ascii_lowercase();
        desk.with(|sheet| entries(sheet, &wanted))
    });
    let list: NodeRef<Div> = NodeRef::new();
    let scroller: NodeRef<Div> = NodeRef::new();
    let drawn = RwSignal::new(Vec::new());
    let look = move || {
        let Some(view) = in_itself(scroller) else {
            return;
        };
        let found: Vec<Item> = entries.with_untracked(|entries| {
            let heights = Heights::of(entries.iter().map(|_| ROW));
            let range = heights.touching(
                view.top - view.height / 2.0,
                view.bottom() + view.height / 2.0,
            );
            items(&heights, range, None, |index| key(entries.get(index)))
        });
        if drawn.with_untracked(|drawn| *drawn != found) {
            drawn.set(found);
        }
    };
    scroller.on_load(move |_| look());
    Effect::new(move |_| {
        entries.track();
        look();
    });
    // What is read is in view in the tree too.
    Effect::new(move |_| {
        let Some(here) = desk.here.get() else { return };
        let at = entries.with_untracked(|entries| {
            entries
                .iter()
                .position(|entry| *entry == Entry::Thing(here))
        });
        let (Some(at), Some(view)) = (at, in_itself(scroller)) else {
            return;
        };
        let top = at as f64 * ROW;
        if top < view.top || top + ROW > view.bottom() {
            scroll_itself(scroller, (top - view.height / 2.0).max(0.0));
        }
    });
    let row = Callback::new(move |index: usize| {
        match entries.with_untracked(|entries| entries.get(index).cloned()) {
            Some(Entry::Kind { name, number }) => view! {
                <p class="tree__kind"><span>{name}</span><span class="cnt">{number}</span></p>
            }
            .into_any(),
            Some(Entry::Thing(thing)) => thing_row(desk, thing),
            None => ().into_any(),
        }
    });
    view! {
        <nav class="tree" aria-label="Changed objects">
            <h2>{desk.with(|sheet| differ(sheet.comparison.objects.len(), "object"))}</h2>
            <label class="sr" for="tree-filter">"Filter objects by kind or name"</label>
            <input
                class="input"
                id="tree-filter"
                placeholder="Filter by kind or name"
                autocomplete="off"
                on:input=move |event| filter.set(event_target_value(&event))
            />
            <div class="tree__list" node_ref=scroller tabindex="-1" on:scroll=move |_| look()>
                {virtual_list(list, drawn, row)}
            </div>
        </nav>
    }
}

fn key(entry: Option<&Entry>) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    match entry {
        Some(Entry::Kind { name, number }) => (name, number).hash(&mut hasher),
        Some(Entry::Thing(thing)) => thing.hash(&mut hasher),
        None => {}
    }
    hasher.finish()
}

fn entries(sheet: &Sheet, wanted: &str) -> Vec<Entry> {
    // Kinds in the order in which the page first shows them.
    let mut kinds: BTreeMap<usize, (String, Vec<Thing>)> = BTreeMap::new();
    let mut places = std::collections::HashMap::<&str, usize>::new();
    for thing in sheet.objects().chain(sheet.noise_only()) {
        let Some(change) = sheet.change(thing) else {
            continue;
        };
        if !change.id.to_string().to_ascii_lowercase().contains(wanted) {
            continue;
        }
        let next = places.len();
        let place = *places.entry(&change.id.kind).or_insert(next);
        let kind = kinds
            .entry(place)
            .or_insert_with(|| (change.id.kind.clone(), Vec::new()));
        kind.1.push(thing);
    }
    let mut found = Vec::new();
    for (name, things) in kinds.into_values() {
        found.push(Entry::Kind {
            name,
            number: things.len(),
        });
        found.extend(things.into_iter().map(Entry::Thing));
    }
    found
}

fn thing_row(desk: Desk, thing: Thing) -> AnyView {
    let Some((name, change, fields)) = desk.with(|sheet| {
        let change = sheet.change(thing)?;
        Some((
            change.id.name.clone(),
            change.change,
            sheet.fields(thing).count(),
        ))
    }) else {
        return ().into_any();
    };
    let (word, sign) = said(change);
    let number = (fields > 0).then(|| fields.to_string());
    let current = move || (desk.here.get() == Some(thing)).then_some("true");
    view! {
        <button class="tree__row" type="button" aria-current=current on:click=move |_| desk.go_to(thing)>
            <span class="mark" aria-hidden="true">{sign}</span>
            <span class="tree__name" title=name.clone()>{name.clone()}<span class="sr">" "{word}</span></span>
            <span class="cnt">{number}</span>
        </button>
    }
    .into_any()
}
