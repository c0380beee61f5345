//! The payload of one revision, which is read until it is there or known to be damaged.

use std::sync::Arc;

use astern_cluster::PayloadError;
use astern_ledger::{Record, Release};
use leptos::prelude::*;

use super::cluster::Cluster;
use super::query_state::{Answer, QueryState, ask};

/// Reads a payload, for as long as the component that calls this is mounted.
pub fn ask_for_payload(
    cluster: Arc<Cluster>,
    record: Record,
) -> RwSignal<QueryState<Arc<Release>, Arc<PayloadError>>> {
    ask(Answer::Final, move || {
        let (cluster, record) = (cluster.clone(), record.clone());
        async move { cluster.payloads.get(&cluster.api, &record).await }
    })
}
