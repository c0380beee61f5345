//! Passing reads on to the cluster.

use std::sync::Arc;

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER, VARY, WARNING,
};
use axum::response::Response;

use crate::loopback::Loopback;
use crate::refusal::Refusal;

/// What the API server may tell the page.
const PASSED_BACK: [HeaderName; 5] = [CONTENT_TYPE, CONTENT_ENCODING, VARY, RETRY_AFTER, WARNING];

/// `GET /version`, `/api…`, `/apis…`: the answer as it comes, a watch line by line.
pub(crate) async fn forward(
    State(loopback): State<Arc<Loopback>>,
    request: Request,
) -> Result<Response, Refusal> {
    let read = loopback
        .cluster
        .read(request.uri(), request.headers())
        .await;
    let answer = read.map_err(|error| {
        Refusal::new(
            ErrorCode::Cluster,
            format!("The cluster cannot be asked: {error}."),
            "See whether `kubectl version` answers in a terminal; log in again where it asks for that.",
        )
        .with_status(StatusCode::BAD_GATEWAY)
    })?;
    let (from, body) = answer.into_parts();
    let mut response = Response::new(Body::new(body));
    *response.status_mut() = from.status;
    *response.headers_mut() = passed_back(&from.headers);
    Ok(response)
}

fn passed_back(from: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in PASSED_BACK {
        for value in from.get_all(&name) {
            headers.append(&name, value.clone());
        }
    }
    headers
}
