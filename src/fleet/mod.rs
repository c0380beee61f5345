//! All releases: which there are, which need attention, what changed last.

mod faces;
mod filter;
mod filters;
mod page;
mod refused;
mod row;
mod rows;
mod sources;
mod table;

pub use filter::FleetFilter;
pub use page::FleetPage;
