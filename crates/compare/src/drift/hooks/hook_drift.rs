//! A hook whose object exists and differs.

use astern_ledger::Revision;
use serde::Serialize;

use crate::drift::object_drift::ObjectDrift;
use crate::objects::hooks::DEFAULT_POLICY;

/// A hook whose object exists and differs.
#[derive(Debug, Clone, Serialize)]
pub struct HookDrift {
    /// The object and its differences.
    #[serde(flatten)]
    pub drift: ObjectDrift,
    /// The events at which Helm runs the hook.
    pub events: Vec<String>,
    /// The policies by which Helm deletes the object.
    pub delete_policies: Vec<String>,
    /// The revision in whose operation the hook ran last, according to the release records that were read. `None` when the
    /// object was created in the operation of another revision: then its differences are no drift.
    pub ran_for: Option<Revision>,
}

impl HookDrift {
    /// Whether Helm deletes the object before it runs the hook the next time, which is Helm's default.
    #[must_use]
    pub fn is_deleted_before_next_run(&self) -> bool {
        let mut policies = self.delete_policies.iter();
        policies.any(|policy| policy == DEFAULT_POLICY)
    }
}
