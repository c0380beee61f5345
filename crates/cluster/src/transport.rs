//! The interface of an HTTP client: sends a request, returns a response.

use std::time::Duration;

use crate::{Request, TemporaryFailure};

/// The largest response that is read: 64 MiB. A page of 500 records' metadata is 0.5 MB, a
/// record at most 2 MB.
const RESPONSE_LIMIT: usize = 64 * 1024 * 1024;

/// Sends requests to one API server or endpoint.
#[allow(async_fn_in_trait, reason = "futures need not be Send in a browser")]
pub trait Transport {
    /// The body of a response.
    type Body: Body;

    /// Sends a request and waits for the head of the response, of any status.
    ///
    /// # Errors
    /// [`TransportError`] when there is no response.
    async fn send(&self, request: &Request) -> Result<Response<Self::Body>, TransportError>;

    /// Waits before a read is sent again.
    async fn pause(&self, duration: Duration);

    /// Returns how long a read may be silent, before the head of its response and between two parts of its body. A read that
    /// is silent for longer is given up. `None` is no limit.
    fn silence_limit(&self) -> Option<Duration> {
        None
    }

    /// Takes how each attempt of a read or a watch ended, for whoever shows which reads fail; `None` is an answer.
    fn note(&self, request: &Request, failure: Option<TemporaryFailure>) {
        let _ = (request, failure);
    }
}

/// The bytes of a response as they arrive, decompressed.
#[allow(async_fn_in_trait, reason = "futures need not be Send in a browser")]
pub trait Body {
    /// Returns the next bytes; `None` at the end.
    ///
    /// # Errors
    /// [`TransportError`] when the connection fails.
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError>;
}

/// The status of a response, with its unread body.
#[derive(Debug)]
pub struct Response<B> {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, see [`parse_retry_after`](crate::parse_retry_after).
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: B,
}

/// There is no response, or it is incomplete.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TransportError {
    /// There was no response, and why.
    #[error("{0}")]
    NoResponse(String),
    /// Astern's endpoint got no response from the API server, and why.
    #[error("{0}")]
    NotForwarded(String),
    /// The response ended before it was complete, and why.
    #[error("{0}")]
    Interrupted(String),
    /// There was no response within this time.
    #[error("there was no answer within {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// The response is larger than 64 MiB.
    #[error("the answer is larger than 64 MiB")]
    TooLarge,
}

/// Reads a body to its end.
///
/// # Errors
/// [`TransportError`] when the connection fails or the response is larger than 64 MiB.
pub async fn read_to_end(body: &mut impl Body) -> Result<Vec<u8>, TransportError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        if bytes.len() + chunk.len() > RESPONSE_LIMIT {
            return Err(TransportError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
