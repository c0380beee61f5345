//! Waiting until the browser has nothing else to do.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Waits until the browser is idle. Safari cannot tell: there this ends at once.
pub async fn idle() {
    let mut told = true;
    let idle = Promise::new(&mut |resolve, _| {
        told = window().request_idle_callback(&resolve).is_ok();
    });
    if told {
        // It is only ever resolved.
        let _ = JsFuture::from(idle).await;
    }
}
