//! Compares the expected state with the objects in the cluster, one object per step.

use std::sync::Arc;
use std::vec;

use astern_manifest::{Object, ObjectId, TextOrigin, to_yaml};
use serde_json::Value;

use super::hooks::ExpectedHook;
use super::managed_fields::{last_writer, managed_fields};
use super::string_data::with_string_data;
use super::unmanaged::unmanaged_fields;
use super::{
    AbsentHook, Drift, ExpectedState, FieldOwner, HookDrift, LiveResponse, ObjectDrift,
    UnavailableObject, project::project,
};
use crate::{
    ObjectChange, Side, Sides, Step, Unread, Verdict,
    budget::Budget,
    objects::{ComparedObject, ObjectEffect, ObjectPair, compare_pair},
};
use astern_masking::Masking;

impl ExpectedState {
    /// Starts the comparison with the responses of the cluster, one for each of [`Self::objects`]. `live_side` is the side
    /// of the cluster: [`Side::To`] for `9..live`.
    #[must_use]
    pub fn compare(
        self,
        responses: Vec<LiveResponse>,
        live_side: Side,
        masking: &Masking,
    ) -> DriftComparison {
        DriftComparison::new(self, responses, live_side, masking)
    }
}

/// Compares each expected object with the response of the cluster.
pub struct DriftComparison {
    pairs: vec::IntoIter<(ObjectPair, LiveResponse)>,
    hooks: vec::IntoIter<(ExpectedHook, LiveResponse)>,
    masking: Masking,
    budget: Budget,
    drift: Drift,
}

impl DriftComparison {
    fn new(
        expected: ExpectedState,
        responses: Vec<LiveResponse>,
        live_side: Side,
        masking: &Masking,
    ) -> Self {
        let missing = || LiveResponse::Unavailable("it was not asked for".to_owned());
        let mut responses = responses.into_iter().chain(std::iter::repeat_with(missing));
        let pairs: Vec<(ObjectPair, LiveResponse)> =
            expected.pairs.into_iter().zip(&mut responses).collect();
        let hooks: Vec<(ExpectedHook, LiveResponse)> =
            expected.hooks.into_iter().zip(responses).collect();
        let mut secrets = expected.secrets;
        for (pair, live) in &pairs {
            let object = pair.to.as_ref().or(pair.from.as_ref());
            if let (Some(object), LiveResponse::Found(live)) = (object, live) {
                secrets.add_live_object(live, object);
            }
        }
        for (hook, live) in &hooks {
            if let LiveResponse::Found(live) = live {
                secrets.add_live_object(live, &hook.object);
            }
        }
        let masking = masking.knowing(secrets.known());
        let own_side = opposite(live_side);
        let mut unread = expected.unread;
        for piece in &mut unread {
            piece.side = own_side;
        }
        let documents = expected.invalid.into_iter();
        unread.extend(documents.map(|(revision, piece, invalid)| {
            Unread::document(revision, (own_side, piece), invalid, &masking)
        }));
        Self {
            pairs: pairs.into_iter(),
            hooks: hooks.into_iter(),
            drift: Drift {
                release: expected.release,
                namespace: expected.namespace,
                revision: expected.revision,
                // Until everything is compared.
                verdict: Verdict::Unknown,
                unread,
                unavailable: Vec::new(),
                deployed: expected.deployed,
                apply_method: expected.apply_method,
                live_side,
                objects: Vec::new(),
                missing: Vec::new(),
                leftover: Vec::new(),
                unchanged_objects: 0,
                hooks: Vec::new(),
                absent_hooks: Vec::new(),
                unchanged_hooks: 0,
                unmanaged: Vec::new(),
                masking: masking.clone(),
            },
            masking,
            budget: Budget::default(),
        }
    }

    /// Compares one object.
    pub fn step(&mut self) -> Step {
        let Some((pair, live)) = self.pairs.next() else {
            return self.step_hooks();
        };
        match (pair.to, live) {
            (own, LiveResponse::Unavailable(reason)) => {
                let object = own.or(pair.from).map(|object| object.id.clone());
                let unavailable = object.map(|object| self.unavailable(object, &reason));
                self.drift.unavailable.extend(unavailable);
            }
            (Some(own), LiveResponse::Found(live)) => {
                self.compare_object(&own, pair.from.as_deref(), &live)
            }
            (Some(own), LiveResponse::NotFound) => {
                let missing = self.sides(Some(own), None);
                self.drift.missing.extend(self.compare_pair(missing));
            }
            (None, LiveResponse::Found(live)) => {
                let leftover = pair.from.map(|object| {
                    let projected = project(&object.value, None, &live, (&object.id, &[]));
                    self.sides(None, Some(Arc::new(with_value(&object, projected))))
                });
                let leftover = leftover.and_then(|pair| self.compare_pair(pair));
                self.drift.leftover.extend(leftover);
            }
            (None, LiveResponse::NotFound) => {}
        }
        Step::More
    }

