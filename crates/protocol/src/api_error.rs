//! The errors of the endpoint.

use serde::{Deserialize, Serialize};

/// An error, with advice for the user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// The kind of error, for programs.
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
    /// 401: the token is missing, is another one, is over, or is for somebody else.
    Token,
    /// 403: the request comes from another site.
    Origin,
    /// 403: the request is addressed to another host.
    Host,
    /// 403: whoever asks may not do that there, or astern may not do it for them.
    Forbidden,
    /// 404: no such rollback is known here.
    NotFound,
    /// 409: the current revision is not the one that the person saw.
    CurrentMoved,
    /// 409: a rollback of this release is running.
    AlreadyRunning,
    /// 409: this request id was used for another rollback.
    RequestIdReused,
    /// 413: the body is too large.
    TooLarge,
    /// 422, or 400, 405, 408, 415 where HTTP has a word of its own for it: the request is not one
    /// that can be carried out.
    Invalid,
    /// 429: as many rollbacks are running, or tokens being reviewed, as there may be at once.
    TooMany,
    /// 503, or 502 for a read that is passed on: the cluster could not be asked.
    Cluster,
    /// 503: the journal could not be written, so nothing was started.
    Journal,
    /// 503: this astern is ending and takes nothing on.
    Ending,
    /// 503: there is no helm to run.
    NoHelm,
}
