//! A transport over the browser's `fetch`.

use std::time::Duration;

use astern_cluster::{
    Body, Method, MintedToken, Request, Response, TemporaryFailure, Transport, TransportError,
    parse_retry_after,
};
use astern_protocol::TOKEN_HEADER;
use gloo_net::http::RequestBuilder;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::{FailingReads, LaunchToken, pause};

/// How long a read may be silent. A browser's own limit is minutes, and none for a connection that a sleeping laptop or a
/// network has lost. An API server that has too many requests lets one wait for a quarter of a
/// minute before it answers 429.
const SILENCE_LIMIT: Duration = Duration::from_secs(30);

/// Sends requests to paths below a base path, with a token where one is required.
#[derive(Clone, Debug)]
pub struct BrowserTransport {
    base: String,
    token: Option<Token>,
    failing: FailingReads,
}

/// A token that the endpoint requires.
#[derive(Clone, Debug)]
enum Token {
    Launch(LaunchToken),
    MintedToken(MintedToken),
}

impl BrowserTransport {
    /// Creates a transport for paths below `base`, which ends in `/`.
    pub fn new(base: impl Into<String>, token: Option<LaunchToken>) -> Self {
        Self {
            base: base.into(),
            token: token.map(Token::Launch),
            failing: FailingReads::default(),
        }
    }

    /// Returns the reads that fail.
    pub fn failing_reads(&self) -> &FailingReads {
        &self.failing
    }

    /// Returns the base path, which ends in `/`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns a transport for a path below this one, which ends in `/`.
    pub fn below(&self, path: &str) -> Self {
        Self {
            base: format!("{}{path}", self.base),
            token: self.token.clone(),
            failing: FailingReads::default(),
        }
    }

    /// Returns a transport for the same base path, with a token that was created for it.
    pub fn with_minted(&self, minted: MintedToken) -> Self {
        Self {
            base: self.base.clone(),
            token: Some(Token::MintedToken(minted)),
            failing: FailingReads::default(),
        }
    }
}

impl Token {
    fn reveal(&self) -> &str {
        match self {
            Self::Launch(token) => token.reveal(),
            Self::MintedToken(token) => token.reveal(),
        }
    }
}

impl Transport for BrowserTransport {
    type Body = BrowserBody;

    async fn send(&self, request: &Request) -> Result<Response<BrowserBody>, TransportError> {
        let url = format!("{}{}", self.base, request.target);
        let abort = Abort(AbortController::new().ok());
        let mut builder = match request.method {
            Method::Get => RequestBuilder::new(&url).method(gloo_net::http::Method::GET),
            Method::Post => RequestBuilder::new(&url).method(gloo_net::http::Method::POST),
            Method::Put => RequestBuilder::new(&url).method(gloo_net::http::Method::PUT),
        };
        builder = builder
            .header("Accept", request.accept.header())
            .abort_signal(abort.0.as_ref().map(AbortController::signal).as_ref());
        if let Some(token) = &self.token {
            builder = builder.header(TOKEN_HEADER, token.reveal());
        }
        let built = match &request.body {
            Some(json) => builder
                .header("Content-Type", "application/json")
                .body(json.as_str()),
            None => builder.build(),
        };
        let response = built.map_err(error)?.send().await.map_err(error)?;
        let retry_after = response.headers().get("Retry-After");
        let reader = response.body().and_then(|stream| {
            stream
                .get_reader()
                .dyn_into::<ReadableStreamDefaultReader>()
                .ok()
        });
        Ok(Response {
            status: response.status(),
            retry_after: retry_after.and_then(|value| parse_retry_after(&value)),
            body: BrowserBody {
                reader,
                _abort: abort,
            },
        })
    }

    async fn pause(&self, duration: Duration) {
        pause(duration).await;
    }

    fn silence_limit(&self) -> Option<Duration> {
        Some(SILENCE_LIMIT)
    }

    fn note(&self, request: &Request, failure: Option<TemporaryFailure>) {
        self.failing.note(&request.target, failure);
    }
}

fn error(error: gloo_net::Error) -> TransportError {
    TransportError::NoResponse(match error {
        // "TypeError: Failed to fetch", which is the browser's message for a failed connection.
        gloo_net::Error::JsError(_) => "nobody answers at this address any more".to_owned(),
        other => other.to_string(),
    })
}

/// Aborts the request when dropped, so that a page that was left stops loading.
#[derive(Debug)]
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// The body of an answer, read from the browser's stream.
#[derive(Debug)]
pub struct BrowserBody {
    reader: Option<ReadableStreamDefaultReader>,
    _abort: Abort,
}

impl Body for BrowserBody {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let broken =
            |_: JsValue| TransportError::Interrupted("the connection broke off".to_owned());
        let read = JsFuture::from(reader.read()).await.map_err(broken)?;
        let field = |name: &str| js_sys::Reflect::get(&read, &JsValue::from_str(name));
        if field("done").map_err(broken)?.is_truthy() {
            return Ok(None);
        }
        let bytes = field("value").map_err(broken)?;
        Ok(Some(js_sys::Uint8Array::new(&bytes).to_vec()))
    }
}
