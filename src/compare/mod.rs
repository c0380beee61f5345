//! Two revisions against each other: the answer first, then what it stands on.

mod block_view;
mod chart;
mod comparison;
mod controller;
mod crds;
mod drift;
mod fields;
mod group;
mod hooks;
mod last_known_good;
mod lines;
mod model;
mod object;
mod origins;
mod page;
mod page_state;
mod pair;
mod print_note;
mod search;
mod secret;
mod section;
mod shortcuts;
mod side_values;
mod summary;
mod tree;
mod unreadable;

pub use comparison::{
    ComparisonState, SessionMasking, compare_records, compare_releases, use_masking,
};
pub use model::Report;
pub use page::ComparePage;
pub use summary::kind;
