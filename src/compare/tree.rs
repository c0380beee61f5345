//! The kinds and objects that differ, to jump to. Of a long list only what is in view is drawn.

use std::collections::HashMap;

use astern_compare::Change;
use leptos::html::Div;
use leptos::prelude::*;

use super::desk::{Desk, use_desk};
use super::keys::key_list;
use super::list::virtual_list;
use super::object::said;
use super::search::Search;
use super::sheet::{Heights, Item, Sheet, Thing, items};
use crate::browser::{Direction, in_itself, scroll_itself};
use crate::words::count;

/// A row's height, as the styles have it.
const ROW: f64 = 28.0;

/// A row of the tree.
#[derive(Clone, PartialEq)]
enum Entry {
    Kind { name: String, number: usize },
    Thing(Thing),
}

/// A list of what differs, by kind, and the search.
#[component]
pub fn Tree() -> impl IntoView {
    let desk = use_desk();
    let search = Search::new(desk);
    let entries = Memo::new(move |_| {
        desk.changes.track();
        let wanted = search.things();
        desk.with(|sheet| {
            entries(sheet, |thing| {
                wanted.as_ref().is_none_or(|w| w.contains(&thing))
            })
        })
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
    let step = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            search.step(if event.shift_key() {
                Direction::Previous
            } else {
                Direction::Next
            });
        }
    };
    let position = move || match desk.with(|sheet| sheet.position(desk.here.get())) {
        (Some(place), all) => format!("Change {place} of {all}"),
        (None, all) => count(all, "change"),
    };
    view! {
        <nav class="tree" aria-label="Changed objects">
            <div class="tree__bar">
                <h2>{position}</h2>
                {beside("Previous change", "↑", move || desk.go_beside(Direction::Previous))}
                {beside("Next change", "↓", move || desk.go_beside(Direction::Next))}
            </div>
            <label class="sr" for="search">"Search names, fields and lines"</label>
            <input
                class="input"
                id="search"
                type="search"
                placeholder="Search names, fields, lines"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| search.search(event_target_value(&event))
                on:keydown=step
            />
            <Show when=move || !search.text.read().is_empty()>
                <div class="tree__bar">
                    <p role="status">{move || search.told()}</p>
                    {beside("Previous place", "↑", move || search.step(Direction::Previous))}
                    {beside("Next place", "↓", move || search.step(Direction::Next))}
                </div>
            </Show>
            <div class="tree__list" node_ref=scroller tabindex="-1" on:scroll=move |_| look()>
                {virtual_list(list, drawn, row)}
            </div>
            <div class="tree__foot">
                <p role="status" class="soft">{move || desk.said.get()}</p>
                {key_list()}
            </div>
        </nav>
    }
}

/// A small button that steps.
fn beside(
    label: &'static str,
    sign: &'static str,
    step: impl Fn() + Clone + Send + Sync + 'static,
) -> AnyView {
    let press = Callback::new(move |()| step());
    view! {
        <button class="btn btn--small" type="button" aria-label=label title=label on:click=move |_| press.run(())>
            <span aria-hidden="true">{sign}</span>
        </button>
    }
    .into_any()
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

/// Kinds in the order in which the page first shows them, each with its objects.
fn entries(sheet: &Sheet, wanted: impl Fn(Thing) -> bool) -> Vec<Entry> {
    let mut kinds: Vec<(String, Vec<Thing>)> = Vec::new();
    let mut places = HashMap::new();
    for thing in sheet.things().into_iter().filter(|thing| wanted(*thing)) {
        let kind = match (thing, sheet.change(thing)) {
            (Thing::Object(_), Some(change)) => change.id.kind.as_str(),
            (Thing::Hook(_), _) => "Hooks",
            _ => "Notes",
        };
        let place = *places.entry(kind.to_owned()).or_insert_with(|| {
            kinds.push((kind.to_owned(), Vec::new()));
            kinds.len() - 1
        });
        kinds[place].1.push(thing);
    }
    let mut found = Vec::new();
    for (name, things) in kinds {
        found.push(Entry::Kind {
            name,
            number: things.len(),
        });
        found.extend(things.into_iter().map(Entry::Thing));
    }
    found
}

fn thing_row(desk: Desk, thing: Thing) -> AnyView {
    let (name, change, fields) = desk.with(|sheet| match sheet.change(thing) {
        Some(change) => (
            change.id.name.clone(),
            change.change,
            sheet.fields(thing).count(),
        ),
        None => ("Notes".to_owned(), Change::Changed, 0),
    });
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
