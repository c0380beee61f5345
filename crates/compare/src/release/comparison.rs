//! The comparison of two revisions as data.

use astern_ledger::{Namespace, ReleaseName, Revision};
use astern_manifest::ObjectId;
use serde::Serialize;

use crate::{
    Cause, ChartChange, Classification, Crds, Effects, FieldChange, HookChange, HookToRun,
    NoiseCount, NotesChange, ObjectChange, Origin, Sides, Unreadable,
};

/// What two revisions differ in. Serialized, it is the JSON of `astern compare -o json`.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The release.
    pub release: ReleaseName,
    /// The namespace that the release lives in.
    pub namespace: Namespace,
    /// The two revisions.
    pub revisions: Sides<Revision>,
    /// What kind of change this is.
    pub classification: Classification,
    /// What made the newer revision, where neither chart version nor values tell, or where it was a rollback.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The chart on both sides.
    pub chart: ChartChange,
    /// The user-set values that differ.
    pub values: Vec<FieldChange>,
    /// The chart's defaults that differ where the user sets nothing on either side.
    pub defaults: Vec<FieldChange>,
    /// How many defaults differ in all, each field of a mapping and each entry of a list counted for itself.
    pub changed_defaults: usize,
    /// How many of them stand where the user sets something, on one side or on both.
    pub overridden_defaults: usize,
    /// The values that the templates were given, where they differ: see [`effective_values`](crate::effective_values).
    pub effective: Vec<FieldChange>,
    /// The objects that differ, in the order of the side to arrive at, removed ones last.
    pub objects: Vec<ObjectChange>,
    /// How many objects are the same on both sides.
    pub unchanged_objects: usize,
    /// How much of what differs is noise.
    pub noise: NoiseCount,
    /// What the change does to what runs.
    #[serde(flatten)]
    pub effects: Effects,
    /// The hooks that differ.
    pub hooks: Vec<HookChange>,
    /// How many hooks are the same on both sides.
    pub unchanged_hooks: usize,
    /// The hooks that a rollback to each side runs: they come from the revision that it goes back to.
    pub rollback_hooks: Sides<Vec<HookToRun>>,
    /// The rendered notes.
    pub notes: NotesChange,
    /// The `crds/` of the two charts.
    #[serde(flatten)]
    pub crds: Crds,
    /// What could not be read on either side, and so was not compared.
    pub unreadable: Vec<Unreadable>,
}

impl Comparison {
    /// The objects and hooks that a value or default is seen in: those with a field that comes from it and from nothing
    /// else. What was added or removed as a whole has no fields, and is not among them.
    #[must_use]
    pub fn objects_affected_by(&self, value: &Origin) -> Vec<&ObjectId> {
        let hooks = self.hooks.iter().map(|hook| &hook.object);
        let comes_from_it = |field: &FieldChange| match (field.provenance.as_slice(), value) {
            ([Origin::Value { path }], Origin::Value { path: value })
            | ([Origin::Default { path }], Origin::Default { path: value }) => path.overlaps(value),
            _ => false,
        };
        self.objects
            .iter()
            .chain(hooks)
            .filter(|object| object.fields.iter().any(comes_from_it))
            .map(|object| &object.id)
            .collect()
    }

    /// Whether anything is known to differ. Where this is `false` and [`Self::is_incomplete`] is `true`, the two revisions may
    /// differ in what could not be read.
    #[must_use]
    pub fn differs(&self) -> bool {
        match self.classification {
            Classification::None => false,
            Classification::Other => {
                self.cause == Some(Cause::ChartEdited)
                    || self.changed_defaults > 0
                    || !self.objects.is_empty()
                    || !self.hooks.is_empty()
                    || self.notes.differ
                    || !self.crds.changes.is_empty()
            }
            Classification::Chart | Classification::Values | Classification::ChartAndValues => true,
        }
    }

    /// Whether something could not be read, and so was not compared.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        !self.unreadable.is_empty() || !self.crds.unreadable.is_empty()
    }
}
