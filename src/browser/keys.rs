//! Keyboard shortcuts that work anywhere on a page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

use super::{read_setting, write_setting};

const KEY: &str = "astern.keys";

/// Whether single-character shortcuts are enabled. People who use speech input must be able to turn them off. Source: WCAG
/// 2.1.4.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SingleKeys {
    /// They are enabled.
    On,
    /// They are disabled. Arrow keys and Enter still work.
    Off,
}

impl SingleKeys {
    /// Returns the person's setting, by default on.
    pub fn current() -> Self {
        match read_setting(KEY).as_deref() {
            Some("off") => Self::Off,
            _ => Self::On,
        }
    }

    /// Stores and returns the other setting.
    pub fn toggle(self) -> Self {
        let (other, word) = match self {
            Self::On => (Self::Off, "off"),
            Self::Off => (Self::On, "on"),
        };
        write_setting(KEY, word);
        other
    }
}

/// Calls `on_press` when `key` is pressed without modifiers and not in a text field, for as long as the component that calls
/// this is mounted.
pub fn on_key(key: &'static str, on_press: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let has_no_modifier = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let is_enabled = key.len() > 1 || SingleKeys::current() == SingleKeys::On;
        if event.key() == key && has_no_modifier && is_enabled && !is_typing(&event) {
            event.prevent_default();
            on_press();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Returns whether a key press goes into a text field. Radio buttons and checkboxes take no letters.
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
