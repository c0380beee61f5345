//! The error of a fragment that names no page.

/// The fragment names no page of the app.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this address names no page of Astern")]
pub struct InvalidRoute;
