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
use percent_encoding::percent_decode_str;

use crate::backend::BackendError;
use crate::http::Loopback;
use crate::refusal::Refusal;

/// What the API server may tell the page.
const PASSED_BACK: [HeaderName; 5] = [CONTENT_TYPE, CONTENT_ENCODING, VARY, RETRY_AFTER, WARNING];

/// `GET /version`, `/api…`, `/apis…`: the answer as it comes, a watch line by line.
pub(crate) async fn forward(
    State(loopback): State<Arc<Loopback>>,
    request: Request,
) -> Result<Response, Refusal> {
    if leads_on(request.uri().path()) {
        return Err(Refusal::new(
            ErrorCode::NotFound,
            "This leads through the API server to something else, which is no reading.",
            "Ask for it with kubectl.",
        ));
    }
    let read = loopback
        .cluster
        .read(request.uri(), request.headers())
        .await;
    Ok(passed_on(read.map_err(|error| unasked(&error))?))
}

/// Whether a path goes on behind the API server: to a pod, a Service or a kubelet, where a GET may do anything. It is
/// taken apart as the API server does it: decoded first.
fn leads_on(path: &str) -> bool {
    const SUBRESOURCES: [&str; 4] = ["proxy", "exec", "attach", "portforward"];
    let path = percent_decode_str(path).decode_utf8_lossy();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).skip(2);
    let mut part = parts.next();
    if part == Some("namespaces") {
        part = parts.nth(1);
    }
    // The resource, and an object's name; behind that stands what is asked of the object.
    let subresource = part.and_then(|_| parts.nth(1));
    subresource.is_some_and(|asked| SUBRESOURCES.contains(&asked))
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
    let answer = loopback.cluster.review(path, body).await;
    Ok(passed_on(answer.map_err(|error| unasked(&error))?))
}

fn unasked(error: &BackendError) -> Refusal {
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

#[cfg(test)]
mod tests {
    use super::leads_on;

    #[test]
    fn what_is_behind_the_api_server_is_not_read_through_it() {
        for path in [
            "/api/v1/namespaces/a/pods/x/proxy/",
            "/api/v1/namespaces/a/services/x:80/proxy/any",
            "/api/v1/nodes/n/proxy/runningpods",
            "/api/v1/namespaces/a/pods/x/exec",
            "/api/v1/namespaces/a//pods/x//attach",
            "/api/v1/namespaces/a/pods/x/portforward",
            "/api/v1/namespaces/a/pods/x%2fproxy/",
            "/api/v1/namespaces/a/pods/x/%70roxy/",
        ] {
            assert!(leads_on(path), "{path}");
        }
        for path in [
            "/api/v1/namespaces/a/pods/proxy",
            "/api/v1/namespaces/proxy/pods",
            "/api/v1/namespaces/services/configmaps/proxy",
            "/apis/apps/v1/namespaces/a/deployments/exec",
        ] {
            assert!(!leads_on(path), "{path}");
        }
    }
}
