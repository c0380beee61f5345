//! Rolling back: the page that previews and starts a rollback, and the page that follows it.
//!
//! `preview` shows what a rollback would change, `form` starts it, `progress` follows it to its end.

mod form;
mod page;
mod pending;
mod preview;
mod progress;
mod record_changes;
mod warning_count;
mod warnings;

pub use page::RollbackPage;
pub use progress::ProgressPage;
