//! The answer in words: the same ones in the browser and in a terminal.

use crate::{Classification, Comparison};

impl Comparison {
    /// What changed, in one sentence. Versions and names stand in it as the record has them.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (from, to) = (self.revisions.from, self.revisions.to);
        let what = match self.classification {
            Classification::Chart => {
                format!(
                    "{}; the values that were set are the same",
                    self.chart_move()
                )
            }
            Classification::Values => {
                format!("changed {}; the chart is the same", self.value_count())
            }
            Classification::ChartAndValues => {
                format!("{} and changed {}", self.chart_move(), self.value_count())
            }
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

    /// What to do about it (the runbook's second step).
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self.classification {
            Classification::Chart => {
                "A rollback is the right tool. Then pin the chart's version where it is written \
                 down."
            }
            Classification::Values | Classification::ChartAndValues => {
                "A rollback undoes it in the cluster. Revert the values in git too, or the next \
                 upgrade brings this back."
            }
            Classification::None => "There is nothing to undo between these two.",
            Classification::Other => {
                "Look at the objects: the templates were changed without a new chart version, or \
                 they render differently each time."
            }
        }
    }

    fn chart_move(&self) -> String {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let versions = &self.chart.version;
        match (&self.chart.previous_name, &self.chart.name) {
            (Some(old), new) => format!("changed the chart from {old} to {}", said(new)),
            (None, _) => {
                let (from, to) = (said(&versions.from), said(&versions.to));
                format!("moved the chart from {from} to {to}")
            }
        }
    }

    fn value_count(&self) -> String {
        match self.values.len() {
            1 => "1 value".to_owned(),
            number => format!("{number} values"),
        }
    }
}
