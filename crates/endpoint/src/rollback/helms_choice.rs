//! Whether helm will take the records for the same revisions as the page does.
//!
//! Helm finds the records of a release by the labels of their objects, takes the one with the highest revision inside for
//! the current one, and the object with the target's name for the target. So an object that says another revision inside
//! than outside, or that has the labels and another name, can make helm apply and delete what no page shows.

use astern_cluster::{ClusterError, StoredRecord, Transport, record_page};
use astern_ledger::Record;
use astern_protocol::{ErrorCode, RecordChange};

use super::seen_records::changed;
use crate::refusal::Refusal;

/// Why helm's choice cannot be told, or is another one.
pub(super) enum Fault {
    /// The records could not be read.
    Cluster(ClusterError),
    /// It is another one.
    Refused(Refusal),
}

impl From<ClusterError> for Fault {
    fn from(error: ClusterError) -> Self {
        Self::Cluster(error)
    }
}

/// Reads the records of the release as helm will, and checks that it takes these two for the target and the current one.
pub(super) async fn check(
    cluster: &impl Transport,
    target: &Record,
    current: &Record,
) -> Result<(), Fault> {
    let (driver, namespace, release) = (current.driver, &current.namespace, &current.release);
    let mut expected = vec![target, current];
    let mut next = None;
    loop {
        let page = record_page(cluster, driver, namespace, release, next.as_ref()).await?;
        let decoded = tokio::task::spawn_blocking(move || page.decode()).await;
        let decoded = decoded.map_err(|error| ClusterError::Malformed(error.to_string()))?;
        let (records, after) = decoded?;
        for stored in &records {
            let own = [target, current]
                .into_iter()
                .find(|r| r.object == stored.object);
            match own {
                Some(record) => check_own(record, stored),
                None => check_other(current, stored),
            }
            .map_err(Fault::Refused)?;
            expected.retain(|record| record.object != stored.object);
        }
        match after {
            Some(after) => next = Some(after),
            None => break,
        }
    }
    match expected.first() {
        None => Ok(()),
        Some(record) => Err(Fault::Refused(changed(record, RecordChange::Replaced))),
    }
}

/// Checks the record of the target or of the current revision.
fn check_own(record: &Record, stored: &StoredRecord) -> Result<(), Refusal> {
    if stored.version.uid != record.version.uid {
        return Err(changed(record, RecordChange::Replaced));
    }
    if stored.version != record.version {
        return Err(changed(record, RecordChange::Written));
    }
    let reason = match &stored.identity {
        Ok(identity) => match identity.check(record) {
            Ok(()) => return Ok(()),
            Err(other) => other.to_string(),
        },
        Err(error) => error.to_string(),
    };
    let object = &record.object;
    Err(Refusal::new(
        ErrorCode::Invalid,
        format!("The record {object} cannot be rolled back by: {reason}."),
        "Nothing was started. Find out who wrote that record before helm applies it.",
    ))
}

/// Checks another object with the labels of the release: helm must not take it for the current revision.
fn check_other(current: &Record, stored: &StoredRecord) -> Result<(), Refusal> {
    let (object, revision) = (&stored.object, current.revision);
    let message = match &stored.identity {
        Ok(identity) if identity.revision() < i64::from(revision.get()) => return Ok(()),
        Ok(identity) => format!(
            "helm would take {object} for the current revision and not {}: inside it is revision {}.",
            current.object,
            identity.revision()
        ),
        Err(error) if error.is_skipped_by_helm() => return Ok(()),
        Err(error) => format!(
            "helm may take {object} for the current revision and not {}: the record cannot be read, {error}.",
            current.object
        ),
    };
    Err(Refusal::new(
        ErrorCode::Invalid,
        message,
        format!(
            "Nothing was started. Find out who wrote {object}; take its label \"owner\" away, or delete it, and try again."
        ),
    ))
}
