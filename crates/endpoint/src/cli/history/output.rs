//! A history as a table and as JSON.

use std::fmt::Write as _;

use astern_ledger::{InvalidRecord, Revision};
use astern_wording::{beginning, label_contradicts, utc_to_the_second, visible_line};
use serde::Serialize;

use super::rows::{PayloadColumns, Row, Standing};
use crate::cli::table::Table;
use crate::error::CommandError;
use crate::truncate::truncate_middle;

/// The longest change in the table, in characters; the JSON has all of it.
const CHANGE_LIMIT: usize = 120;

/// The longest description in the table, in characters; the JSON has all of it.
const DESCRIPTION_LIMIT: usize = 80;

/// Returns the rows as a list, and after them the records that name no revision.
pub(super) fn json(rows: &[Row], invalid: &[InvalidRecord]) -> Result<String, CommandError> {
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

pub(super) fn text(rows: &[Row], headline: &str, invalid: &[InvalidRecord]) -> String {
    let mut table = Table::new([
        "REVISION",
        "STATUS",
        "UPDATED",
        "LIVE",
        "",
        "CHART",
        "APP VERSION",
        "CHANGED",
        "DESCRIPTION",
    ]);
    for row in rows {
        let updated = row.updated.map(utc_to_the_second);
        let changed = row.changed.as_deref().unwrap_or("-");
        let standing = row.standing.map(Standing::words);
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
            updated.as_deref().unwrap_or("-"),
            &row.live,
            standing.unwrap_or_default(),
            chart.unwrap_or("-"),
            app_version.unwrap_or("-"),
            &beginning(&visible_line(changed), CHANGE_LIMIT),
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
    if !headline.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", visible_line(headline));
    }
    for record in invalid {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", visible_line(&record.to_string()));
    }
    text
}
