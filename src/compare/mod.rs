//! Two revisions against each other: the answer first, then what it stands on.

mod answer;
mod arranging;
mod chart;
mod comparing;
mod crds;
mod desk;
mod draw;
mod fields;
mod good;
mod group;
mod hooks;
mod keys;
mod lines;
mod list;
mod live;
mod moved;
mod object;
mod origins;
mod page;
mod pair;
mod paper;
mod search;
mod secret;
mod section;
mod sheet;
mod tree;
mod unread;

pub use answer::kind;
pub use comparing::{SessionMasking, State, compare_records, compare_releases, use_masking};
pub use page::ComparePage;
pub use sheet::Report;
