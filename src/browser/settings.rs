//! What a person chose, remembered by the browser. Names and switches only, never a secret.

use leptos::prelude::window;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What was chosen here before.
pub fn read_setting(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a choice. A browser that keeps nothing is no reason to fail.
pub fn write_setting(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}
