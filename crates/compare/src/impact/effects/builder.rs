//! Effects gathered one object at a time; what needs all of them is worked out at the end.

use std::collections::{HashMap, HashSet};

use astern_manifest::{Object, ObjectId};
use serde_json::Value;

use super::references::{Config, references};
use super::restarts::{Outcome, outcome};
use super::workload::{Pods, Workload};
use super::{
    ConfigReader, DeferredChange, Effects, ImmutableChange, ImmutableRule, Restart,
    StaleConfiguration, immutable,
};
use crate::{
    Segment,
    objects::{ComparedObject, ObjectEffect, ObjectPair},
};

/// What is there after the change, as far as it is needed at the end.
pub(crate) struct EffectsBuilder {
    /// Stands for the namespace of what states none.
    namespace: String,
    effects: Effects,
    /// Kind, namespace and name of what an autoscaler in the release scales.
    autoscaled: HashSet<[String; 3]>,
    readings: HashMap<(Config, String, String), Vec<Reading>>,
    configs: Vec<ChangedConfig>,
}

/// That a workload reads a ConfigMap or Secret.
struct Reading {
    reader: ConfigReader,
    /// Whether its pods get what changes: they restart, or are made anew for each run.
    renewed: bool,
    /// The only key that it reads, where it is one.
    key: Option<String>,
}

/// A ConfigMap or Secret with other data.
struct ChangedConfig {
    id: ObjectId,
    config: Config,
    /// The keys that differ; `None` when the data came or went as a whole.
    keys: Option<Vec<String>>,
}

