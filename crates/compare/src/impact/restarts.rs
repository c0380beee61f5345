//! Decides whether a change of a workload replaces its pods.

use astern_manifest::Object;
use serde_json::Value;

use super::effects::{DeferredUntil, RestartCause};
use super::workload::{PodReplacement, Workload};
use crate::{Noise, Segment, fields::ClassifiedField, objects::is_image_field};

/// What happens to the pods of a workload.
pub(super) enum PodOutcome {
    /// They are replaced; with their number when no autoscaler decides.
    Restart(RestartCause, Option<u64>),
    /// They are replaced later.
    Deferred(DeferredUntil),
}

/// Returns what happens to the pods of a workload that exists on both sides and differs; `None` when they do not change.
pub(super) fn pod_outcome(
    workload: &Workload,
    (from, to): (&Object, &Object),
    fields: &[ClassifiedField],
) -> Option<PodOutcome> {
    let cause = match workload.replacement {
        PodReplacement::Operator { reloaded } => operator_cause(reloaded, fields)?,
        PodReplacement::SinglePod => image_cause(fields)?,
        PodReplacement::ImmutableTemplate => return None,
        PodReplacement::RollingUpdate
        | PodReplacement::UpdateStrategy
        | PodReplacement::OnEachNode
        | PodReplacement::Never
        | PodReplacement::PerRun => {
            let [old, new] = [from, to].map(|object| object.value.pointer(workload.template));
            if old == new {
                return None;
            }
            template_cause(workload.template, fields)
        }
    };
    let deferred = |until| Some(PodOutcome::Deferred(until));
    let spec = |path: &str| to.value.get("spec").and_then(|spec| spec.pointer(path));
    let replicas = workload.replicas(to);
    match workload.replacement {
        PodReplacement::Never | PodReplacement::PerRun if cause != RestartCause::Template => None,
        PodReplacement::Never => deferred(DeferredUntil::Replaced),
        PodReplacement::PerRun => deferred(DeferredUntil::NextRun),
        PodReplacement::RollingUpdate if spec("/paused") == Some(&Value::Bool(true)) => {
            deferred(DeferredUntil::Resumed)
        }
        PodReplacement::UpdateStrategy | PodReplacement::OnEachNode
            if spec("/updateStrategy/type").and_then(Value::as_str) == Some("OnDelete") =>
        {
            deferred(DeferredUntil::OnDelete)
        }
        PodReplacement::UpdateStrategy => {
            let partition = spec("/updateStrategy/rollingUpdate/partition").and_then(Value::as_u64);
            match replicas.map(|pods| pods.saturating_sub(partition.unwrap_or(0))) {
                Some(0) if replicas != Some(0) => deferred(DeferredUntil::PartitionLowered),
                pods => Some(PodOutcome::Restart(cause, pods)),
            }
        }
        _ => Some(PodOutcome::Restart(cause, replicas)),
    }
}

/// Returns the cause by the fields of the template that differ: checksums, version labels, or others.
fn template_cause(template: &str, fields: &[ClassifiedField]) -> RestartCause {
    let mut noises = fields
        .iter()
        .filter(|field| is_in(field, template))
        .map(|field| field.noise);
    let checksum = noises.clone().any(|noise| noise == Some(Noise::Checksum));
    match noises.all(|noise| noise.is_some()) {
        true if checksum => RestartCause::Checksum,
        true => RestartCause::VersionLabel,
        false => RestartCause::Template,
    }
}

/// Whether a field is at or below a JSON pointer, or above it.
fn is_in(field: &ClassifiedField, pointer: &str) -> bool {
    let keys = pointer.split('/').skip(1);
    keys.zip(field.field.path.source().segments())
        .all(|(key, segment)| matches!(segment, Segment::Key(name) if name == key))
}

/// Returns the cause when a field of the spec differs that the operator does not reload.
fn operator_cause(reloaded: &[&str], fields: &[ClassifiedField]) -> Option<RestartCause> {
    let matters = |field: &ClassifiedField| match field.field.path.source().segments() {
        [Segment::Key(spec), Segment::Key(key), ..] => {
            spec == "spec" && !reloaded.contains(&key.as_str())
        }
        [Segment::Key(spec)] => spec == "spec",
        _ => false,
    };
    fields.iter().any(matters).then_some(RestartCause::Operator)
}

/// Returns the cause when the image of a container differs.
fn image_cause(fields: &[ClassifiedField]) -> Option<RestartCause> {
    fields
        .iter()
        .any(|field| is_image_field(field.field.path.source()))
        .then_some(RestartCause::Template)
}
