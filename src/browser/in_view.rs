//! Observing whether an element is in view.

use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Whether an element is in view.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// At least partly in view.
    InView,
    /// Out of view.
    OutOfView,
}

/// Calls `on_change` whenever the element comes into view or leaves it, until it is removed.
pub fn on_view<E>(element: NodeRef<E>, on_change: impl Fn(Visibility) + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + AsRef<Element> + 'static,
    NodeRef<E>: NodeRefContainer<E>,
{
    let callback = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        // Several changes may arrive at once. The last one is the current state.
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
            on_change(match entry.is_intersecting() {
                true => Visibility::InView,
                false => Visibility::OutOfView,
            });
        }
    });
    let Ok(observer) = IntersectionObserver::new(callback.as_ref().unchecked_ref()) else {
        return;
    };
    let observed = StoredValue::new_local((observer, callback));
    element.on_load(move |element| {
        observed.with_value(|(observer, _)| observer.observe(element.as_ref()));
    });
    on_cleanup(move || {
        let _ = observed.try_with_value(|(observer, _)| observer.disconnect());
    });
}
