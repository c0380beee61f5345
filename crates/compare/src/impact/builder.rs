//! Collects the effects one object at a time. Effects that depend on several objects are computed at the end.

use std::collections::{HashMap, HashSet};

use astern_manifest::{Object, ObjectId};
use astern_masking::Masking;
use serde_json::Value;

use super::config_kind::ConfigKind;
use super::effects::{
    ConfigReader, DeferredChange, Effects, ImmutableChange, ImmutableRule, ReadMethod,
    ReloadedWorkload, Restart, StaleConfiguration,
};
use super::immutable::immutable_changes;
use super::references::references;
use super::reloaders::{ConfigAnnotations, ReloadedConfig};
use super::repeated_keys::repeated_keys;
use super::restarts::{PodOutcome, pod_outcome};
use super::stops::{StoppedWorkload, stopped_by};
use super::watcher::Watcher;
use super::workload::{PodReplacement, Workload};
use crate::{
    Segment,
    fields::masked_path,
    objects::{ComparedObject, ObjectEffect, ObjectPair},
};

/// Collects the effects of a change.
pub(crate) struct EffectsBuilder {
    /// The namespace of objects without `metadata.namespace`.
    namespace: String,
    effects: Effects,
    /// Kind, namespace and name of the workloads that an autoscaler of the release scales.
    autoscaled: HashSet<[String; 3]>,
    /// The readers of each ConfigMap and Secret, by kind, namespace and name.
    reads: HashMap<(ConfigKind, String, String), Vec<ConfigRead>>,
    changed_configs: Vec<ChangedConfig>,
    /// The workloads that do not restart by themselves and may ask another controller to restart them.
    watchers: Vec<Watcher>,
}

/// A workload that reads a ConfigMap or Secret.
struct ConfigRead {
    reader: ConfigReader,
    /// Whether its pods read a change: they restart, or each run creates new ones.
    reloaded: bool,
    /// The key that it reads; `None` for all keys.
    key: Option<String>,
}

/// A ConfigMap or Secret whose data differs.
struct ChangedConfig {
    id: ObjectId,
    kind: ConfigKind,
    /// The keys that differ; `None` when all data was added or removed.
    keys: Option<HashSet<String>>,
    /// What it says to controllers that restart pods.
    says: ConfigAnnotations,
}

