//! The request comes from a page of this server: against other sites' pages (CSRF).

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use super::LoopbackAddress;
use super::fetch_site::{foreign_page, is_fetch_site, opens_page};
use crate::refusal::Refusal;

/// Lets requests of the served page, of the address bar, and of programs other than browsers pass; of other pages only a
/// link to the page itself, as the file that leads the browser here holds one.
pub(crate) async fn require_origin(
    State(address): State<LoopbackAddress>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let headers = request.headers();
    let host = headers
        .get(header::HOST)
        .map(|host| host.as_bytes())
        .unwrap_or_default();
    let is_own_origin = headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| address.is_origin(origin.as_bytes(), host));
    let is_own_site = is_fetch_site(headers, &["same-origin", "none"]);
    if is_own_origin && (is_own_site || opens_page(&request)) {
        return Ok(next.run(request).await);
    }
    Err(foreign_page())
}
