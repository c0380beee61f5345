//! Text that the page shows and Leptos keeps no copy of.

use leptos::{html::Span, prelude::*};

/// Writes a text into an element when the element is in the page. `with_text` passes the text on.
pub fn write_text(element: NodeRef<Span>, with_text: impl Fn(&dyn Fn(&str)) + 'static) {
    element.on_load(move |element| with_text(&|text| element.set_text_content(Some(text))));
}
