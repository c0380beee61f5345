//! Something on both sides, in one line.

use astern_compare::Sides;
use leptos::prelude::*;

/// `57.2.1 → 58.2.0`, or that both are the same. What is empty is none.
pub fn moved(sides: &Sides<String>) -> AnyView {
    let text = |side: &str| match side {
        "" => "none".to_owned(),
        side => side.to_owned(),
    };
    let (from, to) = (text(&sides.from), text(&sides.to));
    if from == to {
        return view! { <span class="mono">{to}</span>", the same in both" }.into_any();
    }
    view! { <span class="mono"><del>{from}</del>" → "<ins>{to}</ins></span> }.into_any()
}

/// The same of what may be absent.
pub fn moved_option(sides: &Sides<Option<String>>) -> AnyView {
    moved(&sides.as_ref().map(|side| side.clone().unwrap_or_default()))
}

/// The same of words in a list.
pub fn moved_words(sides: &Sides<Vec<String>>) -> AnyView {
    moved(&sides.as_ref().map(|words| words.join(", ")))
}
