//! Rolling back: before the press, and after it.

mod by_hand;
mod follow;
mod form;
mod page;
mod phases;
mod press;
mod progress;
mod readiness;
mod warnings;

pub use page::RollbackPage;
pub use progress::ProgressPage;
