//! Which revision's objects are in the cluster, as the statuses that helm reads tell.

use std::sync::Arc;

use astern_ledger::{EffectiveRevision, History, Record};
use leptos::prelude::*;

use crate::connection::{Cluster, DetailReader, Details};
use crate::workloads::{RollbackActivity, Workloads, follow_workloads};

/// Returns the revision whose objects are in the cluster. It changes when a payload is read that says another status than its
/// label.
pub fn effective_revision(history: &History, reader: &DetailReader) -> Memo<EffectiveRevision> {
    let details: Vec<(Record, ArcRwSignal<Details>)> = history
        .records()
        .iter()
        .map(|record| (record.clone(), reader.details(record)))
        .collect();
    Memo::new(move |_| {
        let revisions: Vec<_> = details
            .iter()
            .map(|(record, details)| details.with(|details| details.recorded_revision(record)))
            .collect();
        EffectiveRevision::of(&revisions)
    })
}

/// Returns the record whose objects are in the cluster, or were until an uninstall.
pub fn effective_record(history: &History, effective: EffectiveRevision) -> Record {
    let record = effective
        .earlier()
        .and_then(|revision| history.get(revision));
    record.unwrap_or(history.current()).clone()
}

/// Polls the workloads of that revision, also of one that was uninstalled: whether its objects are gone, only the cluster knows.
pub fn follow_effective_workloads(
    cluster: Arc<Cluster>,
    history: History,
    effective: Memo<EffectiveRevision>,
) -> Signal<Option<Workloads>> {
    let followed = Memo::new(move |_| {
        let record = effective_record(&history, effective.get());
        let activity = Signal::stored(RollbackActivity::None);
        follow_workloads(cluster.clone(), record, activity)
    });
    Signal::derive(move || followed.get().get())
}
