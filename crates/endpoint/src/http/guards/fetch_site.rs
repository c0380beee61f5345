//! The `Sec-Fetch-Site` header, which a browser sets and a page cannot change.

use astern_protocol::ErrorCode;
use axum::extract::Request;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;

use crate::refusal::Refusal;

const SEC_FETCH_SITE: &str = "sec-fetch-site";
const SEC_FETCH_MODE: &str = "sec-fetch-mode";
const SEC_FETCH_DEST: &str = "sec-fetch-dest";

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

/// Whether a browser opens the page itself in a tab, which a link of any page may make it do: `GET /`, and neither in a frame
/// nor by a script that could read the response. The response is the same file for everybody. Browsers send
/// `Sec-Fetch-Site: cross-site` when the link stands in a local file, and `same-site` when the page of another context opens
/// this one, on another port.
pub(super) fn opens_page(request: &Request) -> bool {
    let is_only = |name: &str, expected: &str| {
        let mut values = request.headers().get_all(name).iter();
        let (value, more) = (values.next(), values.next());
        value.is_some_and(|value| value.as_bytes() == expected.as_bytes()) && more.is_none()
    };
    request.method() == Method::GET
        && request.uri().path() == "/"
        && request.uri().query().is_none()
        && ["cross-site", "same-site"]
            .iter()
            .any(|site| is_only(SEC_FETCH_SITE, site))
        && is_only(SEC_FETCH_MODE, "navigate")
        && is_only(SEC_FETCH_DEST, "document")
}

/// The refusal of a request of a page that this server does not serve.
pub(super) fn foreign_page() -> Refusal {
    Refusal::new(
        ErrorCode::Origin,
        "This request comes from a page that Astern did not serve.",
        "Open the address that astern printed in the terminal, in a tab of its own.",
    )
}
