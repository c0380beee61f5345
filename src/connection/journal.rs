//! The journal beside a release, read with the person's own rights.

use astern_cluster::{ClusterError, config_map};
use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{JOURNAL_NAME, Journal};

use super::Cluster;

/// The rollbacks of a release that are kept, newest first; none where there is no journal.
///
/// # Errors
/// [`ClusterError`]; most often whoever reads the release may not read ConfigMaps.
pub async fn read_journal(
    cluster: &Cluster,
    namespace: &Namespace,
    release: &ReleaseName,
) -> Result<Journal, ClusterError> {
    let there = config_map(&cluster.api, namespace, JOURNAL_NAME).await?;
    let data = there.iter().flat_map(|there| there.data());
    let mut journal = Journal::read(namespace.clone(), data);
    let ours = |rollback: &astern_protocol::StartRollback| rollback.release == *release;
    journal.entries.retain(|entry| ours(&entry.rollback));
    Ok(journal)
}
