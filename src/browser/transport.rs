//! `fetch` as a transport.

use astern_cluster::{Answer, Body, Method, Minted, Request, Transport, TransportError};
use astern_protocol::TOKEN_HEADER;
use gloo_net::http::RequestBuilder;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::LaunchToken;

/// Sends requests below one base path, with the token that opens what is there.
#[derive(Clone, Debug)]
pub struct BrowserTransport {
    base: String,
    token: Option<Token>,
}

/// What opens the endpoint.
#[derive(Clone, Debug)]
enum Token {
    Launch(LaunchToken),
    Minted(Minted),
}

impl BrowserTransport {
    /// Sends below `base`, which ends in `/`.
    pub fn new(base: impl Into<String>, token: Option<LaunchToken>) -> Self {
        Self {
            base: base.into(),
            token: token.map(Token::Launch),
        }
    }

    /// Where it sends to; ends in `/`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends further below, to a path that ends in `/`.
    pub fn below(&self, path: &str) -> Self {
        Self {
            base: format!("{}{path}", self.base),
            token: self.token.clone(),
        }
    }

    /// Sends to the same place, with a token that was minted for it.
    pub fn with_minted(&self, minted: Minted) -> Self {
        Self {
            base: self.base.clone(),
            token: Some(Token::Minted(minted)),
        }
    }
}

impl Token {
    fn reveal(&self) -> &str {
        match self {
            Self::Launch(token) => token.reveal(),
            Self::Minted(token) => token.reveal(),
        }
    }
}

impl Transport for BrowserTransport {
    type Body = BrowserBody;

    async fn send(&self, request: &Request) -> Result<Answer<BrowserBody>, TransportError> {
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
        let response = built.map_err(said)?.send().await.map_err(said)?;
        let reader = response.body().and_then(|stream| {
            stream
                .get_reader()
                .dyn_into::<ReadableStreamDefaultReader>()
                .ok()
        });
        Ok(Answer {
            status: response.status(),
            body: BrowserBody {
                reader,
                _abort: abort,
            },
        })
    }
}

fn said(error: gloo_net::Error) -> TransportError {
    TransportError(match error {
        // "TypeError: Failed to fetch", which is the browser's word for no connection.
        gloo_net::Error::JsError(_) => "nobody answers at this address any more".to_owned(),
        other => other.to_string(),
    })
}

/// Ends the request when dropped, so that a page that is left does not go on loading.
#[derive(Debug)]
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// An answer's body, read from the browser's stream.
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
        let broke = |_: JsValue| TransportError("the connection broke off".to_owned());
        let read = JsFuture::from(reader.read()).await.map_err(broke)?;
        let field = |name: &str| js_sys::Reflect::get(&read, &JsValue::from_str(name));
        if field("done").map_err(broke)?.is_truthy() {
            return Ok(None);
        }
        let bytes = field("value").map_err(broke)?;
        Ok(Some(js_sys::Uint8Array::new(&bytes).to_vec()))
    }
}
