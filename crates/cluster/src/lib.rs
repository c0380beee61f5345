//! Kubernetes requests and answers without I/O, and the gatherers that turn a cluster into facts.
//!
//! A [`Request`] is built here and carried by whatever implements [`Transport`]: the browser's
//! `fetch`, or a Unix socket on the host. Everything in between (paging, watching, the meaning of
//! a status code, which right is missing) is the same code in both.

mod access;
mod access_review;
mod config_map;
mod discovery;
mod error;
mod event;
mod find;
mod hold_up;
mod hooks;
mod identity;
mod installed;
mod live;
mod meta;
mod payload;
mod pods;
mod readiness;
mod records;
mod request;
mod self_review;
mod template;
mod token_request;
mod token_review;
mod transport;
mod warned;
mod watch;
mod workloads;

pub use astern_ledger::Driver;

pub use access::{Right, Verb};
pub use access_review::{ACCESS_REVIEW_PATH, Permission, may};
pub use config_map::{ConfigMap, config_map, write_config_map};
pub use discovery::{ServerVersion, base_candidates, server_version};
pub use error::{ClusterError, Refusal};
pub use event::{Event, EventKind, write_event};
pub use find::{Elsewhere, FindError, Found, find_release};
pub use hold_up::{Cause, HoldUp, hold_ups};
pub use hooks::{HookTime, RollbackHook, rollback_hooks};
pub use identity::{ClusterId, cluster_id};
pub use installed::{Installed, installed};
pub use live::{LiveObject, Unasked, live_objects};
pub use payload::{InflatedPayload, Packed, PayloadError, packed_payload, payload};
pub use pods::PodsOf;
pub use readiness::Readiness;
pub use records::{Listed, Scope, list_records};
pub use request::{Accept, Json, Method, Request};
pub use self_review::{SELF_REVIEW_PATH, who_am_i};
pub use template::Template;
pub use token_request::{Minted, mint_token, minting_right};
pub use token_review::{Identity, ReviewError, review_token};
pub use transport::{Answer, Body, Transport, TransportError, read_to_end};
pub use watch::{RecordEvent, RecordWatch, watch_records};
pub use workloads::{Workload, WorkloadKind, recorded_workloads, workload, workloads_of};
