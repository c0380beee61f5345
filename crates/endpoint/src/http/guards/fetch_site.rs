//! The `Sec-Fetch-Site` header, which a browser sets and a page cannot change.

use astern_protocol::ErrorCode;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::refusal::Refusal;

const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Lets only requests of the served page pass. The `none` of the address bar is refused, because nobody opens a response of
/// an API there.
pub(crate) async fn require_same_origin_fetch(
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if is_fetch_site(request.headers(), &["same-origin"]) {
        return Ok(next.run(request).await);
    }
    Err(foreign_page())
}

/// Whether every `Sec-Fetch-Site` header is one of the `sites`. Programs other than browsers send none; those are
/// stopped by the token.
pub(super) fn is_fetch_site(headers: &HeaderMap, sites: &[&str]) -> bool {
    headers
        .get_all(SEC_FETCH_SITE)
        .iter()
        .all(|value| sites.iter().any(|site| site.as_bytes() == value.as_bytes()))
}

/// The refusal of a request of a page that this server does not serve.
pub(super) fn foreign_page() -> Refusal {
    Refusal::new(
        ErrorCode::Origin,
        "This request comes from a page that Astern did not serve.",
        "Open the address that astern printed in the terminal, in a tab of its own.",
    )
}
