//! The history of one release, as it is now.

use std::sync::Arc;

use astern_cluster::{FindError, Scope, find_release};
use astern_ledger::{Driver, History, Namespace, ReleaseName};
use leptos::prelude::*;

use crate::browser::spawn_while_shown;
use crate::components::PageError;
use crate::connection::{Cluster, LiveRecords, UpdateMode, follow_records};

/// How far the page has come.
#[derive(Clone, PartialEq, Debug)]
pub enum State {
    /// The records are being listed.
    Looking,
    /// They cannot be had.
    Failed(PageError),
    /// There is none of that name here.
    Missing(FindError),
    /// This is its history.
    Known(History),
}

/// Follows the release's Secrets, or its ConfigMaps where it has no Secrets.
pub fn follow_release(
    cluster: &Arc<Cluster>,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Memo<State> {
    let scope = Scope {
        namespace: Some(namespace.clone()),
        release: Some(release.clone()),
    };
    let records = RwSignal::new(follow_records(
        cluster.clone(),
        Driver::Secret,
        scope.clone(),
        UpdateMode::Watch,
    ));
    let missing = RwSignal::new(None);
    let (cluster, namespace, release) = (cluster.clone(), namespace.clone(), release.clone());
    let owner = Owner::current();
    Effect::new(move |asked: Option<bool>| {
        let empty = records
            .get()
            .with(|r| matches!(r, LiveRecords::Listed(k) if k.values().all(Result::is_err)));
        if !empty || asked == Some(true) {
            return asked.unwrap_or_default();
        }
        let (cluster, scope) = (cluster.clone(), scope.clone());
        let (namespace, release, owner) = (namespace.clone(), release.clone(), owner.clone());
        spawn_while_shown(async move {
            match find_release(&cluster.api, &namespace, &release).await {
                Err(error) => missing.set(Some(error)),
                Ok(found) => {
                    let driver = found.history.current().driver;
                    let begin =
                        || follow_records(cluster.clone(), driver, scope, UpdateMode::Watch);
                    if let Some(live) = owner.map(|owner| owner.with(begin)) {
                        records.set(live);
                    }
                }
            }
        });
        true
    });
    Memo::new(move |_| match records.get().get() {
        LiveRecords::Listing { .. } => State::Looking,
        LiveRecords::Failed(error) => State::Failed(PageError::from(&error)),
        LiveRecords::Listed(records) => {
            match (
                History::new(records.into_values().flatten().collect()),
                missing.get(),
            ) {
                (Some(history), _) => State::Known(history),
                (None, Some(error)) => State::Missing(error),
                (None, None) => State::Looking,
            }
        }
    })
}
