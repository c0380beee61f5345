//! The page's address: its path, its fragment, its title.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// Returns the path that the page was loaded from, such as `/astern/`.
pub fn page_path() -> String {
    window()
        .location()
        .pathname()
        .unwrap_or_else(|_| "/".to_owned())
}

/// Returns the fragment, with its `#` unless it is empty.
pub(super) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Returns the fragment, which changes by links, by the browser's history and by typing.
pub fn follow_fragment() -> ReadSignal<String> {
    let (current, set_current) = signal(fragment());
    let changed = Closure::<dyn Fn()>::new(move || set_current.set(fragment()));
    // The listener lives as long as the app, which is never unmounted.
    let _ =
        window().add_event_listener_with_callback("hashchange", changed.as_ref().unchecked_ref());
    changed.forget();
    current
}

/// Navigates to a fragment, with a new entry in the browser's history.
pub fn go(fragment: &str) {
    let _ = window().location().set_hash(fragment);
}

/// Returns the absolute URL of a fragment of this page: `https://host/astern/#/…`.
pub fn whole_address(fragment: &str) -> String {
    let address = current_address();
    let page = address.split('#').next().unwrap_or_default();
    format!("{page}{fragment}")
}

/// Returns the absolute URL of the page.
pub fn current_address() -> String {
    window().location().href().unwrap_or_default()
}

/// Reloads the page.
pub fn reload() {
    let _ = window().location().reload();
}

/// Replaces the address without a new entry in the browser's history. No `hashchange` event follows.
pub fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Sets the title of the tab. A title never holds a value or a secret.
pub fn set_title(title: &str) {
    document().set_title(title);
}
