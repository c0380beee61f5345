//! The launch token of the laptop endpoint: taken from the address and kept for this tab.

use std::fmt;

use leptos::prelude::window;

use super::address::{fragment, replace_address};

const KEY: &str = "astern.launch-token";

/// Proves that this tab was opened by the person who started the endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct LaunchToken(String);

impl LaunchToken {
    /// Returns the token, for the request's header only.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LaunchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LaunchToken(…)")
    }
}

/// Removes the token from the address and returns it, else returns the one that this tab was opened with.
///
/// The token is kept in the tab's session storage, so that a reload during a rollback does not lock the person out. No other
/// tab and no other origin can read it there, it is deleted with the tab, and it is useless once the endpoint has ended.
pub fn take_launch_token() -> Option<LaunchToken> {
    let storage = window().session_storage().ok().flatten();
    if let Some(token) = fragment().strip_prefix("#token=") {
        let (token, route) = token.split_once('&').unwrap_or((token, "/"));
        if let Some(storage) = &storage {
            let _ = storage.set_item(KEY, token);
        }
        replace_address(&format!("#{route}"));
        return Some(LaunchToken(token.to_owned()));
    }
    storage
        .and_then(|s| s.get_item(KEY).ok().flatten())
        .map(LaunchToken)
}

/// Removes the token from the storage of a tab that was opened from this one, and is to show something else.
pub(super) fn forget_launch_token(tab: &web_sys::Window) {
    if let Some(storage) = tab.session_storage().ok().flatten() {
        let _ = storage.remove_item(KEY);
    }
}
