//! Where reads are answered: a real API server, or the sample.

use astern_cluster::{Answer, Method, Transport, TransportError};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Empty};

use crate::demo::Sample;
use crate::kubectl::{Socket, Unanswered};

/// Where reads are answered.
#[derive(Debug)]
pub enum Cluster {
    /// By an API server, through `kubectl proxy`.
    Proxied(Socket),
    /// By the embedded sample.
    Sample(Sample),
}

/// What the page may tell the API server. No credentials are among them: `kubectl proxy` would
/// prefer them to the kubeconfig's own, and would let the page act as somebody else.
const PASSED_ON: [header::HeaderName; 2] = [header::ACCEPT, header::ACCEPT_ENCODING];

impl Cluster {
    /// Reads `uri`, passing on those of the `headers` that say in which form.
    ///
    /// # Errors
    /// [`Unanswered`] when `kubectl proxy` is gone.
    pub async fn read(&self, uri: &Uri, headers: &HeaderMap) -> Result<Response<Body>, Unanswered> {
        let mut request = Request::new(());
        *request.uri_mut() = relative(uri);
        for name in PASSED_ON {
            for value in headers.get_all(&name) {
                request.headers_mut().append(&name, value.clone());
            }
        }
        match self {
            Self::Proxied(socket) => {
                let answer = socket.send(request.map(|()| Empty::new())).await?;
                Ok(answer.map(Body::new))
            }
            Self::Sample(sample) => Ok(sample.read(&request)),
        }
    }
}

/// Path and query without scheme and host.
fn relative(uri: &Uri) -> Uri {
    let mut parts = axum::http::uri::Parts::default();
    parts.path_and_query = uri.path_and_query().cloned();
    Uri::from_parts(parts).unwrap_or_default()
}

/// The HTTP request for what a gatherer asks.
pub(crate) fn get(request: &astern_cluster::Request) -> Result<Request<()>, TransportError> {
    if request.method != Method::Get {
        return Err(TransportError("only reads go to the cluster".to_owned()));
    }
    Request::get(format!("/{}", request.target))
        .header(
            header::ACCEPT,
            HeaderValue::from_static(request.accept.header()),
        )
        .body(())
        .map_err(|error| TransportError(error.to_string()))
}

/// The bytes of an answer.
#[derive(Debug)]
pub struct Chunks(Body);

impl Transport for Cluster {
    type Body = Chunks;

    async fn send(
        &self,
        request: &astern_cluster::Request,
    ) -> Result<Answer<Chunks>, TransportError> {
        let request = get(request)?;
        let answer = self.read(request.uri(), request.headers()).await;
        let answer = answer.map_err(|error| TransportError(error.to_string()))?;
        let status = answer.status().as_u16();
        let body = Chunks(answer.into_body());
        Ok(Answer { status, body })
    }
}

impl astern_cluster::Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        while let Some(frame) = self.0.frame().await {
            let frame = frame.map_err(|error| TransportError(error.to_string()))?;
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data.to_vec()));
            }
        }
        Ok(None)
    }
}
