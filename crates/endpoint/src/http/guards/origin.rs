//! The request comes from a page of this server: against other sites' pages (CSRF).

use std::sync::Arc;

use astern_protocol::ErrorCode;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::Loopback;
use crate::refusal::Refusal;

/// What the browser says of the page that a request comes from.
const FETCH_SITE: &str = "sec-fetch-site";

/// Lets through what a page of ours, the address bar, or a program that is no browser asks for.
pub(crate) async fn origin(
    State(loopback): State<Arc<Loopback>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let headers = request.headers();
    let host = headers
        .get(header::HOST)
        .map(|h| h.as_bytes())
        .unwrap_or_default();
    let ours = headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| loopback.address.is_origin(origin.as_bytes(), host));
    if ours && is_from(headers, &["same-origin", "none"]) {
        return Ok(next.run(request).await);
    }
    Err(refusal())
}

/// Lets through what no address bar sent: nobody types the address of an API's answer.
pub(crate) async fn same_origin_only(request: Request, next: Next) -> Result<Response, Refusal> {
    if is_from(request.headers(), &["same-origin"]) {
        return Ok(next.run(request).await);
    }
    Err(refusal())
}

/// Programs other than browsers do not say; whoever can send without a browser's word for it is
/// stopped by the token.
pub(crate) fn is_from(headers: &HeaderMap, sites: &[&str]) -> bool {
    headers
        .get_all(FETCH_SITE)
        .iter()
        .all(|given| sites.iter().any(|site| site.as_bytes() == given.as_bytes()))
}

fn refusal() -> Refusal {
    Refusal::new(
        ErrorCode::Origin,
        "This request comes from a page that Astern did not serve.",
        "Open the address that astern printed in the terminal, in a tab of its own.",
    )
}
