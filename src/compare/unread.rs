//! Documents that could not be read, and so were not compared.

use astern_compare::{Comparison, Part, Unreadable};
use leptos::prelude::*;

use super::desk::Desk;
use crate::components::Icon;
use crate::words::count;

/// What could not be read on either side.
pub fn unread(desk: Desk) -> AnyView {
    let Some(comparison) = desk.comparison() else {
        return ().into_any();
    };
    let listed = comparison.unreadable.iter().map(|document| {
        view! { <li>{place(&comparison, document)}": "{document.reason.clone()}</li> }
    });
    view! {
        <div class="notice notice--warn section">
            <Icon name="warn"/>
            <div>
                <h2>{format!("{} could not be read", count(comparison.unreadable.len(), "document"))}</h2>
                <p>"What stands in them was not compared."</p>
                <ul class="list">{listed.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// Where a document stands: `Revision 9, manifest, lines 12 to 14`.
fn place(comparison: &Comparison, document: &Unreadable) -> String {
    let revision = comparison.revisions.get(document.side);
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
