//! Words with something to type among them.

use leptos::prelude::*;

/// Shows a text in which what stands between backticks is something to type.
#[component]
pub fn Sentence(#[prop(into)] text: String) -> impl IntoView {
    let pieces = text.split('`').enumerate().map(|(index, piece)| {
        let piece = piece.to_owned();
        match index % 2 {
            0 => piece.into_any(),
            _ => view! { <code>{piece}</code> }.into_any(),
        }
    });
    pieces.collect_view()
}
