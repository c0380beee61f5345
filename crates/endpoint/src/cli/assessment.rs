//! The assessment of a release's history, as the pages make it.

use std::collections::BTreeMap;

use astern_cluster::{PayloadError, RevisionWorkloads, WorkloadReader, workload_evidence};
use astern_ledger::{
    Assessment, PayloadState, PayloadSummary, Record, RecordedRevision, Release, Revision,
    Timestamp, WorkloadEvidence, assess,
};

use crate::backend::Cluster;

/// What is kept of each revision until all are read.
#[derive(Default)]
pub(super) struct AssessmentReader {
    revisions: Vec<RecordedRevision>,
    workloads: BTreeMap<Revision, Option<RevisionWorkloads>>,
}

impl AssessmentReader {
    /// Adds a revision with its payload, or why that was not read.
    pub(super) fn add(&mut self, record: &Record, payload: Result<&Release, &PayloadError>) {
        let state = match payload {
            Ok(release) => PayloadState::Read(PayloadSummary::from(release)),
            Err(PayloadError::Cluster(_)) => PayloadState::NotFetched,
            Err(PayloadError::Empty { .. } | PayloadError::Corrupt { .. }) => {
                PayloadState::Unreadable
            }
        };
        let workloads = payload
            .ok()
            .map(|release| WorkloadReader::new(release).finish());
        self.workloads.insert(record.revision, workloads);
        self.revisions.push(RecordedRevision::new(record, state));
    }

    /// Returns how many revisions were added.
    pub(super) fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Reads what the cluster shows of the workloads, and assesses the history. Where that cannot be read, the records are all
    /// there is.
    pub(super) async fn finish(self, cluster: &Cluster, now: Timestamp) -> Assessment {
        let evidence = workload_evidence(cluster, &self.workloads, now).await;
        let evidence = evidence.unwrap_or_else(|_| WorkloadEvidence::none());
        assess(&self.revisions, &evidence)
    }
}
