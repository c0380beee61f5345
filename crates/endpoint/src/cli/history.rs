//! `astern history [NAMESPACE/]RELEASE`.

use std::fmt::Write as _;

use astern_cluster::{ClusterError, PayloadError};
use astern_ledger::{InvalidRecord, Record, Release, Revision, Status, Timestamp};
use astern_masking::Masked;
use astern_wording::{label_contradicts, other_driver_note, visible_line};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;

use super::arguments::OutputFormat;
use super::mask_description::mask_description;
use super::release_path::ReleasePath;
use super::release_reader::ReleaseReader;
use super::table::Table;
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::CommandError;
use crate::stderr;
use crate::stdout::{OutputKind, print};
use crate::truncate::truncate_middle;

/// How many payloads are fetched at a time. Each may be half a megabyte.
const CONCURRENT_PAYLOADS: usize = 4;

/// The longest description in the table, in characters; the JSON has all of it.
const DESCRIPTION_LIMIT: usize = 200;

/// One revision.
#[derive(Serialize)]
struct Row {
    revision: Revision,
    /// As helm reads it: from the payload, where that can be read.
    status: Status,
    /// The status in the labels, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    label_status: Option<Status>,
    created: Option<Timestamp>,
    #[serde(flatten)]
    payload: PayloadColumns,
}

/// The columns that only the payload has.
#[derive(Serialize)]
#[serde(untagged)]
enum PayloadColumns {
    Read {
        chart: Option<String>,
        app_version: Option<String>,
        description: Option<Masked<String>>,
    },
    /// The payload is damaged, and the row says so.
    Unreadable { unreadable: String },
    /// The payload could not be read yet, which says nothing about the revision.
    NotRead {
        not_read: String,
        #[serde(skip)]
        error: ClusterError,
    },
}

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
    while let Some((record, payload)) = payloads.next().await {
        rows.push(row(record, payload)?);
    }
    Ok(rows)
}

fn row(record: &Record, payload: Result<Release, PayloadError>) -> Result<Row, CommandError> {
    let mut status = record.status.clone();
    let payload = match payload {
        Ok(release) => {
            status = release.info.status.clone();
            payload_columns(release)
        }
        Err(PayloadError::Cluster(error)) if error.temporary().is_some() => {
            PayloadColumns::NotRead {
                not_read: error.to_string(),
                error,
            }
        }
        // A refused request is the same for every row, and no fault of the record.
        Err(PayloadError::Cluster(error)) => return Err(error.into()),
        Err(error) => PayloadColumns::Unreadable {
            unreadable: error.to_string(),
        },
    };
    Ok(Row {
        revision: record.revision,
        label_status: (record.status != status).then(|| record.status.clone()),
        status,
        created: record.created,
        payload,
    })
}

fn payload_columns(release: Release) -> PayloadColumns {
    let description = mask_description(&release);
    let chart = release.chart.metadata.unwrap_or_default();
    let name = [chart.name, chart.version];
    let name: Vec<&str> = name
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    PayloadColumns::Read {
        chart: (!name.is_empty()).then(|| name.join("-")),
        app_version: chart.app_version,
        description,
    }
}

/// Returns the rows as a list, and after them the records that name no revision.
fn json(rows: &[Row], invalid: &[InvalidRecord]) -> Result<String, CommandError> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Entry<'a> {
        Revision(&'a Row),
        Unreadable {
            revision: Option<Revision>,
            object: &'a str,
            unreadable: String,
        },
    }
    let revisions = rows.iter().map(Entry::Revision);
    let unreadable = invalid.iter().map(|record| Entry::Unreadable {
        revision: None,
        object: &record.object,
        unreadable: record.fault.to_string(),
    });
    let entries: Vec<Entry<'_>> = revisions.chain(unreadable).collect();
    let json = serde_json::to_string_pretty(&entries).map_err(CommandError::json)?;
    Ok(format!("{json}\n"))
}

