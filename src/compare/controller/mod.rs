//! The controller of the compare page: it connects the page model with the browser.
//!
//! [`PageController`] is defined in `page_controller.rs`; `navigation.rs` goes to parts of the page, `links.rs` makes and
//! copies links and diffs.

mod element_ids;
mod links;
mod navigation;
mod page_controller;

pub use element_ids::{collapsible_id, heading_id, row_id};
pub use page_controller::{PageController, PageLink, saved_options, use_page_controller};
