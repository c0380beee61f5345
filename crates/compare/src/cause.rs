//! Which one it is when neither the chart's version nor the values tell.

use astern_ledger::Revision;
use serde::Serialize;

/// What made the newer revision, where chart version and values do not say it.
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
    /// The same chart and values rendered something else: a template asks the cluster or makes random values, or a
    /// post-renderer changed.
    RenderedAnew,
    /// Nothing differs as far as it could be read.
    Unreadable,
}
