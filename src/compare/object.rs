//! An object's heading, and what can be done with it.

use astern_compare::{Change, FieldCount, ObjectChange, Restart, RestartCause};
use leptos::prelude::*;

use super::block_view::name;
use super::controller::{Desk, head_id};
use super::hooks::terms;
use super::model::{Layout, Thing};
use crate::words::count;

/// How a change is said, and the sign that stands for it in a list.
pub fn said(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Added => ("added", "+"),
        Change::Removed => ("removed", "−"),
        Change::Changed => ("changed", "~"),
        Change::Reordered => ("reordered", "~"),
    }
}

/// The heading, which opens and closes the object.
pub fn head(desk: Desk, thing: Thing) -> AnyView {
    let Some((change, word, fields, open, tag, notes)) = desk.with(|sheet| {
        let change = sheet.change(thing)?;
        let tag = sheet.restart(thing).map(restarts);
        let fields = FieldCount::of(sheet.fields(thing));
        Some((
            change.clone(),
            sheet.word(thing),
            fields,
            sheet.is_open(thing),
            tag,
            sheet.notes_on(thing),
        ))
    }) else {
        return ().into_any();
    };
    let tag = tag.map(|tag| view! { <span class="tag tag--warn">{tag}</span> });
    let place = change
        .id
        .namespace
        .as_ref()
        .map(|namespace| format!(" in {namespace}"));
    let notes = notes
        .into_iter()
        .map(|note| view! { <p class="obj__say">{note}</p> });
    let hook = match thing {
        Thing::Hook(index) if open => desk.with(|sheet| terms(&sheet.report, index as usize)),
        _ => ().into_any(),
    };
    view! {
        <h3 class="obj__head">
            <button
                type="button"
                id=head_id(thing)
                aria-expanded=open.to_string()
                on:click=move |_| desk.open_or_close(thing, !open)
            >
                <span class="obj__kind">{change.id.kind.clone()}</span>" "
                <span class="obj__name">{change.id.name.clone()}</span>
                <span class="muted">{place}</span>
                {tag}
                <span class="push muted">{how_much(&change, word, fields)}</span>
            </button>
        </h3>
        {notes.collect_view()}
        {hook}
    }
    .into_any()
}

/// `removed`, `2 fields`, `12 fields: +3 −8 ~1`.
fn how_much(change: &ObjectChange, word: &str, all: FieldCount) -> String {
    if change.change != Change::Changed {
        return word.to_owned();
    }
    let shown = all.added + all.removed + all.changed;
    match shown {
        0 if change.fields.is_empty() => "changed".to_owned(),
        0 => "version labels only".to_owned(),
        _ if change.is_only_written_otherwise() => "only written otherwise".to_owned(),
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

fn restarts(restart: &Restart) -> String {
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

/// How the lines are laid out, what is folded, and what can be copied.
pub fn tools(desk: Desk, thing: Thing) -> AnyView {
    let (name, folded) = desk.with(|sheet| (name(sheet, thing), sheet.folded_fields(thing)));
    let folded = (folded > 0).then(|| format!("{} folded", count(folded, "version label")));
    let choice = |layout: Layout| {
        let pressed = move || (desk.switches.get().layout == layout).to_string();
        let id = format!("{layout:?}-{}", head_id(thing));
        let choose = {
            let id = id.clone();
            move |_| {
                desk.keep_focus(id.clone());
                desk.switch(|switches| switches.layout = layout);
            }
        };
        view! {
            <button type="button" id=id aria-pressed=pressed on:click=choose>
                {layout.word()}
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
            <button class="btn btn--quiet push" type="button" on:click=move |_| desk.copy_diff(vec![thing])>
                "Copy diff"{of}
            </button>
            <button class="btn btn--quiet" type="button" on:click=move |_| desk.copy_link(Some((thing, None)))>
                "Copy link"{to}
            </button>
        </div>
    }
    .into_any()
}
