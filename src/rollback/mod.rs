//! Rolling back: what is said before the press, the press, and what is seen after it.

mod after;
mod before;
mod doubts;
mod page;
mod pending;
mod press;
mod warnings;

pub use after::ProgressPage;
pub use page::RollbackPage;
