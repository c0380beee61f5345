//! Noticing that an element has come into view, or left it.

use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Where an element is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// At least partly in view.
    InView,
    /// Out of view.
    OutOfView,
}

/// Calls `told` whenever the element comes into view or leaves it, until it is removed.
pub fn on_view<E>(element: NodeRef<E>, told: impl Fn(Visibility) + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + AsRef<Element> + 'static,
    NodeRef<E>: NodeRefContainer<E>,
{
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        // Several moves may arrive at once; the last one is how it is now.
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
            told(match entry.is_intersecting() {
                true => Visibility::InView,
                false => Visibility::OutOfView,
            });
        }
    });
    let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else {
        return;
    };
    let watched = StoredValue::new_local((observer, seen));
    element.on_load(move |element| {
        watched.with_value(|(observer, _)| observer.observe(element.as_ref()));
    });
    on_cleanup(move || {
        let _ = watched.try_with_value(|(observer, _)| observer.disconnect());
    });
}
