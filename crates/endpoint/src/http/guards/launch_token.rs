//! The request carries the launch token: against everybody else on the machine.

use std::fmt;
use std::sync::Arc;

use astern_protocol::{ErrorCode, TOKEN_HEADER};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq as _;

use crate::http::Loopback;
use crate::http::limits::mark_authenticated;
use crate::principal::Principal;
use crate::random::hex_digits;
use crate::refusal::Refusal;

/// 256 random bits, made at each start.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Makes one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        hex_digits::<32>().map(Self)
    }

    /// The digits, for the address that is printed.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn is(&self, given: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(given).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Lets through what carries the token.
pub(crate) async fn token(
    State(loopback): State<Arc<Loopback>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let given = request.headers().get(TOKEN_HEADER);
    if given.is_some_and(|given| loopback.token.is(given.as_bytes())) {
        let principal = Principal::user(Arc::clone(&loopback.cluster));
        request.extensions_mut().insert(principal);
        mark_authenticated(&request, "launch token");
        return Ok(next.run(request).await);
    }
    let message = match given {
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
    fn a_token_is_256_bits_and_never_shown_by_accident() {
        let token = Token::random().unwrap();
        assert_eq!(token.reveal().len(), 64);
        assert!(token.reveal().bytes().all(|b| b.is_ascii_hexdigit()));
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert!(token.is(token.reveal().as_bytes()));
        assert!(!token.is(&token.reveal().as_bytes()[..63]));
        assert!(!token.is(Token::random().unwrap().reveal().as_bytes()));
    }
}
