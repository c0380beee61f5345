//! What is known about the pods that fail.

use astern_compare::{Change, Comparison, ObjectChange, PodRead, Side, pod_reads};
use astern_masking::Masking;
use serde_json::Value;

use crate::changed::is_of_kind;
use crate::{Symptom, SymptomOf};

/// What is known about the pods that fail.
pub(crate) struct Scene<'a> {
    /// What fails.
    pub of: &'a SymptomOf,
    /// The container that fails, where the cluster names one.
    pub container: Option<&'a str>,
    /// What the cluster reports.
    pub message: &'a str,
    /// The last message of the container and the lines of its log, masked.
    pub lines: Vec<String>,
    /// The ConfigMaps and Secrets that the pods read.
    pub reads: Vec<PodRead>,
    /// The failing object as the revision has it, where it differs. It is not masked, so it must not be shown.
    object: Option<&'a Value>,
}

impl<'a> Scene<'a> {
    /// Collects what is known.
    pub(crate) fn new(comparison: &'a Comparison, symptom: &'a Symptom) -> Self {
        let of = &symptom.of;
        let changed = failing_object(comparison, of);
        let object = changed.and_then(|change| change.object(Side::To));
        let reads = match object {
            Some(object) => pod_reads(object),
            None => unchanged_reads(comparison, of),
        };
        Self {
            of,
            container: symptom.problem.seen_in.container.as_deref(),
            message: &symptom.problem.message,
            lines: written(symptom, comparison.masking()),
            reads,
            object: object.map(|object| &object.value),
        }
    }

    /// Returns the specification of the pods, where the failing object differs. It must not be shown.
    pub(crate) fn pod_spec(&self) -> Option<&'a Value> {
        let object = self.object?;
        [
            "/spec/template/spec",
            "/spec/jobTemplate/spec/template/spec",
        ]
        .into_iter()
        .find_map(|pointer| object.pointer(pointer))
        .or_else(|| object.get("spec"))
    }

    /// Returns the container of this name in the specification of the pods. It must not be shown.
    pub(crate) fn container_spec(&self, name: &str) -> Option<&'a Value> {
        let spec = self.pod_spec()?;
        ["containers", "initContainers"]
            .into_iter()
            .filter_map(|list| spec.get(list)?.as_array())
            .flatten()
            .find(|container| container.get("name").and_then(Value::as_str) == Some(name))
    }
}

/// Returns the last message of a container and the lines of its log, masked.
pub(crate) fn written(symptom: &Symptom, masking: &Masking) -> Vec<String> {
    let last_message = symptom.problem.ended.iter();
    let last_message = last_message.map(|ended| ended.message.as_str());
    let log = symptom.log.iter().map(String::as_str);
    let written: Vec<&str> = last_message.chain(log).collect();
    // As one text, because a secret can take up several lines.
    let masked = masking.mask_text(&written.join("\n")).into_owned();
    let lines = masked.lines().filter(|line| !line.trim().is_empty());
    lines.map(str::to_owned).collect()
}

/// Returns the change of the object that fails.
fn failing_object<'a>(comparison: &'a Comparison, of: &SymptomOf) -> Option<&'a ObjectChange> {
    let is_it = |object: &&ObjectChange| {
        object.change != Change::Removed
            && object.id.name == of.name()
            && is_of_kind(of, &object.id.kind)
    };
    match of {
        SymptomOf::Workload(_) => comparison.objects.iter().find(is_it),
        SymptomOf::Hook(_) => {
            let mut hooks = comparison.hooks.iter().map(|hook| &hook.object);
            hooks.find(is_it)
        }
    }
}

/// Returns what the pods of a workload read that does not differ itself, as far as what it reads differs.
fn unchanged_reads(comparison: &Comparison, of: &SymptomOf) -> Vec<PodRead> {
    let stale = comparison.effects.stale_configuration.iter();
    let read = stale.filter(|stale| {
        let mut readers = stale.readers.iter();
        readers.any(|reader| {
            reader.workload.name == of.name() && is_of_kind(of, &reader.workload.kind)
        })
    });
    read.filter_map(|stale| {
        Some(PodRead {
            kind: astern_compare::ConfigKind::of(&stale.object)?,
            name: stale.object.name.clone(),
            key: None,
        })
    })
    .collect()
}
