//! Rolling back: what is said before the press, the press, and what is seen after it.

mod form;
mod page;
mod pending;
mod preview;
mod progress;
mod warning_count;
mod warnings;

pub use page::RollbackPage;
pub use progress::ProgressPage;
