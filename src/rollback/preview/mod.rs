//! What a rollback would change and what it would not.

mod baseline;
mod changes;
mod cluster_crds;
mod git;
mod hooks;
mod live;
mod not_rolled_back;
mod refusals;
mod summary;

pub use baseline::{UnchangedNotice, applied_again, purpose_of_applying_again, what_is_left};
pub use changes::{changes, other_consequences};
pub use hooks::hooks;
pub use live::{LiveAnswer, live_changes};
pub use not_rolled_back::not_rolled_back;
pub use refusals::{RefusalAnswer, find_refusals};
pub use summary::{PreviewSummary, UnreadNotice};