impl EffectsBuilder {
    /// Creates a builder. `namespace` is that of the release in the target revision.
    pub(crate) fn new(namespace: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
            effects: Effects::default(),
            autoscaled: HashSet::new(),
            reads: HashMap::new(),
            changed_configs: Vec::new(),
            watchers: Vec::new(),
        }
    }

    /// Records a hook. Each run creates new pods.
    pub(crate) fn observe_hook(&mut self, hook: &Object) {
        self.record_reads(hook, true);
    }

    /// Records one object, and its change when it differs. Returns whether the change has an effect.
    pub(crate) fn observe(
        &mut self,
        pair: &ObjectPair,
        change: Option<&ComparedObject>,
    ) -> ObjectEffect {
        let Some(to) = pair.to.as_deref() else {
            return ObjectEffect::None;
        };
        let before = self.effects.size();
        if let Some(change) = change {
            let repeated = repeated_keys(change.objects.from.as_deref(), to);
            self.effects.repeated_keys.extend(repeated);
        }
        let reloaded = match change {
            None => pair.from.is_none(),
            Some(change) => match change.objects.from.as_deref() {
                Some(from) if change.renamed_from().is_none() => {
                    self.record_change(from, to, change)
                }
                _ => true,
            },
        };
        let effect = match self.effects.size() == before {
            true => ObjectEffect::None,
            false => ObjectEffect::Some,
        };
        self.record_autoscaler(to);
        self.record_reads(to, reloaded);
        effect
    }

    /// Records the effects of a change. Returns whether it replaces the object's pods.
    fn record_change(&mut self, from: &Object, to: &Object, change: &ComparedObject) -> bool {
        let immutable = immutable_changes(from, to);
        let refused = immutable
            .iter()
            .any(|(_, rule)| *rule != ImmutableRule::Kept);
        self.effects
            .immutable
            .extend(immutable.into_iter().map(|(field, rule)| ImmutableChange {
                object: to.id.clone(),
                field,
                rule,
            }));
        if refused {
            return true;
        }
        self.record_changed_config(to, change);
        let stopped = stopped_by(from, to).map(|by| StoppedWorkload {
            object: to.id.clone(),
            by,
        });
        self.effects.stopped.extend(stopped);
        let outcome = Workload::of(&to.id)
            .and_then(|workload| pod_outcome(workload, (from, to), &change.fields));
        match outcome {
            Some(PodOutcome::Restart(by, pods)) => {
                self.effects.restarts.push(Restart {
                    object: to.id.clone(),
                    pods,
                    by,
                });
                true
            }
            Some(PodOutcome::Deferred(until)) => {
                self.effects.deferred.push(DeferredChange {
                    object: to.id.clone(),
                    until,
                });
                false
            }
            None => false,
        }
    }

    /// Records the keys of a ConfigMap or Secret that differ.
    fn record_changed_config(&mut self, to: &Object, change: &ComparedObject) {
        let Some(kind) = ConfigKind::of(&to.id) else {
            return;
        };
        let keys: Vec<Option<&str>> = change
            .fields
            .iter()
            .filter_map(|field| match field.field.path.source().segments() {
                [Segment::Key(data), below @ ..]
                    if matches!(data.as_str(), "data" | "binaryData" | "stringData") =>
                {
                    Some(match below.first() {
                        Some(Segment::Key(key)) => Some(key.as_str()),
                        _ => None,
                    })
                }
                // All that differs, of which there was too much to list.
                [] => Some(None),
                _ => None,
            })
            .collect();
        if !keys.is_empty() {
            self.changed_configs.push(ChangedConfig {
                id: to.id.clone(),
                kind,
                keys: keys.into_iter().map(|key| key.map(str::to_owned)).collect(),
                says: ConfigAnnotations::of(to),
            });
        }
    }

    /// Records the workload that an autoscaler scales.
    fn record_autoscaler(&mut self, to: &Object) {
        let scales = matches!(
            (to.id.group.as_str(), to.id.kind.as_str()),
            ("autoscaling", "HorizontalPodAutoscaler") | ("keda.sh", "ScaledObject")
        );
        let target = to.value.pointer("/spec/scaleTargetRef").filter(|_| scales);
        let text = |field| {
            target
                .and_then(|target| target.get(field))
                .and_then(Value::as_str)
        };
        if let Some(name) = text("name") {
            let kind = text("kind").unwrap_or("Deployment").to_owned();
            self.autoscaled
                .insert([kind, self.namespace_of(&to.id), name.to_owned()]);
        }
    }

    /// Records the ConfigMaps and Secrets that a workload reads.
    fn record_reads(&mut self, to: &Object, reloaded: bool) {
        let Some(workload) = Workload::of(&to.id) else {
            return;
        };
        let reloaded = reloaded
            || matches!(
                workload.replacement,
                PodReplacement::PerRun | PodReplacement::ImmutableTemplate
            )
            || workload.replicas(to) == Some(0);
        if !reloaded {
            self.watchers.push(Watcher::new(to, workload.replicas(to)));
        }
        let namespace = self.namespace_of(&to.id);
        for reference in references(workload, to) {
            let read = ConfigRead {
                reader: ConfigReader {
                    workload: to.id.clone(),
                    method: reference.method.unwrap_or(ReadMethod::Volume),
                },
                reloaded: reloaded || reference.method.is_none(),
                key: reference.key,
            };
            let config = (reference.config, namespace.clone(), reference.name);
            self.reads.entry(config).or_default().push(read);
        }
    }

    fn namespace_of(&self, id: &ObjectId) -> String {
        id.namespace.as_ref().unwrap_or(&self.namespace).clone()
    }

    /// Returns the effects of all recorded objects.
    pub(crate) fn finish(mut self, masking: &Masking) -> Effects {
        for changed in std::mem::take(&mut self.changed_configs) {
            self.record_stale_configuration(changed);
        }
        let mut restarts = std::mem::take(&mut self.effects.restarts);
        for restart in &mut restarts {
            if self.is_autoscaled(&restart.object) {
                restart.pods = None;
            }
        }
        let mut reloaded = std::mem::take(&mut self.effects.reloaded);
        for reloaded in &mut reloaded {
            if self.is_autoscaled(&reloaded.workload) {
                reloaded.pods = None;
            }
        }
        // A workload without pods does not restart.
        restarts.retain(|restart| restart.pods != Some(0));
        for change in &mut self.effects.immutable {
            change.field = masked_path(&change.field, masking);
        }
        for repeated in &mut self.effects.repeated_keys {
            repeated.field = masked_path(&repeated.field, masking);
            repeated.key = masking.mask_name(&repeated.key).into_inner().into_owned();
        }
        Effects {
            restarts,
            reloaded,
            ..self.effects
        }
    }

    fn is_autoscaled(&self, id: &ObjectId) -> bool {
        let target = [id.kind.clone(), self.namespace_of(id), id.name.clone()];
        self.autoscaled.contains(&target)
    }

    /// Records the workloads that keep the old content of a changed ConfigMap or Secret, and those that another controller
    /// restarts for it.
    fn record_stale_configuration(&mut self, changed: ChangedConfig) {
        let key = (
            changed.kind,
            self.namespace_of(&changed.id),
            changed.id.name.clone(),
        );
        let reads = self.reads.get(&key).map_or(&[][..], Vec::as_slice);
        let watchers = self.watchers.iter();
        let in_namespace =
            watchers.filter(|watcher| self.namespace_of(watcher.workload()) == key.1);
        let reloaded: Vec<ReloadedWorkload> = in_namespace
            .filter_map(|watcher| {
                let mut reads = reads.iter();
                let is_referenced = reads.any(|read| read.reader.workload == *watcher.workload());
                let config = ReloadedConfig {
                    kind: changed.kind,
                    name: &changed.id.name,
                    says: changed.says,
                    is_referenced,
                };
                watcher.reloaded_for(&changed.id, &config)
            })
            .collect();
        if reads.is_empty() {
            if reloaded.is_empty() {
                self.effects.unreferenced.push(changed.id);
            }
            self.effects.reloaded.extend(reloaded);
            return;
        }
        let mut readers: Vec<ConfigReader> = Vec::new();
        let mut positions: HashMap<&ObjectId, usize> = HashMap::new();
        let stale = reads
            .iter()
            .filter(|read| !read.reloaded && changed.is_read(read))
            .filter(|read| {
                let mut reloaded = reloaded.iter();
                !reloaded.any(|other| other.workload == read.reader.workload)
            });
        for ConfigRead { reader, .. } in stale {
            let position = *positions.entry(&reader.workload).or_insert(readers.len());
            match readers.get_mut(position) {
                Some(other) => other.method = other.method.max(reader.method),
                None => readers.push(reader.clone()),
            }
        }
        self.effects.reloaded.extend(reloaded);
        if !readers.is_empty() {
            self.effects.stale_configuration.push(StaleConfiguration {
                object: changed.id,
                readers,
            });
        }
    }
}

impl ChangedConfig {
    /// Whether a workload reads a key that differs.
    fn is_read(&self, read: &ConfigRead) -> bool {
        match (&self.keys, &read.key) {
            (Some(keys), Some(key)) => keys.contains(key),
            _ => true,
        }
    }
}

impl Effects {
    /// Returns the number of effects, other than those on readers.
    fn size(&self) -> usize {
        self.restarts.len() + self.deferred.len() + self.immutable.len() + self.stopped.len()
    }
}
