//! The request is addressed to this host: against DNS rebinding.

use std::sync::Arc;

use astern_protocol::ErrorCode;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use crate::http::Loopback;
use crate::refusal::Refusal;

/// Lets through what has exactly one `Host`, and that one ours.
pub(crate) async fn host(
    State(loopback): State<Arc<Loopback>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let ours = match (hosts.next(), hosts.next()) {
        (Some(host), None) => loopback.address.is_host(host.as_bytes()),
        _ => false,
    };
    // `GET http://elsewhere/ HTTP/1.1` names a host in its first line as well.
    let consistent = request
        .uri()
        .authority()
        .is_none_or(|authority| loopback.address.is_host(authority.as_str().as_bytes()));
    if ours && consistent {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(
        ErrorCode::Host,
        "This request is addressed to another host than the one that Astern answers for.",
        format!(
            "Open the address that astern printed; it begins with {}/.",
            loopback.address.url()
        ),
    ))
}
