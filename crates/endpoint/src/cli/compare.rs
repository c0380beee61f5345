//! `astern compare NAMESPACE/RELEASE 9..10`.

mod told;

use astern_cluster::PayloadError;
use astern_compare::{Comparison, Masking};
use astern_ledger::{Record, Release};

use super::Failure;
use super::arguments::Form;
use super::output::print;
use super::reading::Reading;
use super::release_path::{ReleasePath, Span};
use crate::kubectl::Access;

/// Prints what two revisions differ in. It costs the metadata list and two payloads.
pub(super) async fn compare(
    access: Access,
    path: ReleasePath,
    span: Span,
    form: Form,
) -> Result<(), Failure> {
    let reading = Reading::begin(access, path).await?;
    let releases = both(&reading, span).await;
    reading.end().await;
    let (from, to) = releases?;
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let comparison = astern_compare::compare(&from, &to, &Masking::new(key));
    print(&text(&comparison, form)?)
}

async fn both(reading: &Reading, span: Span) -> Result<(Release, Release), Failure> {
    let (from, to) = (reading.record(span.from)?, reading.record(span.to)?);
    let (from, to) = tokio::join!(read(reading, from), read(reading, to));
    Ok((from?, to?))
}

async fn read(reading: &Reading, record: &Record) -> Result<Release, Failure> {
    reading.payload(record).await.map_err(|error| match error {
        PayloadError::Cluster(error) => Failure::Cluster(error),
        error => Failure::Payload(error),
    })
}

fn text(comparison: &Comparison, form: Form) -> Result<String, Failure> {
    Ok(match form {
        Form::Text => told::tell(comparison),
        Form::Json => {
            let json = serde_json::to_string_pretty(comparison).map_err(Failure::json)?;
            format!("{json}\n")
        }
    })
}
