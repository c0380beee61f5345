//! What carries a request, and what comes back.

use crate::Request;

/// The largest answer that is read whole: 64 MiB. A page of 500 records' metadata is 0.5 MB, a
/// record at most 2 MB.
const ANSWER_LIMIT: usize = 64 * 1024 * 1024;

/// Carries requests to one API server (or endpoint).
#[allow(async_fn_in_trait, reason = "futures need not be Send in a browser")]
pub trait Transport {
    /// What an answer's body is read from.
    type Body: Body;

    /// Sends a request and waits for the head of the answer, of any status.
    ///
    /// # Errors
    /// [`TransportError`] when no answer came at all.
    async fn send(&self, request: &Request) -> Result<Answer<Self::Body>, TransportError>;
}

/// The bytes of an answer as they arrive, decompressed.
#[allow(async_fn_in_trait, reason = "futures need not be Send in a browser")]
pub trait Body {
    /// The next bytes, or `None` at the end.
    ///
    /// # Errors
    /// [`TransportError`] when the connection broke.
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError>;
}

/// The head of an answer, its body still to be read.
#[derive(Debug)]
pub struct Answer<B> {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: B,
}

/// No answer came, or it broke off.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(pub String);

/// Reads a body to its end.
///
/// # Errors
/// [`TransportError`] when the connection broke or the answer is larger than 64 MiB.
pub async fn read_to_end(body: &mut impl Body) -> Result<Vec<u8>, TransportError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        if bytes.len() + chunk.len() > ANSWER_LIMIT {
            return Err(TransportError(
                "the answer is larger than 64 MiB".to_owned(),
            ));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
