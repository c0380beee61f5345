//! CRDs, notes, the chart, and what could not be read.

use astern_compare::{Comparison, Part, Side, Unreadable};
use leptos::prelude::*;

use super::chart::chart;
use super::crds::crds;
use super::desk::use_desk;
use super::notes::notes;
use crate::components::Icon;
use crate::words::count;

/// Everything but values, objects and hooks.
#[component]
pub fn Rest() -> impl IntoView {
    let comparison = use_desk().comparison();
    view! { {crds(&comparison)}{notes(&comparison)}{chart(&comparison)} }
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
