//! The compare page as data: the blocks that it consists of, their heights, and what of it is open.
//!
//! Nothing here touches the browser. [`PageModel`] is defined in `page_model.rs`; the other files add what it can do.

mod block;
mod block_list;
mod build;
mod edits;
mod groups;
mod labels;
mod line_diff;
mod list_content;
mod lookup;
mod order;
mod outline;
mod page_model;
mod print;
mod print_summary;
mod report;
mod reveal;
mod view_options;

pub use block::{Block, Collapsible, Item, Owner, Section, ValueList};
pub use groups::GroupRow;
pub use labels::change_label;
pub use line_diff::{LinePosition, LineRow};
pub use outline::OutlineEntry;
pub use page_model::{FrameEdges, PageModel};
pub use print::MAX_PRINTED_BLOCKS;
pub use report::Report;
pub use view_options::{Layout, NoiseView, ViewOptions};

#[cfg(test)]
mod tests;
