//! The keyboard shortcuts of the page.

use leptos::prelude::*;

use super::controller::PageController;
use super::model::{Layout, NoiseView};
use crate::browser::{Direction, focus, on_key};

/// The keys and what they do, for the list.
const SHORTCUTS: [(&str, &str); 7] = [
    ("/", "search everything"),
    ("n", "next change"),
    ("p", "previous change"),
    ("s", "side by side"),
    ("v", "version labels"),
    ("x", "swap the sides"),
    ("y", "copy a link to here"),
];

/// Registers the shortcuts until the page is left.
pub fn register_shortcuts(controller: PageController) {
    on_key("/", || focus("search"));
    on_key("n", move || controller.go_to_neighbor(Direction::Next));
    on_key("p", move || controller.go_to_neighbor(Direction::Previous));
    on_key("s", move || {
        controller.change_options(|options| {
            options.layout = match options.layout {
                Layout::Split => Layout::Unified,
                Layout::Unified | Layout::Fields => Layout::Split,
            };
        });
    });
    on_key("v", move || controller.toggle_noise());
    on_key("y", move || controller.copy_link_here());
}

/// The list of shortcuts.
pub fn shortcut_list() -> AnyView {
    let keys =
        SHORTCUTS.map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> });
    view! {
        <details class="tree__keys">
            <summary>"Keys"</summary>
            <dl>{keys.collect_view()}</dl>
        </details>
    }
    .into_any()
}

impl PageController {
    /// Shows noise if it is folded, else folds it.
    pub fn toggle_noise(self) {
        self.change_options(|options| {
            options.noise = match options.noise {
                NoiseView::Shown => NoiseView::Folded,
                NoiseView::Folded => NoiseView::Shown,
            };
        });
    }
}
