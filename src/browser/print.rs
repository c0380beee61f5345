//! Events around printing the page.

use leptos::ev;
use leptos::prelude::*;

/// A stage of printing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Printing {
    /// The page is about to be printed.
    Begins,
    /// Printing has ended or was cancelled.
    Ended,
}

/// Calls `on_change` before and after the page is printed, so that more of it can be rendered than is in view.
pub fn on_print(on_change: impl Fn(Printing) + Clone + 'static) {
    let begins = {
        let on_change = on_change.clone();
        window_event_listener(
            ev::Custom::<web_sys::Event>::new("beforeprint"),
            move |_| on_change(Printing::Begins),
        )
    };
    let ended = window_event_listener(ev::Custom::<web_sys::Event>::new("afterprint"), move |_| {
        on_change(Printing::Ended)
    });
    on_cleanup(move || {
        begins.remove();
        ended.remove();
    });
}
