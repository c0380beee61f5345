//! The history of one release, kept up to date.

use std::sync::Arc;

use astern_cluster::Scope;
use astern_ledger::{History, Record};
use leptos::prelude::*;

use super::cluster::Cluster;
use super::follow_records::{LiveRecords, UpdateMode, follow_records};

/// Follows the records of a record's release; `None` until they are known.
pub fn follow_history(cluster: Arc<Cluster>, record: &Record) -> Memo<Option<History>> {
    let scope = Scope {
        namespace: Some(record.namespace.clone()),
        release: Some(record.release.clone()),
    };
    let records = follow_records(cluster, record.driver, scope, UpdateMode::Watch);
    Memo::new(move |_| match records.get() {
        LiveRecords::Listed(records) => History::new(records.into_values().flatten().collect()),
        LiveRecords::Listing { .. } | LiveRecords::Failed(_) => None,
    })
}
