//! Text from the cluster, with invisible characters made visible.

use astern_wording::{VisiblePiece, visible_pieces};
use leptos::prelude::*;

/// Shows a text. Characters that are invisible or change the direction of the text are shown as their code point, such as
/// `U+202E`, because they make a text look like another one.
pub fn visible_text(text: &str) -> AnyView {
    if visible_pieces(text).all(|piece| matches!(piece, VisiblePiece::Text(_))) {
        return text.to_owned().into_any();
    }
    let pieces = visible_pieces(text).map(|piece| match piece {
        VisiblePiece::Text(text) => text.to_owned().into_any(),
        VisiblePiece::Number(c) => {
            view! { <span class="unseen">{format!("U+{:04X}", u32::from(c))}</span> }.into_any()
        }
    });
    pieces.collect_view().into_any()
}
