//! All releases: which there are, which need attention, what changed last.

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
