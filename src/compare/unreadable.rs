//! The notice about documents that could not be read, and so were not compared.

use astern_compare::{ReleasePart, Unreadable};
use astern_wording::count;
use leptos::prelude::*;

use super::controller::PageController;
use crate::components::Icon;

/// The notice, with the documents of both sides.
pub fn unreadable_documents(controller: PageController) -> AnyView {
    let (number, listed) = controller.with(|model| {
        let unreadable = model.report.unreadable();
        let listed = unreadable.iter().map(|document| {
            let side = model.report.side_name(document.side);
            view! { <li>{location(&side, document)}": "{document.reason.clone()}</li> }
        });
        (unreadable.len(), listed.collect_view())
    });
    view! {
        <div class="notice notice--warn section">
            <Icon name="warn"/>
            <div>
                <h2>{format!("{} could not be read", count(number, "document"))}</h2>
                <p>"What stands in them was not compared."</p>
                <ul class="list">{listed}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// The location of a document: `Revision 9, manifest, lines 12 to 14`.
fn location(side: &str, document: &Unreadable) -> String {
    let part = match document.part {
        ReleasePart::Manifest => "manifest",
        ReleasePart::Hook => "hook",
    };
    let last = document.lines.end.saturating_sub(1);
    format!("{side}, {part}, lines {} to {last}", document.lines.start)
}
