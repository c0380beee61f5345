//! `astern history NAMESPACE/RELEASE`.

use std::fmt::Write as _;

use astern_cluster::PayloadError;
use astern_ledger::{Record, Release, Revision, Status, Timestamp};
use astern_masking::Masked;
use futures_util::{StreamExt as _, stream};
use serde::Serialize;

use super::arguments::Form;
use super::release_path::ReleasePath;
use super::release_reader::Reading;
use super::stdout::print;
use super::table::Table;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::Failure;
use crate::redact_output::redact_output;
use crate::truncate::truncate_middle;

/// How many payloads are fetched at a time: each may be half a megabyte.
const AT_ONCE: usize = 4;

/// The longest description in the table, in characters; the JSON has all of it.
const DESCRIPTION: usize = 200;

/// One revision.
#[derive(Serialize)]
struct Row {
    revision: Revision,
    status: Status,
    created: Option<Timestamp>,
    #[serde(flatten)]
    told: Told,
}

/// What only the payload tells.
#[derive(Serialize)]
#[serde(untagged)]
enum Told {
    Read {
        chart: Option<String>,
        app_version: Option<String>,
        description: Option<Masked<String>>,
    },
    /// The record is there and cannot be read: one row that says so.
    Unreadable { unreadable: String },
}

/// Prints every recorded revision, newest first.
pub(super) async fn history(
    access: KubectlOptions,
    path: ReleasePath,
    form: Form,
) -> Result<(), Failure> {
    let reading = Reading::begin(access, path).await?;
    let rows = rows(&reading).await;
    let rest: Vec<String> = reading
        .found()
        .invalid
        .iter()
        .map(ToString::to_string)
        .collect();
    reading.end().await;
    let rows = rows?;
    print(&match form {
        Form::Text => text(&rows, &rest),
        Form::Json => format!(
            "{}\n",
            serde_json::to_string_pretty(&rows).map_err(Failure::json)?
        ),
    })
}

async fn rows(reading: &Reading) -> Result<Vec<Row>, Failure> {
    let records = reading.found().history.records();
    let mut payloads = stream::iter(records)
        .map(|record| async move { (record, reading.payload(record).await) })
        .buffered(AT_ONCE);
    let mut rows = Vec::with_capacity(records.len());
    while let Some((record, payload)) = payloads.next().await {
        rows.push(row(record, payload)?);
    }
    Ok(rows)
}

fn row(record: &Record, payload: Result<Release, PayloadError>) -> Result<Row, Failure> {
    let told = match payload {
        Ok(release) => told(release),
        // Refused or unreachable is the same for every row, and no fault of the record.
        Err(PayloadError::Cluster(error)) => return Err(error.into()),
        Err(error) => Told::Unreadable {
            unreadable: error.to_string(),
        },
    };
    Ok(Row {
        revision: record.revision,
        status: record.status.clone(),
        created: record.created,
        told,
    })
}

fn told(release: Release) -> Told {
    let chart = release.chart.metadata.unwrap_or_default();
    let name = [chart.name, chart.version];
    let name: Vec<&str> = name
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    Told::Read {
        chart: (!name.is_empty()).then(|| name.join("-")),
        app_version: chart.app_version,
        description: release.info.description.map(|said| redact_output(&said)),
    }
}

fn text(rows: &[Row], rest: &[String]) -> String {
    let mut table = Table::new([
        "REVISION",
        "STATUS",
        "CREATED",
        "CHART",
        "APP VERSION",
        "DESCRIPTION",
    ]);
    for row in rows {
        let created = row.created.map(|created| created.to_string());
        let (chart, app_version, description) = match &row.told {
            Told::Read {
                chart,
                app_version,
                description,
            } => (
                chart.as_deref(),
                app_version.as_deref(),
                description.as_ref().map(|text| text.as_str()),
            ),
            Told::Unreadable { unreadable } => (None, None, Some(unreadable.as_str())),
        };
        table.row([
            row.revision.to_string().as_str(),
            row.status.as_str(),
            created.as_deref().unwrap_or("-"),
            chart.unwrap_or("-"),
            app_version.unwrap_or("-"),
            &truncate_middle(description.unwrap_or("-"), DESCRIPTION),
        ]);
    }
    let mut text = table.to_string();
    for line in rest {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}
