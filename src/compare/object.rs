//! An object's heading, and what can be done with its lines.

use astern_compare::{Change, ObjectChange};
use leptos::prelude::*;

use super::desk::{Desk, head_id};
use super::draw::name;
use super::hooks::terms;
use super::sheet::{Layout, Thing};
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
    let Some((change, fields, open)) = desk.with(|sheet| {
        let change = sheet.change(thing)?;
        Some((
            change.clone(),
            sheet.fields(thing).count(),
            sheet.is_open(thing),
        ))
    }) else {
        return ().into_any();
    };
    let word = match (change.change, fields) {
        (Change::Changed, 0) => "version labels only".to_owned(),
        (Change::Changed, fields) => count(fields, "field"),
        (other, _) => said(other).0.to_owned(),
    };
    let place = change
        .id
        .namespace
        .as_ref()
        .map(|namespace| format!(" in {namespace}"));
    let hook = match thing {
        Thing::Hook(index) if open => {
            desk.with(|sheet| sheet.comparison.hooks.get(index as usize).cloned())
        }
        Thing::Hook(_) | Thing::Object(_) => None,
    };
    view! {
        <h3 class="obj__head">
            <button
                type="button"
                id=head_id(thing)
                aria-expanded=open.to_string()
                on:click=move |_| desk.set_open(thing, !open)
            >
                <span class="obj__kind">{change.id.kind.clone()}</span>" "
                <span class="obj__name">{change.id.name.clone()}</span>
                <span class="muted">{place}</span>
                <span class="push muted">{word}</span>
            </button>
        </h3>
        {moved(&change).map(|text| view! { <p class="obj__say">{text}</p> })}
        {hook.map(|hook| terms(&hook))}
    }
    .into_any()
}

/// That the API version is another one.
fn moved(change: &ObjectChange) -> Option<String> {
    match (&change.api_version.from, &change.api_version.to) {
        (Some(old), Some(new)) if old != new => Some(format!("API version {old} → {new}")),
        _ => None,
    }
}

/// How the lines are laid out, and what is folded.
pub fn tools(desk: Desk, thing: Thing) -> AnyView {
    let (name, folded) = desk.with(|sheet| (name(sheet, thing), sheet.folded_fields(thing)));
    let folded = (folded > 0).then(|| format!("{} folded", count(folded, "version label")));
    let choice = |layout: Layout| {
        let pressed = move || (desk.switches.get().layout == layout).to_string();
        view! {
            <button
                type="button"
                aria-pressed=pressed
                on:click=move |_| desk.switch(|switches| switches.layout = layout)
            >
                {layout.word()}
            </button>
        }
    };
    view! {
        <div class="obj__tools">
            <div class="seg" role="group" aria-label=format!("Lines of {name}")>
                {Layout::ALL.map(choice).collect_view()}
            </div>
            <span class="muted">{folded}</span>
        </div>
    }
    .into_any()
}
