//! Limits on what clients can take up.

mod connections;

pub(crate) use connections::{Crowd, Vouched, vouch};
