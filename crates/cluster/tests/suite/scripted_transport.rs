//! A transport that returns prepared responses in order and records the requests.

use std::cell::RefCell;
use std::collections::VecDeque;

use astern_cluster::{Body, Method, Request, Response, Transport, TransportError};
use serde_json::Value;

/// Returns prepared responses in order and records the requests.
pub struct ScriptedTransport {
    responses: RefCell<VecDeque<(u16, Vec<Vec<u8>>)>>,
    requests: RefCell<Vec<Request>>,
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
        let bytes = |chunks: Vec<String>| chunks.into_iter().map(String::into_bytes).collect();
        let responses = responses
            .into_iter()
            .map(|(status, chunks)| (status, bytes(chunks)));
        Self {
            responses: RefCell::new(responses.collect()),
            requests: RefCell::default(),
        }
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
}

impl Transport for ScriptedTransport {
    type Body = Chunks;

    async fn send(&self, request: &Request) -> Result<Response<Chunks>, TransportError> {
        self.requests.borrow_mut().push(request.clone());
        let next = self.responses.borrow_mut().pop_front();
        let (status, chunks) = next.ok_or_else(|| TransportError("no response left".to_owned()))?;
        Ok(Response {
            status,
            body: Chunks(chunks.into()),
        })
    }
}

/// The chunks of a body that are still unread.
#[derive(Debug)]
pub struct Chunks(VecDeque<Vec<u8>>);

impl Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        Ok(self.0.pop_front())
    }
}
