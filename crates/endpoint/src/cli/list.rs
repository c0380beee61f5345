//! `astern list`.

use std::collections::HashMap;
use std::sync::Arc;

use astern_cluster::{ClusterError, PayloadError, Scope, list_records, payload};
use astern_ledger::{
    Driver, InvalidRecord, Namespace, Record, Release, Status, Timestamp, by_release,
};
use astern_masking::Masked;
use astern_wording::{count, verb, visible_line};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;

use super::arguments::OutputFormat;
use super::mask_description::mask_description;
use super::release_reader::end_after;
use super::table::Table;
use crate::backend::Cluster;
use crate::backend::kubectl_proxy::{KubectlConnection, KubectlOptions};
use crate::error::CommandError;
use crate::stderr;
use crate::stdout::{OutputKind, print};
use crate::truncate::truncate_middle;

/// The most releases whose payloads are read: the page reads those in view.
const MAX_PAYLOADS: usize = 30;

/// How many payloads are fetched at a time. Each may be half a megabyte.
const CONCURRENT_PAYLOADS: usize = 4;

/// The longest description in the table, in characters; the JSON has all of it.
const DESCRIPTION_LIMIT: usize = 60;

/// The current revision of one release.
#[derive(Serialize)]
struct Row {
    namespace: Namespace,
    release: astern_ledger::ReleaseName,
    revision: astern_ledger::Revision,
    /// As helm reads it, where the payload was read; else as its label says.
    status: Status,
    updated: Option<Timestamp>,
    /// What the payload tells; absent where it was not read.
    #[serde(flatten)]
    details: Option<Details>,
}

/// What the payload of a revision tells.
#[derive(Serialize)]
struct Details {
    chart: Option<String>,
    app_version: Option<String>,
    description: Option<Masked<String>>,
}

/// The releases, and the records that name no revision.
struct Listed {
    rows: Vec<Row>,
    invalid: Vec<InvalidRecord>,
}

/// Prints the current revision of each release: first those that need attention, then the newest.
///
/// # Errors
/// When the records cannot be listed.
pub(super) async fn list(
    kubectl: KubectlOptions,
    namespace: Option<Namespace>,
    format: OutputFormat,
) -> Result<(), CommandError> {
    let connection = Arc::new(KubectlConnection::open(kubectl).await?);
    let cluster = Cluster::Kubectl(Arc::clone(&connection));
    let listed = read(&cluster, namespace, &connection.chosen().namespace).await;
    let listed = match listed {
        Ok(listed) => {
            connection.end().await;
            listed
        }
        Err(error) => return Err(end_after(&connection, error).await),
    };
    let printed = match format {
        OutputFormat::Text => print(
            &text(&listed),
            OutputKind::Lines {
                colored_indents: &[],
            },
        ),
        OutputFormat::Json => {
            let json = serde_json::to_string_pretty(&listed.rows).map_err(CommandError::json)?;
            print(&format!("{json}\n"), OutputKind::Json)
        }
    };
    printed.map_err(CommandError::Io)
}

/// Reads the releases of a namespace, or of all; of `own`, the context's namespace, where all may not be listed.
async fn read(
    cluster: &Cluster,
    namespace: Option<Namespace>,
    own: &Namespace,
) -> Result<Listed, CommandError> {
    let mut records = Vec::new();
    let mut scope = Scope {
        namespace,
        release: None,
    };
    for driver in [Driver::Secret, Driver::ConfigMap] {
        let mut found = list_records(cluster, driver, &scope, |_| ()).await;
        if let Err(ClusterError::Forbidden(refusal)) = &found
            && scope.namespace.is_none()
        {
            stderr::write_line(format_args!(
                "{refusal}; these are the releases of namespace {own}. -n NAMESPACE lists another one"
            ));
            scope.namespace = Some(own.clone());
            found = list_records(cluster, driver, &scope, |_| ()).await;
        }
        match (found, driver) {
            (Ok(found), _) => records.extend(found.records),
            // Whoever may read Secrets need not be allowed to read ConfigMaps, which few helms use.
            (Err(ClusterError::Forbidden(_)), Driver::ConfigMap) => {}
            (Err(error), _) => return Err(error.into()),
        }
    }
    let (valid, invalid): (Vec<_>, Vec<_>) = records.into_iter().partition(Result::is_ok);
    let histories = by_release(valid.into_iter().flatten());
    let mut currents: Vec<Record> = histories
        .values()
        .map(|history| history.current().clone())
        .collect();
    astern_ledger::sort_by(&mut currents, |one, other| {
        let attention = |record: &Record| !record.status.needs_attention();
        attention(one)
            .cmp(&attention(other))
            .then_with(|| other.created.cmp(&one.created))
            .then_with(|| one.release.cmp(&other.release))
    });
    let mut payloads: HashMap<usize, Release> =
        stream::iter(currents.iter().enumerate().take(MAX_PAYLOADS))
            .map(|(index, record)| async move { (index, payload(cluster, record).await) })
            .buffer_unordered(CONCURRENT_PAYLOADS)
            .filter_map(
                |(index, read)| async move { readable(read).map(|release| (index, release)) },
            )
            .collect()
            .await;
    let rows = currents.into_iter().enumerate();
    let rows = rows.map(|(index, record)| row(record, payloads.remove(&index)));
    Ok(Listed {
        rows: rows.collect(),
        invalid: invalid.into_iter().filter_map(Result::err).collect(),
    })
}

