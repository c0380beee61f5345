//! A path that breaks where one step ends and the next begins, not in the middle of a name.

use leptos::prelude::*;

/// The path as it is written.
pub fn path(path: &str) -> AnyView {
    let mut steps = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, character) in path.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '.' | '[' if !is_quoted && at > start => {
                steps.push(&path[start..at]);
                start = at;
            }
            _ => {}
        }
    }
    steps.push(&path[start..]);
    let steps = steps.into_iter().enumerate().map(|(index, step)| {
        view! { {(index > 0).then(|| view! { <wbr/> })}{step.to_owned()} }
    });
    steps.collect_view().into_any()
}
