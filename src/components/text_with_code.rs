//! Text with code in it.

use leptos::prelude::*;

use super::visible_text;

/// Shows a text. What stands between backticks is shown as code.
#[component]
pub fn TextWithCode(#[prop(into)] text: String) -> impl IntoView {
    let pieces = text
        .split('`')
        .enumerate()
        .map(|(index, piece)| match index % 2 {
            0 => visible_text(piece),
            _ => view! { <code>{visible_text(piece)}</code> }.into_any(),
        });
    pieces.collect_view()
}
