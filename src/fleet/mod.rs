//! All releases: which there are, which need attention, what changed last.

mod filter;
mod page;
mod row;
mod rows;
mod sources;

pub use page::FleetPage;
