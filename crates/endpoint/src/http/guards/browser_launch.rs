//! The address that the browser is opened with.
//!
//! Every user of the machine can read the arguments of its processes, the browser's among them. So the address given
//! to the browser holds no launch token, but a nonce that is valid once, and only for a minute. The response redirects
//! to the address that holds the token.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use astern_protocol::ErrorCode;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::LaunchToken;
use crate::refusal::Refusal;

/// How long a browser may take to start.
const LIFETIME: Duration = Duration::from_secs(60);

/// A nonce that opens the app once, or none.
pub struct BrowserLaunch(Mutex<Option<(LaunchToken, Instant)>>);

impl BrowserLaunch {
    /// No browser is opened, so no nonce is valid.
    pub fn disabled() -> Self {
        Self(Mutex::new(None))
    }

    /// This nonce is valid once.
    pub fn once(nonce: LaunchToken) -> Self {
        Self(Mutex::new(Some((nonce, Instant::now() + LIFETIME))))
    }

    /// Whether the nonce is valid. It is not from then on.
    fn redeem(&self, nonce: &str) -> bool {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_valid = slot.as_ref().is_some_and(|(expected, deadline)| {
            expected.matches(nonce.as_bytes()) && Instant::now() < *deadline
        });
        if is_valid {
            *slot = None;
        }
        is_valid
    }
}

impl fmt::Debug for BrowserLaunch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserLaunch")
    }
}

/// A nonce and where it leads.
#[derive(Debug)]
pub(crate) struct LaunchRedirect {
    pub(crate) launch: BrowserLaunch,
    /// The path and fragment of the page, with the launch token.
    pub(crate) page: String,
}

/// `GET /open/{nonce}`.
pub(crate) async fn redirect_to_page(
    State(redirect): State<Arc<LaunchRedirect>>,
    Path(nonce): Path<String>,
) -> Result<Response, Refusal> {
    if redirect.launch.redeem(&nonce) {
        let location = [(header::LOCATION, redirect.page.clone())];
        return Ok((StatusCode::SEE_OTHER, location).into_response());
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
    fn a_nonce_is_valid_once() {
        let nonce = LaunchToken::random().unwrap();
        let launch = BrowserLaunch::once(nonce.clone());
        assert!(!launch.redeem("another"));
        assert!(launch.redeem(nonce.reveal()));
        assert!(!launch.redeem(nonce.reveal()));
        assert!(!BrowserLaunch::disabled().redeem(""));
    }
}
