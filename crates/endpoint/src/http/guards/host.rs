//! The request is addressed to this host: against DNS rebinding.

use astern_protocol::ErrorCode;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use super::LoopbackAddress;
use crate::refusal::Refusal;

/// Lets requests pass that have exactly one `Host`, which names this server.
pub(crate) async fn require_host(
    State(address): State<LoopbackAddress>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let is_own_host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => address.is_host(host.as_bytes()),
        _ => false,
    };
    // `GET http://elsewhere/ HTTP/1.1` names a host in its first line as well.
    let is_own_authority = request
        .uri()
        .authority()
        .is_none_or(|authority| address.is_host(authority.as_str().as_bytes()));
    if is_own_host && is_own_authority {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(
        ErrorCode::Host,
        "This request is addressed to another host than the one that Astern answers for.",
        format!(
            "Open the address that astern printed; it begins with {}/.",
            address.url()
        ),
    ))
}
