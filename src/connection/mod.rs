//! The connection to the cluster: the API server, the endpoint, and what is read from them and kept in memory.

mod cluster;
mod connect;
mod decode;
mod details;
mod endpoint;
mod endpoint_request;
mod follow_history;
mod follow_records;
mod installed;
mod journal;
mod liveness;
mod payload_cache;
mod payload_query;
mod payloads;
mod permissions;
mod prefetch;
mod query_state;
mod read_again;
mod tokens;

pub use cluster::Cluster;
pub use connect::{Connection, ConnectionError, connect};
pub use decode::prefetch_decoder;
pub use details::{DetailReader, Details, PayloadFinding};
pub use endpoint::Endpoint;
pub use endpoint_request::EndpointError;
pub use follow_history::follow_history;
pub use follow_records::{LiveRecords, Records, UpdateMode, follow_records};
pub use installed::find_installed;
pub use journal::read_journal;
pub use liveness::{Liveness, LivenessSignal};
pub use payload_query::ask_for_payload;
pub use permissions::{check_permission, fetch_username};
pub use prefetch::prefetch_payload;
pub use query_state::{Answer, QueryError, QueryState, ask, until_answered};
pub use read_again::ReadAgain;
