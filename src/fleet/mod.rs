//! The list of all releases: those that need attention first, then the most recently changed.

mod access_denied;
mod empty_states;
mod filter;
mod filter_bar;
mod page;
mod release_list;
mod release_row;
mod release_table;
mod sources;

pub use filter::FleetFilter;
pub use page::FleetPage;
