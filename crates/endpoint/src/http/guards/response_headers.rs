//! The security headers of every response: only the app's own scripts run, and no other site can embed the page.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The `Content-Security-Policy`: only the app's own scripts, styles and connections. Style attributes are allowed, because the
/// widths of bars are some; they cannot run anything.
///
/// `index.html` declares the same for the page that `kubectl proxy` serves alone, without `frame-ancestors`, which browsers
/// ignore there.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      style-src-attr 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self'; \
                      object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds the headers to every response, refusals too.
pub(crate) async fn add_response_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Responses of the API server hold Secrets, which must not be stored in a browser's cache on disk.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::POLICY;

    /// The page's own declaration stands before anything that loads or runs something.
    #[test]
    fn the_page_declares_the_same_policy() {
        let page = include_str!("../../../../../index.html");
        let (before, rest) = page
            .split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"")
            .unwrap();
        let (declared, _) = rest.split_once('"').unwrap();
        assert_eq!(format!("{declared}; frame-ancestors 'none'"), POLICY);
        assert!(
            !before.contains("<script") && !before.contains("<link"),
            "{before}"
        );
    }

    #[test]
    fn no_script_in_the_page_itself_runs() {
        let scripts = POLICY
            .split("; ")
            .find_map(|directive| directive.strip_prefix("script-src "));
        assert_eq!(scripts, Some("'self' 'wasm-unsafe-eval'"));
    }
}
