//! Two revisions against each other: the answer first, then what it stands on.

mod answer;
mod chart;
mod comparing;
mod crds;
mod desk;
mod draw;
mod fields;
mod hooks;
mod lines;
mod list;
mod moved;
mod notes;
mod object;
mod page;
mod rest;
mod section;
mod sheet;
mod summary;
mod tree;

pub use comparing::{SessionMasking, compare_releases, use_masking};
pub use page::ComparePage;
pub use summary::Summary;
