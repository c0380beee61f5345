//! Scrolling: which part of an element is in view, and following it.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Element, ResizeObserver};

/// The visible part of an element, in CSS pixels from its upper edge. It starts below zero while something before the element
/// is in view.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct View {
    /// The upper edge.
    pub top: f64,
    /// The height.
    pub height: f64,
}

impl View {
    /// Returns the lower edge.
    pub fn bottom(self) -> f64 {
        self.top + self.height
    }
}

/// Returns the part of an element that the window shows.
pub fn in_window(element: NodeRef<Div>) -> Option<View> {
    let element = element.get_untracked()?;
    let height = window().inner_height().ok()?.as_f64()?;
    Some(View {
        top: -element.get_bounding_client_rect().top(),
        height,
    })
}

/// Returns the part of a scrolling element's content that the element shows.
pub fn in_itself(element: NodeRef<Div>) -> Option<View> {
    let element = element.get_untracked()?;
    Some(View {
        top: f64::from(element.scroll_top()),
        height: f64::from(element.client_height()),
    })
}

/// Scrolls an element's content to a position.
pub fn scroll_itself(element: NodeRef<Div>, top: f64) {
    if let Some(element) = element.get_untracked() {
        // Scroll positions fit an i32.
        element.set_scroll_top(top as i32);
    }
}

/// Scrolls the window by a number of pixels.
pub fn scroll_window(by: f64) {
    window().scroll_by_with_x_and_y(0.0, by);
}

/// Returns the heights of an element's children, in order.
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

/// Calls `on_scroll` whenever the window is scrolled or resized, and `on_resize` whenever the element is resized, for as long as
/// the component that calls this is mounted. `on_resize` is called between layout and paint, when the layout must not be
/// changed.
pub fn follow_view(
    element: NodeRef<Div>,
    on_scroll: impl Fn() + 'static,
    on_resize: impl Fn() + 'static,
) {
    let scroll_callback = Closure::<dyn Fn()>::new(on_scroll);
    let passive = AddEventListenerOptions::new();
    passive.set_passive(true);
    for event in ["scroll", "resize"] {
        let listener = scroll_callback.as_ref().unchecked_ref();
        let _ = window().add_event_listener_with_callback_and_add_event_listener_options(
            event, listener, &passive,
        );
    }
    let resize_callback = Closure::<dyn Fn()>::new(on_resize);
    let observer = ResizeObserver::new(resize_callback.as_ref().unchecked_ref()).ok();
    let observed = StoredValue::new_local((scroll_callback, resize_callback, observer));
    element.on_load(move |element| {
        observed.with_value(|(_, _, observer)| {
            if let Some(observer) = observer {
                observer.observe(element.as_ref());
            }
        });
    });
    on_cleanup(move || {
        let _ = observed.try_with_value(|(scroll_callback, _, observer)| {
            for event in ["scroll", "resize"] {
                let listener = scroll_callback.as_ref().unchecked_ref();
                let _ = window().remove_event_listener_with_callback(event, listener);
            }
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}

/// Calls `callback` before the next frame is drawn.
pub fn before_next_frame(callback: impl FnOnce() + 'static) {
    request_animation_frame(callback);
}

/// Returns the `data-…` attribute of an event's target, or of the nearest ancestor that has it.
pub fn data_at(event: &web_sys::Event, name: &str) -> Option<String> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let closest = element.closest(&format!("[data-{name}]")).ok()??;
    closest.get_attribute(&format!("data-{name}"))
}
