//! The compare page: two revisions of a release, or a revision and the cluster.
//!
//! `comparison.rs` fetches and compares, `model/` holds the page as data, `controller/` connects it with the browser, and
//! each other file draws one kind of block. `block_view.rs` chooses among them.

mod block_view;
mod chart;
mod comparison;
mod controller;
mod crds;
mod drift;
mod field_table;
mod group_table;
mod hidden_value;
mod hooks;
mod item_heading;
mod last_known_good;
mod line_table;
mod model;
mod page;
mod page_state;
mod pair;
mod print_note;
mod provenance;
mod search;
mod section;
mod session_masking;
mod shortcuts;
mod side_values;
mod summary;
mod tree;
mod unread;

pub use comparison::{ComparisonState, compare_live, compare_records, compare_releases};
pub use model::Report;
pub use page::ComparePage;
pub use session_masking::{SessionMasking, use_masking};
pub use summary::{classification_label, kind_of_change};
pub use unread::{UnreadOf, unread_notice};
