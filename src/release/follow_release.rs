//! Following the history of one release.

use std::sync::Arc;

use astern_cluster::{ClusterError, FindError, FoundRelease, Scope, find_release};
use astern_ledger::{History, Namespace, ReleaseName};
use leptos::prelude::*;

use crate::browser::spawn_while_shown;
use crate::components::PageError;
use crate::connection::{Cluster, LiveRecords, UpdateMode, follow_records, until_answered};

/// The state of the release that the page is about.
#[derive(Clone, PartialEq, Debug)]
pub enum ReleaseState {
    /// The records are being listed.
    Listing,
    /// The records cannot be listed.
    Failed(PageError),
    /// There is no release of that name in the namespace.
    NotFound(FindError),
    /// The history of the release, and its records that name no revision.
    Found(FoundRelease),
}

/// Follows the release's records in the objects of the person's storage driver, or in those of the other one where that has none
/// of them, or may not be read.
pub fn follow_release(
    cluster: &Arc<Cluster>,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Memo<ReleaseState> {
    let scope = Scope {
        namespace: Some(namespace.clone()),
        release: Some(release.clone()),
    };
    let driver = cluster.helm_settings().driver;
    let records = RwSignal::new(follow_records(
        cluster.clone(),
        driver,
        scope.clone(),
        UpdateMode::Watch,
    ));
    let not_found = RwSignal::new(None);
    let (cluster, namespace, release) = (cluster.clone(), namespace.clone(), release.clone());
    let owner = Owner::current();
    Effect::new(move |was_searched: Option<bool>| {
        let has_none = records.get().with(|records| match records {
            LiveRecords::Listed(records) => records.values().all(Result::is_err),
            LiveRecords::Failed(error) => matches!(error, ClusterError::Forbidden(_)),
            LiveRecords::Listing { .. } => false,
        });
        if !has_none || was_searched == Some(true) {
            return was_searched.unwrap_or_default();
        }
        let (cluster, scope) = (cluster.clone(), scope.clone());
        let (namespace, release) = (namespace.clone(), release.clone());
        let Some(page) = owner.clone() else {
            return true;
        };
        let owner = page.clone();
        let search = async move {
            let find = || find_release(&cluster.api, driver, &namespace, &release);
            match until_answered(find, |error| not_found.set(Some(error))).await {
                Err(error) => not_found.set(Some(error)),
                Ok(found) => {
                    let driver = found.history.current().driver;
                    let follow =
                        || follow_records(cluster.clone(), driver, scope, UpdateMode::Watch);
                    records.set(owner.with(follow));
                }
            }
        };
        // For as long as the page is shown: the next run of this effect does not end it.
        page.with(|| spawn_while_shown(search));
        true
    });
    Memo::new(move |_| match records.get().get() {
        LiveRecords::Listing { .. } => ReleaseState::Listing,
        LiveRecords::Failed(error) => ReleaseState::Failed(PageError::from(&error)),
        LiveRecords::Listed(records) => {
            let (valid, invalid): (Vec<_>, Vec<_>) =
                records.into_values().partition(|record| record.is_ok());
            let history = History::new(valid.into_iter().flatten().collect());
            let invalid = invalid.into_iter().filter_map(Result::err).collect();
            match (history, not_found.get()) {
                (Some(history), _) => ReleaseState::Found(FoundRelease { history, invalid }),
                (None, Some(error)) => ReleaseState::NotFound(error),
                (None, None) => ReleaseState::Listing,
            }
        }
    })
}
