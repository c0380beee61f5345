//! The rollbacks of all clusters that a process serves.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::rollback::{Rollbacks, Run};

/// The rollbacks of all clusters that this process serves.
#[derive(Clone, Debug, Default)]
pub(super) struct RunningRollbacks(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    clusters: Vec<OfCluster>,
    is_closed: bool,
}

#[derive(Debug)]
struct OfCluster {
    name: Option<String>,
    rollbacks: Arc<Rollbacks>,
}

impl RunningRollbacks {
    /// Those of one cluster.
    pub(super) fn of(rollbacks: Arc<Rollbacks>) -> Self {
        let all = Self::default();
        all.add(None, rollbacks);
        all
    }

    /// Adds those of a cluster, whose name is said where there are several.
    pub(super) fn add(&self, name: Option<&str>, rollbacks: Arc<Rollbacks>) {
        let mut state = self.state();
        if state.is_closed {
            rollbacks.close();
        }
        state.clusters.push(OfCluster {
            name: name.map(str::to_owned),
            rollbacks,
        });
    }

    /// Refuses every later rollback, because the process is about to end.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        for cluster in &state.clusters {
            cluster.rollbacks.close();
        }
    }

    /// Returns the rollbacks that have not ended, each with its release in words.
    pub(super) fn running(&self) -> Vec<(String, Arc<Run>)> {
        let state = self.state();
        let has_several = state.clusters.len() > 1;
        let described = |cluster: &OfCluster, run: Arc<Run>| {
            let request = run.request();
            let release = format!("{}/{}", request.namespace, request.release);
            match &cluster.name {
                Some(name) if has_several => (format!("{release} on {name}"), run),
                _ => (release, run),
            }
        };
        let clusters = state.clusters.iter();
        clusters
            .flat_map(|cluster| {
                let running = cluster.rollbacks.running().into_iter();
                running.map(move |run| described(cluster, run))
            })
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
