//! Forwarding requests to the cluster that change nothing in it: reads, and two reviews that are sent as a POST.

mod allowed_reads;

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

use self::allowed_reads::is_allowed_read;
use crate::backend::{BackendError, Cluster};
use crate::refusal::Refusal;

/// The headers of the API server's responses that the page gets.
const RETURNED_HEADERS: [HeaderName; 5] =
    [CONTENT_TYPE, CONTENT_ENCODING, VARY, RETRY_AFTER, WARNING];

/// `GET /version`, `/api…`, `/apis…`: forwards a read, and streams the response, so that a watch arrives line by line.
pub(crate) async fn forward_read(
    State(cluster): State<Arc<Cluster>>,
    request: Request,
) -> Result<Response, Refusal> {
    if !is_allowed_read(request.uri().path(), request.uri().query()) {
        return Err(Refusal::new(
            ErrorCode::NotFound,
            "Astern reads objects, lists and discovery from the API server, and this path is none of them.",
            "Ask for it with kubectl.",
        ));
    }
    let response = cluster.read(request.uri(), request.headers()).await;
    Ok(returned(
        response.map_err(|error| unreachable(&cluster, &error))?,
    ))
}

/// `POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews`: whether the user may do something.
pub(crate) async fn forward_access_review(
    State(cluster): State<Arc<Cluster>>,
    body: Bytes,
) -> Result<Response, Refusal> {
    forward_review(&cluster, ACCESS_REVIEW_PATH, body).await
}

/// `POST /apis/authentication.k8s.io/v1/selfsubjectreviews`: who the user is.
pub(crate) async fn forward_self_review(
    State(cluster): State<Arc<Cluster>>,
    body: Bytes,
) -> Result<Response, Refusal> {
    forward_review(&cluster, SELF_REVIEW_PATH, body).await
}

/// Sends the review to exactly that path, without the query of the request.
async fn forward_review(cluster: &Cluster, path: &str, body: Bytes) -> Result<Response, Refusal> {
    let response = cluster.review(path, body).await;
    Ok(returned(
        response.map_err(|error| unreachable(cluster, &error))?,
    ))
}

fn unreachable(cluster: &Cluster, error: &BackendError) -> Refusal {
    let (status, advice) = match error {
        // As the API server answers, so that the page does not ask again by itself.
        BackendError::Login(_) | BackendError::NotLoggedIn(_) => (
            StatusCode::UNAUTHORIZED,
            "Then try again: astern starts kubectl anew.".to_owned(),
        ),
        _ => (
            StatusCode::BAD_GATEWAY,
            format!(
                "See whether `{}` answers in a terminal; log in again where it asks for that.",
                cluster.kubectl_command(&["version"])
            ),
        ),
    };
    let message = format!("The cluster cannot be asked: {error}.");
    Refusal::new(ErrorCode::Cluster, message, advice).with_status(status)
}

/// Takes over status, body and those headers that the page gets.
fn returned(response: Response) -> Response {
    let (head, body) = response.into_parts();
    let mut returned = Response::new(body);
    *returned.status_mut() = head.status;
    *returned.headers_mut() = returned_headers(&head.headers);
    returned
}

fn returned_headers(from: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in RETURNED_HEADERS {
        for value in from.get_all(&name) {
            headers.append(&name, value.clone());
        }
    }
    headers
}
