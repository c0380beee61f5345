//! Keys that work anywhere on a page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

/// Calls `pressed` when `key` is pressed, without modifiers and not while typing, for as long as
/// the page that asked is shown.
pub fn on_key(key: &'static str, pressed: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if event.key() == key && plain && !is_typing(&event) {
            event.prevent_default();
            pressed();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Radio buttons and checkboxes take no letters.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| match target.tag_name().as_str() {
        "INPUT" => !matches!(
            target.get_attribute("type").as_deref(),
            Some("radio" | "checkbox")
        ),
        "TEXTAREA" | "SELECT" => true,
        _ => false,
    })
}
