//! The tree beside the page: the outline to navigate by, the search, and the list of shortcuts.

use astern_compare::Change;
use astern_wording::{count, visible};
use leptos::html::Div;
use leptos::prelude::*;

use super::controller::{PageController, collapsible_id, use_page_controller};
use super::crds::CRDS_ID;
use super::model::{Block, Collapsible, Item, OutlineEntry, change_label};
use super::search::Search;
use super::shortcuts::shortcut_list;
use crate::browser::{Direction, in_itself, scroll_itself};
use crate::components::visible_text;
use crate::virtual_list::{Heights, Slot, render_slots, slots};

/// The height of a row in CSS pixels, as `style/compare.css` has it.
const ROW_HEIGHT: f64 = 28.0;

/// The outline of what differs, by kind, and the search.
#[component]
pub fn Tree() -> impl IntoView {
    let controller = use_page_controller();
    let search = Search::new(controller);
    let entries = Memo::new(move |_| {
        controller.changes.track();
        let found = search.items();
        controller.with(|model| model.outline(found.as_ref()))
    });
    let list: NodeRef<Div> = NodeRef::new();
    let scroller: NodeRef<Div> = NodeRef::new();
    let drawn = RwSignal::new(Vec::new());
    let draw_in_view = move || {
        let Some(view) = in_itself(scroller) else {
            return;
        };
        let in_view: Vec<Slot> = entries.with_untracked(|entries| {
            let heights = Heights::new(entries.iter().map(|_| ROW_HEIGHT));
            let range = heights.rows_between(
                view.top - view.height / 2.0,
                view.bottom() + view.height / 2.0,
            );
            slots(&heights, range, None, |index| {
                render_key(entries.get(index))
            })
        });
        if drawn.with_untracked(|drawn| *drawn != in_view) {
            drawn.set(in_view);
        }
    };
    scroller.on_load(move |_| draw_in_view());
    Effect::new(move |_| {
        entries.track();
        draw_in_view();
    });
    // Keeps the current item in view.
    Effect::new(move |_| {
        let Some(current) = controller.current.get() else {
            return;
        };
        let index = entries.with_untracked(|entries| {
            entries
                .iter()
                .position(|entry| *entry == OutlineEntry::Item(current))
        });
        let (Some(index), Some(view)) = (index, in_itself(scroller)) else {
            return;
        };
        let top = index as f64 * ROW_HEIGHT;
        if top < view.top || top + ROW_HEIGHT > view.bottom() {
            scroll_itself(scroller, (top - view.height / 2.0).max(0.0));
        }
    });
    let row = Callback::new(move |index: usize| {
        match entries.with_untracked(|entries| entries.get(index).cloned()) {
            Some(OutlineEntry::Kind { name, count, all }) => kind_row(name, count, all),
            Some(OutlineEntry::Item(item)) => item_row(controller, item),
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
        (Some(numbers), all) if numbers.len() > 1 => {
            format!("Changes {} to {} of {all}", numbers.start, numbers.end - 1)
        }
        (Some(numbers), all) => format!("Change {} of {all}", numbers.start),
        (None, all) => count(all, "change"),
    };
    view! {
        // On a narrow screen the list is shown only while something in the tree has the focus.
        <nav class="tree" aria-label="Changed objects" on:focusin=move |_| draw_in_view()>
            <div class="tree__bar">
                <h2>{position}</h2>
                {step_button("Previous change", "↑", move || controller.go_to_neighbor(Direction::Previous))}
                {step_button("Next change", "↓", move || controller.go_to_neighbor(Direction::Next))}
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
                    <p role="status">{move || search.status()}</p>
                    {step_button("Previous place", "↑", move || search.step(Direction::Previous))}
                    {step_button("Next place", "↓", move || search.step(Direction::Next))}
                </div>
            </Show>
            <div class="tree__list" node_ref=scroller tabindex="-1" on:scroll=move |_| draw_in_view()>
                {render_slots(list, drawn, row)}
            </div>
            <div class="tree__foot">
                <p role="status" class="soft">{move || controller.status.get()}</p>
                {shortcut_list()}
            </div>
        </nav>
    }
}

/// A small button that goes to the next or previous change or match.
fn step_button(
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

/// Changes whenever the row of an entry has to be drawn again.
fn render_key(entry: Option<&OutlineEntry>) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    entry.hash(&mut hasher);
    hasher.finish()
}

/// A kind with the number of its objects: `2 of 3` where noise is folded.
fn kind_row(name: String, shown: usize, all: usize) -> AnyView {
    let (short, text) = match shown == all {
        true => (shown.to_string(), count(shown, "object")),
        false => (
            format!("{shown} of {all}"),
            format!("{shown} of {all} objects, the others in version labels only"),
        ),
    };
    view! {
        <p class="tree__kind">
            <span>{visible_text(&name)}</span>
            <span class="cnt" title=text.clone()>
                <span aria-hidden="true">{short}</span><span class="sr">{text.clone()}</span>
            </span>
        </p>
    }
    .into_any()
}

fn noise_row(controller: PageController, objects: usize) -> AnyView {
    let part = Collapsible::NoiseOnly;
    let text = count(objects, "object");
    block_row(
        controller,
        "Version labels only",
        (objects, text),
        Block::Collapsible(part),
        collapsible_id(part),
    )
}

fn crds_row(controller: PageController, definitions: usize) -> AnyView {
    let text = count(definitions, "definition");
    block_row(
        controller,
        "CRDs",
        (definitions, text),
        Block::Crds,
        CRDS_ID.to_owned(),
    )
}

/// A row that does not belong to an item: it scrolls to a block, and focuses the element with that id.
fn block_row(
    controller: PageController,
    name: &'static str,
    (number, text): (usize, String),
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
            <span class="cnt" title=text.clone()>
                <span aria-hidden="true">{number}</span><span class="sr">{text.clone()}</span>
            </span>
        </button>
    }
    .into_any()
}

fn item_row(controller: PageController, item: Item) -> AnyView {
    let (name, change, fields) = controller.with(|model| match (item, model.change(item)) {
        (_, Some(change)) => (
            change.id.name.clone(),
            change.change,
            model.fields(item).count(),
        ),
        (Item::Group(group), None) => (model.group_name(group), Change::Changed, 0),
        (_, None) => ("Notes".to_owned(), Change::Changed, 0),
    });
    let (word, sign) = change_label(change);
    let number = (fields > 0).then(|| {
        let text = count(fields, "field");
        view! { <span aria-hidden="true" title=text.clone()>{fields}</span><span class="sr">{text}</span> }
    });
    let current = move || (controller.current.get() == Some(item)).then_some("true");
    view! {
        <button class="tree__row" type="button" aria-current=current on:click=move |_| controller.go_to(item)>
            <span class="mark" aria-hidden="true">{sign}</span>
            <span class="tree__name" title=visible(&name).into_owned()>{visible_text(&name)}<span class="sr">" "{word}</span></span>
            <span class="cnt">{number}</span>
        </button>
    }
    .into_any()
}
