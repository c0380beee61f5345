//! Drift on its way, one object a step.

use std::sync::Arc;
use std::vec;

use astern_manifest::{Object, TextOrigin, to_yaml};
use serde_json::Value;

use super::managed_fields::{managers, writer};
use super::secret_text::as_text;
use super::unmanaged::unmanaged;
use super::{Drift, Expected, FieldWriter, Live, ObjectDrift, Unasked, project::project};
use crate::{
    Masking, ObjectChange, Side, Sides, Step,
    objects::{Pair, compare_pair},
};

/// Drift on its way: what each object says, against what the cluster answered.
pub struct Drifting<'a> {
    pairs: vec::IntoIter<(Pair, Live)>,
    masking: &'a Masking,
    drift: Drift,
}

impl<'a> Drifting<'a> {
    pub(super) fn new(
        expected: Expected,
        answers: Vec<Live>,
        live_side: Side,
        masking: &'a Masking,
    ) -> Self {
        let mut unreadable = expected.unreadable;
        for document in &mut unreadable {
            document.side = other(live_side);
        }
        let unanswered = || Live::Unknown("it was not asked for".to_owned());
        let answers = answers
            .into_iter()
            .chain(std::iter::repeat_with(unanswered));
        let pairs: Vec<(Pair, Live)> = expected.pairs.into_iter().zip(answers).collect();
        Self {
            pairs: pairs.into_iter(),
            masking,
            drift: Drift {
                release: expected.release,
                namespace: expected.namespace,
                revision: expected.revision,
                deployed: expected.deployed,
                apply_method: expected.apply_method,
                live_side,
                objects: Vec::new(),
                missing: Vec::new(),
                leftover: Vec::new(),
                unchanged_objects: 0,
                unmanaged: Vec::new(),
                unasked: Vec::new(),
                unreadable,
            },
        }
    }

    /// Compares one object.
    pub fn step(&mut self) -> Step {
        let Some((pair, live)) = self.pairs.next() else {
            return Step::Done;
        };
        match (pair.to, live) {
            (own, Live::Unknown(why)) => {
                let object = own.or(pair.from).map(|object| object.id.clone());
                let unasked = object.map(|object| Unasked { object, why });
                self.drift.unasked.extend(unasked);
            }
            (Some(own), Live::There(live)) => self.there(&own, pair.from.as_deref(), &live),
            (Some(own), Live::Missing) => {
                let missing = self.sides(Some(own), None);
                self.drift
                    .missing
                    .extend(compare_pair(missing, self.masking));
            }
            (None, Live::There(live)) => {
                let leftover = pair.from.map(|object| {
                    let cut = project(&object.value, None, &live, (&object.id, &[]));
                    self.sides(None, Some(Arc::new(with_value(&object, cut))))
                });
                let leftover = leftover.and_then(|pair| compare_pair(pair, self.masking));
                self.drift.leftover.extend(leftover);
            }
            (None, Live::Missing) => {}
        }
        Step::More
    }

    /// Compares what is left and gives the answer.
    #[must_use]
    pub fn finish(mut self) -> Drift {
        while self.step() == Step::More {}
        self.drift
    }

    fn there(&mut self, own: &Object, deployed: Option<&Object>, live: &Value) {
        let managers = managers(live);
        let live = as_text(&own.id, &own.value, live);
        let also = deployed.map(|object| &object.value);
        let cut = project(&own.value, also, &live, (&own.id, &managers));
        let both = self.sides(
            Some(Arc::new(with_value(own, own.value.clone()))),
            Some(Arc::new(with_value(own, cut))),
        );
        match compare_pair(both, self.masking) {
            None => self.drift.unchanged_objects += 1,
            Some(mut object) => {
                self.keep_labels(&mut object);
                let writers = object.fields.iter().filter_map(|field| {
                    let writer = writer(&managers, &field.path)?.clone();
                    let path = field.path.clone();
                    Some(FieldWriter { path, writer })
                });
                let writers = writers.collect();
                self.drift.objects.push(ObjectDrift { object, writers });
            }
        }
        let added = unmanaged(own, also, &live, &managers, self.masking);
        self.drift.unmanaged.extend(added);
    }

    /// Beside another revision's objects the labels of the chart's version differ everywhere and are noise; beside its own
    /// they are not.
    fn keep_labels(&self, object: &mut ObjectChange) {
        if self.drift.deployed.is_none() {
            object.noise_only = false;
            for field in &mut object.fields {
                field.noise = None;
            }
        }
    }

    /// The revision's object and the live one, each on its side.
    fn sides(&self, own: Option<Arc<Object>>, live: Option<Arc<Object>>) -> Pair {
        Sides::on(self.drift.live_side, live, own)
    }
}

fn other(side: Side) -> Side {
    match side {
        Side::From => Side::To,
        Side::To => Side::From,
    }
}

/// The object with another value. Its text is written from that: live objects have none of their own, and two spellings
/// of the same would look like changes.
fn with_value(object: &Object, value: Value) -> Object {
    Object {
        text: to_yaml(&value).into(),
        text_origin: TextOrigin::Written,
        value,
        ..object.clone()
    }
}
