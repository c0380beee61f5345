//! Printing the page.

use leptos::ev;
use leptos::prelude::*;

/// Where a print is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Printing {
    /// The page is about to be printed.
    Begins,
    /// It was printed, or not after all.
    Ended,
}

/// Calls `told` when the page is printed, so that more of it can be drawn than is in view.
pub fn on_print(told: impl Fn(Printing) + Clone + 'static) {
    let begins = {
        let told = told.clone();
        window_event_listener(
            ev::Custom::<web_sys::Event>::new("beforeprint"),
            move |_| told(Printing::Begins),
        )
    };
    let ended = window_event_listener(ev::Custom::<web_sys::Event>::new("afterprint"), move |_| {
        told(Printing::Ended)
    });
    on_cleanup(move || {
        begins.remove();
        ended.remove();
    });
}
