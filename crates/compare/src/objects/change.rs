//! An object that differs between two revisions.

use std::sync::Arc;

use astern_manifest::{Object, ObjectId};
use astern_masking::Masking;
use serde::Serialize;

use super::pairing::ObjectPair;
use crate::{
    Change, FieldChange, Side, Sides, TextDiff,
    object_text::{ShownTexts, text_diff},
};

/// One object that differs.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectChange {
    /// The object. The namespace is as the `to` side states it; for a removed object, as the `from` side does.
    #[serde(flatten)]
    pub id: ObjectId,
    /// How it differs: added, removed or changed.
    pub change: Change,
    /// The `apiVersion` on each side that has the object.
    pub api_version: Sides<Option<String>>,
    /// The template that rendered it, on the same side as the identity; `None` where it is not recorded.
    pub template: Option<String>,
    /// The old identity of a renamed object. To Kubernetes it is another object: the old one is deleted and a new one is
    /// created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<ObjectId>,
    /// Whether only noise differs, and that has no effect.
    pub noise_only: bool,
    /// The fields that differ; empty for an added or removed object.
    pub fields: Vec<FieldChange>,
    #[serde(skip)]
    pub(super) objects: ObjectPair,
    #[serde(skip)]
    pub(super) texts: ShownTexts,
    #[serde(skip)]
    pub(super) masking: Masking,
}

/// The numbers of fields that differ, by kind of change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FieldCount {
    /// Fields that only the `to` side has.
    pub added: usize,
    /// Fields that only the `from` side has.
    pub removed: usize,
    /// Fields with another value or, for lists, another order.
    pub changed: usize,
}

impl FieldCount {
    /// Counts fields.
    pub fn of<'f>(fields: impl IntoIterator<Item = &'f FieldChange>) -> Self {
        let mut count = Self::default();
        for field in fields {
            match field.change {
                Change::Added => count.added += 1,
                Change::Removed => count.removed += 1,
                Change::Changed | Change::Reordered => count.changed += 1,
            }
        }
        count
    }
}

impl ObjectChange {
    /// Returns the numbers of fields that differ; zero for an added or removed object.
    #[must_use]
    pub fn field_count(&self) -> FieldCount {
        FieldCount::of(&self.fields)
    }

    /// Whether the object is a volume claim that helm deletes with its data: it is removed, and no policy keeps it.
    #[must_use]
    pub fn loses_data(&self) -> bool {
        let is_claim = self.id.group.is_empty() && self.id.kind == "PersistentVolumeClaim";
        is_claim && self.change == Change::Removed && !self.is_kept()
    }

    /// Whether Helm keeps the object when it is no longer in the release: it says `helm.sh/resource-policy: keep`.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let policy = self.object(Side::From).and_then(|object| {
            let annotations = object.value.get("metadata")?.get("annotations")?;
            annotations.get("helm.sh/resource-policy")?.as_str()
        });
        policy.is_some_and(|policy| policy.trim().eq_ignore_ascii_case("keep"))
    }

    /// Whether, apart from noise, only the formatting of documents in strings differs.
    #[must_use]
    pub fn is_formatting_only(&self) -> bool {
        let mut fields = self.fields.iter().filter(|field| field.noise.is_none());
        fields.clone().next().is_some() && fields.all(|field| field.only_formatting)
    }

    /// Returns the diff of the object's whole text. Secrets are masked; an object with secrets is serialized again instead of
    /// shown as its template wrote it.
    #[must_use]
    pub fn text_diff(&self) -> TextDiff {
        text_diff(self.texts.of(&self.objects, &self.masking), &self.fields)
    }

    /// Whether secrets are masked in [`ObjectChange::text_diff`], so that the text is not the recorded one.
    #[must_use]
    pub fn is_text_masked(&self) -> bool {
        let Sides { from, to } = self.texts.of(&self.objects, &self.masking);
        from.is_masked || to.is_masked
    }

    /// Returns how many bytes both sides have in the manifests. To show them takes a time in proportion.
    #[must_use]
    pub fn text_size(&self) -> usize {
        let Sides { from, to } = &self.objects;
        [from, to]
            .into_iter()
            .flatten()
            .map(|object| object.text.len())
            .sum()
    }

    /// Returns the masked texts of both sides; empty for a missing side.
    pub(crate) fn shown_texts(&self) -> impl Iterator<Item = Arc<str>> {
        let Sides { from, to } = self.texts.of(&self.objects, &self.masking);
        [from.text, to.text].into_iter()
    }

    /// Returns the masking of the comparison, which knows all secrets of both sides.
    pub(crate) fn masking(&self) -> &Masking {
        &self.masking
    }

    /// Returns the object of one side. It is not masked, so it must not be shown.
    #[must_use]
    pub fn object(&self, side: Side) -> Option<&Object> {
        match side {
            Side::From => self.objects.from.as_deref(),
            Side::To => self.objects.to.as_deref(),
        }
    }
}

/// The objects that differ, and the number of those that do not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ObjectChanges {
    /// The objects that differ, in the order of the `to` side, then the removed ones.
    pub changes: Vec<ObjectChange>,
    /// The number of objects that are the same on both sides.
    pub unchanged: usize,
}
