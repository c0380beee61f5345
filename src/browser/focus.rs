//! Setting the keyboard's focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Focuses the element with that id, if it exists.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Focuses the element with that id, if it exists, without scrolling to it.
pub fn focus_in_place(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Focuses the element with that id without scrolling, unless something has the focus. The focus is lost when its element
/// is removed; keyboard navigation would then start at the top of the page.
pub fn focus_if_lost(id: &str) {
    let active = document().active_element();
    let lost = active.is_none_or(|active| active.tag_name() == "BODY");
    if lost {
        focus_in_place(id);
    }
}

/// A direction among elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// To the element after.
    Next,
    /// To the element before.
    Previous,
}

/// Moves the focus among the elements that match `selector`: to the one beside the focused one, or to the first when none of
/// them has the focus.
pub fn focus_beside(selector: &str, direction: Direction) {
    let Ok(elements) = document().query_selector_all(selector) else {
        return;
    };
    let at = |index: u32| {
        elements
            .get(index)
            .and_then(|n| n.dyn_into::<web_sys::HtmlElement>().ok())
    };
    let active = document().active_element();
    let current = (0..elements.length())
        .find(|index| at(*index).is_some_and(|element| active.as_ref() == Some(element.as_ref())));
    let next = match (current, direction) {
        (None, _) => Some(0),
        (Some(index), Direction::Next) => Some(index + 1),
        (Some(index), Direction::Previous) => index.checked_sub(1),
    };
    if let Some(element) = next.and_then(at) {
        let _ = element.focus();
    }
}
