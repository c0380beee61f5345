//! Whether this tab is visible.

use leptos::ev;
use leptos::prelude::*;

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
