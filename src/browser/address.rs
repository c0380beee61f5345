//! The page's address: its path, its fragment, its title.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// The path that the page was loaded from, such as `/astern/`.
pub fn page_path() -> String {
    window()
        .location()
        .pathname()
        .unwrap_or_else(|_| "/".to_owned())
}

/// The fragment, with its `#` unless it is empty.
pub(super) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The fragment as it changes: by a link, by the back button, by hand.
pub fn follow_fragment() -> ReadSignal<String> {
    let (current, set_current) = signal(fragment());
    let changed = Closure::<dyn Fn()>::new(move || set_current.set(fragment()));
    // Lives as long as the page, like the app itself.
    let _ =
        window().add_event_listener_with_callback("hashchange", changed.as_ref().unchecked_ref());
    changed.forget();
    current
}

/// Goes to a fragment, leaving an entry in the browser's history.
pub fn go(fragment: &str) {
    let _ = window().location().set_hash(fragment);
}

/// Writes the fragment anew, without an entry in the browser's history and without going anywhere.
pub fn rewrite(fragment: &str) {
    replace(fragment);
}

/// The address that a fragment of this page has elsewhere: `https://host/astern/#/…`.
pub fn whole_address(fragment: &str) -> String {
    let address = current_address();
    let page = address.split('#').next().unwrap_or_default();
    format!("{page}{fragment}")
}

/// The whole address of the page as it is.
pub fn current_address() -> String {
    window().location().href().unwrap_or_default()
}

/// Loads the page anew, at the same address.
pub fn reload() {
    let _ = window().location().reload();
}

/// Replaces the address without an entry in the history.
pub(super) fn replace(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Names the tab. Never a value or a secret.
pub fn set_title(title: &str) {
    document().set_title(title);
}
