//! Text with code in it.

use leptos::prelude::*;

/// Shows a text. What stands between backticks is shown as code.
#[component]
pub fn TextWithCode(#[prop(into)] text: String) -> impl IntoView {
    let pieces = text.split('`').enumerate().map(|(index, piece)| {
        let piece = piece.to_owned();
        match index % 2 {
            0 => piece.into_any(),
            _ => view! { <code>{piece}</code> }.into_any(),
        }
    });
    pieces.collect_view()
}
