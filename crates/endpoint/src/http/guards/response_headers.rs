//! The security headers of every response: only the app's own scripts run, and no other site can embed the page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::Assets;

/// Adds the headers to every response, refusals too.
pub(crate) async fn add_response_headers(
    State(assets): State<Arc<Assets>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    headers.insert(header::CONTENT_SECURITY_POLICY, assets.policy());
    // Responses of the API server hold Secrets, which must not be stored in a browser's cache on disk.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
