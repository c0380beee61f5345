//! What a rollback does and what it leaves, told before the press.

mod baseline;
mod changes;
mod git;
mod hooks;
mod live;
mod not_rolled_back;
mod summary;

pub use baseline::{already, from_nothing, unfinished};
pub use changes::changes;
pub use hooks::hooks;
pub use not_rolled_back::stays;
pub use summary::Answer;
