//! Keys that work anywhere on a page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

use super::{read_setting, write_setting};

const KEY: &str = "astern.keys";

/// Whether keys of a single character do anything (WCAG 2.1.4: whoever speaks to their computer must be able to turn them
/// off).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SingleKeys {
    /// They do.
    On,
    /// They do nothing; arrows and Enter still work.
    Off,
}

impl SingleKeys {
    /// As chosen here before; on where nothing was.
    pub fn chosen() -> Self {
        match read_setting(KEY).as_deref() {
            Some("off") => Self::Off,
            _ => Self::On,
        }
    }

    /// The other one, chosen from now on.
    pub fn flipped(self) -> Self {
        let (other, word) = match self {
            Self::On => (Self::Off, "off"),
            Self::Off => (Self::On, "on"),
        };
        write_setting(KEY, word);
        other
    }
}

/// Calls `pressed` when `key` is pressed, without modifiers and not while typing, for as long as
/// the page that asked is shown.
pub fn on_key(key: &'static str, pressed: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let wanted = key.len() > 1 || SingleKeys::chosen() == SingleKeys::On;
        if event.key() == key && plain && wanted && !is_typing(&event) {
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
