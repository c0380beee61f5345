//! Passing on to the cluster what changes nothing in it: reads, and two questions that are asked with a POST.

use std::sync::Arc;

use astern_cluster::{ACCESS_REVIEW_PATH, SELF_REVIEW_PATH};
use astern_protocol::ErrorCode;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER, VARY, WARNING,
};
use axum::response::Response;

use crate::kubectl::Unanswered;
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
    Ok(passed_on(read.map_err(|error| unasked(&error))?))
}

/// `POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews`: may the person do this?
pub(crate) async fn access_review(
    State(loopback): State<Arc<Loopback>>,
    body: Bytes,
) -> Result<Response, Refusal> {
    ask(&loopback, ACCESS_REVIEW_PATH, body).await
}

/// `POST /apis/authentication.k8s.io/v1/selfsubjectreviews`: who is the person?
pub(crate) async fn self_review(
    State(loopback): State<Arc<Loopback>>,
    body: Bytes,
) -> Result<Response, Refusal> {
    ask(&loopback, SELF_REVIEW_PATH, body).await
}

/// Asks at exactly that path, whatever the request's own query was.
async fn ask(loopback: &Loopback, path: &str, body: Bytes) -> Result<Response, Refusal> {
    let answer = loopback.cluster.question(path, body).await;
    Ok(passed_on(answer.map_err(|error| unasked(&error))?))
}

fn unasked(error: &Unanswered) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!("The cluster cannot be asked: {error}."),
        "See whether `kubectl version` answers in a terminal; log in again where it asks for that.",
    )
    .with_status(StatusCode::BAD_GATEWAY)
}

fn passed_on(answer: Response) -> Response {
    let (from, body) = answer.into_parts();
    let mut response = Response::new(body);
    *response.status_mut() = from.status;
    *response.headers_mut() = passed_back(&from.headers);
    response
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
