//! Which pods are replaced when an object changes.

use astern_manifest::Object;
use serde_json::Value;

use super::workload::{Pods, Workload};
use super::{DeferredUntil, RestartCause};
use crate::{Noise, Segment, fields::ClassifiedField};

/// What becomes of a workload's pods.
pub(super) enum Outcome {
    /// They are replaced; so many when no autoscaler decides.
    Restart(RestartCause, Option<u64>),
    /// They are not, for now.
    Deferred(DeferredUntil),
}

/// What becomes of the pods of a workload that is on both sides and differs; `None` when nothing does.
pub(super) fn outcome(
    workload: &Workload,
    (from, to): (&Object, &Object),
    fields: &[ClassifiedField],
) -> Option<Outcome> {
    let cause = match workload.pods {
        Pods::Operated { reloaded } => operated(reloaded, fields)?,
        Pods::Itself => image(fields)?,
        Pods::Once => return None,
        Pods::Rolled | Pods::ByStrategy | Pods::PerNode | Pods::Never | Pods::PerRun => {
            let [old, new] = [from, to].map(|object| object.value.pointer(workload.template));
            if old == new {
                return None;
            }
            template_cause(workload.template, fields)
        }
    };
    let deferred = |until| Some(Outcome::Deferred(until));
    let spec = |path: &str| to.value.get("spec").and_then(|spec| spec.pointer(path));
    let replicas = workload.replicas(to);
    match workload.pods {
        Pods::Never | Pods::PerRun if cause != RestartCause::Template => None,
        Pods::Never => deferred(DeferredUntil::Replaced),
        Pods::PerRun => deferred(DeferredUntil::NextRun),
        Pods::Rolled if spec("/paused") == Some(&Value::Bool(true)) => {
            deferred(DeferredUntil::Resumed)
        }
        Pods::ByStrategy | Pods::PerNode
            if spec("/updateStrategy/type").and_then(Value::as_str) == Some("OnDelete") =>
        {
            deferred(DeferredUntil::OnDelete)
        }
        Pods::ByStrategy => {
            let kept = spec("/updateStrategy/rollingUpdate/partition").and_then(Value::as_u64);
            match replicas.map(|pods| pods.saturating_sub(kept.unwrap_or(0))) {
                Some(0) if replicas != Some(0) => deferred(DeferredUntil::PartitionLowered),
                pods => Some(Outcome::Restart(cause, pods)),
            }
        }
        _ => Some(Outcome::Restart(cause, replicas)),
    }
}

/// Which fields of the template differ: checksums, version labels, or more.
fn template_cause(template: &str, fields: &[ClassifiedField]) -> RestartCause {
    let mut noises = fields
        .iter()
        .filter(|field| stands_in(field, template))
        .map(|field| field.noise);
    let checksum = noises.clone().any(|noise| noise == Some(Noise::Checksum));
    match noises.all(|noise| noise.is_some()) {
        true if checksum => RestartCause::Checksum,
        true => RestartCause::VersionLabel,
        false => RestartCause::Template,
    }
}

/// Whether a field stands below a JSON pointer, or the pointer's place below it.
fn stands_in(field: &ClassifiedField, pointer: &str) -> bool {
    let keys = pointer.split('/').skip(1);
    keys.zip(field.field.path.segments())
        .all(|(key, segment)| matches!(segment, Segment::Key(name) if name == key))
}

fn operated(reloaded: &[&str], fields: &[ClassifiedField]) -> Option<RestartCause> {
    let matters = |field: &ClassifiedField| match field.field.path.segments() {
        [Segment::Key(spec), Segment::Key(key), ..] => {
            spec == "spec" && !reloaded.contains(&key.as_str())
        }
        [Segment::Key(spec)] => spec == "spec",
        _ => false,
    };
    fields.iter().any(matters).then_some(RestartCause::Operator)
}

fn image(fields: &[ClassifiedField]) -> Option<RestartCause> {
    let is_image = |field: &ClassifiedField| field.field.path.field_name() == Some("image");
    fields
        .iter()
        .any(is_image)
        .then_some(RestartCause::Template)
}
