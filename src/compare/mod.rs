//! Two revisions against each other: the answer first, then what it stands on.

mod answer;
mod comparing;
mod fields;
mod lines;
mod objects;
mod page;
mod rest;
mod summary;
mod tree;

pub use comparing::SessionMasking;
pub use page::ComparePage;
pub use summary::Summary;
