//! Values of both sides, in one line.

use astern_compare::{Side, Sides};
use leptos::prelude::*;

use crate::components::visible_text;

/// `57.2.1 → 58.2.0`, or that both are the same. An empty text is shown as "none".
pub fn side_values(sides: &Sides<String>) -> AnyView {
    let text = |side: &str| match side {
        "" => "none".to_owned(),
        side => side.to_owned(),
    };
    let (from, to) = (text(&sides.from), text(&sides.to));
    if from == to {
        return view! { <span class="mono">{visible_text(&to)}</span>", the same in both" }
            .into_any();
    }
    view! {
        <span class="mono"><del>{visible_text(&from)}</del>" → "<ins>{visible_text(&to)}</ins></span>
    }
    .into_any()
}

/// [`side_values`] for values that may be absent.
pub fn optional_side_values(sides: &Sides<Option<String>>) -> AnyView {
    side_values(&sides.as_ref().map(|side| side.clone().unwrap_or_default()))
}

/// [`side_values`] for lists, whose entries are joined by commas.
pub fn list_side_values(sides: &Sides<Vec<String>>) -> AnyView {
    side_values(&sides.as_ref().map(|words| words.join(", ")))
}

/// A value of one side: as deleted on the left side, as inserted on the right side.
pub fn side_markup(side: Side, content: AnyView) -> AnyView {
    match side {
        Side::From => view! { <del>{content}</del> }.into_any(),
        Side::To => view! { <ins>{content}</ins> }.into_any(),
    }
}
