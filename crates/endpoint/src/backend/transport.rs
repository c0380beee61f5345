//! The requests and responses of `astern-cluster` as HTTP.

use astern_cluster::{Method, TransportError, parse_retry_after};
use axum::body::{Body, Bytes};
use axum::http::{self, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use serde_json::json;

use super::BackendError;

/// The body of a response, chunk by chunk.
#[derive(Debug)]
pub struct Chunks(Body);

/// Builds the HTTP request for a request of `astern-cluster`.
pub(super) fn http_request(
    request: &astern_cluster::Request,
) -> Result<Request<Full<Bytes>>, TransportError> {
    let method = match request.method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
    };
    let accept = HeaderValue::from_static(request.accept.header());
    let mut builder = Request::builder()
        .method(method)
        .uri(format!("/{}", request.target))
        .header(header::ACCEPT, accept);
    let mut body = Full::default();
    if let Some(json) = &request.body {
        builder = builder.header(header::CONTENT_TYPE, "application/json");
        body = Full::from(json.as_str().to_owned());
    }
    builder
        .body(body)
        .map_err(|error| TransportError::NoResponse(error.to_string()))
}

/// Converts what a backend returned. A login that failed is 401: to ask again is of no use until somebody has logged in, and
/// runs a login plugin again.
pub(super) fn cluster_response(
    response: Result<Response<Body>, BackendError>,
) -> Result<astern_cluster::Response<Chunks>, TransportError> {
    let response = match response {
        Err(error @ (BackendError::Login(_) | BackendError::NotLoggedIn(_))) => {
            unauthorized(&error)
        }
        other => other.map_err(|error| TransportError::NoResponse(error.to_string()))?,
    };
    let retry_after = response.headers().get(header::RETRY_AFTER);
    Ok(astern_cluster::Response {
        status: response.status().as_u16(),
        retry_after: retry_after.and_then(|value| parse_retry_after(value.to_str().ok()?)),
        body: Chunks(response.into_body()),
    })
}

fn unauthorized(failure: &BackendError) -> Response<Body> {
    let status = json!({ "kind": "Status", "message": failure.to_string() });
    let mut response = Response::new(Body::from(status.to_string()));
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

impl astern_cluster::Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        while let Some(frame) = self.0.frame().await {
            let frame = frame.map_err(|error| TransportError::Interrupted(error.to_string()))?;
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data.to_vec()));
            }
        }
        Ok(None)
    }
}