impl EffectsBuilder {
    /// Takes the release's namespace on the side to arrive at.
    pub(crate) fn new(namespace: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
            effects: Effects::default(),
            autoscaled: HashSet::new(),
            readings: HashMap::new(),
            configs: Vec::new(),
        }
    }

    /// Takes note of a hook. Its pods are made for each run.
    pub(crate) fn observe_hook(&mut self, hook: &Object) {
        self.reads(hook, true);
    }

    /// Takes note of one object, and of its change when it differs. Returns whether something follows from the change.
    pub(crate) fn observe(
        &mut self,
        pair: &ObjectPair,
        change: Option<&ComparedObject>,
    ) -> ObjectEffect {
        let Some(to) = pair.to.as_deref() else {
            return ObjectEffect::None;
        };
        let before = self.effects.size();
        let renewed = match (pair.from.as_deref(), change) {
            (Some(from), Some(change)) if change.renamed_from().is_none() => {
                self.changed(from, to, change)
            }
            (from, change) => from.is_none() || change.is_some(),
        };
        let effect = match self.effects.size() == before {
            true => ObjectEffect::None,
            false => ObjectEffect::Some,
        };
        self.autoscaler(to);
        self.reads(to, renewed);
        effect
    }

    /// Whether the object's pods are new afterwards.
    fn changed(&mut self, from: &Object, to: &Object, change: &ComparedObject) -> bool {
        let fixed = immutable::fields(from, to);
        let refused = fixed.iter().any(|(_, rule)| *rule != ImmutableRule::Kept);
        self.effects
            .immutable
            .extend(fixed.into_iter().map(|(field, rule)| ImmutableChange {
                object: to.id.clone(),
                field,
                rule,
            }));
        if refused {
            return true;
        }
        self.config(to, change);
        let outcome =
            Workload::of(&to.id).and_then(|workload| outcome(workload, (from, to), &change.fields));
        match outcome {
            Some(Outcome::Restart(by, pods)) => {
                self.effects.restarts.push(Restart {
                    object: to.id.clone(),
                    pods,
                    by,
                });
                true
            }
            Some(Outcome::Deferred(until)) => {
                self.effects.deferred.push(DeferredChange {
                    object: to.id.clone(),
                    until,
                });
                false
            }
            None => false,
        }
    }

    fn config(&mut self, to: &Object, change: &ComparedObject) {
        let Some(config) = Config::of(&to.id) else {
            return;
        };
        let keys: Vec<Option<&str>> = change
            .fields
            .iter()
            .filter_map(|field| match field.field.path.segments() {
                [Segment::Key(data), below @ ..]
                    if matches!(data.as_str(), "data" | "binaryData" | "stringData") =>
                {
                    Some(match below.first() {
                        Some(Segment::Key(key)) => Some(key.as_str()),
                        _ => None,
                    })
                }
                _ => None,
            })
            .collect();
        if !keys.is_empty() {
            self.configs.push(ChangedConfig {
                id: to.id.clone(),
                config,
                keys: keys.into_iter().map(|key| key.map(str::to_owned)).collect(),
            });
        }
    }

    fn autoscaler(&mut self, to: &Object) {
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

    fn reads(&mut self, to: &Object, renewed: bool) {
        let Some(workload) = Workload::of(&to.id) else {
            return;
        };
        let renewed = renewed
            || matches!(workload.pods, Pods::PerRun | Pods::Once)
            || workload.replicas(to) == Some(0);
        let namespace = self.namespace_of(&to.id);
        for reference in references(workload, to) {
            let reading = Reading {
                reader: ConfigReader {
                    workload: to.id.clone(),
                    method: reference.method.unwrap_or(super::ReadMethod::Volume),
                },
                renewed: renewed || reference.method.is_none(),
                key: reference.key,
            };
            let config = (reference.config, namespace.clone(), reference.name);
            self.readings.entry(config).or_default().push(reading);
        }
    }

    fn namespace_of(&self, id: &ObjectId) -> String {
        id.namespace.as_ref().unwrap_or(&self.namespace).clone()
    }

    /// What follows from all that was observed.
    pub(crate) fn finish(mut self) -> Effects {
        for config in std::mem::take(&mut self.configs) {
            self.notice(config);
        }
        let mut restarts = std::mem::take(&mut self.effects.restarts);
        for restart in &mut restarts {
            let id = &restart.object;
            let target = [id.kind.clone(), self.namespace_of(id), id.name.clone()];
            if self.autoscaled.contains(&target) {
                restart.pods = None;
            }
        }
        // What has no pods restarts none.
        restarts.retain(|restart| restart.pods != Some(0));
        Effects {
            restarts,
            ..self.effects
        }
    }

    /// Who reads what changes without being renewed.
    fn notice(&mut self, changed: ChangedConfig) {
        let place = (
            changed.config,
            self.namespace_of(&changed.id),
            changed.id.name.clone(),
        );
        let Some(readings) = self.readings.get(&place) else {
            self.effects.unreferenced.push(changed.id);
            return;
        };
        let mut readers: Vec<ConfigReader> = Vec::new();
        let stale = readings
            .iter()
            .filter(|reading| !reading.renewed && changed.is_read(reading));
        for Reading { reader, .. } in stale {
            match readers
                .iter_mut()
                .find(|known| known.workload == reader.workload)
            {
                Some(known) => known.method = known.method.max(reader.method),
                None => readers.push(reader.clone()),
            }
        }
        if !readers.is_empty() {
            self.effects.stale_configuration.push(StaleConfiguration {
                object: changed.id,
                readers,
            });
        }
    }
}

impl ChangedConfig {
    fn is_read(&self, reading: &Reading) -> bool {
        match (&self.keys, &reading.key) {
            (Some(keys), Some(key)) => keys.contains(key),
            _ => true,
        }
    }
}

impl Config {
    fn of(id: &ObjectId) -> Option<Self> {
        match (id.group.as_str(), id.kind.as_str()) {
            ("", "ConfigMap") => Some(Self::Map),
            ("", "Secret") => Some(Self::Secret),
            _ => None,
        }
    }
}

impl Effects {
    fn size(&self) -> usize {
        self.restarts.len() + self.deferred.len() + self.immutable.len()
    }
}
