//! Kubernetes requests and responses without input or output, and the functions that read a cluster with them.
//!
//! A [`Request`] is sent by an implementation of [`Transport`]: the browser's `fetch`, or a socket on the host. Paging,
//! watching, status codes and missing rights are handled here, the same for both.

mod access;
mod access_review;
mod config_map;
mod container_log;
mod definitions;
mod discovery;
mod error;
mod event;
mod evidence;
mod exchange;
mod helm_wait;
mod hooks;
mod identity;
mod installation;
mod live;
mod object_meta;
mod older_pods;
mod payload;
mod pod;
mod pod_problem;
mod pod_template;
mod pods;
mod readiness;
mod readiness_problem;
mod readiness_problems;
mod records;
mod release_lookup;
mod request;
mod retry;
mod rollout;
mod self_review;
mod stored_identities;
mod template_comparison;
mod template_defaults;
mod terminating_pods;
mod token_request;
mod token_review;
mod transport;
mod warning_events;
mod watch;
mod workload_kind;
mod workloads;

pub use astern_ledger::Driver;

pub use access::{Right, Verb};
pub use access_review::{ACCESS_REVIEW_PATH, Permission, review_access};
pub use config_map::{ConfigMap, config_map, write_config_map};
pub use container_log::last_log_lines;
pub use definitions::{ClusterDefinition, cluster_definitions};
pub use discovery::{ServerVersion, base_candidates, server_version};
pub use error::{ClusterError, Refusal, is_anonymous};
pub use event::{Event, EventKind, write_event};
pub use evidence::{RevisionWorkloads, WorkloadReader, workload_evidence};
pub use exchange::{fetch, fetch_once};
pub use helm_wait::{HelmWaiter, ObjectCondition, Unmet, WaitedObject, WaitedObjects, WaitedState};
pub use hooks::{
    HookObject, HookTime, RollbackHook, UninstallHook, rollback_hooks, uninstall_hook,
};
pub use identity::{ClusterId, cluster_id, namespace_uid};
pub use installation::{Installation, Installations, find_installations};
pub use live::{LiveObject, Unavailable, UnservedKind, live_objects, unserved_kinds};
pub use payload::{EncodedPayload, InflatedPayload, PayloadError, encoded_payload, payload};
pub use pod_template::PodTemplate;
pub use pods::PodSelector;
pub use readiness::Readiness;
pub use readiness_problem::{
    Ended, NotReplaced, ProblemCause, ReadinessProblem, SeenIn, Terminating,
};
pub use readiness_problems::{ReadinessProblems, readiness_problems};
pub use records::{RecordList, Scope, list_records};
pub use release_lookup::{
    FindError, FoundRelease, OtherNamespaces, find_release, other_drivers_history,
};
pub use request::{Accept, Effect, Json, Method, Request};
pub use retry::{NextStep, RetryBudget, TemporaryFailure, parse_retry_after, wait_until_reread};
pub use rollout::{Rollout, RolloutOrder};
pub use self_review::{SELF_REVIEW_PATH, authenticated_user};
pub use stored_identities::{NextPage, RecordPage, StoredRecord, record_page};
pub use token_request::{MintedToken, mint_token, minting_right};
pub use token_review::{Identity, ReviewError, review_token};
pub use transport::{Body, Response, Transport, TransportError, read_to_end};
pub use watch::{RecordEvent, RecordWatch, watch_records};
pub use workload_kind::WorkloadKind;
pub use workloads::{
    Lifetime, RecordedWorkload, RecordedWorkloads, Workload, recorded_workloads, workload,
};
