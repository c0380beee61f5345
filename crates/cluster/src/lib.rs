//! Kubernetes requests and answers without I/O, and the gatherers that turn a cluster into facts.
//!
//! A [`Request`] is built here and carried by whatever implements [`Transport`]: the browser's
//! `fetch`, or a Unix socket on the host. Everything in between (paging, watching, the meaning of
//! a status code, which right is missing) is the same code in both.

mod access;
mod discovery;
mod error;
mod find;
mod grant;
mod identity;
mod live;
mod meta;
mod payload;
mod records;
mod request;
mod transport;
mod watch;
mod workloads;

pub use astern_ledger::Driver;

pub use access::{Right, Verb};
pub use discovery::{ServerVersion, base_candidates, server_version};
pub use error::{ClusterError, Refusal};
pub use find::{Elsewhere, FindError, Found, find_release};
pub use grant::grant;
pub use identity::{ClusterId, cluster_id};
pub use live::{LiveObject, Unasked, live_objects};
pub use payload::{Packed, PayloadError, packed_payload, payload};
pub use records::{Listed, Scope, list_records};
pub use request::{Accept, Method, Request};
pub use transport::{Answer, Body, Transport, TransportError, read_to_end};
pub use watch::{RecordEvent, RecordWatch, watch_records};
pub use workloads::{Readiness, Workload, WorkloadKind, workload, workloads_of};
