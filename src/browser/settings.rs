//! The person's settings, in the browser's local storage: names and switches only, never a secret.

use leptos::prelude::window;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Returns a stored setting.
pub fn read_setting(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a setting, if the browser allows it.
pub fn write_setting(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}
