//! Compares two releases, in steps of one document or one object each.

use std::{collections::BTreeSet, vec};

use astern_ledger::Release;
use astern_manifest::{Object, ObjectId};

use super::{
    chart::subchart_names,
    crds::CrdComparisonBuilder,
    documents::{Document, Source, release_documents},
    provenance::ProvenanceIndex,
    values::{DefaultChanges, changed_defaults, changed_effective, changed_values},
};
use crate::{
    Cause, ChartChange, Classification, Comparison, Crds, FieldChange, HookChange, NoiseCount,
    NotesChange, Side, Sides, Step, Unreadable,
    fields::ClassifiedField,
    impact::EffectsBuilder,
    objects::{
        ObjectChanges, ObjectPair, compare_pair,
        hooks::{HookObject, HookPair, compare_hook, hook_pairs, hooks_run_on_rollback},
        noise::SelectedLabels,
        pair_objects,
        renames::{NameContext, RenameDetection},
    },
};
use astern_masking::Masking;

/// Compares two revisions of a release.
#[must_use]
pub fn compare(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    ComparisonBuilder::new(from, to, masking).finish()
}

/// Compares only the charts, values and defaults of two revisions. `None` where neither chart nor values differ: then the
/// classification depends on the objects.
///
/// The result contains no objects, hooks or CRDs, even where those differ. Its classification, chart, values, defaults and
/// cause are those of the complete comparison.
#[must_use]
pub fn compare_chart_and_values(
    from: &Release,
    to: &Release,
    masking: &Masking,
) -> Option<Comparison> {
    let comparison = ComparisonBuilder::new(from, to, masking).finish_chart_and_values();
    match comparison.classification {
        Classification::None | Classification::Other => None,
        Classification::Chart | Classification::Values | Classification::ChartAndValues => {
            Some(comparison)
        }
    }
}

/// A comparison in progress.
///
/// ```
/// # fn show(from: &astern_ledger::Release, to: &astern_ledger::Release, masking: &astern_masking::Masking) {
/// use astern_compare::{ComparisonBuilder, Step};
///
/// let mut builder = ComparisonBuilder::new(from, to, masking);
/// while builder.step() == Step::More {
///     // yield to the browser now and then
/// }
/// let comparison = builder.finish();
/// # }
/// ```
pub struct ComparisonBuilder<'a> {
    releases: Sides<&'a Release>,
    masking: &'a Masking,
    chart: ChartChange,
    values: Vec<FieldChange>,
    defaults: DefaultChanges,
    effective: Vec<FieldChange>,
    provenance: ProvenanceIndex,
    selected: SelectedLabels,
    stage: Stage<'a>,
    objects: ObjectChanges,
    hooks: Vec<HookChange>,
    unchanged_hooks: usize,
    effects: EffectsBuilder,
    crds: CrdComparisonBuilder<'a>,
    unreadable: Vec<Unreadable>,
}

enum Stage<'a> {
    Defaults,
    Effective,
    Reading {
        documents: Box<dyn Iterator<Item = Document<'a>> + 'a>,
        objects: Sides<Vec<Object>>,
        hooks: Sides<Vec<HookObject<'a>>>,
    },
    DetectingRenames {
        detection: Box<RenameDetection>,
        hooks: vec::IntoIter<HookPair<'a>>,
    },
    Pairing {
        objects: vec::IntoIter<ObjectPair>,
        hooks: vec::IntoIter<HookPair<'a>>,
    },
    Crds,
}

impl<'a> ComparisonBuilder<'a> {
    /// Compares charts and user-set values.
    #[must_use]
    pub fn new(from: &'a Release, to: &'a Release, masking: &'a Masking) -> Self {
        let releases = Sides { from, to };
        Self {
            releases,
            masking,
            chart: ChartChange::between(from, to),
            values: changed_values(&releases, masking),
            defaults: DefaultChanges::default(),
            effective: Vec::new(),
            provenance: ProvenanceIndex::default(),
            selected: SelectedLabels::default(),
            stage: Stage::Defaults,
            objects: ObjectChanges::default(),
            hooks: Vec::new(),
            unchanged_hooks: 0,
            effects: EffectsBuilder::new(to.namespace.as_str()),
            crds: CrdComparisonBuilder::new(&releases),
            unreadable: Vec::new(),
        }
    }

