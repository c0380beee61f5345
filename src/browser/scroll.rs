//! Scrolling: what of an element is in view, and following it.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Element, ResizeObserver};

/// A stretch of an element, in CSS pixels from its upper edge. It begins above zero while something
/// that stands before the element is in view.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct View {
    /// Where it begins.
    pub top: f64,
    /// How long it is.
    pub height: f64,
}

impl View {
    /// Where it ends.
    pub fn bottom(self) -> f64 {
        self.top + self.height
    }
}

/// The part of an element that the window shows.
pub fn in_window(element: NodeRef<Div>) -> Option<View> {
    let element = element.get_untracked()?;
    let height = window().inner_height().ok()?.as_f64()?;
    Some(View {
        top: -element.get_bounding_client_rect().top(),
        height,
    })
}

/// The part of a scrolling element's content that it shows.
pub fn in_itself(element: NodeRef<Div>) -> Option<View> {
    let element = element.get_untracked()?;
    Some(View {
        top: f64::from(element.scroll_top()),
        height: f64::from(element.client_height()),
    })
}

/// Scrolls an element within itself.
pub fn scroll_itself(element: NodeRef<Div>, top: f64) {
    if let Some(element) = element.get_untracked() {
        // A scroll position is a whole number of pixels here, and fits.
        element.set_scroll_top(top as i32);
    }
}

/// Scrolls the window by so many pixels.
pub fn scroll_window(by: f64) {
    window().scroll_by_with_x_and_y(0.0, by);
}

/// The heights of an element's children, in order.
pub fn child_heights(element: NodeRef<Div>) -> Vec<f64> {
    let Some(element) = element.get_untracked() else {
        return Vec::new();
    };
    let children = element.children();
    (0..children.length())
        .filter_map(|index| children.item(index))
        .map(|child| child.get_bounding_client_rect().height())
        .collect()
}

/// Calls `scrolled` whenever the window scrolls or has another size, and `grown` whenever the element
/// has another size, until what asked is no longer shown. `grown` is called between layout and paint,
/// when nothing may change any more.
pub fn follow_view(
    element: NodeRef<Div>,
    scrolled: impl Fn() + 'static,
    grown: impl Fn() + 'static,
) {
    let on_event = Closure::<dyn Fn()>::new(scrolled);
    let passive = AddEventListenerOptions::new();
    passive.set_passive(true);
    for event in ["scroll", "resize"] {
        let listener = on_event.as_ref().unchecked_ref();
        let _ = window().add_event_listener_with_callback_and_add_event_listener_options(
            event, listener, &passive,
        );
    }
    let on_size = Closure::<dyn Fn()>::new(grown);
    let observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok();
    let watched = StoredValue::new_local((on_event, on_size, observer));
    element.on_load(move |element| {
        watched.with_value(|(_, _, observer)| {
            if let Some(observer) = observer {
                observer.observe(element.as_ref());
            }
        });
    });
    on_cleanup(move || {
        let _ = watched.try_with_value(|(on_event, _, observer)| {
            for event in ["scroll", "resize"] {
                let listener = on_event.as_ref().unchecked_ref();
                let _ = window().remove_event_listener_with_callback(event, listener);
            }
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}

/// Calls `told` before the next frame is drawn.
pub fn before_next_frame(told: impl FnOnce() + 'static) {
    request_animation_frame(told);
}

/// The `data-…` value of the element that an event began at, or of the nearest one around it that
/// has such a value.
pub fn data_at(event: &web_sys::Event, name: &str) -> Option<String> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let found = element.closest(&format!("[data-{name}]")).ok()??;
    found.get_attribute(&format!("data-{name}"))
}
