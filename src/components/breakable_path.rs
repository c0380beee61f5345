//! A field path that wraps between its segments, not within a name.

use leptos::prelude::*;

use super::visible_text;

/// Shows a path with a line break opportunity before each segment.
pub fn breakable_path(path: &str) -> AnyView {
    let mut segments = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, character) in path.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '.' | '[' if !is_quoted && at > start => {
                segments.push(&path[start..at]);
                start = at;
            }
            _ => {}
        }
    }
    segments.push(&path[start..]);
    let segments = segments.into_iter().enumerate().map(|(index, segment)| {
        view! { {(index > 0).then(|| view! { <wbr/> })}{visible_text(segment)} }
    });
    segments.collect_view().into_any()
}
