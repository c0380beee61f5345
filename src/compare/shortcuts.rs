//! What the keyboard does on this page.

use leptos::prelude::*;

use super::controller::Desk;
use super::model::{Layout, NoiseView};
use crate::browser::{Direction, focus, on_key};

/// The keys and what they do, as they are listed.
const KEYS: [(&str, &str); 7] = [
    ("/", "search everything"),
    ("n", "next change"),
    ("p", "previous change"),
    ("s", "side by side"),
    ("v", "version labels"),
    ("x", "swap the sides"),
    ("y", "copy a link to here"),
];

/// Listens to the keys.
pub fn listen(desk: Desk) {
    on_key("/", || focus("search"));
    on_key("n", move || desk.go_beside(Direction::Next));
    on_key("p", move || desk.go_beside(Direction::Previous));
    on_key("s", move || {
        desk.switch(|switches| {
            switches.layout = match switches.layout {
                Layout::Split => Layout::Unified,
                Layout::Unified | Layout::Fields => Layout::Split,
            };
        });
    });
    on_key("v", move || desk.flip_noise());
    on_key("y", move || desk.copy_link_here());
}

/// The list of keys.
pub fn key_list() -> AnyView {
    let keys =
        KEYS.map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> });
    view! {
        <details class="tree__keys">
            <summary>"Keys"</summary>
            <dl>{keys.collect_view()}</dl>
        </details>
    }
    .into_any()
}

impl Desk {
    /// Shows noise, or folds it.
    pub fn flip_noise(self) {
        self.switch(|switches| {
            switches.noise = match switches.noise {
                NoiseView::Shown => NoiseView::Folded,
                NoiseView::Folded => NoiseView::Shown,
            };
        });
    }
}