fn text(rows: &[Row], invalid: &[InvalidRecord]) -> String {
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
        let (chart, app_version, description) = match &row.payload {
            PayloadColumns::Read {
                chart,
                app_version,
                description,
            } => (
                chart.as_deref(),
                app_version.as_deref(),
                description.as_ref().map(|text| text.as_str()),
            ),
            PayloadColumns::Unreadable { unreadable } => (None, None, Some(unreadable.as_str())),
            PayloadColumns::NotRead { not_read, .. } => (None, None, Some(not_read.as_str())),
        };
        table.row([
            row.revision.to_string().as_str(),
            row.status.as_str(),
            created.as_deref().unwrap_or("-"),
            chart.unwrap_or("-"),
            app_version.unwrap_or("-"),
            &truncate_middle(&visible_line(description.unwrap_or("-")), DESCRIPTION_LIMIT),
        ]);
    }
    let mut text = table.to_string();
    for row in rows {
        let label = row.label_status.as_ref();
        let contradiction = label.and_then(|label| label_contradicts(label, &row.status));
        if let Some(sentence) = contradiction {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "Revision {}: {}",
                row.revision,
                visible_line(&sentence)
            );
        }
    }
    for record in invalid {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", visible_line(&record.to_string()));
    }
    text
}

#[cfg(test)]
mod tests {
    use astern_fixtures::{planted, planted_secrets};
    use astern_ledger::{Operation, RecordFault};
    use astern_masking::Masking;

    use super::*;
    use crate::stdout::safe;

    #[test]
    fn no_description_shows_a_secret_of_its_revision() {
        let row = Row {
            revision: Revision::try_from(1).expect("a revision"),
            status: Status::Deployed,
            label_status: None,
            created: None,
            payload: payload_columns(planted(1)),
        };
        let json = serde_json::to_string(&row).expect("JSON");
        let text = text(&[row], &[]);
        assert!(text.contains("(masked "), "{text}");
        for (place, secret) in planted_secrets() {
            assert!(
                !text.contains(&secret) && !json.contains(&secret),
                "{place}"
            );
        }
    }

    /// The label was set to `deployed` by hand; helm goes on to refuse upgrades.
    #[test]
    fn the_status_is_the_one_that_helm_reads() {
        let mut release = planted(2);
        release.info.status = Status::Pending(Operation::Upgrade);
        let mut record = Record::expected(
            release.namespace.clone(),
            release.name.clone(),
            release.revision,
        );
        record.status = Status::Deployed;
        let row = row(&record, Ok(release)).unwrap();
        let json = serde_json::to_value(&row).unwrap();
        assert_eq!(json["status"], "pending-upgrade");
        assert_eq!(json["label_status"], "deployed");
        let text = text(&[row], &[]);
        assert!(text.contains("2         pending-upgrade"), "{text}");
        assert!(
            text.contains("Revision 2: The label of its record says “deployed”"),
            "{text}"
        );
    }

    #[test]
    fn records_without_a_revision_are_listed_and_no_text_controls_the_terminal() {
        let hostile = "a\u{1b}]0;x\u{7}\u{9b}\u{202e}b\nc";
        let row = Row {
            revision: Revision::FIRST,
            status: Status::Deployed,
            label_status: None,
            created: None,
            payload: PayloadColumns::Read {
                chart: Some(hostile.to_owned()),
                app_version: Some(hostile.to_owned()),
                description: Some(
                    Masking::new([7; 16])
                        .mask_error_output(hostile)
                        .into_owned(),
                ),
            },
        };
        let invalid = InvalidRecord {
            object: "sh.helm.release.v1.web.v2".to_owned(),
            namespace: "shop".to_owned(),
            fault: RecordFault::Version,
        };
        let (rows, invalid) = ([row], [invalid]);
        let lines = OutputKind::Lines {
            colored_indents: &[],
        };
        let text = safe(&text(&rows, &invalid), lines);
        insta::assert_snapshot!(text, @r##"
        REVISION  STATUS    CREATED  CHART                                     APP VERSION                               DESCRIPTION
        1         deployed  -        a<U+001B>]0;x<U+0007><U+009B><U+202E>b c  a<U+001B>]0;x<U+0007><U+009B><U+202E>b c  a<U+001B>]0;x<U+0007><U+009B><U+202E>b c
        sh.helm.release.v1.web.v2 in namespace shop is marked as Helm's, but its label "version" names no revision
        "##);
        let json = safe(&json(&rows, &invalid).unwrap(), OutputKind::Json);
        insta::assert_snapshot!(json, @r##"
        [
          {
            "revision": 1,
            "status": "deployed",
            "created": null,
            "chart": "a\u001b]0;x\u0007\u009b\u202eb\nc",
            "app_version": "a\u001b]0;x\u0007\u009b\u202eb\nc",
            "description": "a\u001b]0;x\u0007\u009b\u202eb\nc"
          },
          {
            "revision": null,
            "object": "sh.helm.release.v1.web.v2",
            "unreadable": "its label \"version\" names no revision"
          }
        ]
        "##);
    }
}
