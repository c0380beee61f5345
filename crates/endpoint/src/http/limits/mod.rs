//! Limits on what clients can take up.

mod connections;

pub(crate) use connections::{AuthenticatedIdentity, ConnectionLimiter, mark_authenticated};
