//! One release's records, wherever Helm keeps them.

use astern_cluster::{ClusterError, Driver, Scope, Transport, list_records};
use astern_ledger::{History, Namespace, ReleaseName};

/// What the ledger has of one release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Where its records are.
    pub driver: Driver,
    /// The records.
    pub history: History,
}

/// Lists a release's records by metadata: as Secrets, and where there are none, as ConfigMaps.
///
/// # Errors
/// [`ClusterError`] when the Secrets may not be listed. Being refused the ConfigMaps as well is
/// what most people's rights are like, and means that there are none to be seen.
pub async fn release(
    cluster: &impl Transport,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Result<Option<Found>, ClusterError> {
    let scope = Scope {
        namespace: Some(namespace.clone()),
        release: Some(release.clone()),
    };
    for driver in [Driver::Secret, Driver::ConfigMap] {
        let listed = match (driver, list_records(cluster, driver, &scope, |_| ()).await) {
            (Driver::ConfigMap, Err(ClusterError::Forbidden(_))) => return Ok(None),
            (_, listed) => listed?,
        };
        // A record whose labels name no revision is not one that can be gone back to.
        let records = listed.records.into_iter().filter_map(Result::ok).collect();
        if let Some(history) = History::new(records) {
            return Ok(Some(Found { driver, history }));
        }
    }
    Ok(None)
}

/// The namespaces that have a release of this name; none where listing everywhere is refused.
pub async fn elsewhere(cluster: &impl Transport, release: &ReleaseName) -> Vec<Namespace> {
    let scope = Scope {
        namespace: None,
        release: Some(release.clone()),
    };
    let mut namespaces = Vec::new();
    for driver in [Driver::Secret, Driver::ConfigMap] {
        if let Ok(listed) = list_records(cluster, driver, &scope, |_| ()).await {
            let records = listed.records.into_iter().filter_map(Result::ok);
            namespaces.extend(records.map(|record| record.namespace));
        }
    }
    namespaces.sort();
    namespaces.dedup();
    namespaces
}
