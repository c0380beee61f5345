//! Whether this tab is the one in front.

use leptos::ev;
use leptos::prelude::*;

/// Whether the tab is shown, as it changes. A hidden tab gives up its open connections: a browser
/// allows six to one address, for all of its tabs together.
pub fn use_tab_shown() -> ReadSignal<bool> {
    let (shown, set_shown) = signal(!document().hidden());
    let handle = window_event_listener(ev::visibilitychange, move |_| {
        set_shown.set(!document().hidden());
    });
    on_cleanup(move || handle.remove());
    shown
}
