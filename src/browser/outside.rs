//! Presses outside of an element.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Calls `on_press` when something outside of the element with that id is pressed, for as long as the component that calls
/// this is mounted.
pub fn on_press_outside(id: &'static str, on_press: impl Fn() + 'static) {
    let handle = window_event_listener(ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let inside = target.and_then(|target| target.closest(&format!("#{id}")).ok().flatten());
        if inside.is_none() {
            on_press();
        }
    });
    on_cleanup(move || handle.remove());
}
