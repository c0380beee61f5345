//! What a rollback would change and what it would not.

mod baseline;
mod changes;
mod git;
mod hooks;
mod not_rolled_back;
mod summary;

pub use baseline::{applied_again, unfinished, uninstalled};
pub use changes::changes;
pub use hooks::hooks;
pub use not_rolled_back::not_rolled_back;
pub use summary::{PreviewSummary, UnreadNotice};
