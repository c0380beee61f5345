//! Compares the two sides of an object field by field.

use std::sync::Arc;

use astern_manifest::{Object, ObjectId};
use astern_masking::{Masking, ValueContext};

use super::{
    change::{ObjectChange, ObjectChanges},
    pairing::{ObjectPair, pair_objects},
};
use crate::{
    Change, FieldChange, FieldPath, Sides,
    budget::Budget,
    fields::{ClassifiedField, MaskedField, masked_fields_of},
    object_text::ShownTexts,
    spelling::{WrittenOtherwise, respelled, written_otherwise},
};

/// Compares two lists of objects. `namespace` is the release's own: an object that states it has the same identity as one
/// that states none.
#[must_use]
pub fn compare_objects(
    from: Vec<Object>,
    to: Vec<Object>,
    namespace: &str,
    masking: &Masking,
) -> ObjectChanges {
    let mut result = ObjectChanges::default();
    let objects = Sides { from, to };
    let namespaces = Sides {
        from: namespace,
        to: namespace,
    };
    let budget = Budget::default();
    for pair in pair_objects(objects, &namespaces) {
        match compare_pair(pair, masking, &budget).changed {
            Some(compared) => result.changes.push(compared.into_plain_change()),
            None => result.unchanged += 1,
        }
    }
    result
}

/// An object that differs, with its fields compared, before its effects and the origins of its fields are known.
pub(crate) struct ComparedObject {
    pub(crate) change: Change,
    pub(crate) fields: Vec<ClassifiedField>,
    /// The two sides, the old one in the spelling of the new one.
    pub(crate) objects: ObjectPair,
    masking: Masking,
    /// The object of the `to` side, or of the `from` side when it was removed.
    shown: Arc<Object>,
}

/// Whether an object's change has an effect, such as a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectEffect {
    /// It has one.
    Some,
    /// It has none that is known.
    None,
}

/// The two sides of one object, compared.
pub(crate) struct PairComparison {
    /// What differs to Kubernetes; `None` when nothing does.
    pub(crate) changed: Option<ComparedObject>,
    /// What is only written otherwise; `None` when nothing is.
    pub(crate) written_otherwise: Option<WrittenOtherwise>,
}

/// Compares the two sides of one object. What is written otherwise and is the same to Kubernetes is apart.
pub(crate) fn compare_pair(
    objects: ObjectPair,
    masking: &Masking,
    budget: &Budget,
) -> PairComparison {
    match respelled(&objects) {
        None => PairComparison {
            changed: changed(objects, masking, budget),
            written_otherwise: None,
        },
        Some(respelled) => PairComparison {
            written_otherwise: written_otherwise(&objects, &respelled, masking, budget),
            changed: changed(respelled, masking, budget),
        },
    }
}

/// Compares the two sides of one object as they are written; `None` when nothing differs.
fn changed(objects: ObjectPair, masking: &Masking, budget: &Budget) -> Option<ComparedObject> {
    let (change, shown, fields) = match (&objects.from, &objects.to) {
        (Some(from), Some(to)) => {
            if from.value == to.value {
                return None;
            }
            let values = Sides {
                from: &from.value,
                to: &to.value,
            };
            let fields = match budget.objects.spend(from.text.len() + to.text.len(), 1) {
                true => masked_fields_of(values, ValueContext::of_object(&to.id), masking, budget),
                false => vec![MaskedField::abridged(FieldPath::default(), masking)],
            };
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
        masking: masking.clone(),
    })
}

impl ComparedObject {
    /// Returns the old identity of a renamed object.
    pub(crate) fn renamed_from(&self) -> Option<&ObjectId> {
        match (&self.objects.from, &self.objects.to) {
            (Some(from), Some(to)) if from.id.name != to.id.name => Some(&from.id),
            _ => None,
        }
    }

    /// Completes the change, given whether it has an effect and how to complete each field.
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
            template: (self.shown.template.as_deref())
                .map(|template| self.masking.mask_name(template).into_inner().into_owned()),
            renamed_from,
            // The name of a renamed object differs, and that is not noise.
            noise_only: effect == ObjectEffect::None
                && !fields.is_empty()
                && fields.iter().all(|field| field.noise.is_some()),
            fields,
            objects: self.objects,
            texts: ShownTexts::default(),
            masking: self.masking,
        }
    }

    /// Completes the change without effects and origins.
    pub(crate) fn into_plain_change(self) -> ObjectChange {
        self.into_change(ObjectEffect::None, |_, field| field.into_change(Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Allowance;

    #[test]
    fn objects_over_the_budget_differ_as_a_whole() {
        let object = |text: &str| Some(Arc::new(astern_manifest::parse(text).objects.remove(0)));
        let pair = |data: &str| Sides {
            from: object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}"),
            to: object(&format!(
                "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}, data: {{a: {data}}}}}"
            )),
        };
        let budget = Budget {
            objects: Allowance::new(200),
            ..Budget::default()
        };
        let masking = Masking::new([7; 16]);
        let compared = |data| compare_pair(pair(data), &masking, &budget).changed;
        let paths = |compared: Option<ComparedObject>| -> Vec<String> {
            let fields = compared.unwrap().into_plain_change().fields;
            fields.iter().map(|field| field.path.to_string()).collect()
        };
        assert_eq!(paths(compared("c")), ["data.a"]);
        assert_eq!(paths(compared("d")), [""]);
        // What is equal costs nothing.
        assert!(compared("b").is_none());
        assert_eq!(budget.too_much(), [crate::TooMuch::Objects { left_out: 1 }]);
    }
}
