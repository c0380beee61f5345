//! The launch token: out of the address, kept for this tab.

use std::fmt;

use leptos::prelude::window;

use super::address::{fragment, replace};

const KEY: &str = "astern.launch-token";

/// Proves that this tab was opened by whoever started the endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct LaunchToken(String);

impl LaunchToken {
    /// The token itself, for the request's header and for nothing else.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LaunchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LaunchToken(…)")
    }
}

/// Takes the token out of the address, or finds the one that this tab was opened with.
///
/// It is kept in the tab's session storage, so that a reload in the middle of a rollback does not
/// lock its owner out: no other tab and no other origin can read it there, it goes with the tab,
/// and it is worth nothing once the endpoint has ended.
pub fn take_launch_token() -> Option<LaunchToken> {
    let storage = window().session_storage().ok().flatten();
    if let Some(token) = fragment().strip_prefix("#token=") {
        let (token, route) = token.split_once('&').unwrap_or((token, "/"));
        if let Some(storage) = &storage {
            let _ = storage.set_item(KEY, token);
        }
        replace(&format!("#{route}"));
        return Some(LaunchToken(token.to_owned()));
    }
    storage
        .and_then(|s| s.get_item(KEY).ok().flatten())
        .map(LaunchToken)
}
