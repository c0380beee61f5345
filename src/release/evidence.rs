//! What manifests and the cluster show of the workloads of each revision.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use astern_cluster::{ClusterError, RevisionWorkloads, WorkloadReader, workload_evidence};
use astern_ledger::{History, Record, Release, Revision, WorkloadEvidence};
use leptos::prelude::*;

use crate::browser::{BusyTime, now, spawn_while_shown};
use crate::connection::{Cluster, DetailReader, Details, until_answered};
use crate::workloads::Workloads;

/// Reads the evidence once the payloads of a history are read, and again whenever pods of `workloads` become ready or fail, for
/// as long as the component that calls this is mounted. Until the first time it is being read.
pub fn follow_evidence(
    cluster: Arc<Cluster>,
    history: &History,
    reader: &DetailReader,
    workloads: Signal<Option<Workloads>>,
) -> Signal<WorkloadEvidence> {
    let evidence = RwSignal::new(WorkloadEvidence::BeingRead);
    let details: Vec<(Record, ArcRwSignal<Details>)> = history
        .records()
        .iter()
        .map(|record| (record.clone(), reader.details(record)))
        .collect();
    let loaded = Memo::new(move |_| {
        let states = details.iter().map(|(record, details)| {
            details.with(|details| match details {
                Details::Pending => None,
                Details::Loaded { .. } => Some((record.revision, Some(record.clone()))),
                Details::Unreadable(_) | Details::NotFetched(_) => Some((record.revision, None)),
            })
        });
        states.collect::<Option<Vec<(Revision, Option<Record>)>>>()
    });
    // Until all workloads are known, each of them would be a reason to read everything again.
    let pods = Memo::new(move |_| workloads.with(|all| all.as_ref()?.pod_counts()));
    let recorded: Arc<Mutex<Option<Arc<RecordedEvidence>>>> = Arc::default();
    Effect::new(move |_| {
        let (Some(revisions), Some(_)) = (loaded.get(), pods.get()) else {
            return;
        };
        let (cluster, recorded) = (cluster.clone(), recorded.clone());
        spawn_while_shown(async move {
            let known = lock(&recorded).clone();
            let workloads = match known.filter(|known| known.is_of(&revisions)) {
                Some(known) => known,
                None => {
                    let read = Arc::new(read_manifests(&cluster, &revisions).await);
                    *lock(&recorded) = Some(read.clone());
                    read
                }
            };
            let question = || workloads.read(&cluster);
            // What the cluster does not answer now is asked again; until then the records are all there is.
            let failed = |_| {
                if evidence.with_untracked(|known| *known == WorkloadEvidence::BeingRead) {
                    evidence.set(WorkloadEvidence::none());
                }
            };
            let read = until_answered(question, failed).await;
            evidence.set(read.unwrap_or_else(|_| WorkloadEvidence::none()));
        });
    });
    evidence.into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the manifests of a history, of which these records' payloads were read. One that cannot be read any more shows nothing.
async fn read_manifests(
    cluster: &Cluster,
    revisions: &[(Revision, Option<Record>)],
) -> RecordedEvidence {
    let mut workloads = RecordedEvidence::default();
    for (revision, record) in revisions {
        let release = match record {
            Some(record) => cluster.payloads.get(&cluster.api, record).await.ok(),
            None => None,
        };
        workloads.add(*revision, release.as_deref()).await;
    }
    workloads
}

/// What the manifests of a history ask for, for the evidence.
#[derive(Default)]
pub struct RecordedEvidence(BTreeMap<Revision, Option<RevisionWorkloads>>);

impl RecordedEvidence {
    /// Whether it holds what was read of these revisions.
    fn is_of(&self, revisions: &[(Revision, Option<Record>)]) -> bool {
        revisions.len() == self.0.len()
            && revisions.iter().all(|(revision, record)| {
                let known = self.0.get(revision);
                known.is_some_and(|known| known.is_some() == record.is_some())
            })
    }

    /// Adds a revision; `None` where its payload was not read.
    pub async fn add(&mut self, revision: Revision, release: Option<&Release>) {
        let workloads = match release {
            Some(release) => Some(workloads_of(release).await),
            None => None,
        };
        self.0.insert(revision, workloads);
    }

    /// Reads what the cluster shows of these revisions.
    ///
    /// # Errors
    /// [`ClusterError`] of a read of workloads that failed.
    pub async fn read(&self, cluster: &Cluster) -> Result<WorkloadEvidence, ClusterError> {
        workload_evidence(&cluster.api, &self.0, now()).await
    }
}

async fn workloads_of(release: &Release) -> RevisionWorkloads {
    let mut reader = WorkloadReader::new(release);
    let mut busy = BusyTime::begin();
    while reader.step() {
        busy.yield_if_long().await;
    }
    reader.finish()
}
