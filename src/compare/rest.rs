//! Hooks, notes, the chart, and what could not be read.

use astern_compare::{Comparison, Part, Side, Sides, Unreadable};
use leptos::prelude::*;

use super::desk::use_desk;
use crate::components::Icon;
use crate::words::{count, differ};

/// Everything but values and objects.
#[component]
pub fn Rest() -> impl IntoView {
    let comparison = use_desk().comparison();
    let versions = |sides: &Sides<Option<String>>| {
        let text = |version: &Option<String>| version.clone().unwrap_or("none".to_owned());
        match sides.are_equal() {
            true => {
                view! { <span class="mono">{text(&sides.to)}</span>", the same in both" }.into_any()
            }
            false => view! {
                <span class="mono">
                    <del>{text(&sides.from)}</del>" → "<ins>{text(&sides.to)}</ins>
                </span>
            }
            .into_any(),
        }
    };
    let hooks = match comparison.hooks.is_empty() {
        true => format!(
            "{}, the same in both.",
            count(comparison.unchanged_hooks, "hook")
        ),
        false => format!(
            "{}, {} the same.",
            differ(comparison.hooks.len(), "hook"),
            comparison.unchanged_hooks
        ),
    };
    view! {
        <section class="section" aria-labelledby="rest">
            <h2 id="rest">"Chart, hooks, notes"</h2>
            <div class="panel">
                <dl class="kv">
                    <dt>"Chart version"</dt><dd>{versions(&comparison.chart.version)}</dd>
                    <dt>"App version"</dt><dd>{versions(&comparison.chart.app_version)}</dd>
                    <dt>"Hooks"</dt>
                    <dd>
                        {hooks}" A hook is an object that Helm applies around an operation."
                    </dd>
                    <dt>"Notes"</dt>
                    <dd>{if comparison.notes.differ { "They differ." } else { "The same in both." }}</dd>
                </dl>
            </div>
        </section>
    }
}

/// Documents that could not be read, and so were not compared.
#[component]
pub fn NotCompared() -> impl IntoView {
    let comparison = use_desk().comparison();
    let unreadable = comparison.unreadable.clone();
    (!unreadable.is_empty()).then(|| {
        view! {
            <div class="notice notice--warn section">
                <Icon name="warn"/>
                <div>
                    <h2>{format!("{} could not be read", count(unreadable.len(), "document"))}</h2>
                    <p>"What stands in them was not compared."</p>
                    <ul class="list">
                        {unreadable.iter().map(|u| view! {
                            <li>{place(&comparison, u)}": "{u.reason.clone()}</li>
                        }).collect_view()}
                    </ul>
                </div>
            </div>
        }
    })
}

/// Where a document stands: `Revision 9, manifest, lines 12 to 14`.
fn place(comparison: &Comparison, document: &Unreadable) -> String {
    let revision = match document.side {
        Side::From => comparison.revisions.from,
        Side::To => comparison.revisions.to,
    };
    let part = match document.part {
        Part::Manifest => "manifest",
        Part::Hook => "hook",
    };
    let last = document.lines.end.saturating_sub(1);
    format!(
        "Revision {revision}, {part}, lines {} to {last}",
        document.lines.start
    )
}
