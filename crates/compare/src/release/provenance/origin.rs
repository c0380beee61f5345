//! What a changed field can come from.

use astern_diff::FieldPath;
use serde::Serialize;

/// Something that moved as a field did.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Origin {
    /// A value that the user set, or set no longer.
    Value {
        /// Where it stands among the values.
        path: FieldPath,
    },
    /// A default of the chart that the user does not override.
    Default {
        /// Where it stands among the values.
        path: FieldPath,
    },
    /// The chart's own version, or the one of what it installs.
    Version,
}
