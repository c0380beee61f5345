//! Limits on what clients can use up. The limits on bodies and heads are where those are read.

mod connections;

pub(super) use connections::{AuthenticatedIdentity, ConnectionLimiter, mark_authenticated};
