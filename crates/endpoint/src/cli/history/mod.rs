//! `astern history [NAMESPACE/]RELEASE`.

mod output;
mod rows;
#[cfg(test)]
mod tests;

use std::time::SystemTime;

use astern_ledger::{RecordedRevision, Release, Timestamp};
use astern_masking::Masking;
use astern_wording::{other_driver_note, revision_change};
use futures_util::{StreamExt as _, stream};

use self::output::{json, text};
use self::rows::{PayloadColumns, Row, add_times, payload_state, row};
use super::arguments::OutputFormat;
use super::release_path::ReleasePath;
use super::release_reader::ReleaseReader;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::CommandError;
use crate::stderr;
use crate::stdout::{OutputKind, print};

/// How many payloads are fetched at a time. Each may be half a megabyte.
const CONCURRENT_PAYLOADS: usize = 4;

/// The most revisions that are compared with the one before.
const MAX_COMPARED: usize = 50;

/// Prints every recorded revision, newest first.
///
/// # Errors
/// Also after the revisions are printed, when some could not be read.
pub(super) async fn history(
    kubectl: KubectlOptions,
    path: ReleasePath,
    format: OutputFormat,
) -> Result<(), CommandError> {
    let reader = ReleaseReader::open(kubectl, path).await?;
    let rows = rows(&reader).await;
    let invalid = reader.found().invalid.clone();
    let other = reader.other_drivers_history().await;
    reader.close().await;
    let rows = rows?;
    if let Some(other) = other {
        stderr::write_line(format_args!("{}", other_driver_note(&other)));
    }
    let printed = match format {
        OutputFormat::Text => print(
            &text(&rows, &invalid),
            OutputKind::Lines {
                colored_indents: &[],
            },
        ),
        OutputFormat::Json => print(&json(&rows, &invalid)?, OutputKind::Json),
    };
    printed.map_err(CommandError::Io)?;
    let not_read = rows.into_iter().find_map(|row| match row.payload {
        PayloadColumns::NotRead { error, .. } => Some(error),
        PayloadColumns::Read { .. } | PayloadColumns::Unreadable { .. } => None,
    });
    not_read.map_or(Ok(()), |error| Err(error.into()))
}

async fn rows(reader: &ReleaseReader) -> Result<Vec<Row>, CommandError> {
    let records = reader.found().history.records();
    let mut payloads = stream::iter(records)
        .map(|record| async move { (record, reader.payload(record).await) })
        .buffered(CONCURRENT_PAYLOADS);
    let mut rows = Vec::with_capacity(records.len());
    let mut revisions = Vec::with_capacity(records.len());
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let masking = Masking::new(key);
    let mut newer: Option<Release> = None;
    while let Some((record, payload)) = payloads.next().await {
        if let (Some(newer), Ok(older), Some(row)) = (&newer, &payload, rows.last_mut())
            && revisions.len() <= MAX_COMPARED
        {
            let row: &mut Row = row;
            let comparison = astern_compare::compare(older, newer, &masking);
            row.changed = Some(revision_change(&comparison));
            tokio::task::yield_now().await;
        }
        revisions.push(RecordedRevision::new(record, payload_state(&payload)));
        newer = payload.as_ref().ok().cloned();
        rows.push(row(record, payload)?);
    }
    add_times(&mut rows, &revisions, Timestamp::from(SystemTime::now()));
    Ok(rows)
}
