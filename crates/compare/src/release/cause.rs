//! What made the newer revision, where neither the chart version nor the values tell it.

use astern_ledger::{Chart, ChartFile, Release, Revision, rollback_of};
use serde::Serialize;

use crate::{Classification, Sides};

/// What made the newer revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Cause {
    /// A rollback.
    Rollback {
        /// The revision it went back to.
        to: Revision,
    },
    /// An upgrade with the same chart and values that rendered the same.
    Rerun,
    /// The chart was edited and kept its version.
    ChartEdited,
    /// The same chart and values rendered something else: a template asks the cluster or makes random values, a
    /// subchart was edited (Helm does not record those), or a post-renderer changed.
    RenderedAnew,
    /// Nothing differs as far as it could be read.
    Unreadable,
}

impl Cause {
    /// What made the newer of two revisions; `None` where chart version and values tell. `objects_differ` means what was
    /// rendered: objects, hooks and notes.
    pub(crate) fn between(
        releases: &Sides<&Release>,
        classification: Classification,
        objects_differ: bool,
    ) -> Option<Self> {
        let Sides { from, to } = *releases;
        if from.revision == to.revision {
            return None;
        }
        let (older, newer) = match from.revision < to.revision {
            true => (from, to),
            false => (to, from),
        };
        let target = rollback_of(newer, older).and_then(|rollback| rollback.target);
        if let Some(to) = target {
            return Some(Self::Rollback { to });
        }
        match classification {
            Classification::None => Some(Self::Rerun),
            Classification::Other if !same_content(&from.chart, &to.chart) => {
                Some(Self::ChartEdited)
            }
            Classification::Other if objects_differ => Some(Self::RenderedAnew),
            Classification::Other => Some(Self::Unreadable),
            _ => None,
        }
    }
}

/// Whether two charts render the same from the same values, as far as Helm records it.
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

/// Whether two lists hold the same files; when they were written does not matter.
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
