//! The drift of one object.

use serde::Serialize;

use super::equivalence::FieldSemantics;
use super::field_manager::FieldManager;
use crate::{FieldPath, ObjectChange};

/// An object that exists and differs.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectDrift {
    /// The differences. The text of the live side holds only the fields that the revision sets.
    #[serde(flatten)]
    pub object: ObjectChange,
    /// The managers of the fields that differ, as far as the API server recorded them: at most one for each field.
    pub writers: Vec<FieldOwner>,
}

impl ObjectDrift {
    /// Whether the object is a custom resource rather than of a kind that is built into the API server.
    #[must_use]
    pub fn is_custom_resource(&self) -> bool {
        !FieldSemantics::is_built_in(&self.object.id.group)
    }
}

/// The manager that wrote a field last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldOwner {
    /// The field, as in [`crate::FieldChange::path`].
    pub path: FieldPath,
    /// The manager.
    #[serde(flatten)]
    pub writer: FieldManager,
}
