//! Moving the keyboard's focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Focuses the element with that id, when it is there.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Focuses the element with that id, when it is there, without scrolling to it.
pub fn focus_in_place(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Focuses the element with that id in place, unless something has the focus: what had it may have left the page, and the
/// keyboard would begin anew.
pub fn focus_if_lost(id: &str) {
    let active = document().active_element();
    let lost = active.is_none_or(|active| active.tag_name() == "BODY");
    if lost {
        focus_in_place(id);
    }
}

/// Which neighbour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// The one after.
    Next,
    /// The one before.
    Previous,
}

/// Moves the focus among the elements that match `selector`: to the one beside the focused one,
/// or to the first when none of them has it.
pub fn focus_beside(selector: &str, direction: Direction) {
    let Ok(found) = document().query_selector_all(selector) else {
        return;
    };
    let at = |index: u32| {
        found
            .get(index)
            .and_then(|n| n.dyn_into::<web_sys::HtmlElement>().ok())
    };
    let active = document().active_element();
    let current = (0..found.length())
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
