//! Headings of the page's parts.

use leptos::prelude::*;

use super::answer::object_counts;
use super::desk::Desk;
use super::hooks::rollback_hooks;
use super::sheet::{NoiseView, Section};
use crate::words::{count, differ};

/// The heading of a part of the page.
pub fn section(desk: Desk, which: Section) -> AnyView {
    let (title, said) = desk.with(|sheet| {
        let comparison = &sheet.comparison;
        match which {
            Section::Values => (
                "Values",
                format!(
                    "Set by you, on top of the chart's defaults. {}.",
                    differ(comparison.values.len(), "value")
                ),
            ),
            Section::Objects => (
                "Objects",
                format!(
                    "{}. What restarts pods comes first.",
                    object_counts(comparison)
                ),
            ),
            Section::Hooks => (
                "Hooks",
                format!(
                    "{}, {} the same. A hook is an object that Helm applies around an operation.",
                    differ(comparison.hooks.len(), "hook"),
                    comparison.unchanged_hooks
                ),
            ),
        }
    });
    let runs = (which == Section::Hooks).then(|| rollback_hooks(&desk.comparison()));
    let switch = (which == Section::Objects).then(|| noise_switch(desk));
    view! {
        <div class="section section__head">
            <h2>{title}</h2>
            <p class="soft">{said}</p>
            {switch}
        </div>
        {runs}
    }
    .into_any()
}

/// Shows or folds everything that is nothing but noise.
fn noise_switch(desk: Desk) -> AnyView {
    let fields = desk.with(|sheet| sheet.comparison.noise.fields);
    if fields == 0 {
        return ().into_any();
    }
    let shown = move || desk.switches.get().noise == NoiseView::Shown;
    let flip = move |_| {
        desk.switch(|switches| {
            switches.noise = match switches.noise {
                NoiseView::Shown => NoiseView::Folded,
                NoiseView::Folded => NoiseView::Shown,
            };
        });
    };
    view! {
        <div class="push check">
            <input type="checkbox" id="noise" prop:checked=shown on:change=flip/>
            <label for="noise">{format!("Show {}", count(fields, "version label"))}</label>
        </div>
    }
    .into_any()
}

/// The objects in which nothing but noise differs.
pub fn noise_only(desk: Desk) -> AnyView {
    let (number, open) = desk.with(|sheet| (sheet.noise_only().count(), sheet.is_noise_open()));
    view! {
        <div class="obj obj--first obj--last">
            <h3 class="obj__head">
                <button
                    type="button"
                    id="noise-only"
                    aria-expanded=open.to_string()
                    on:click=move |_| desk.set_noise_open(!open)
                >
                    {count(number, "object")}" differ only in version labels"
                </button>
            </h3>
        </div>
    }
    .into_any()
}
