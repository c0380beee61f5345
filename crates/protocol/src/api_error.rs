//! The errors that the endpoint returns.

use serde::{Deserialize, Serialize};

/// An error, with advice for the user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// The kind of error, for use by programs.
    pub code: ErrorCode,
    /// What happened and why.
    pub message: String,
    /// What to do now.
    pub advice: String,
}

/// The kinds of error.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// 401: the token is missing, invalid, expired, or for another audience.
    Token,
    /// 403: the request comes from a page of another origin.
    Origin,
    /// 403: the `Host` header names another host.
    Host,
    /// 403: the user, or the endpoint on their behalf, lacks the right.
    Forbidden,
    /// 404: there is no rollback with this request id.
    NotFound,
    /// 409: the current revision is not the one that the page showed.
    CurrentMoved,
    /// 409: the record of the target or of the current revision is not the one that the page showed.
    RecordChanged,
    /// 409: helm would reach another cluster than the page.
    OtherCluster,
    /// 409: another rollback of this release is running.
    AlreadyRunning,
    /// 409: this request id was used for another rollback.
    RequestIdReused,
    /// 413: the body is too large.
    TooLarge,
    /// 422, or 400, 405, 408 or 415 where HTTP defines a more specific status: the request is invalid.
    Invalid,
    /// 429: the limit on concurrent rollbacks or token reviews is reached.
    TooMany,
    /// 503, or 502 for a forwarded read: a request to the API server failed.
    Cluster,
    /// 503: the journal could not be written, so nothing was started.
    Journal,
    /// 503: the endpoint is shutting down and accepts no requests.
    Ending,
    /// 503: there is no helm that could run the rollback.
    NoHelm,
}
