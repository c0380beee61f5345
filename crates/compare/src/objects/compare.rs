//! The objects of both sides, paired by identity and compared.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use astern_manifest::{Object, ObjectId};
use serde::Serialize;

use crate::{
    Change, FieldChange, NoiseCount, Side, Sides, TextDiff,
    fields::{ClassifiedField, masked_fields_of},
    object_text::{self, ShownTexts},
};
use astern_masking::{Masking, ValueContext};

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
    objects: Pair,
    #[serde(skip)]
    texts: ShownTexts,
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
        object_text::diff(self.texts.of(&self.objects, masking), &self.fields)
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

/// The same object on both sides; at least one is there.
pub(crate) type Pair = Sides<Option<Arc<Object>>>;

/// The objects that differ, and how many do not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ObjectChanges {
    /// The objects that differ, in the order of the side to arrive at, the removed ones after them.
    pub changes: Vec<ObjectChange>,
    /// How many objects are the same on both sides.
    pub unchanged: usize,
}

/// Compares two lists of objects. `namespace` is the release's own: an object that states it is the same as one that
/// states none.
#[must_use]
pub fn compare_objects(
    from: Vec<Object>,
    to: Vec<Object>,
    namespace: &str,
    masking: &Masking,
) -> ObjectChanges {
    let mut found = ObjectChanges::default();
    let objects = Sides { from, to };
    let namespaces = Sides {
        from: namespace,
        to: namespace,
    };
    for pair in pairs(objects, &namespaces) {
        match compare_pair(pair, masking) {
            Some(compared) => found.changes.push(compared.into_plain_change()),
            None => found.unchanged += 1,
        }
    }
    found
}

impl NoiseCount {
    /// Counts the noise in these objects.
    pub(crate) fn of<'a>(objects: impl Iterator<Item = &'a ObjectChange>) -> Self {
        objects.fold(Self::default(), |count, object| Self {
            objects: count.objects + usize::from(object.noise_only),
            fields: count.fields
                + object
                    .fields
                    .iter()
                    .filter(|field| field.noise.is_some())
                    .count(),
        })
    }
}

/// An object that differs, its fields compared: the stage before it is known what follows from its change and where its
/// fields come from.
pub(crate) struct ComparedObject {
    pub(crate) change: Change,
    pub(crate) fields: Vec<ClassifiedField>,
    objects: Pair,
    /// The object on the side that is shown.
    shown: Arc<Object>,
}

/// Whether something follows from an object's change, such as a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectEffect {
    /// Something does.
    Some,
    /// Nothing does, as far as is known.
    None,
}

/// Compares the two sides of one object; `None` when nothing differs.
pub(crate) fn compare_pair(objects: Pair, masking: &Masking) -> Option<ComparedObject> {
    let (change, shown, fields) = match (&objects.from, &objects.to) {
        (Some(from), Some(to)) => {
            if from.value == to.value {
                return None;
            }
            let values = Sides {
                from: &from.value,
                to: &to.value,
            };
            let fields = masked_fields_of(values, ValueContext::of_object(&to.id), masking);
            (Change::Changed, to, fields)
        }
        (None, Some(to)) => (Change::Added, to, Vec::new()),
        (Some(from), None) => (Change::Removed, from, Vec::new()),
        (None, None) => return None,
    };
    Some(ComparedObject {
        change,
        fields: fields.into_iter().map(ClassifiedField::new).collect(),
        shown: Arc::clone(shown),
        objects,
    })
}

impl ComparedObject {
    /// What the object was called, where it was renamed.
    pub(crate) fn renamed_from(&self) -> Option<&ObjectId> {
        match (&self.objects.from, &self.objects.to) {
            (Some(from), Some(to)) if from.id.name != to.id.name => Some(&from.id),
            _ => None,
        }
    }

    /// The object as it is shown, given what follows from its change and how its fields are shown.
    pub(crate) fn into_change(
        self,
        effect: ObjectEffect,
        field_change: impl Fn(&ObjectId, ClassifiedField) -> FieldChange,
    ) -> ObjectChange {
        let renamed_from = self.renamed_from().cloned();
        let api_version =
            |object: &Option<Arc<Object>>| object.as_ref().map(|object| object.api_version.clone());
        let id = self.shown.id.clone();
        let fields: Vec<_> = self
            .fields
            .into_iter()
            .map(|field| field_change(&id, field))
            .collect();
        ObjectChange {
            id,
            change: self.change,
            api_version: self.objects.as_ref().map(api_version),
            template: self.shown.template.clone(),
            renamed_from,
            // A name is no noise, so what was renamed is never noise only.
            noise_only: effect == ObjectEffect::None
                && !fields.is_empty()
                && fields.iter().all(|field| field.noise.is_some()),
            fields,
            objects: self.objects,
            texts: ShownTexts::default(),
        }
    }

    /// The object as it is shown where nothing is known but its two sides.
    pub(crate) fn into_plain_change(self) -> ObjectChange {
        self.into_change(ObjectEffect::None, |_, field| field.into_change(Vec::new()))
    }
}

/// Pairs what has the same identity, in the order of the second list, then what is only in the first. Where an identity
/// occurs more than once, the first goes with the first.
pub(crate) fn pairs(
    objects: Sides<Vec<Object>>,
    namespaces: &Sides<&str>,
) -> std::vec::IntoIter<Pair> {
    let mut waiting: HashMap<ObjectId, VecDeque<usize>> =
        HashMap::with_capacity(objects.from.len());
    let mut left = Vec::with_capacity(objects.from.len());
    for (index, object) in objects.from.into_iter().enumerate() {
        waiting
            .entry(identity(&object, namespaces.from))
            .or_default()
            .push_back(index);
        left.push(Some(Arc::new(object)));
    }
    let mut pairs = Vec::with_capacity(objects.to.len());
    for object in objects.to {
        let counterpart = waiting
            .get_mut(&identity(&object, namespaces.to))
            .and_then(VecDeque::pop_front)
            .and_then(|index| left[index].take());
        pairs.push(Sides {
            from: counterpart,
            to: Some(Arc::new(object)),
        });
    }
    pairs.extend(left.into_iter().flatten().map(|object| Sides {
        from: Some(object),
        to: None,
    }));
    pairs.into_iter()
}

/// The identity by which objects are paired: the release's own namespace counts as none.
pub(crate) fn identity(object: &Object, namespace: &str) -> ObjectId {
    let mut id = object.id.clone();
    id.namespace = id.namespace.filter(|stated| stated != namespace);
    id
}
