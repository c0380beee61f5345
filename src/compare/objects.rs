//! The objects that differ, each with its fields and its lines.

use std::sync::Arc;

use astern_compare::{Change, Comparison, ObjectChange};
use leptos::prelude::*;

use super::comparing::use_masking;
use super::fields::FieldTable;
use super::lines::LineDiff;
use crate::words::count;

/// Objects that are open from the start; the others open on demand.
const OPEN: usize = 12;

/// An object's place on the page, to jump to.
pub fn anchor(index: usize) -> String {
    format!("object-{index}")
}

/// All objects that differ.
#[component]
pub fn Objects(comparison: Arc<Comparison>) -> impl IntoView {
    let all = comparison.objects.len();
    let revisions = comparison.revisions.clone();
    let objects = (0..all).map(|index| {
        let change = comparison.objects[index].clone();
        let (from, to) = (revisions.from.to_string(), revisions.to.to_string());
        view! { <Object index change from to/> }
    });
    view! {
        <section class="section" aria-labelledby="objects">
            <div class="section__head">
                <h2 id="objects">"Objects"</h2>
                <p class="soft">{super::answer::object_counts(&comparison)}"."</p>
            </div>
            {objects.collect_view()}
        </section>
    }
}

/// How a change is said, and the sign that stands for it in a list.
pub fn said(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Added => ("added", "+"),
        Change::Removed => ("removed", "−"),
        Change::Changed => ("changed", "~"),
        Change::Reordered => ("reordered", "~"),
    }
}

/// One object that differs.
#[component]
fn Object(index: usize, change: ObjectChange, from: String, to: String) -> impl IntoView {
    let open = index < OPEN;
    let ever_open = RwSignal::new(open);
    let word = match change.change {
        Change::Changed => count(change.fields.len(), "field"),
        other => said(other).0.to_owned(),
    };
    let place = change
        .id
        .namespace
        .clone()
        .map(|namespace| format!(" in {namespace}"));
    let versions = change.api_version.clone();
    let moved = match (&versions.from, &versions.to) {
        (Some(old), Some(new)) if old != new => Some(format!("API version {old} → {new}")),
        _ => None,
    };
    let id = change.id.clone();
    let change = StoredValue::new(change);
    let body = move || {
        let masking = use_masking();
        let diff = change.with_value(|change| change.text_diff(&masking));
        let fields = change.with_value(|change| change.fields.clone());
        let name = change.with_value(|change| change.id.to_string());
        let table = (!fields.is_empty()).then(|| {
            view! {
                <FieldTable
                    fields
                    from=format!("Revision {from}")
                    to=format!("Revision {to}")
                    label=format!("Changed fields of {name}")
                />
            }
        });
        let label = format!("{name}, line by line. Left number: revision {from}. Right: {to}.");
        view! { {table}<LineDiff diff label/> }
    };
    let body = StoredValue::new_local(body);
    view! {
        <details
            class="obj"
            id=anchor(index)
            open=open
            tabindex="-1"
            on:toggle=move |_| ever_open.set(true)
        >
            <summary>
                <span class="obj__kind">{id.kind.clone()}</span>" "
                <span class="obj__name">{id.name.clone()}</span>
                <span class="muted">{place}</span>
                <span class="push muted">{word}</span>
                {moved.map(|text| view! { <span class="obj__say">{text}</span> })}
            </summary>
            // The lines are worked out when they are first looked at.
            <Show when=move || ever_open.get()>{body.with_value(|body| body())}</Show>
        </details>
    }
}
