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
    /// Which object; the namespace as the side to arrive at writes it, or, for a removed object, the other side.
    #[serde(flatten)]
    pub id: ObjectId,
    /// How it differs: added, removed or changed.
    pub change: Change,
    /// Its `apiVersion` on each side that has it.
    pub api_version: Sides<Option<String>>,
    /// The template that rendered it, on the same side as the identity, where that is known.
    pub template: Option<String>,
    /// What it was called, for an object that was renamed. To Kubernetes that is another object: the old one is deleted
    /// and a new one made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<ObjectId>,
    /// Whether nothing but noise differs, and nothing follows from that.
    pub noise_only: bool,
    /// The fields that differ; empty for an added or removed object, which differs as a whole.
    pub fields: Vec<FieldChange>,
    #[serde(skip)]
    pub(super) objects: ObjectPair,
    #[serde(skip)]
    pub(super) texts: ShownTexts,
}

/// How many fields of an object differ, by the way they do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FieldCount {
    /// Fields that are only on the side to arrive at.
    pub added: usize,
    /// Fields that are only on the side to start from.
    pub removed: usize,
    /// Fields with another value or, for lists, another order.
    pub changed: usize,
}

impl FieldCount {
    /// Counts these fields.
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
    /// How many fields differ; none of an object that was added or removed as a whole.
    #[must_use]
    pub fn field_count(&self) -> FieldCount {
        FieldCount::of(&self.fields)
    }

    /// Whether all that differs, but for noise, are texts that say the same and are only written otherwise.
    #[must_use]
    pub fn is_formatting_only(&self) -> bool {
        let mut fields = self.fields.iter().filter(|field| field.noise.is_none());
        fields.clone().next().is_some() && fields.all(|field| field.only_formatting)
    }

    /// The object's text on both sides, line by line, all of it. Secrets are masked; an object that holds any is shown as
    /// it would be written, not as its template wrote it.
    #[must_use]
    pub fn text_diff(&self, masking: &Masking) -> TextDiff {
        text_diff(self.texts.of(&self.objects, masking), &self.fields)
    }

    /// Whether secrets are masked in [`ObjectChange::text_diff`], so that it is not what the release holds.
    #[must_use]
    pub fn is_text_masked(&self, masking: &Masking) -> bool {
        let Sides { from, to } = self.texts.of(&self.objects, masking);
        from.is_masked || to.is_masked
    }

    /// The texts of both sides as they may be shown; a missing side is an empty one.
    pub(crate) fn shown_texts(&self, masking: &Masking) -> impl Iterator<Item = Arc<str>> {
        let Sides { from, to } = self.texts.of(&self.objects, masking);
        [from.text, to.text].into_iter()
    }

    /// The object as it was read on one side. It is not masked: do not show it.
    #[must_use]
    pub fn object(&self, side: Side) -> Option<&Object> {
        match side {
            Side::From => self.objects.from.as_deref(),
            Side::To => self.objects.to.as_deref(),
        }
    }
}

/// The objects that differ, and how many do not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ObjectChanges {
    /// The objects that differ, in the order of the side to arrive at, the removed ones after them.
    pub changes: Vec<ObjectChange>,
    /// How many objects are the same on both sides.
    pub unchanged: usize,
}
