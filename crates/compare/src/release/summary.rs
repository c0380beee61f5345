//! The answer in words: the same ones in the browser and in a terminal.

use crate::words::{count, list};
use crate::{Cause, Classification, Comparison, FieldChange};

/// Values that are named in the advice; the others are counted.
const NAMED: usize = 3;

impl Comparison {
    /// What changed, in one sentence. Versions and names stand in it as the record has them.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (from, to) = (self.revisions.from, self.revisions.to);
        if self.classification == Classification::None {
            return format!("Revisions {from} and {to} are the same{}.", self.why_same());
        }
        let forward = from < to;
        let (moved, changed) = match forward {
            true => ("moved", "changed"),
            false => ("moves", "changes"),
        };
        let values = || format!("{changed} {}", count(self.values.len(), "value"));
        let what = match self.classification {
            Classification::Values => format!("{}; the chart is the same", values()),
            Classification::ChartAndValues => {
                format!("{} and {}", self.chart_move(moved, changed), values())
            }
            Classification::Chart => format!(
                "{}{}; the values that were set are the same",
                self.chart_move(moved, changed),
                self.defaults_moved()
            ),
            Classification::Other | Classification::None => return self.other_sentence(),
        };
        match forward {
            true => format!("Revision {to}{} {what}.", self.rollback_apposition()),
            false => format!("Going back from revision {from} to {to} {what}."),
        }
    }

    /// What to do about it (the runbook's second step).
    #[must_use]
    pub fn advice(&self) -> String {
        if let Some(advice) = self.advice_by_cause() {
            return advice;
        }
        match self.classification {
            Classification::Chart => format!(
                "A rollback is the right tool. Then pin {} where it is written down.",
                self.older_version()
            ),
            Classification::Values => format!(
                "A rollback undoes it in the cluster. Revert the values in git too, or the next \
                 upgrade brings this back: {}.",
                keys(&self.values)
            ),
            Classification::ChartAndValues => format!(
                "A rollback undoes both in the cluster. Revert the values in git too, or the next \
                 upgrade brings this back: {}. And pin {} where it is written down.",
                keys(&self.values),
                self.older_version()
            ),
            Classification::None => "There is nothing to undo between these two.".to_owned(),
            Classification::Other => "Look at what differs before you roll back.".to_owned(),
        }
    }

    fn advice_by_cause(&self) -> Option<String> {
        let advice = match (self.cause?, self.classification) {
            (Cause::Rerun, _) | (_, Classification::None) => return None,
            (Cause::Rollback { .. }, _) => {
                return Some(self.rollback_advice("A rollback did this. Make"));
            }
            (Cause::DescribedAsRollback { .. }, _) => {
                let beginning = "Its description says that a rollback did this. If so, make";
                return Some(self.rollback_advice(beginning));
            }
            (Cause::ChartEdited, _) => {
                "A rollback undoes it in the cluster. The chart was edited where it is kept: \
                 revert that too, and give an edited chart a new version."
            }
            (Cause::RenderedAnew, _) => {
                "Look at what differs before you roll back: a template asks the cluster or makes \
                 random values, a subchart was edited, or a post-renderer changed. A rollback \
                 brings back what was recorded."
            }
            (Cause::Unreadable, _) => {
                "What could be read is the same. Look at the rest yourself before you take it for \
                 the same too."
            }
        };
        Some(advice.to_owned())
    }

    /// Returns the advice after a rollback, given how it begins.
    fn rollback_advice(&self, beginning: &str) -> String {
        let undone = match self.values.as_slice() {
            [] => String::new(),
            values => format!(": {}", keys(values)),
        };
        format!(
            "{beginning} git say the same, or the next upgrade brings back what was undone{undone}."
        )
    }

    /// Returns `, a rollback to 9,`; empty where the newer revision is none.
    fn rollback_apposition(&self) -> String {
        match self.cause {
            Some(Cause::Rollback { to }) => format!(", a rollback to {to},"),
            Some(Cause::DescribedAsRollback { to }) => {
                format!(", by its description a rollback to {to},")
            }
            _ => String::new(),
        }
    }

    fn why_same(&self) -> String {
        let newer = self.revisions.from.max(self.revisions.to);
        match self.cause {
            Some(Cause::Rollback { to }) => format!(": revision {newer} is a rollback to {to}"),
            Some(Cause::DescribedAsRollback { to }) => {
                format!(": revision {newer} is by its description a rollback to {to}")
            }
            Some(Cause::Rerun) => ": the same chart and values were deployed again".to_owned(),
            _ => String::new(),
        }
    }

    /// Neither chart version nor values: what differs, and where from.
    fn other_sentence(&self) -> String {
        let newer = self.revisions.from.max(self.revisions.to);
        let rollback = self.rollback_apposition();
        let same = match self.cause {
            Some(Cause::ChartEdited) => {
                "the same chart version and values, but the chart was edited"
            }
            _ => "the same chart version and values, and yet something else",
        };
        format!(
            "Revision {newer}{rollback} has {same}: {}.",
            self.difference()
        )
    }

    fn difference(&self) -> String {
        let differ = |number: usize, what: &str| {
            let verb = if number == 1 { "differs" } else { "differ" };
            (number > 0).then(|| format!("{} {verb}", count(number, what)))
        };
        let unreadable = || {
            let documents = count(self.unreadable.len(), "document");
            format!("{documents} could not be read")
        };
        differ(self.objects.len(), "object")
            .or_else(|| differ(self.hooks.len(), "hook"))
            .or_else(|| self.notes.differ.then(|| "the notes differ".to_owned()))
            .unwrap_or_else(unreadable)
    }

    fn chart_move(&self, moved: &str, changed: &str) -> String {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let versions = &self.chart.version;
        match (&self.chart.previous_name, &self.chart.name) {
            (Some(old), new) => format!("{changed} the chart from {old} to {}", said(new)),
            (None, _) => {
                let (from, to) = (said(&versions.from), said(&versions.to));
                format!("{moved} the chart from {from} to {to}")
            }
        }
    }

    /// The defaults that came with the chart, where nothing else could have done it.
    fn defaults_moved(&self) -> String {
        match self.defaults.as_slice() {
            [] => String::new(),
            [only] => format!(", and with it the default of {}", only.path),
            many => format!(", and with it {}", count(many.len(), "default")),
        }
    }

    fn older_version(&self) -> String {
        let versions = &self.chart.version;
        let older = match self.revisions.from < self.revisions.to {
            true => &versions.from,
            false => &versions.to,
        };
        match older {
            Some(version) if self.chart.previous_name.is_none() => {
                format!("the chart to {version}")
            }
            _ => "the chart and its version".to_owned(),
        }
    }
}

fn keys(values: &[FieldChange]) -> String {
    list(values.iter().map(|value| &value.path), NAMED)
}
