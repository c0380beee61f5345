//! One release: its history, and the way to compare or roll back.

mod facts;
mod finding;
mod not_found;
mod page;
mod revision_row;

pub use finding::{NoSuchRevision, WithHistory};
pub use not_found::NotFound;
pub use page::ReleasePage;