    /// Reads one document, or compares one object or one set of values.
    pub fn step(&mut self) -> Step {
        match &mut self.stage {
            Stage::Defaults => {
                self.defaults = changed_defaults(
                    self.releases.map(|release| release.chart.values.as_ref()),
                    self.releases.map(|release| release.config.as_ref()),
                    self.masking,
                );
                self.stage = Stage::Effective;
            }
            Stage::Effective => {
                let effective = changed_effective(&self.releases, self.masking);
                (self.provenance, self.effective) =
                    ProvenanceIndex::new(&self.releases, &self.values, effective);
                let Sides { from, to } = self.releases;
                let documents =
                    release_documents(Side::From, from).chain(release_documents(Side::To, to));
                self.stage = Stage::Reading {
                    documents: Box::new(documents),
                    objects: Sides::default(),
                    hooks: Sides::default(),
                };
            }
            Stage::Reading {
                documents,
                objects,
                hooks,
            } => match documents.next() {
                Some(Document { side, source, read }) => match (read, source) {
                    (Ok(object), Source::Manifest) => objects.get_mut(side).push(object),
                    (Ok(object), Source::Hook(hook)) => {
                        hooks.get_mut(side).push(HookObject { hook, object });
                    }
                    (Err(invalid), source) => {
                        let unreadable = Unreadable::new(side, source.part(), invalid);
                        self.unreadable.push(unreadable);
                    }
                },
                None => {
                    let namespaces = Sides {
                        from: self.releases.from.namespace.as_str(),
                        to: self.releases.to.namespace.as_str(),
                    };
                    let hooks = hook_pairs(std::mem::take(hooks), objects, &namespaces);
                    let pairs = pair_objects(std::mem::take(objects), &namespaces).collect();
                    self.stage = Stage::DetectingRenames {
                        detection: Box::new(RenameDetection::new(
                            pairs,
                            NameContext::of(&self.releases),
                        )),
                        hooks,
                    };
                }
            },
            Stage::DetectingRenames { detection, hooks } => {
                if !detection.step() {
                    let objects = std::mem::take(detection).finish();
                    let shown = objects.iter().filter_map(|pair| pair.to.as_deref());
                    self.selected = SelectedLabels::of(shown);
                    self.stage = Stage::Pairing {
                        objects: objects.into_iter(),
                        hooks: std::mem::take(hooks),
                    };
                }
            }
            Stage::Pairing { objects, hooks } => {
                if let Some(pair) = objects.next() {
                    let compared = compare_pair(pair.clone(), self.masking);
                    let effect = self.effects.observe(&pair, compared.as_ref());
                    match compared {
                        Some(compared) => {
                            let field_change = |object: &ObjectId, field: ClassifiedField| {
                                let provenance = self.provenance.trace(&field);
                                match self.selected.contains(object, &field.field.path) {
                                    true => field.into_unfolded_change(provenance),
                                    false => field.into_change(provenance),
                                }
                            };
                            let change = compared.into_change(effect, field_change);
                            self.objects.changes.push(change);
                        }
                        None => self.objects.unchanged += 1,
                    }
                } else if let Some(pair) = hooks.next() {
                    if let Some(hook) = &pair.sides.to {
                        self.effects.observe_hook(&hook.object);
                    }
                    let field_change = |_: &ObjectId, field: ClassifiedField| {
                        let provenance = self.provenance.trace(&field);
                        field.into_change(provenance)
                    };
                    match compare_hook(pair, self.masking, field_change) {
                        Some(change) => self.hooks.push(change),
                        None => self.unchanged_hooks += 1,
                    }
                } else {
                    self.stage = Stage::Crds;
                }
            }
            Stage::Crds => return self.crds.step(),
        }
        Step::More
    }

    /// Compares charts, values and defaults only.
    fn finish_chart_and_values(mut self) -> Comparison {
        self.step();
        let Sides { from, .. } = self.releases;
        self.crds = CrdComparisonBuilder::new(&Sides { from, to: from });
        self.stage = Stage::Crds;
        self.finish()
    }

    /// Does the remaining steps and returns the comparison.
    #[must_use]
    pub fn finish(mut self) -> Comparison {
        while self.step() == Step::More {}
        let Sides { from, to } = self.releases;
        let notes = NotesChange::between(
            &self.releases.map(|release| release.info.notes.as_deref()),
            self.masking,
        );
        let rendered_differs =
            notes.differ || !self.objects.changes.is_empty() || !self.hooks.is_empty();
        let effects = self.effects.finish();
        let hooks = self.hooks.iter().map(|hook| &hook.object);
        let noise = NoiseCount {
            objects: NoiseCount::of(self.objects.changes.iter()).objects,
            ..NoiseCount::of(self.objects.changes.iter().chain(hooks))
        };
        let crds = Crds {
            subcharts: subcharts(from, to),
            ..self.crds.finish()
        };
        let crds_differ = !crds.changes.is_empty() || !crds.unreadable.is_empty();
        let defaults_differ = self.defaults.single_values > 0;
        let classification = Classification::new(
            self.chart.differs(),
            !self.values.is_empty(),
            rendered_differs || crds_differ || defaults_differ || !self.unreadable.is_empty(),
        );
        Comparison {
            release: to.name.clone(),
            namespace: to.namespace.clone(),
            revisions: Sides {
                from: from.revision,
                to: to.revision,
            },
            classification,
            cause: Cause::between(&self.releases, classification, rendered_differs),
            chart: self.chart,
            values: self.values,
            defaults: self.defaults.in_force,
            changed_defaults: self.defaults.single_values,
            overridden_defaults: self.defaults.overridden,
            effective: self.effective,
            objects: self.objects.changes,
            unchanged_objects: self.objects.unchanged,
            noise,
            effects,
            hooks: self.hooks,
            unchanged_hooks: self.unchanged_hooks,
            rollback_hooks: self.releases.map(hooks_run_on_rollback),
            notes,
            crds,
            unreadable: self.unreadable,
        }
    }
}

/// Returns the names of the subcharts of both sides, sorted and without duplicates.
fn subcharts(from: &Release, to: &Release) -> Vec<String> {
    let names = [from, to]
        .into_iter()
        .flat_map(|release| subchart_names(&release.chart));
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().map(str::to_owned).collect()
}
