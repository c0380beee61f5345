//! The handlers below `/astern/v1/`.

mod contexts;
mod journal;
mod rollback_events;
mod session;
mod start_rollback;

pub(crate) use contexts::{identify_context, list_contexts, open_context};
pub(crate) use journal::read_journal;
pub(crate) use rollback_events::follow_rollback;
pub(crate) use session::session;
pub(crate) use start_rollback::start_rollback;
