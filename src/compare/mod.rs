//! Two revisions against each other: the answer first, then what it stands on.

mod answer;
mod comparing;
mod desk;
mod draw;
mod fields;
mod lines;
mod list;
mod object;
mod page;
mod rest;
mod section;
mod sheet;
mod summary;
mod tree;

pub use comparing::SessionMasking;
pub use page::ComparePage;
pub use summary::Summary;
