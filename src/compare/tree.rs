//! The kinds and objects that differ, to jump to. Of a long list only what is in view is drawn.

use astern_compare::Change;
use astern_wording::count;
use leptos::html::Div;
use leptos::prelude::*;

use super::controller::{PageController, collapsible_id, use_page_controller};
use super::crds::CRDS;
use super::model::{Block, Collapsible, Item, OutlineEntry};
use super::object::said;
use super::search::Search;
use super::shortcuts::key_list;
use crate::browser::{Direction, in_itself, scroll_itself};
use crate::virtual_list::{Heights, Slot, render_slots, slots};

/// A row's height, as the styles have it.
const ROW: f64 = 28.0;

/// A list of what differs, by kind, and the search.
#[component]
pub fn Tree() -> impl IntoView {
    let controller = use_page_controller();
    let search = Search::new(controller);
    let entries = Memo::new(move |_| {
        controller.changes.track();
        let wanted = search.items();
        controller.with(|model| model.outline(wanted.as_ref()))
    });
    let list: NodeRef<Div> = NodeRef::new();
    let scroller: NodeRef<Div> = NodeRef::new();
    let drawn = RwSignal::new(Vec::new());
    let look = move || {
        let Some(view) = in_itself(scroller) else {
            return;
        };
        let found: Vec<Slot> = entries.with_untracked(|entries| {
            let heights = Heights::new(entries.iter().map(|_| ROW));
            let range = heights.rows_between(
                view.top - view.height / 2.0,
                view.bottom() + view.height / 2.0,
            );
            slots(&heights, range, None, |index| key(entries.get(index)))
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
        let Some(here) = controller.current.get() else {
            return;
        };
        let at = entries.with_untracked(|entries| {
            entries
                .iter()
                .position(|entry| *entry == OutlineEntry::Item(here))
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
            Some(OutlineEntry::Kind { name, count, all }) => kind_row(name, count, all),
            Some(OutlineEntry::Item(item)) => thing_row(controller, item),
            Some(OutlineEntry::NoiseOnly(objects)) => noise_row(controller, objects),
            Some(OutlineEntry::Crds(definitions)) => crds_row(controller, definitions),
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
    let position = move || match controller.with(|model| model.position(controller.current.get())) {
        (Some(places), all) if places.len() > 1 => {
            format!("Changes {} to {} of {all}", places.start, places.end - 1)
        }
        (Some(places), all) => format!("Change {} of {all}", places.start),
        (None, all) => count(all, "change"),
    };
    view! {
        // On a phone the list is there only while something in here has the focus.
        <nav class="tree" aria-label="Changed objects" on:focusin=move |_| look()>
            <div class="tree__bar">
                <h2>{position}</h2>
                {beside("Previous change", "↑", move || controller.go_to_neighbor(Direction::Previous))}
                {beside("Next change", "↓", move || controller.go_to_neighbor(Direction::Next))}
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
                {render_slots(list, drawn, row)}
            </div>
            <div class="tree__foot">
                <p role="status" class="soft">{move || controller.status.get()}</p>
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

fn key(entry: Option<&OutlineEntry>) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    entry.hash(&mut hasher);
    hasher.finish()
}

/// A kind, with how many of its objects matter: `2 of 3` where noise is folded.
fn kind_row(name: String, number: usize, of: usize) -> AnyView {
    let (seen, said) = match number == of {
        true => (number.to_string(), count(number, "object")),
        false => (
            format!("{number} of {of}"),
            format!("{number} of {of} objects, the others in version labels only"),
        ),
    };
    view! {
        <p class="tree__kind">
            <span>{name}</span>
            <span class="cnt" title=said.clone()>
                <span aria-hidden="true">{seen}</span><span class="sr">{said.clone()}</span>
            </span>
        </p>
    }
    .into_any()
}

fn noise_row(controller: PageController, objects: usize) -> AnyView {
    let part = Collapsible::NoiseOnly;
    let said = count(objects, "object");
    whole_row(
        controller,
        "Version labels only",
        (objects, said),
        Block::Collapsible(part),
        collapsible_id(part),
    )
}

fn crds_row(controller: PageController, definitions: usize) -> AnyView {
    let said = count(definitions, "definition");
    whole_row(
        controller,
        "CRDs",
        (definitions, said),
        Block::Crds,
        CRDS.to_owned(),
    )
}

/// A row that is no object's: it leads to a block, and the focus to what has that id in it.
fn whole_row(
    controller: PageController,
    name: &'static str,
    (number, said): (usize, String),
    block: Block,
    id: String,
) -> AnyView {
    let go = move |_| {
        controller.focus_when_drawn(id.clone());
        controller.scroll_to(block);
    };
    view! {
        <button class="tree__row tree__row--whole" type="button" on:click=go>
            <span class="tree__name">{name}</span>
            <span class="cnt" title=said.clone()>
                <span aria-hidden="true">{number}</span><span class="sr">{said.clone()}</span>
            </span>
        </button>
    }
    .into_any()
}

fn thing_row(controller: PageController, item: Item) -> AnyView {
    let (name, change, fields) = controller.with(|model| match (item, model.change(item)) {
        (_, Some(change)) => (
            change.id.name.clone(),
            change.change,
            model.fields(item).count(),
        ),
        (Item::Group(group), None) => (model.group_name(group), Change::Changed, 0),
        (_, None) => ("Notes".to_owned(), Change::Changed, 0),
    });
    let (word, sign) = said(change);
    let number = (fields > 0).then(|| {
        let said = count(fields, "field");
        view! { <span aria-hidden="true" title=said.clone()>{fields}</span><span class="sr">{said}</span> }
    });
    let current = move || (controller.current.get() == Some(item)).then_some("true");
    view! {
        <button class="tree__row" type="button" aria-current=current on:click=move |_| controller.go_to(item)>
            <span class="mark" aria-hidden="true">{sign}</span>
            <span class="tree__name" title=name.clone()>{name.clone()}<span class="sr">" "{word}</span></span>
            <span class="cnt">{number}</span>
        </button>
    }
    .into_any()
}
