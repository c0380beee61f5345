//! The journal of rollbacks in the release's namespace, read with the person's own rights.

use astern_cluster::{ClusterError, config_map};
use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{JOURNAL_NAME, Journal};

use super::cluster::Cluster;

/// Reads the recorded rollbacks of a release, newest first. Without a journal there are none.
///
/// # Errors
/// [`ClusterError`]; most often the person may read the release and may not read ConfigMaps.
pub async fn read_journal(
    cluster: &Cluster,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Result<Journal, ClusterError> {
    let config_map = config_map(&cluster.api, namespace, JOURNAL_NAME).await?;
    let data = config_map.iter().flat_map(|config_map| config_map.data());
    let mut journal = Journal::read(namespace.clone(), data);
    let entries = &mut journal.entries;
    entries.retain(|entry| entry.rollback.release == *release);
    Ok(journal)
}
