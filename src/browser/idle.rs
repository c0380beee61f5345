//! Waiting until the browser is idle.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Waits until the browser is idle. Safari has no `requestIdleCallback`; there this returns at once.
pub async fn idle() {
    let mut is_supported = true;
    let idle = Promise::new(&mut |resolve, _| {
        is_supported = window().request_idle_callback(&resolve).is_ok();
    });
    if is_supported {
        // The promise is never rejected.
        let _ = JsFuture::from(idle).await;
    }
}
