//! A transport that returns prepared responses in order and records the requests.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use astern_cluster::{
    Body, Method, Request, Response, TemporaryFailure, Transport, TransportError,
};
use serde_json::Value;

/// What follows a request.
pub enum Scripted {
    /// A response.
    Response {
        /// The status.
        status: u16,
        /// The header `Retry-After`.
        retry_after: Option<Duration>,
        /// The chunks of the body.
        chunks: Vec<String>,
    },
    /// No response.
    NoResponse,
    /// A response with status 200 that ends after this chunk.
    Interrupted(String),
    /// Silence.
    Silence,
    /// A response with status 200, which is silent after this chunk.
    SilenceAfter(String),
}

/// Returns prepared responses in order and records the requests.
pub struct ScriptedTransport {
    script: RefCell<VecDeque<Scripted>>,
    requests: RefCell<Vec<Request>>,
    pauses: RefCell<Vec<Duration>>,
    silence_limit: Option<Duration>,
    notes: RefCell<Vec<Option<TemporaryFailure>>>,
}

impl ScriptedTransport {
    /// Each response is a status and a body.
    pub fn new(responses: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self::with_chunks(
            responses
                .into_iter()
                .map(|(status, json)| (status, vec![json.to_string()])),
        )
    }

    /// Each response is a status and the chunks of a body.
    pub fn with_chunks(responses: impl IntoIterator<Item = (u16, Vec<String>)>) -> Self {
        Self::with_script(
            responses
                .into_iter()
                .map(|(status, chunks)| Scripted::Response {
                    status,
                    retry_after: None,
                    chunks,
                }),
        )
    }

    /// Responses and failures.
    pub fn with_script(script: impl IntoIterator<Item = Scripted>) -> Self {
        Self {
            script: RefCell::new(script.into_iter().collect()),
            requests: RefCell::default(),
            pauses: RefCell::default(),
            silence_limit: None,
            notes: RefCell::default(),
        }
    }

    /// Limits how long a read may be silent.
    pub fn with_silence_limit(self, limit: Duration) -> Self {
        let silence_limit = Some(limit);
        Self {
            silence_limit,
            ..self
        }
    }

    /// Returns how the attempts ended.
    pub fn notes(&self) -> Vec<Option<TemporaryFailure>> {
        self.notes.borrow().clone()
    }

    /// Returns the method, target and JSON body of the last request.
    pub fn last_request(&self) -> (Method, String, Value) {
        let requests = self.requests.borrow();
        let request = requests.last().unwrap();
        let body = request.body.as_ref().unwrap().as_str();
        let body = serde_json::from_str(body).unwrap();
        (request.method, request.target.clone(), body)
    }

    /// Returns all requests.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.borrow().clone()
    }

    /// Returns the targets of all requests.
    pub fn targets(&self) -> Vec<String> {
        self.requests
            .borrow()
            .iter()
            .map(|request| request.target.clone())
            .collect()
    }

    /// Returns the seconds of all pauses.
    pub fn pauses(&self) -> Vec<f64> {
        let pauses = self.pauses.borrow();
        pauses.iter().map(Duration::as_secs_f64).collect()
    }
}

impl Transport for ScriptedTransport {
    type Body = Chunks;

    async fn send(&self, request: &Request) -> Result<Response<Chunks>, TransportError> {
        self.requests.borrow_mut().push(request.clone());
        let next = self.script.borrow_mut().pop_front();
        let response = |status, retry_after, chunks: Vec<String>, end| Response {
            status,
            retry_after,
            body: Chunks {
                chunks: chunks.into_iter().map(String::into_bytes).collect(),
                end,
            },
        };
        match next {
            Some(Scripted::Response {
                status,
                retry_after,
                chunks,
            }) => Ok(response(status, retry_after, chunks, End::Complete)),
            Some(Scripted::Interrupted(chunk)) => {
                Ok(response(200, None, vec![chunk], End::Interrupted))
            }
            Some(Scripted::SilenceAfter(chunk)) => {
                Ok(response(200, None, vec![chunk], End::Silent))
            }
            Some(Scripted::Silence) => std::future::pending().await,
            Some(Scripted::NoResponse) => {
                Err(TransportError::NoResponse("connection reset".to_owned()))
            }
            None => Err(TransportError::NoResponse("no response left".to_owned())),
        }
    }

    async fn pause(&self, duration: Duration) {
        self.pauses.borrow_mut().push(duration);
    }

    fn silence_limit(&self) -> Option<Duration> {
        self.silence_limit
    }

    fn note(&self, _: &Request, failure: Option<TemporaryFailure>) {
        self.notes.borrow_mut().push(failure);
    }
}

/// What follows the chunks of a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Complete,
    Interrupted,
    Silent,
}

/// The chunks of a body that are still unread.
#[derive(Debug)]
pub struct Chunks {
    chunks: VecDeque<Vec<u8>>,
    end: End,
}

impl Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        match (self.chunks.pop_front(), self.end) {
            (None, End::Interrupted) => {
                Err(TransportError::Interrupted("connection reset".to_owned()))
            }
            (None, End::Silent) => std::future::pending().await,
            (chunk, _) => Ok(chunk),
        }
    }
}
