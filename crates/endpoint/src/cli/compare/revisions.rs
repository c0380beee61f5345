//! Comparing two revisions.

use std::time::SystemTime;

use astern_cluster::PayloadError;
use astern_compare::{ComparisonBuilder, Step};
use astern_ledger::{Record, Release, Revision, Timestamp};
use astern_masking::Masking;

use super::diagnosis::diagnosis;
use super::result::ComparisonResult;
use crate::cli::release_reader::ReleaseReader;
use crate::error::CommandError;

/// Reads both payloads, compares them, and finds out why the newer one does not run where it is the current one.
pub(super) async fn compare_revisions(
    reader: &ReleaseReader,
    from: Revision,
    to: Revision,
    masking: &Masking,
) -> Result<ComparisonResult, CommandError> {
    let (from, to) = (reader.record(from)?, reader.record(to)?);
    let (from, to) = tokio::join!(read_payload(reader, from), read_payload(reader, to));
    let (from, to) = (from?, to?);
    let mut builder = ComparisonBuilder::new(&from, &to, masking);
    run_steps(|| builder.step()).await;
    let comparison = Box::new(builder.finish());
    let (cluster, history) = (reader.cluster(), &reader.found().history);
    let now = Timestamp::from(SystemTime::now());
    let diagnosis = diagnosis(cluster, history, &to, &comparison, now).await;
    Ok(ComparisonResult::Revisions {
        comparison,
        diagnosis,
    })
}

/// Runs a comparison to its end. Yields after each step, so that a signal can interrupt it.
pub(super) async fn run_steps(mut step: impl FnMut() -> Step) {
    while step() == Step::More {
        tokio::task::yield_now().await;
    }
}

/// Reads the payload of a revision.
pub(super) async fn read_payload(
    reader: &ReleaseReader,
    record: &Record,
) -> Result<Release, CommandError> {
    reader.payload(record).await.map_err(|error| match error {
        PayloadError::Cluster(error) => CommandError::Cluster(error),
        error => CommandError::Payload(error),
    })
}
