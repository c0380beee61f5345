//! The kind of change between two revisions.

use std::fmt;

use serde::Serialize;

use crate::Verdict;

/// The kind of change between two revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Classification {
    /// Another chart, or another version of it, with the same user-set values.
    Chart,
    /// Other user-set values for the same chart.
    Values,
    /// Both.
    ChartAndValues,
    /// No change: chart, values, objects, hooks and notes are the same, and all of them could be read.
    None,
    /// Something other than chart version and values: a chart that was edited without a new version, a template that renders
    /// differently each time, or something that could not be read.
    Other,
}

impl Classification {
    pub(crate) fn new(chart_differs: bool, values_differ: bool, verdict: Verdict) -> Self {
        match (chart_differs, values_differ, verdict) {
            (true, true, _) => Self::ChartAndValues,
            (true, false, _) => Self::Chart,
            (false, true, _) => Self::Values,
            (false, false, Verdict::Identical) => Self::None,
            (false, false, _) => Self::Other,
        }
    }
}

/// The names in the JSON: `chart`, `values`, `chart-and-values`, `none`, `other`.
impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chart => "chart",
            Self::Values => "values",
            Self::ChartAndValues => "chart-and-values",
            Self::None => "none",
            Self::Other => "other",
        })
    }
}
