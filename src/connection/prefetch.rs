//! Fetching a payload before its record has been listed.

use std::sync::Arc;

use astern_ledger::{Namespace, Record, ReleaseName, Revision};

use super::cluster::Cluster;
use super::payload_cache::RecordObject;

/// Starts to fetch a revision before its record has been listed, which saves a page that is about to need it a round trip.
///
/// What it fetches is used only for a record that is then listed with the same UID and resource version. Helm keeps records
/// in Secrets by default; where it does not, the request finds nothing, and no error is shown.
pub fn prefetch_payload(
    cluster: &Arc<Cluster>,
    namespace: &Namespace,
    release: &ReleaseName,
    revision: Revision,
) {
    let expected = Record::expected(namespace.clone(), release.clone(), revision);
    let object = RecordObject::of(&expected);
    if cluster.payloads.has_any(&object) {
        return;
    }
    let fetch = {
        let (cluster, object) = (cluster.clone(), object.clone());
        async move {
            // Whoever needs it fetches it again and reports the error.
            let _ = cluster.payloads.fetch(&cluster.api, &expected).await;
            cluster.payloads.end_prefetch(&object);
        }
    };
    cluster.payloads.start_prefetch(object, fetch);
}
