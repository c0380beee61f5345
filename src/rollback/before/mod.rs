//! What a rollback does and what it leaves, told before the press.

mod answer;
mod changes;
mod git;
mod hooks;
mod live;
mod stays;
mod unfinished;

pub use answer::Answer;
pub use changes::changes;
pub use hooks::hooks;
pub use stays::stays;
pub use unfinished::{already, from_nothing, unfinished};
