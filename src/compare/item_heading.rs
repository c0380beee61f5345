//! The heading of an item, and the buttons for its lines.

use astern_compare::{Change, FieldCount, ObjectChange, Restart, RestartCause};
use astern_wording::count;
use leptos::prelude::*;

use super::controller::{PageController, heading_id};
use super::hooks::hook_details;
use super::model::{Item, Layout};
use crate::components::visible_text;

/// The heading, which opens and closes the item.
pub fn item_heading(controller: PageController, item: Item) -> AnyView {
    let Some((change, word, fields, open, tag, remarks)) = controller.with(|model| {
        let change = model.change(item)?;
        let tag = model.restart(item).map(restart_label);
        let fields = FieldCount::of(model.fields(item));
        Some((
            change.clone(),
            model.change_label(item),
            fields,
            model.is_open(item),
            tag,
            model.remarks(item),
        ))
    }) else {
        return ().into_any();
    };
    let tag = tag.map(|tag| view! { <span class="tag tag--warn">{tag}</span> });
    let namespace = change
        .id
        .namespace
        .as_ref()
        .map(|namespace| view! { " in "{visible_text(namespace)} });
    let remarks = remarks
        .into_iter()
        .map(|remark| view! { <p class="obj__say">{visible_text(&remark)}</p> });
    let hook = match item {
        Item::Hook(index) if open => {
            controller.with(|model| hook_details(&model.report, index as usize))
        }
        _ => ().into_any(),
    };
    view! {
        <h3 class="obj__head">
            <button
                type="button"
                id=heading_id(item)
                aria-expanded=open.to_string()
                on:click=move |_| controller.toggle(item)
            >
                <span class="obj__kind">{visible_text(&change.id.kind)}</span>" "
                <span class="obj__name">{visible_text(&change.id.name)}</span>
                <span class="muted">{namespace}</span>
                {tag}
                <span class="push muted">{extent_label(&change, word, fields)}</span>
            </button>
        </h3>
        {remarks.collect_view()}
        {hook}
    }
    .into_any()
}

/// `removed`, `2 fields`, `12 fields: +3 −8 ~1`.
fn extent_label(change: &ObjectChange, word: &str, all: FieldCount) -> String {
    if change.change != Change::Changed {
        return word.to_owned();
    }
    let shown = all.added + all.removed + all.changed;
    match shown {
        0 if change.fields.is_empty() => "changed".to_owned(),
        0 => "version labels only".to_owned(),
        _ if change.is_formatting_only() => "only written otherwise".to_owned(),
        1..10 => count(shown, "field"),
        _ => format!(
            "{}: +{} −{} ~{}",
            count(shown, "field"),
            all.added,
            all.removed,
            all.changed
        ),
    }
}

fn restart_label(restart: &Restart) -> String {
    let why = match restart.by {
        RestartCause::Template | RestartCause::Operator => "",
        RestartCause::Checksum => " for a configuration",
        RestartCause::VersionLabel => " for a version label",
    };
    match restart.pods {
        Some(pods) => format!("Restarts {}{why}", count(pods as usize, "pod")),
        None => format!("Restarts its pods{why}"),
    }
}

/// The buttons to choose the layout of the lines and to copy, and the number of folded fields.
pub fn item_toolbar(controller: PageController, item: Item) -> AnyView {
    let (name, folded) =
        controller.with(|model| (model.item_name(item), model.folded_field_count(item)));
    let folded = (folded > 0).then(|| format!("{} folded", count(folded, "version label")));
    let choice = |layout: Layout| {
        let pressed = move || (controller.options.get().layout == layout).to_string();
        let id = format!("{layout:?}-{}", heading_id(item));
        let choose = {
            let id = id.clone();
            move |_| {
                controller.focus_when_drawn(id.clone());
                controller.change_options(|options| options.layout = layout);
            }
        };
        view! {
            <button type="button" id=id aria-pressed=pressed on:click=choose>
                {layout.label()}
            </button>
        }
    };
    let of = view! { <span class="sr">" of "{name.clone()}</span> };
    let to = view! { <span class="sr">" to "{name.clone()}</span> };
    view! {
        <div class="obj__tools">
            <div class="seg" role="group" aria-label=format!("Lines of {name}")>
                {Layout::ALL.map(choice).collect_view()}
            </div>
            <span class="muted">{folded}</span>
            <button class="btn btn--quiet push" type="button" on:click=move |_| controller.copy_diff(vec![item])>
                "Copy diff"{of}
            </button>
            <button class="btn btn--quiet" type="button" on:click=move |_| controller.copy_link(Some((item, None)))>
                "Copy link"{to}
            </button>
        </div>
    }
    .into_any()
}
