//! What changed, in one sentence, and what to do about it.

use astern_compare::{Change, Classification, Comparison};

use crate::words::count;

/// The sentence that the page exists to say.
pub fn sentence(comparison: &Comparison) -> String {
    let to = comparison.revisions.to;
    let from = comparison.revisions.from;
    let version = |version: &Option<String>| version.clone().unwrap_or("no version".to_owned());
    let chart = || {
        let versions = &comparison.chart.version;
        format!(
            "moved the chart from {} to {}",
            version(&versions.from),
            version(&versions.to)
        )
    };
    let values = || count(comparison.values.len(), "value");
    let what = match comparison.classification {
        Classification::Chart => format!("{}. The values you set stayed as they were", chart()),
        Classification::Values => format!("changed {}. The chart stayed as it was", values()),
        Classification::ChartAndValues => format!("{} and changed {}", chart(), values()),
        Classification::None => return format!("Revisions {from} and {to} are the same."),
        Classification::Other => {
            "has the same chart version and values, and yet something else".to_owned()
        }
    };
    match from < to {
        true => format!("Revision {to} {what}."),
        false => format!("Seen from revision {from}, revision {to} {what}."),
    }
}

/// What kind of change it is, as a label.
pub fn kind(classification: Classification) -> &'static str {
    match classification {
        Classification::Chart => "Chart only",
        Classification::Values => "Values only",
        Classification::ChartAndValues => "Chart and values, both at once",
        Classification::None => "None",
        Classification::Other => "Neither chart nor values",
    }
}

/// What to do about it, as the runbook has it.
pub fn advice(comparison: &Comparison) -> &'static str {
    match comparison.classification {
        Classification::Chart => {
            "A rollback is the right tool. Then pin the chart's version where it is written down."
        }
        Classification::Values | Classification::ChartAndValues => {
            "A rollback undoes it in the cluster. Revert the values in git too, or the next \
             upgrade brings this back."
        }
        Classification::None => "There is nothing to undo between these two.",
        Classification::Other => {
            "Look at the objects below: the templates were changed without a new chart version, \
             or they render differently each time."
        }
    }
}

/// How many objects changed, were added and removed.
pub fn object_counts(comparison: &Comparison) -> String {
    let number = |change| {
        comparison
            .objects
            .iter()
            .filter(|o| o.change == change)
            .count()
    };
    format!(
        "{} changed, {} added, {} removed, {} the same",
        number(Change::Changed),
        number(Change::Added),
        number(Change::Removed),
        comparison.unchanged_objects,
    )
}
