//! `astern history [NAMESPACE/]RELEASE`.

mod output;
mod rows;
#[cfg(test)]
mod tests;

use std::time::SystemTime;

use astern_ledger::{Release, Timestamp};
use astern_masking::Masking;
use astern_wording::{HeadlineTimes, other_driver_note, release_headline, revision_change};
use futures_util::{StreamExt as _, stream};

use self::output::{json, text};
use self::rows::{PayloadColumns, Row, add_assessment, row};
use super::arguments::OutputFormat;
use super::assessment::AssessmentReader;
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
    let read = read_history(&reader).await;
    let invalid = reader.found().invalid.clone();
    let other = reader.other_drivers_history().await;
    reader.close().await;
    let ReadHistory { rows, headline } = read?;
    if let Some(other) = other {
        stderr::write_line(format_args!("{}", other_driver_note(&other)));
    }
    let printed = match format {
        OutputFormat::Text => print(
            &text(&rows, &headline, &invalid),
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

/// The rows, and what follows from all of them.
struct ReadHistory {
    rows: Vec<Row>,
    /// The state of the newest revision, and which one to go back to.
    headline: String,
}

async fn read_history(reader: &ReleaseReader) -> Result<ReadHistory, CommandError> {
    let records = reader.found().history.records();
    let mut payloads = stream::iter(records)
        .map(|record| async move { (record, reader.payload(record).await) })
        .buffered(CONCURRENT_PAYLOADS);
    let mut rows = Vec::with_capacity(records.len());
    let mut assessing = AssessmentReader::default();
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let masking = Masking::new(key);
    let mut newer: Option<Release> = None;
    while let Some((record, payload)) = payloads.next().await {
        if let (Some(newer), Ok(older), Some(row)) = (&newer, &payload, rows.last_mut())
            && assessing.len() <= MAX_COMPARED
        {
            let row: &mut Row = row;
            let comparison = astern_compare::compare(older, newer, &masking);
            row.changed = Some(revision_change(&comparison));
            tokio::task::yield_now().await;
        }
        assessing.add(record, payload.as_ref());
        newer = payload.as_ref().ok().cloned();
        rows.push(row(record, payload)?);
    }
    let now = Timestamp::from(SystemTime::now());
    let assessment = assessing.finish(reader.cluster(), now).await;
    add_assessment(&mut rows, &assessment, now);
    let headline = rows.first().map(|newest: &Row| {
        let times = HeadlineTimes {
            began: newest.updated,
            deleted: newest.deleted,
            now,
        };
        release_headline(&assessment, &newest.status, &times)
    });
    Ok(ReadHistory {
        rows,
        headline: headline.unwrap_or_default(),
    })
}
