//! Records as they are now, followed for as long as a page shows them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, RecordEvent, RecordWatch, Scope, list_records, watch_records};
use astern_ledger::{Driver, InvalidRecord, Record};
use leptos::prelude::*;

use super::{Cluster, Liveness, LivenessSignal};
use crate::browser::{BrowserBody, now, pause, spawn_while_shown, use_tab_shown};

/// How long to wait before asking a cluster again that did not answer.
const RETRY: Duration = Duration::from_secs(5);
/// How often a list is read again where no watch is kept open.
const POLL: Duration = Duration::from_secs(30);

/// Records by namespace and name of the object that holds them.
pub type Records = BTreeMap<(String, String), Result<Record, InvalidRecord>>;

/// What is known of the records in one scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LiveRecords {
    /// The first list is being read.
    Looking {
        /// Records found so far.
        found: usize,
    },
    /// They could not be had, and never were.
    Failed(ClusterError),
    /// As they were when last heard of.
    Known(Records),
}

/// How records are kept up to date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Following {
    /// Over a watch, which takes one of the browser's six connections.
    Watch,
    /// By listing again, for what changes rarely or is one of many.
    Poll,
}

/// Follows the records of a scope while the page is shown and its tab is in front.
pub fn follow(
    cluster: Arc<Cluster>,
    driver: Driver,
    scope: Scope,
    following: Following,
) -> RwSignal<LiveRecords> {
    let records = RwSignal::new(LiveRecords::Looking { found: 0 });
    let shown = use_tab_shown();
    let liveness = use_context();
    Effect::new(move |_| {
        if !shown.get() {
            return;
        }
        let follower = Follower {
            cluster: cluster.clone(),
            driver,
            scope: scope.clone(),
            following,
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
    following: Following,
    records: RwSignal<LiveRecords>,
    liveness: Option<LivenessSignal>,
}

impl Follower {
    async fn run(self) {
        loop {
            match self.list().await {
                Ok(version) => match self.keep_up(version).await {
                    // Too old to go on from: list again at once.
                    ClusterError::Expired => {}
                    error => self.failed(error).await,
                },
                Err(error) => self.failed(error).await,
            }
        }
    }

    async fn list(&self) -> Result<String, ClusterError> {
        let listed = list_records(&self.cluster.api, self.driver, &self.scope, |found| {
            self.records.update(|records| {
                if let LiveRecords::Looking { found: known } = records {
                    *known = found;
                }
            });
        })
        .await?;
        let known = listed
            .records
            .into_iter()
            .map(|record| (key(&record), record))
            .collect();
        let known = LiveRecords::Known(known);
        if self.records.with_untracked(|records| *records != known) {
            self.records.set(known);
        }
        self.say(Liveness::Live);
        Ok(listed.resource_version)
    }

    /// Keeps up until that is no longer possible, and says why.
    async fn keep_up(&self, mut version: String) -> ClusterError {
        if self.following == Following::Poll {
            pause(POLL).await;
            return ClusterError::Expired;
        }
        loop {
            match watch_records(&self.cluster.api, self.driver, &self.scope, &version).await {
                Ok(mut watch) => {
                    if let Err(error) = self.hear(&mut watch).await {
                        return error;
                    }
                    watch.resource_version().clone_into(&mut version);
                }
                Err(error) => return error,
            }
        }
    }

    /// Takes in events until the API server ends the watch.
    async fn hear(&self, watch: &mut RecordWatch<BrowserBody>) -> Result<(), ClusterError> {
        while let Some(event) = watch.next().await? {
            self.say(Liveness::Live);
            let take = |change: &dyn Fn(&mut Records)| {
                self.records.update(|records| {
                    if let LiveRecords::Known(known) = records {
                        change(known);
                    }
                });
            };
            match event {
                RecordEvent::Stored(record) => take(&|known| {
                    known.insert(key(&record), record.clone());
                }),
                RecordEvent::Removed(record) => take(&|known| {
                    known.remove(&key(&record));
                }),
                RecordEvent::Alive => {}
            }
        }
        Ok(())
    }

    /// Keeps what is known, says that it may be old, and waits.
    async fn failed(&self, error: ClusterError) {
        // A refusal is an answer, and asking again soon will not change it.
        let (silent, wait) = match error {
            ClusterError::Unreachable(_) | ClusterError::Refused { .. } => (true, RETRY),
            _ => (false, POLL),
        };
        let said = self.liveness.map(|signal| signal.0.get_untracked());
        match (silent, said) {
            (true, Some(Liveness::Silent(_))) => {}
            (true, _) => self.say(Liveness::Silent(now())),
            (false, _) => self.say(Liveness::Still),
        }
        self.records.update(|records| {
            if !matches!(records, LiveRecords::Known(_)) {
                *records = LiveRecords::Failed(error);
            }
        });
        pause(wait).await;
    }

    fn say(&self, liveness: Liveness) {
        if let Some(signal) = self.liveness
            && signal.0.get_untracked() != liveness
        {
            signal.0.set(liveness);
        }
    }
}

fn key(record: &Result<Record, InvalidRecord>) -> (String, String) {
    match record {
        Ok(record) => (record.namespace.to_string(), record.object.clone()),
        Err(invalid) => (invalid.namespace.clone(), invalid.object.clone()),
    }
}
