//! What the app and the endpoint say to each other, and the format of links.
//!
//! Everything is JSON over three paths below the address that serves the app:
//!
//! | | | |
//! | --- | --- | --- |
//! | `GET` | [`SESSION_PATH`] | [`Session`]: who serves this, and with what |
//! | `POST` | [`ROLLBACKS_PATH`] | [`StartRollback`] → [`Accepted`], or an [`ApiError`] |
//! | `GET` | [`follow_path`] | one [`Event`] a line, from a sequence number on |
//!
//! Every request carries the launch token in [`TOKEN_HEADER`].

mod error;
mod link;
mod rollback;
mod session;

pub use error::{ApiError, ErrorCode};
pub use link::{Address, End, InvalidRoute, Line, LinkedCluster, Place, Route, Spot};
pub use rollback::{
    Accepted, Event, Happening, InvalidRequestId, Options, Outcome, Recorded, RequestId,
    StartRollback, Stream,
};
pub use session::{Helm, Mode, Session};

/// The header that carries the launch token.
pub const TOKEN_HEADER: &str = "x-astern-token";

/// Where the session is told.
pub const SESSION_PATH: &str = "astern/v1/session";

/// Where a rollback is started.
pub const ROLLBACKS_PATH: &str = "astern/v1/rollbacks";

/// Where a rollback is followed: every event whose sequence number is at least `from`.
pub fn follow_path(id: &RequestId, from: u64) -> String {
    format!("{ROLLBACKS_PATH}/{id}?from={from}")
}
