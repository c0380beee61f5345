//! One release: which revision was the last known good, its history, and what each revision changed.

mod answer;
mod changes;
mod facts;
mod finding;
mod following;
mod good;
mod history;
mod journal;
mod judging;
mod matrix;
mod not_found;
mod page;
mod revision_row;
mod soak;

pub use finding::{NoSuchRevision, WithHistory};
pub use good::sentences;
pub use judging::judge_history;
pub use not_found::NotFound;
pub use page::ReleasePage;
