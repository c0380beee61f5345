//! Why the newer revision was made, where the chart version and the values do not explain it.

use astern_ledger::{Chart, ChartFile, Release, Revision, RollbackEvidence, rollback_of};
use serde::Serialize;

use super::revision_number;
use crate::{ChartChange, Classification, ObjectChange, Sides, Verdict};

/// Why the newer of two revisions was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Cause {
    /// A rollback, as the contents or a field that only Helm writes show.
    Rollback {
        /// The revision that it went back to.
        to: Revision,
    },
    /// A rollback according to the description only, which `helm upgrade --description` may have set. The revision that it
    /// names is neither of the two, so the contents cannot be checked.
    DescribedAsRollback {
        /// The revision that the description names.
        to: Revision,
    },
    /// An upgrade with the same chart and values that rendered the same.
    Rerun,
    /// The chart was edited and kept its version.
    ChartEdited,
    /// The chart's app version differs, and its version does not.
    AppVersion,
    /// A subchart was rendered in another version, and the chart's version is the same.
    Subchart,
    /// The templates write the number of the revision: nothing else differs.
    RevisionNumber,
    /// The older revision is the first one, and a template asks whether it is rendered for an install or for an upgrade.
    InstallOrUpgrade,
    /// The same chart and values rendered something else: a template asks the cluster or makes random values, a
    /// subchart was edited (Helm does not record those), or a post-renderer changed.
    RenderedAnew,
    /// No difference was found, and something could not be read: see [`Verdict::Unknown`].
    Unreadable,
}

impl Cause {
    /// Returns why the newer of two revisions was made; `None` where the chart version or the values explain it.
    pub(crate) fn between(
        releases: &Sides<&Release>,
        (classification, verdict): (Classification, Verdict),
        chart: &ChartChange,
        changes: &[&ObjectChange],
    ) -> Option<Self> {
        let Sides { from, to } = *releases;
        if from.revision == to.revision {
            return None;
        }
        let (older, newer) = match from.revision < to.revision {
            true => (from, to),
            false => (to, from),
        };
        if let Some(cause) = Self::rollback(newer, older) {
            return Some(cause);
        }
        match classification {
            Classification::None => (!is_edited(from, to)).then_some(Self::Rerun),
            Classification::Other if verdict == Verdict::Unknown => Some(Self::Unreadable),
            Classification::Other if is_edited(from, to) => Some(Self::ChartEdited),
            Classification::Other if !chart.app_version.are_equal() => Some(Self::AppVersion),
            Classification::Other if !chart.dependencies.is_empty() => Some(Self::Subchart),
            Classification::Other if revision_number::explains(releases, changes) => {
                Some(Self::RevisionNumber)
            }
            Classification::Other
                if older.revision == Revision::FIRST && asks_for_upgrade(&newer.chart) =>
            {
                Some(Self::InstallOrUpgrade)
            }
            Classification::Other => Some(Self::RenderedAnew),
            _ => None,
        }
    }

    fn rollback(newer: &Release, older: &Release) -> Option<Self> {
        let rollback = rollback_of(newer, older)?;
        let to = rollback.target?;
        match rollback.evidence {
            RollbackEvidence::Content | RollbackEvidence::Field => Some(Self::Rollback { to }),
            RollbackEvidence::Description => Some(Self::DescribedAsRollback { to }),
            RollbackEvidence::Unknown => None,
        }
    }
}

/// Whether a template asks if it is rendered for an install or for an upgrade.
fn asks_for_upgrade(chart: &Chart) -> bool {
    const QUESTIONS: [&str; 2] = [".Release.IsUpgrade", ".Release.IsInstall"];
    let asks = |text: &str| QUESTIONS.iter().any(|question| text.contains(question));
    let mut texts = chart
        .templates
        .iter()
        .filter_map(|template| template.data.as_ref()?.bytes());
    texts.any(|text| asks(&String::from_utf8_lossy(&text)))
}

/// Whether two charts of one version differ. Where parts of a chart were not read, that is not known.
fn is_edited(from: &Release, to: &Release) -> bool {
    from.left_out.is_empty() && to.left_out.is_empty() && !same_content(&from.chart, &to.chart)
}

/// Whether two charts render the same from the same values, as far as the records tell.
fn same_content(from: &Chart, to: &Chart) -> bool {
    let dependencies = |chart: &Chart| {
        chart
            .metadata
            .as_ref()
            .and_then(|chart| chart.dependencies.clone())
    };
    same_files(&from.templates, &to.templates)
        && same_files(&from.files, &to.files)
        && from.values == to.values
        && dependencies(from) == dependencies(to)
}

/// Whether two lists contain the same files. Modification times do not count.
fn same_files(from: &[ChartFile], to: &[ChartFile]) -> bool {
    let sorted = |files: &[ChartFile]| {
        let mut files: Vec<_> = files
            .iter()
            .map(|file| (file.name.clone(), file.data.clone()))
            .collect();
        astern_ledger::sort_by(&mut files, |a, b| a.0.cmp(&b.0));
        files
    };
    from.len() == to.len() && sorted(from) == sorted(to)
}
