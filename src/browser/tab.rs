//! Whether this tab is visible, and opening another one.

use leptos::ev;
use leptos::prelude::*;

use super::launch_token::forget_launch_token;

/// Returns whether the tab is visible, as it changes. A hidden tab closes its connections: a browser allows six to one address,
/// for all of its tabs together.
pub fn use_tab_shown() -> ReadSignal<bool> {
    let (shown, set_shown) = signal(!document().hidden());
    let handle = window_event_listener(ev::visibilitychange, move |_| {
        set_shown.set(!document().hidden());
    });
    on_cleanup(move || handle.remove());
    shown
}

/// A tab that waits for its address.
#[derive(Debug)]
pub struct NewTab(web_sys::Window);

/// Opens a tab with a text in it, which has no way back to this one; `None` where the browser opens none. Browsers open one
/// only while they handle a click.
pub fn open_tab(text: &str) -> Option<NewTab> {
    let tab = window().open_with_url_and_target("", "_blank").ok()??;
    let _ = tab.set_opener(&wasm_bindgen::JsValue::NULL);
    // The browser gives a new tab a copy of this one's storage.
    forget_launch_token(&tab);
    let tab = NewTab(tab);
    tab.say(text);
    Some(tab)
}

/// Opens an address in a new tab, which has no way back to this one.
pub fn open_address(address: &str) {
    let _ = window().open_with_url_and_target_and_features(address, "_blank", "noopener");
}

impl NewTab {
    /// Shows a text instead of the last one.
    pub fn say(&self, text: &str) {
        if let Some(document) = self.0.document() {
            document.set_title("Astern");
            if let Some(body) = document.body() {
                body.set_text_content(Some(text));
            }
        }
    }

    /// Goes to an address. A tab that was closed meanwhile stays closed.
    pub fn go(self, address: &str) {
        let _ = self.0.location().replace(address);
    }

    /// Closes the tab.
    pub fn close(self) {
        let _ = self.0.close();
    }
}
