//! Compares the two sides of an object field by field.

use std::sync::Arc;

use astern_manifest::{Object, ObjectId};
use astern_masking::{Masking, ValueContext};

use super::{
    change::{ObjectChange, ObjectChanges},
    pairing::{ObjectPair, pair_objects},
};
use crate::{
    Change, FieldChange, Sides,
    fields::{ClassifiedField, masked_fields_of},
    object_text::ShownTexts,
};

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
    for pair in pair_objects(objects, &namespaces) {
        match compare_pair(pair, masking) {
            Some(compared) => found.changes.push(compared.into_plain_change()),
            None => found.unchanged += 1,
        }
    }
    found
}

/// An object that differs, its fields compared: the stage before it is known what follows from its change and where its
/// fields come from.
pub(crate) struct ComparedObject {
    pub(crate) change: Change,
    pub(crate) fields: Vec<ClassifiedField>,
    objects: ObjectPair,
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
pub(crate) fn compare_pair(objects: ObjectPair, masking: &Masking) -> Option<ComparedObject> {
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
