//! The origin of a changed field.

use astern_diff::FieldPath;
use serde::Serialize;

/// Something whose change explains the change of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Origin {
    /// A value that the user sets or used to set.
    Value {
        /// Its path in the values.
        path: FieldPath,
    },
    /// A default of the chart that the user does not override.
    Default {
        /// Its path in the values.
        path: FieldPath,
    },
    /// The version of the chart or its app version.
    Version,
}

impl Origin {
    /// Returns the path in the values; `None` for a version.
    pub(super) fn path(&self) -> Option<&FieldPath> {
        match self {
            Self::Value { path } | Self::Default { path } => Some(path),
            Self::Version => None,
        }
    }
}