/// Returns a payload that could be read. The row of another one has what its labels say.
fn readable(read: Result<Release, PayloadError>) -> Option<Release> {
    read.ok()
}

fn row(record: Record, payload: Option<Release>) -> Row {
    let status = match &payload {
        Some(release) => release.info.status.clone(),
        None => record.status.clone(),
    };
    Row {
        namespace: record.namespace,
        release: record.release,
        revision: record.revision,
        status,
        updated: record.created,
        details: payload.map(|release| {
            let description = mask_description(&release);
            let chart = release.chart.metadata.unwrap_or_default();
            Details {
                chart: (!chart.name.is_empty())
                    .then(|| format!("{}-{}", chart.name, chart.version)),
                app_version: chart.app_version,
                description,
            }
        }),
    }
}

fn text(listed: &Listed) -> String {
    let mut table = Table::new([
        "NAMESPACE",
        "RELEASE",
        "REVISION",
        "STATUS",
        "UPDATED",
        "CHART",
        "APP VERSION",
        "DESCRIPTION",
    ]);
    for row in &listed.rows {
        let details = row.details.as_ref();
        let chart = details.and_then(|details| details.chart.as_deref());
        let app_version = details.and_then(|details| details.app_version.as_deref());
        let description = details.and_then(|details| details.description.as_ref());
        let description = description.map_or("-", |text| text.as_str());
        let updated = row.updated.map(|updated| updated.to_string());
        table.row([
            row.namespace.as_str(),
            row.release.as_str(),
            row.revision.to_string().as_str(),
            row.status.as_str(),
            updated.as_deref().unwrap_or("-"),
            chart.unwrap_or("-"),
            app_version.unwrap_or("-"),
            &truncate_middle(&visible_line(description), DESCRIPTION_LIMIT),
        ]);
    }
    let mut text = match listed.rows.is_empty() {
        true => "No releases. `helm install` makes one; -n NAMESPACE looks in another namespace.\n"
            .to_owned(),
        false => table.to_string(),
    };
    let more = listed.rows.len().saturating_sub(MAX_PAYLOADS);
    if more > 0 {
        let is = verb(more, "is", "are");
        text.push_str(&format!(
            "The charts and descriptions of {} {is} not read; -n NAMESPACE lists fewer.\n",
            count(more, "more release")
        ));
    }
    for record in &listed.invalid {
        text.push_str(&visible_line(&record.to_string()));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use astern_fixtures::{planted, planted_secrets};

    use super::*;

    fn planted_row() -> Row {
        let release = planted(1);
        let record = Record::expected(
            release.namespace.clone(),
            release.name.clone(),
            release.revision,
        );
        row(record, Some(release))
    }

    #[test]
    fn no_row_shows_a_secret_of_its_revision() {
        let listed = Listed {
            rows: vec![planted_row()],
            invalid: Vec::new(),
        };
        let output = text(&listed) + &serde_json::to_string(&listed.rows).unwrap();
        for (place, secret) in planted_secrets() {
            assert!(!output.contains(&secret), "{place}");
        }
    }

    #[test]
    fn releases_whose_payloads_are_not_read_are_counted() {
        let rows = (0..MAX_PAYLOADS + 2).map(|_| planted_row()).collect();
        let text = text(&Listed {
            rows,
            invalid: Vec::new(),
        });
        assert!(
            text.contains("The charts and descriptions of 2 more releases are not read"),
            "{text}"
        );
    }
}
