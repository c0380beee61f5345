//! The relay's HTTP server on the loopback interface.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::time::Instant;

use super::RelayAddress;
use crate::backend::BackendError;
use crate::backend::kubectl_proxy::{ProxySocket, send_over};

/// How long a connection may stay open without a request that has the secret.
const SECRET_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a request waits for a `kubectl proxy` that is started again.
const RESTART_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest body that is passed on. An API server takes 3 MiB.
const BODY_LIMIT: usize = 32 << 20;

/// The pause between two attempts to connect.
const CONNECT_PAUSE: Duration = Duration::from_millis(50);

/// What is passed on, and where to.
pub(super) struct Relay {
    pub(super) address: RelayAddress,
    pub(super) socket: ProxySocket,
}

/// Accepts connections and passes on their requests. Never returns.
pub(super) async fn serve(listener: TcpListener, relay: Relay) {
    let relay = Arc::new(relay);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Most likely out of file descriptors, of which some are free again in a moment.
            tokio::time::sleep(CONNECT_PAUSE).await;
            continue;
        };
        // Passing on works without this too.
        let _ = stream.set_nodelay(true);
        tokio::spawn(serve_connection(stream, Arc::clone(&relay)));
    }
}

async fn serve_connection(stream: TcpStream, relay: Arc<Relay>) {
    let has_secret = AtomicBool::new(false);
    let service = service_fn(|request: Request<Incoming>| {
        let (relay, has_secret) = (&relay, &has_secret);
        async move {
            let response = match relay.address.target(request.uri()) {
                Some(target) => {
                    has_secret.store(true, Ordering::Relaxed);
                    let (mut head, body) = request.into_parts();
                    head.uri = target;
                    relay.pass_on(Request::from_parts(head, body)).await
                }
                None => not_found(),
            };
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // How a connection ends is of no interest here.
    if tokio::time::timeout(SECRET_TIMEOUT, &mut connection)
        .await
        .is_err()
        && has_secret.load(Ordering::Relaxed)
    {
        let _ = connection.await;
    }
}

impl Relay {
    /// Passes on a request, and returns the response of the API server or why there is none. The body is read to its end
    /// before: a server that refuses it closes the connection early, and the reason could get lost on the way to helm.
    async fn pass_on(&self, request: Request<Incoming>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let method = head.method.clone();
        let Ok(body) = Limited::new(body, BODY_LIMIT).collect().await else {
            return too_large("astern", None);
        };
        let body = body.to_bytes();
        let length = body.len();
        let request = without_connection_headers(Request::from_parts(head, Full::new(body)));
        let response = match self.connect().await {
            Ok(stream) => send_over(stream, request).await,
            Err(error) => Err(error),
        };
        match response {
            Ok(response) if is_refused_on_the_way(&response) => {
                too_large("a proxy between kubectl and the API server", Some(length))
            }
            Ok(response) => response.map(Body::new),
            Err(error) => no_response(&method, &error),
        }
    }

    /// Connects to kubectl; waits while it is started again, since nothing was sent yet.
    async fn connect(&self) -> Result<UnixStream, BackendError> {
        let deadline = Instant::now() + RESTART_TIMEOUT;
        loop {
            match self.socket.connect().await {
                Err(error) if Instant::now() > deadline => return Err(error),
                Err(_) => tokio::time::sleep(CONNECT_PAUSE).await,
                connected => return connected,
            }
        }
    }
}

/// The connection to kubectl is another one than helm's.
fn without_connection_headers(mut request: Request<Full<Bytes>>) -> Request<Full<Bytes>> {
    for name in [
        header::CONNECTION,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ] {
        request.headers_mut().remove(name);
    }
    request
}

fn not_found() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// Whether something between kubectl and the API server refuses a body for its size. An API server's own refusal is JSON or
/// Kubernetes' protobuf.
fn is_refused_on_the_way(response: &Response<Incoming>) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let is_of_api_server = content_type.is_some_and(|value| {
        let value = value.as_bytes();
        value.starts_with(b"application/json") || value.starts_with(b"application/vnd.kubernetes")
    });
    response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_of_api_server
}

fn too_large(who: &str, length: Option<usize>) -> Response<Body> {
    let size = length.map_or_else(String::new, |bytes| {
        format!(" of {} kB", bytes.div_ceil(1000))
    });
    let message = format!("Request Entity Too Large: {who} refuses a request{size}");
    status_response(
        StatusCode::PAYLOAD_TOO_LARGE,
        "RequestEntityTooLarge",
        &message,
    )
}

/// The response to helm when there is none of the API server. A read is to be sent again, as helm does by itself when its own
/// connection breaks; whether a write was carried out is not known.
fn no_response(method: &Method, error: &BackendError) -> Response<Body> {
    let message = error.to_string();
    if let BackendError::Login(_) | BackendError::NotLoggedIn(_) = error {
        return status_response(StatusCode::UNAUTHORIZED, "Unauthorized", &message);
    }
    if method != Method::GET {
        return status_response(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", &message);
    }
    let mut response = status_response(
        StatusCode::SERVICE_UNAVAILABLE,
        "ServiceUnavailable",
        &message,
    );
    let seconds = HeaderValue::from_static("1");
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

/// An error in the form of an API server's, which helm prints with its message.
fn status_response(status: StatusCode, reason: &str, message: &str) -> Response<Body> {
    let body = json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": reason,
        "code": status.as_u16(),
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