    /// Compares the remaining objects and returns the result.
    #[must_use]
    pub fn finish(mut self) -> Drift {
        while self.step() == Step::More {}
        Drift {
            verdict: self.drift.judge(),
            ..self.drift
        }
    }

    /// Compares one hook.
    fn step_hooks(&mut self) -> Step {
        let Some((hook, live)) = self.hooks.next() else {
            return Step::Done;
        };
        let object = hook.object.id.clone();
        match live {
            LiveResponse::Unavailable(reason) => {
                let unavailable = self.unavailable(object, &reason);
                self.drift.unavailable.push(unavailable);
            }
            LiveResponse::NotFound => {
                let reason = hook.absence;
                self.drift.absent_hooks.push(AbsentHook { object, reason });
            }
            LiveResponse::Found(live) => {
                let own_run = hook.ran_for == Some(self.drift.revision);
                match self.compare(&hook.object, hook.deployed.as_deref(), &live, own_run) {
                    None => self.drift.unchanged_hooks += 1,
                    Some(drift) => self.drift.hooks.push(HookDrift {
                        drift,
                        events: hook.events,
                        delete_policies: hook.delete_policies,
                        ran_for: hook.ran_for,
                    }),
                }
            }
        }
        Step::More
    }

    /// Returns an object that could not be read. The reason can quote the object, so it is masked.
    fn unavailable(&self, object: ObjectId, reason: &str) -> UnavailableObject {
        let reason = self
            .masking
            .mask_error_output(reason)
            .into_inner()
            .into_owned();
        UnavailableObject { object, reason }
    }

    fn compare_object(&mut self, own: &Object, deployed: Option<&Object>, live: &Value) {
        // Labels with the chart version are noise when the cluster holds another revision: they differ in every object.
        let labels_count = self.drift.deployed.is_none();
        match self.compare(own, deployed, live, labels_count) {
            None => self.drift.unchanged_objects += 1,
            Some(drift) => self.drift.objects.push(drift),
        }
    }

    /// Returns the differences between an object and the live one, with their managers. Records the fields that other
    /// managers added.
    fn compare(
        &mut self,
        own: &Object,
        deployed: Option<&Object>,
        live: &Value,
        labels_count: bool,
    ) -> Option<ObjectDrift> {
        let managers = managed_fields(live);
        let live = with_string_data(&own.id, &own.value, live);
        let deployed = deployed.map(|object| &object.value);
        let projected = project(&own.value, deployed, &live, (&own.id, &managers));
        let both = self.sides(
            Some(Arc::new(with_value(own, own.value.clone()))),
            Some(Arc::new(with_value(own, projected))),
        );
        let added = unmanaged_fields(own, deployed, &live, &managers, &self.masking);
        self.drift.unmanaged.extend(added);
        let compared = compare_pair(both, &self.masking, &self.budget).changed?;
        let object = match labels_count {
            true => compared.into_change(ObjectEffect::None, |_, field| {
                field.into_unfolded_change(Vec::new())
            }),
            false => compared.into_plain_change(),
        };
        let writers = object.fields.iter().filter_map(|field| {
            let writer = last_writer(&managers, field.source_path())?.clone();
            let path = field.path.clone();
            Some(FieldOwner { path, writer })
        });
        let writers = writers.collect();
        Some(ObjectDrift { object, writers })
    }

    fn compare_pair(&self, pair: ObjectPair) -> Option<ObjectChange> {
        let compared = compare_pair(pair, &self.masking, &self.budget);
        compared.changed.map(ComparedObject::into_plain_change)
    }

    /// Places the revision's object and the live one on their sides.
    fn sides(&self, own: Option<Arc<Object>>, live: Option<Arc<Object>>) -> ObjectPair {
        Sides::on(self.drift.live_side, live, own)
    }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::From => Side::To,
        Side::To => Side::From,
    }
}

/// Returns the object with another value. Its text is serialized from the value: live objects have no source text, and
/// different spellings of the same value would look like changes.
fn with_value(object: &Object, value: Value) -> Object {
    Object {
        text: to_yaml(&value).into(),
        text_origin: TextOrigin::Serialized,
        value,
        ..object.clone()
    }
}
