//! The objects of both sides, paired by identity and compared.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use astern_diff::ValueAt;
use astern_manifest::{Object, ObjectId};
use serde::Serialize;

use crate::{
    Change, FieldChange, FieldPath, Side, Sides, TextDiff,
    fields::masked_fields,
    object_text::{self, ShownTexts},
    objects::noise,
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
        found.add(pair, masking);
    }
    found
}

impl ObjectChanges {
    /// Compares one pair; gives the change when there is one.
    pub(crate) fn add(&mut self, pair: Pair, masking: &Masking) -> Option<&mut ObjectChange> {
        match compare_pair(pair, masking) {
            Some(change) => {
                self.changes.push(change);
                self.changes.last_mut()
            }
            None => {
                self.unchanged += 1;
                None
            }
        }
    }
}

/// What differs between the two sides of one object; `None` when nothing does.
pub(crate) fn compare_pair(objects: Pair, masking: &Masking) -> Option<ObjectChange> {
    let (change, shown, fields) = match (&objects.from, &objects.to) {
        (Some(from), Some(to)) => {
            if from.value == to.value {
                return None;
            }
            let context = ValueContext::of_object(&to.id);
            let at_root = |value| Some(ValueAt { value, context });
            let values = Sides {
                from: at_root(&from.value),
                to: at_root(&to.value),
            };
            let fields = masked_fields(FieldPath::default(), values, masking);
            let mut fields: Vec<_> = fields.into_iter().map(FieldChange::from).collect();
            noise::mark(&mut fields);
            (Change::Changed, to, fields)
        }
        (None, Some(to)) => (Change::Added, to, Vec::new()),
        (Some(from), None) => (Change::Removed, from, Vec::new()),
        (None, None) => return None,
    };
    let api_version =
        |object: &Option<Arc<Object>>| object.as_ref().map(|object| object.api_version.clone());
    Some(ObjectChange {
        id: shown.id.clone(),
        change,
        api_version: Sides {
            from: api_version(&objects.from),
            to: api_version(&objects.to),
        },
        template: shown.template.clone(),
        renamed_from: match (&objects.from, &objects.to) {
            (Some(from), Some(to)) if from.id.name != to.id.name => Some(from.id.clone()),
            _ => None,
        },
        // A name is no noise, so what was renamed is never noise only.
        noise_only: !fields.is_empty() && fields.iter().all(|field| field.noise.is_some()),
        fields,
        objects,
        texts: ShownTexts::default(),
    })
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
