//! The request comes from a page that a `kubectl proxy` served: against other sites' pages (CSRF).
//!
//! On the way the Host is rewritten, so it is not checked; the Origin is not rewritten. `kubectl proxy` listens on a
//! loopback address, where no other site's page can be.

use astern_protocol::ErrorCode;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use super::fetch_site::is_fetch_site;
use crate::refusal::Refusal;

/// Lets requests of a page on a loopback address, and of programs other than browsers pass.
pub(crate) async fn require_kubectl_proxy_origin(
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let headers = request.headers();
    let is_loopback_page = headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| is_loopback(origin.as_bytes()));
    if is_loopback_page && is_fetch_site(headers, &["same-origin"]) {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(
        ErrorCode::Origin,
        "This request comes from a page that Astern did not serve.",
        "Open Astern through `kubectl proxy` on your own machine, in a tab of its own.",
    ))
}

/// Whether it is the origin of a page on a loopback address, on any port.
fn is_loopback(origin: &[u8]) -> bool {
    let Ok(origin) = std::str::from_utf8(origin) else {
        return false;
    };
    let Some(authority) = ["http://", "https://"]
        .iter()
        .find_map(|scheme| origin.strip_prefix(scheme))
    else {
        return false;
    };
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| {
        authority.strip_prefix(host).is_some_and(|port| {
            port.is_empty()
                || port.strip_prefix(':').is_some_and(|number| {
                    number.bytes().all(|b| b.is_ascii_digit()) && number.parse::<u16>().is_ok()
                })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_origins_match() {
        for own in [
            "http://localhost:8001",
            "http://127.0.0.1:8001",
            "http://[::1]:8001",
            "https://localhost",
        ] {
            assert!(is_loopback(own.as_bytes()), "{own}");
        }
        for other in [
            "null",
            "",
            "http://evil.example",
            "http://localhost.evil.example",
            "http://localhost:8001.evil.example",
            "http://127.0.0.1.evil.example",
            "http://localhost:8001@evil.example",
            "http://localhost:",
            "http://localhost:+80",
            "http://localhost:99999",
            "http://127.0.0.2:8001",
            "ftp://localhost",
            "localhost:8001",
            "http://LOCALHOST:8001/",
        ] {
            assert!(!is_loopback(other.as_bytes()), "{other}");
        }
        assert!(!is_loopback(b"http://localhost:\xff"));
    }
}
