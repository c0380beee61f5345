//! What a changed field can come from.

use std::fmt;

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

/// `your value image.tag`, `the default of image.tag`, `the chart's version or app version`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { path } => write!(f, "your value {path}"),
            Self::Default { path } => write!(f, "the default of {path}"),
            Self::Version => f.write_str("the chart's version or app version"),
        }
    }
}
