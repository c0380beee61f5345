//! The request comes from a page that a `kubectl proxy` gave: against other sites' pages (CSRF).
//!
//! On the way the Host is rewritten, so it says nothing; the Origin is not. `kubectl proxy` is on a
//! loopback address, where no other site's page can be.

use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use astern_protocol::ErrorCode;

use crate::http::guards::is_from;
use crate::refusal::Refusal;

/// Lets through what a page on a loopback address asks for, or a program that is no browser.
pub(crate) async fn origin(request: Request, next: Next) -> Result<Response, Refusal> {
    let headers = request.headers();
    let ours = headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| is_loopback(origin.as_bytes()));
    if ours && is_from(headers, &["same-origin"]) {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(
        ErrorCode::Origin,
        "This request comes from a page that Astern did not serve.",
        "Open Astern through `kubectl proxy` on your own machine, in a tab of its own.",
    ))
}

/// Whether an origin is of a page on a loopback address, on any port.
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
    fn only_a_loopback_address_is_one() {
        for ours in [
            "http://localhost:8001",
            "http://127.0.0.1:8001",
            "http://[::1]:8001",
            "https://localhost",
        ] {
            assert!(is_loopback(ours.as_bytes()), "{ours}");
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
