//! The result of comparing two revisions.

use std::collections::BTreeSet;

use astern_ledger::{Namespace, ReleaseName, Revision};
use astern_manifest::ObjectId;
use astern_masking::Masking;
use serde::Serialize;

use crate::{
    Cause, ChartChange, Classification, Crds, Effects, FieldChange, FieldPath, HookChange,
    HookToRun, NoiseCount, NotesChange, ObjectChange, Origin, PastHook, Sides, TooMuch, Unread,
    Verdict, WrittenOtherwise,
};

/// The differences between two revisions. Serialized, it is the JSON of `astern compare -o json`.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The release.
    pub release: ReleaseName,
    /// The namespace that the release lives in.
    pub namespace: Namespace,
    /// The two revisions.
    pub revisions: Sides<Revision>,
    /// Whether they differ, as far as that is known.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// What of either side could not be read, and so was not compared.
    #[serde(rename = "unreadable")]
    pub unread: Vec<Unread>,
    /// What was too much to compare in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub too_much: Vec<TooMuch>,
    /// The kind of change.
    pub classification: Classification,
    /// Why the newer revision was made, where chart version and values do not explain it, or where it is a rollback.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The chart on both sides.
    pub chart: ChartChange,
    /// The user-set values that differ.
    pub values: Vec<FieldChange>,
    /// The chart's defaults that differ where the user sets nothing on either side. Those from which a field of an object or
    /// hook comes are the first.
    pub defaults: Vec<FieldChange>,
    /// The number of those from which a field of an object or hook comes.
    pub used_defaults: usize,
    /// The number of all defaults that differ. Each field of a mapping and each entry of a list counts.
    pub changed_defaults: usize,
    /// The number of those that the user overrides on one side or on both.
    pub overridden_defaults: usize,
    /// The effective values that differ, which the templates were given: see [`effective_values`](crate::effective_values).
    pub effective: Vec<FieldChange>,
    /// The objects that differ, in the order of the `to` side, removed ones last.
    pub objects: Vec<ObjectChange>,
    /// The number of objects that are the same on both sides.
    pub unchanged_objects: usize,
    /// The fields of objects and hooks that are written otherwise on the two sides and are the same to Kubernetes. They are no
    /// differences. Their objects are also in [`Comparison::objects`] where something else in them differs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub written_otherwise: Vec<WrittenOtherwise>,
    /// How much of the differences is noise.
    pub noise: NoiseCount,
    /// The effects on running workloads.
    #[serde(flatten)]
    pub effects: Effects,
    /// The hooks that differ.
    pub hooks: Vec<HookChange>,
    /// The number of hooks that are the same on both sides.
    pub unchanged_hooks: usize,
    /// The hooks that a rollback to each side runs: those of the target revision.
    pub rollback_hooks: Sides<Vec<HookToRun>>,
    /// For a step back, from a newer revision to an older one: the hooks that ran on the way to the newer one, which nothing
    /// undoes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hooks_not_undone: Vec<PastHook>,
    /// The rendered notes.
    pub notes: NotesChange,
    /// The `crds/` of the two charts.
    #[serde(flatten)]
    pub crds: Crds,
    /// The masking that knows the secrets of both releases.
    #[serde(skip)]
    pub(super) masking: Masking,
}

impl Comparison {
    /// Returns the masking of everything that this comparison shows. It knows the secrets of both releases.
    #[must_use]
    pub fn masking(&self) -> &Masking {
        &self.masking
    }

    /// Puts the defaults first from which a field of an object or hook comes, and counts them.
    pub(super) fn order_defaults(&mut self) {
        let defaults = std::mem::take(&mut self.defaults);
        let objects = self
            .objects
            .iter()
            .chain(self.hooks.iter().map(|hook| &hook.object));
        let fields = objects.flat_map(|object| &object.fields);
        let origins: BTreeSet<&FieldPath> = fields
            .filter_map(|field| match field.provenance.as_slice() {
                [Origin::Default { path }] => Some(path),
                _ => None,
            })
            .collect();
        let is_used = |default: &FieldChange| {
            let path = &default.path;
            let mut above = (0..path.segments().len()).map(|length| path.ancestor(length));
            let first_below = origins.range::<FieldPath, _>(path..).next();
            above.any(|path| origins.contains(&path))
                || first_below.is_some_and(|below| below.overlaps(path))
        };
        let (used, unused): (Vec<_>, Vec<_>) = defaults.into_iter().partition(is_used);
        self.used_defaults = used.len();
        self.defaults = used;
        self.defaults.extend(unused);
    }

    /// Returns the objects and hooks with a field that comes from this value or default only. Added and removed objects have
    /// no fields, and are not among them.
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
}
