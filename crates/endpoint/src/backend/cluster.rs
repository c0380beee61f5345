//! Where the cluster is asked: a real API server, or the sample.

use astern_cluster::{Answer, Method, Transport, TransportError};
use axum::body::{Body, Bytes};
use axum::http::{self, HeaderMap, HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full};

use crate::backend::kubectl_proxy::{Socket, Unanswered};
use crate::backend::sample::Sample;
use crate::backend::service_account::Account;

/// Where the cluster is asked.
#[derive(Debug)]
pub enum Cluster {
    /// An API server, through `kubectl proxy`, as the person.
    Proxied(Socket),
    /// An API server, as a service account.
    Direct(Account),
    /// The embedded sample.
    Sample(Sample),
}

/// What the page may tell the API server. No credentials are among them: `kubectl proxy` would
/// prefer them to the kubeconfig's own, and would let the page act as somebody else.
const PASSED_ON: [header::HeaderName; 2] = [header::ACCEPT, header::ACCEPT_ENCODING];

impl Cluster {
    /// Reads `uri`, passing on those of the `headers` that say in which form.
    ///
    /// # Errors
    /// [`Unanswered`] when nobody answers.
    pub async fn read(&self, uri: &Uri, headers: &HeaderMap) -> Result<Response<Body>, Unanswered> {
        let mut request = Request::new(Full::default());
        *request.uri_mut() = relative(uri);
        for name in PASSED_ON {
            for value in headers.get_all(&name) {
                request.headers_mut().append(&name, value.clone());
            }
        }
        self.ask(request).await
    }

    /// Asks a question that the API server takes as a POST of JSON and stores nothing of.
    ///
    /// # Errors
    /// [`Unanswered`] when nobody answers.
    pub(crate) async fn question(
        &self,
        path: &str,
        json: Bytes,
    ) -> Result<Response<Body>, Unanswered> {
        let unsent = |error: http::Error| Unanswered::Unreached(error.to_string());
        let request = Request::post(format!("/{path}"))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(json));
        self.ask(request.map_err(unsent)?).await
    }

    async fn ask(&self, request: Request<Full<Bytes>>) -> Result<Response<Body>, Unanswered> {
        match self {
            Self::Proxied(socket) => Ok(socket.send(request).await?.map(Body::new)),
            Self::Direct(account) => account.send(request).await,
            Self::Sample(sample) if request.method() == http::Method::GET => {
                Ok(sample.read(&request.map(drop)))
            }
            Self::Sample(_) => Err(Unanswered::Unreached("the sample is only read".to_owned())),
        }
    }
}

/// Path and query without scheme and host.
fn relative(uri: &Uri) -> Uri {
    let mut parts = http::uri::Parts::default();
    parts.path_and_query = uri.path_and_query().cloned();
    Uri::from_parts(parts).unwrap_or_default()
}

/// The HTTP request for what a gatherer asks.
fn in_http(request: &astern_cluster::Request) -> Result<Request<Full<Bytes>>, TransportError> {
    let method = match request.method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
    };
    let accept = HeaderValue::from_static(request.accept.header());
    let mut built = Request::builder()
        .method(method)
        .uri(format!("/{}", request.target))
        .header(header::ACCEPT, accept);
    let mut body = Full::default();
    if let Some(json) = &request.body {
        built = built.header(header::CONTENT_TYPE, "application/json");
        body = Full::from(json.as_str().to_owned());
    }
    built
        .body(body)
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
        let answer = self.ask(in_http(request)?).await;
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
