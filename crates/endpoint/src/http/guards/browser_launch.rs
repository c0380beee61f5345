//! The way in for the browser that astern opens.
//!
//! Everybody on the machine can read the arguments of its processes, the browser's among them. So
//! the address given to the browser holds no token, but a number that is good once, and only for
//! a minute; it is answered with the address that holds the token.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use astern_protocol::ErrorCode;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq as _;

use super::Token;
use crate::http::Loopback;
use crate::refusal::Refusal;

/// How long a browser may take to start.
const GOOD_FOR: Duration = Duration::from_secs(60);

/// A number that opens the app once, or none.
pub struct Launch(Mutex<Option<(Token, Instant)>>);

impl Launch {
    /// No browser is opened, so none is let in this way.
    pub fn closed() -> Self {
        Self(Mutex::new(None))
    }

    /// Opens the way once for who knows this number.
    pub fn once(nonce: Token) -> Self {
        Self(Mutex::new(Some((nonce, Instant::now() + GOOD_FOR))))
    }

    fn take(&self, given: &str) -> bool {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let good = place.as_ref().is_some_and(|(nonce, until)| {
            let same: bool = nonce.reveal().as_bytes().ct_eq(given.as_bytes()).into();
            same && Instant::now() < *until
        });
        if good {
            *place = None;
        }
        good
    }
}

impl fmt::Debug for Launch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Launch")
    }
}

/// `GET /open/NONCE`.
pub(crate) async fn open(
    State(loopback): State<Arc<Loopback>>,
    Path(nonce): Path<String>,
) -> Result<Response, Refusal> {
    if loopback.launch.take(&nonce) {
        let place = [(header::LOCATION, loopback.entry())];
        return Ok((StatusCode::SEE_OTHER, place).into_response());
    }
    let refusal = Refusal::new(
        ErrorCode::NotFound,
        "This address opened Astern once and is used up.",
        "Open the address that astern printed in the terminal.",
    );
    Err(refusal.with_status(StatusCode::GONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_once() {
        let nonce = Token::random().unwrap();
        let launch = Launch::once(nonce.clone());
        assert!(!launch.take("another"));
        assert!(launch.take(nonce.reveal()));
        assert!(!launch.take(nonce.reveal()));
        assert!(!Launch::closed().take(""));
    }
}
