//! The evidence of all revisions of a release.

use std::collections::BTreeMap;

use astern_ledger::{Revision, RevisionEvidence, Timestamp, WorkloadEvidence};
use futures_util::{StreamExt as _, stream};

use super::pods_seen::pods_seen;
use super::revision_workloads::{ObservedMaker, RevisionWorkloads};
use super::seen_templates::{SeenTemplate, seen_templates};
use super::without_pods::without_pods;
use crate::{ClusterError, Transport};

/// The most workloads of a release whose pods are looked at. Each takes two reads.
const MAX_WORKLOADS: usize = 20;

/// How many of them are read at the same time.
const CONCURRENT_READS: usize = 4;

/// Reads what the cluster shows of the workloads of revisions, and returns it with what their manifests ask for. `revisions` are
/// all that are recorded, with `None` for those whose payloads were not read. What may not be read shows nothing.
///
/// # Errors
/// [`ClusterError`] of a read that failed otherwise.
pub async fn workload_evidence<T: Transport>(
    transport: &T,
    revisions: &BTreeMap<Revision, Option<RevisionWorkloads>>,
    now: Timestamp,
) -> Result<WorkloadEvidence, ClusterError> {
    let mut observed: Vec<(&[String; 3], &ObservedMaker)> = Vec::new();
    let read = revisions.values().rev().flatten();
    for maker in read.flat_map(|revision| &revision.0) {
        let is_known = observed.iter().any(|(key, _)| **key == maker.key);
        if let (Some(found), false) = (&maker.observed, is_known) {
            observed.push((&maker.key, found));
        }
    }
    let reads = observed.into_iter().take(MAX_WORKLOADS);
    let mut reads = stream::iter(reads)
        .map(|(key, maker)| async move { (key, seen_templates(transport, maker).await) })
        .buffer_unordered(CONCURRENT_READS);
    let mut seen: BTreeMap<&[String; 3], Vec<SeenTemplate>> = BTreeMap::new();
    while let Some((key, templates)) = reads.next().await {
        seen.insert(key, templates?);
    }
    let current = revisions.values().next_back().and_then(Option::as_ref);
    let mut earlier: Vec<Option<&RevisionWorkloads>> = Vec::new();
    let mut evidence = BTreeMap::new();
    for (revision, own) in revisions {
        if let Some(own) = own {
            let known = RevisionEvidence {
                without_pods: without_pods(own, &earlier, current),
                pods: pods_seen(
                    own,
                    current,
                    |maker| seen.get(&maker.key).map_or(&[], Vec::as_slice),
                    now,
                ),
            };
            evidence.insert(*revision, known);
        }
        earlier.push(own.as_ref());
    }
    Ok(WorkloadEvidence::Read(evidence))
}
