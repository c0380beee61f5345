//! A workload that may ask another controller to restart it.

use astern_manifest::{Object, ObjectId};

use super::effects::ReloadedWorkload;
use super::reloaders::{ReloadRules, ReloadedConfig};

/// A workload whose pods helm does not restart, with what it asks other controllers for.
pub(super) struct Watcher {
    workload: ObjectId,
    rules: ReloadRules,
    pods: Option<u64>,
}

impl Watcher {
    /// Reads the annotations of a workload. `pods` is their number; `None` when the number of nodes decides.
    pub(super) fn new(workload: &Object, pods: Option<u64>) -> Self {
        Self {
            workload: workload.id.clone(),
            rules: ReloadRules::of(workload),
            pods,
        }
    }

    pub(super) fn workload(&self) -> &ObjectId {
        &self.workload
    }

    /// Returns that it is restarted because a ConfigMap or Secret of its namespace changes, if it asks for that.
    pub(super) fn reloaded_for(
        &self,
        config: &ObjectId,
        seen: &ReloadedConfig<'_>,
    ) -> Option<ReloadedWorkload> {
        Some(ReloadedWorkload {
            config: config.clone(),
            workload: self.workload.clone(),
            pods: self.pods,
            by: self.rules.reloader(seen)?,
        })
    }
}
