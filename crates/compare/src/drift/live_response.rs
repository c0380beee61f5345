//! The response of the cluster to a request for one object.

use std::fmt;

use serde_json::Value;

/// The response of the cluster to a request for one object.
pub enum LiveResponse {
    /// The object exists.
    Found(Value),
    /// The object does not exist.
    NotFound,
    /// The object could not be read; the reason as a clause.
    Unavailable(String),
}

/// Does not print the object, which may be a Secret.
impl fmt::Debug for LiveResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(_) => f.write_str("Found(…)"),
            Self::NotFound => f.write_str("NotFound"),
            Self::Unavailable(reason) => write!(f, "Unavailable({reason:?})"),
        }
    }
}
