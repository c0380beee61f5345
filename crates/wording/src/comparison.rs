//! Sentences about a comparison: what changed, and what to do about it.

use astern_compare::{Cause, Classification, Comparison, FieldChange, Verdict};

use crate::{at_least, count, differ, list};

/// The largest number of values that the advice names; the others are counted.
const MAX_NAMED_VALUES: usize = 3;

/// The advice where no difference was found and not everything was read.
const NOT_KNOWN: &str = "Look yourself at what could not be read, with helm get all, before you take the two for equal.";

/// Returns what changed, in one sentence. Versions and names are those of the records. Where something was not read, it says
/// of nothing that it is the same, and [`comparison_unread`](crate::comparison_unread) is shown before it.
#[must_use]
pub fn comparison_sentence(comparison: &Comparison) -> String {
    Sentences(comparison).sentence()
}

/// Returns what to do about a change, in one or more sentences.
#[must_use]
pub fn comparison_advice(comparison: &Comparison) -> String {
    Sentences(comparison).advice()
}

/// The sentences about one comparison.
struct Sentences<'a>(&'a Comparison);

impl Sentences<'_> {
    fn sentence(&self) -> String {
        let (from, to) = (self.0.revisions.from, self.0.revisions.to);
        match self.0.verdict {
            Verdict::Identical => {
                return format!("Revisions {from} and {to} are the same{}.", self.why_same());
            }
            Verdict::Unknown => {
                return format!("Whether revisions {from} and {to} differ is not known.");
            }
            Verdict::Differs | Verdict::DiffersAtLeast => {}
        }
        let forward = from < to;
        let (moved, changed) = match forward {
            true => ("moved", "changed"),
            false => ("moves", "changes"),
        };
        let values = || format!("{changed} {}", count(self.0.values.len(), "value"));
        let what = match self.0.classification {
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

    fn advice(&self) -> String {
        if self.0.verdict == Verdict::Unknown {
            return NOT_KNOWN.to_owned();
        }
        if let Some(advice) = self.advice_by_cause() {
            return advice;
        }
        match self.0.classification {
            Classification::Chart => format!(
                "A rollback is the right tool. Then pin {} in your repo.",
                self.older_version()
            ),
            Classification::Values => format!(
                "A rollback undoes it in the cluster. Revert the values in git too, or the next \
                 upgrade brings this back: {}.",
                paths(&self.0.values)
            ),
            Classification::ChartAndValues => format!(
                "A rollback undoes both in the cluster{}. Revert the values in git too, or the next \
                 upgrade brings this back: {}. And pin {} in your repo.",
                self.except_crds(),
                paths(&self.0.values),
                self.older_version()
            ),
            Classification::None => "There is nothing to undo between these two.".to_owned(),
            Classification::Other => "Look at what differs before you roll back.".to_owned(),
        }
    }

    /// Returns `, except the CRDs` where those of the charts differ: Helm never changes them again.
    fn except_crds(&self) -> &'static str {
        match self.0.crds.changes.is_empty() {
            true => "",
            false => ", except the CRDs",
        }
    }

    fn advice_by_cause(&self) -> Option<String> {
        let advice = match (self.0.cause?, self.0.classification) {
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
            (Cause::AppVersion, _) => {
                "A rollback undoes it in the cluster. Set the app version back where the chart is built, \
                 or the next upgrade brings this back."
            }
            (Cause::Subchart, _) => {
                "A rollback undoes it in the cluster. Pin the subchart in Chart.yaml, and commit \
                 Chart.lock, or the next build brings this back."
            }
            (Cause::RevisionNumber, _) => {
                "There is nothing to undo: a template writes .Release.Revision, so each revision differs."
            }
            (Cause::InstallOrUpgrade, _) => {
                "A template asks whether it is an install or an upgrade (.Release.IsInstall, \
                 .Release.IsUpgrade), so the first revision differs from all others. A rollback brings \
                 back what was recorded."
            }
            (Cause::RenderedAnew, _) => {
                "Look at what differs before you roll back: a template asks the cluster or makes \
                 random values, a subchart was edited, or a post-renderer changed. A rollback \
                 brings back what was recorded."
            }
            (Cause::Unreadable, _) => NOT_KNOWN,
        };
        Some(advice.to_owned())
    }

    /// Returns the advice after a rollback, given how it begins.
    fn rollback_advice(&self, beginning: &str) -> String {
        let undone = match self.0.values.as_slice() {
            [] => String::new(),
            values => format!(": {}", paths(values)),
        };
        format!(
            "{beginning} git say the same, or the next upgrade brings back what was undone{undone}."
        )
    }

    /// Returns `, a rollback to 9,`; empty where the newer revision is none.
    fn rollback_apposition(&self) -> String {
        match self.0.cause {
            Some(Cause::Rollback { to }) => format!(", a rollback to {to},"),
            Some(Cause::DescribedAsRollback { to }) => {
                format!(", by its description a rollback to {to},")
            }
            _ => String::new(),
        }
    }

    /// Returns why two revisions are the same, as the end of a sentence.
    fn why_same(&self) -> String {
        let newer = self.0.revisions.from.max(self.0.revisions.to);
        match self.0.cause {
            Some(Cause::Rollback { to }) => format!(": revision {newer} is a rollback to {to}"),
            Some(Cause::DescribedAsRollback { to }) => {
                format!(": revision {newer} is by its description a rollback to {to}")
            }
            _ if !self.0.written_otherwise.is_empty() => {
                " to Kubernetes: objects are only written otherwise".to_owned()
            }
            Some(Cause::Rerun) => ": the same chart and values were deployed again".to_owned(),
            _ => String::new(),
        }
    }

    /// Returns the sentence for a change of neither chart version nor values.
    fn other_sentence(&self) -> String {
        let newer = self.0.revisions.from.max(self.0.revisions.to);
        let rollback = self.rollback_apposition();
        if self.0.cause == Some(Cause::AppVersion) {
            return self.app_version_sentence();
        }
        let same = match self.0.cause {
            Some(Cause::ChartEdited) => {
                "the same chart version and values, but the chart was edited"
            }
            Some(Cause::Subchart) => "the same chart version and values, but another subchart",
            Some(Cause::RevisionNumber) => {
                "the same chart version and values, and only its own number differs"
            }
            Some(Cause::InstallOrUpgrade) => {
                "the same chart version and values, but renders otherwise in an upgrade than in the install"
            }
            _ => "the same chart version and values, and yet something else",
        };
        format!(
            "Revision {newer}{rollback} has {same}: {}{}.",
            at_least(self.0.verdict),
            self.difference()
        )
    }

    /// Returns the sentence for a chart of which only the app version moved.
    fn app_version_sentence(&self) -> String {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let app_version = self.0.chart.app_version.as_ref().map(or_none);
        let moved = match self.0.revisions.from < self.0.revisions.to {
            true => "moved",
            false => "moves",
        };
        format!(
            "The chart is {} on both sides; its app version {moved} from {} to {}: {}{}.",
            or_none(&self.0.chart.version.to),
            app_version.from,
            app_version.to,
            at_least(self.0.verdict),
            self.difference()
        )
    }

    /// Returns what differs apart from chart version and values: `2 objects differ`.
    fn difference(&self) -> String {
        let comparison = self.0;
        match (comparison.objects.len(), comparison.hooks.len()) {
            (0, 0) if comparison.notes.differ => "the notes differ".to_owned(),
            (0, 0) if !comparison.crds.changes.is_empty() => {
                differ(comparison.crds.changes.len(), "CRD")
            }
            (0, 0) => differ(comparison.changed_defaults, "default"),
            (0, hooks) => differ(hooks, "hook"),
            (objects, _) => differ(objects, "object"),
        }
    }

    /// Returns `moved the chart from 1.0.0 to 1.1.0`, given both verbs in their tense.
    fn chart_move(&self, moved: &str, changed: &str) -> String {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let versions = &self.0.chart.version;
        match (&self.0.chart.previous_name, &self.0.chart.name) {
            (Some(old), new) => format!("{changed} the chart from {old} to {}", or_none(new)),
            (None, _) => {
                let (from, to) = (or_none(&versions.from), or_none(&versions.to));
                format!("{moved} the chart from {from} to {to}")
            }
        }
    }

    /// Returns `, and with it 2 defaults`; empty where no default changed.
    fn defaults_moved(&self) -> String {
        match self.0.defaults.as_slice() {
            [] => String::new(),
            [only] => format!(", and with it the default of {}", only.path),
            many => format!(", and with it {}", count(many.len(), "default")),
        }
    }

    /// Returns what to pin after a rollback: `the chart to 1.0.0`.
    fn older_version(&self) -> String {
        let versions = &self.0.chart.version;
        let older = match self.0.revisions.from < self.0.revisions.to {
            true => &versions.from,
            false => &versions.to,
        };
        match older {
            Some(version) if self.0.chart.previous_name.is_none() => {
                format!("the chart to {version}")
            }
            _ => "the chart and its version".to_owned(),
        }
    }
}

fn paths(values: &[FieldChange]) -> String {
    list(values.iter().map(|value| &value.path), MAX_NAMED_VALUES)
}
