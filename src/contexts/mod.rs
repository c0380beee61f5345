//! The other contexts of the kubeconfig: the menu that opens one in a tab of its own, and finding the one that a link is about.
//!
//! The first load holds the plate alone; the rest is fetched on its own.

mod chunk;
mod kubeconfig_notice;
mod link_finder;
mod menu;
mod opener;
mod plate;

pub use chunk::{ContextsPart, contexts_part, prefetch_contexts};
pub use plate::ClusterPlate;
