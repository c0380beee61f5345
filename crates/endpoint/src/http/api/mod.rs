//! The handlers below `/astern/v1/`.

pub(crate) mod journal;
pub(crate) mod rollback_events;
pub(crate) mod session;
pub(crate) mod start_rollback;
