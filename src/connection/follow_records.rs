//! Lists the records of a scope and keeps the list up to date for as long as a page shows it.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{
    ClusterError, RecordEvent, RecordWatch, Scope, TemporaryFailure, list_records, watch_records,
};
use astern_ledger::{Driver, InvalidRecord, Record};
use futures_util::future::{Either, select};
use leptos::prelude::*;

use super::cluster::Cluster;
use super::liveness::{Liveness, LivenessSignal};
use super::read_again::ReadAgain;
use crate::browser::{BrowserBody, now, pause, spawn_while_shown, track_waking, use_tab_shown};

/// How long to wait before the next request to a cluster that did not answer.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);
/// How long a watch may be silent before the list is read again. An API server sends a bookmark about once a minute, so the
/// connection of a watch that is silent for longer is most likely dead.
const WATCH_SILENCE: Duration = Duration::from_secs(150);
/// How often a list is read again where no watch is kept open.
const POLL_INTERVAL: Duration = Duration::from_secs(30);

/// Records by namespace and name of the object that holds them.
pub type Records = BTreeMap<(String, String), Result<Record, InvalidRecord>>;

/// The records in one scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LiveRecords {
    /// The first list is being read.
    Listing {
        /// The number of records so far.
        found: usize,
    },
    /// The list cannot be read, and never was.
    Failed(ClusterError),
    /// The records at the time of the last answer.
    Listed(Records),
}

/// How a list is kept up to date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UpdateMode {
    /// By a watch, which takes one of the browser's six connections to an address.
    Watch,
    /// By listing again, for lists that change rarely or are many.
    Poll,
}

/// Follows the records of a scope while the page is shown and its tab is visible.
pub fn follow_records(
    cluster: Arc<Cluster>,
    driver: Driver,
    scope: Scope,
    mode: UpdateMode,
) -> RwSignal<LiveRecords> {
    let records = RwSignal::new(LiveRecords::Listing { found: 0 });
    let shown = use_tab_shown();
    let liveness = use_context();
    let again = ReadAgain::use_context();
    Effect::new(move |_| {
        again.track();
        track_waking();
        if !shown.get() {
            return;
        }
        let follower = Follower {
            cluster: cluster.clone(),
            driver,
            scope: scope.clone(),
            mode,
            records,
            liveness,
        };
        spawn_while_shown(async move { follower.run().await });
    });
    records
}

struct Follower {
    cluster: Arc<Cluster>,
    driver: Driver,
    scope: Scope,
    mode: UpdateMode,
    records: RwSignal<LiveRecords>,
    liveness: Option<LivenessSignal>,
}

impl Follower {
    async fn run(self) {
        loop {
            match self.list().await {
                Ok(version) => match self.follow(version).await {
                    // The resource version is too old to continue from: list again at once.
                    ClusterError::Expired => {}
                    error => self.report_failure(error).await,
                },
                Err(error) => self.report_failure(error).await,
            }
        }
    }

    async fn list(&self) -> Result<String, ClusterError> {
        let listed = list_records(&self.cluster.api, self.driver, &self.scope, |found| {
            self.records.update(|records| {
                if let LiveRecords::Listing { found: so_far } = records {
                    *so_far = found;
                }
            });
        })
        .await?;
        let records = listed
            .records
            .into_iter()
            .map(|record| (key(&record), record))
            .collect();
        let records = LiveRecords::Listed(records);
        if self.records.with_untracked(|current| *current != records) {
            self.records.set(records);
        }
        self.set_liveness(Liveness::Live);
        Ok(listed.resource_version)
    }

    /// Follows changes from a resource version until that fails, and returns why.
    async fn follow(&self, mut version: String) -> ClusterError {
        if self.mode == UpdateMode::Poll {
            pause(POLL_INTERVAL).await;
            return ClusterError::Expired;
        }
        loop {
            let opening = watch_records(&self.cluster.api, self.driver, &self.scope, &version);
            // kubectl proxy passes on the head of a watch with its first event.
            let opened = in_time(opening).await.and_then(|opened| opened);
            match opened {
                Ok(mut watch) => {
                    if let Err(error) = self.apply_events(&mut watch).await {
                        return error;
                    }
                    watch.resource_version().clone_into(&mut version);
                }
                Err(error) => return error,
            }
        }
    }

    /// Applies events until the API server ends the watch.
    async fn apply_events(&self, watch: &mut RecordWatch<BrowserBody>) -> Result<(), ClusterError> {
        while let Some(event) = in_time(watch.next()).await?? {
            self.set_liveness(Liveness::Live);
            let update = |change: &dyn Fn(&mut Records)| {
                self.records.update(|records| {
                    if let LiveRecords::Listed(listed) = records {
                        change(listed);
                    }
                });
            };
            match event {
                RecordEvent::Stored(record) => update(&|listed| {
                    listed.insert(key(&record), record.clone());
                }),
                RecordEvent::Removed(record) => update(&|listed| {
                    listed.remove(&key(&record));
                }),
                RecordEvent::Alive => {}
            }
        }
        Ok(())
    }

    /// Keeps the records of the last answer, reports that they may be out of date, and waits.
    async fn report_failure(&self, error: ClusterError) {
        // A refusal is an answer, and repeating the request soon does not change it.
        let (failure, wait) = match &error {
            ClusterError::Refused { .. } => (Some(TemporaryFailure::Unavailable), RETRY_INTERVAL),
            error => match error.temporary() {
                Some(failure) => (
                    Some(failure),
                    RETRY_INTERVAL.max(error.retry_after().unwrap_or_default()),
                ),
                None => (None, POLL_INTERVAL),
            },
        };
        let since = match self.liveness.map(|signal| signal.0.get_untracked()) {
            Some(Liveness::Failing { since, .. }) => since,
            _ => now(),
        };
        match failure {
            Some(failure) => self.set_liveness(Liveness::Failing { since, failure }),
            // A list that never was one leaves the liveness to the lists that the page shows.
            None if self
                .records
                .with_untracked(|r| matches!(r, LiveRecords::Listed(_))) =>
            {
                self.set_liveness(Liveness::NotFollowed);
            }
            None => {}
        }
        self.records.update(|records| {
            if !matches!(records, LiveRecords::Listed(_)) {
                *records = LiveRecords::Failed(error);
            }
        });
        pause(wait).await;
    }

    fn set_liveness(&self, liveness: Liveness) {
        if let Some(signal) = self.liveness
            && signal.0.get_untracked() != liveness
        {
            signal.0.set(liveness);
        }
    }
}

/// Waits for the next event of a watch.
///
/// # Errors
/// [`ClusterError::Expired`] when it is silent, so that the list is read again.
async fn in_time<T>(next: impl Future<Output = T>) -> Result<T, ClusterError> {
    match select(pin!(next), pin!(pause(WATCH_SILENCE))).await {
        Either::Left((event, _)) => Ok(event),
        Either::Right(((), _)) => Err(ClusterError::Expired),
    }
}

fn key(record: &Result<Record, InvalidRecord>) -> (String, String) {
    match record {
        Ok(record) => (record.namespace.to_string(), record.object.clone()),
        Err(invalid) => (invalid.namespace.clone(), invalid.object.clone()),
    }
}
