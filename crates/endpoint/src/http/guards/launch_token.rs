//! The request carries the launch token: against every other user of the machine.

use std::fmt;
use std::sync::Arc;

use astern_protocol::{ErrorCode, TOKEN_HEADER};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq as _;

use crate::backend::Cluster;
use crate::http::limits::mark_authenticated;
use crate::launch_file::LaunchFile;
use crate::principal::Principal;
use crate::random::hex_digits;
use crate::refusal::Refusal;

/// 256 random bits, made at each start.
#[derive(Clone)]
pub struct LaunchToken(String);

impl LaunchToken {
    /// Makes a new token.
    ///
    /// # Errors
    /// When the system provides no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        hex_digits::<32>().map(Self)
    }

    /// The digits, for the address that is printed.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in constant time.
    pub(super) fn matches(&self, bytes: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(bytes).into()
    }
}

impl fmt::Debug for LaunchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LaunchToken")
    }
}

/// The token that requests have to carry, and the cluster that they may then read.
#[derive(Clone, Debug)]
pub(crate) struct LaunchTokenGuard {
    pub(crate) token: LaunchToken,
    pub(crate) cluster: Arc<Cluster>,
    /// The file that leads the browser here. It has done so once a request carries the token.
    pub(crate) launch_file: Option<Arc<LaunchFile>>,
}

/// Lets requests with the token pass, as the user of this machine.
pub(crate) async fn require_launch_token(
    State(guard): State<LaunchTokenGuard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let mut headers = request.headers().get_all(TOKEN_HEADER).iter();
    let (header, more) = (headers.next(), headers.next());
    let is_valid = header.is_some_and(|header| guard.token.matches(header.as_bytes()));
    if is_valid && more.is_none() {
        if let Some(file) = guard.launch_file {
            file.remove();
        }
        let principal = Principal::user(guard.cluster);
        request.extensions_mut().insert(principal);
        mark_authenticated(&request, "launch token");
        return Ok(next.run(request).await);
    }
    let message = match header {
        Some(_) => "The launch token is not the one of this run of astern.",
        None => "The launch token is missing.",
    };
    Err(Refusal::new(
        ErrorCode::Token,
        message,
        "Open the address that astern printed in the terminal; it holds the token of this run.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_256_bits_and_debug_does_not_reveal_it() {
        let token = LaunchToken::random().unwrap();
        assert_eq!(token.reveal().len(), 64);
        assert!(token.reveal().bytes().all(|b| b.is_ascii_hexdigit()));
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert!(token.matches(token.reveal().as_bytes()));
        assert!(!token.matches(&token.reveal().as_bytes()[..63]));
        assert!(!token.matches(LaunchToken::random().unwrap().reveal().as_bytes()));
    }
}
