//! A comparison on its way, in steps of one document or one object each.

use std::{collections::BTreeSet, vec};

use astern_ledger::Release;
use astern_manifest::Object;

use super::{
    chart::subchart_names,
    crds::CrdComparisonBuilder,
    documents::{Document, Source, release_documents},
    provenance::ProvenanceIndex,
    values::{DefaultChanges, changed_defaults, changed_effective, changed_values},
};
use crate::{
    Cause, ChartChange, Classification, Comparison, Crds, FieldChange, HookChange, NoiseCount,
    NotesChange, Side, Sides, Unreadable,
    impact::EffectsBuilder,
    objects::{
        ObjectChanges, Pair,
        hooks::{HookObject, HookPair, compare_hook, hook_pairs, hooks_run_on_rollback},
        pairs,
        renames::{NameContext, Renaming},
    },
};
use astern_masking::Masking;

/// Compares two revisions of a release.
#[must_use]
pub fn compare(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    ComparisonBuilder::new(from, to, masking).finish()
}

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Call again.
    More,
    /// Everything is compared; [`ComparisonBuilder::finish`] has nothing left to do.
    Done,
}

/// A comparison on its way.
///
/// ```
/// # fn show(from: &astern_ledger::Release, to: &astern_ledger::Release, masking: &astern_masking::Masking) {
/// use astern_compare::{ComparisonBuilder, Step};
///
/// let mut comparing = ComparisonBuilder::new(from, to, masking);
/// while comparing.step() == Step::More {
///     // yield to the browser now and then
/// }
/// let comparison = comparing.finish();
/// # }
/// ```
pub struct ComparisonBuilder<'a> {
    releases: Sides<&'a Release>,
    masking: &'a Masking,
    chart: ChartChange,
    values: Vec<FieldChange>,
    defaults: DefaultChanges,
    effective: Vec<FieldChange>,
    origins: ProvenanceIndex,
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
    Renaming {
        renaming: Box<Renaming>,
        hooks: vec::IntoIter<HookPair<'a>>,
    },
    Pairing {
        objects: vec::IntoIter<Pair>,
        hooks: vec::IntoIter<HookPair<'a>>,
    },
    Crds,
}

impl<'a> ComparisonBuilder<'a> {
    /// Compares charts and values, and makes ready to compare the rest.
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
            origins: ProvenanceIndex::default(),
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
                self.effective = changed_effective(&self.releases, self.masking);
                self.origins =
                    ProvenanceIndex::of(&self.releases, &self.values, &mut self.effective);
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
                    let pairs = pairs(std::mem::take(objects), &namespaces).collect();
                    self.stage = Stage::Renaming {
                        renaming: Box::new(Renaming::new(pairs, NameContext::of(&self.releases))),
                        hooks,
                    };
                }
            },
            Stage::Renaming { renaming, hooks } => {
                if !renaming.step() {
                    self.stage = Stage::Pairing {
                        objects: std::mem::take(renaming).settle().into_iter(),
                        hooks: std::mem::take(hooks),
                    };
                }
            }
            Stage::Pairing { objects, hooks } => {
                if let Some(pair) = objects.next() {
                    let mut change = self.objects.add(pair.clone(), self.masking);
                    if let Some(change) = &mut change {
                        self.origins.mark(&mut change.fields);
                    }
                    self.effects.observe(&pair, change);
                } else if let Some(pair) = hooks.next() {
                    if let Some(hook) = &pair.sides.to {
                        self.effects.observe_hook(&hook.object);
                    }
                    match compare_hook(pair, self.masking) {
                        Some(mut change) => {
                            self.origins.mark(&mut change.object.fields);
                            self.hooks.push(change);
                        }
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

    /// Compares charts, values and defaults only. What it gives speaks of nothing else, so it stays in this crate.
    pub(crate) fn of_chart_and_values(mut self) -> Comparison {
        self.step();
        let Sides { from, .. } = self.releases;
        self.crds = CrdComparisonBuilder::new(&Sides { from, to: from });
        self.stage = Stage::Crds;
        self.finish()
    }

    /// Does what is left and gives the answer.
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
        let effects = self.effects.finish(&mut self.objects.changes);
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

/// The subcharts of either side, each once.
fn subcharts(from: &Release, to: &Release) -> Vec<String> {
    let names = [from, to]
        .into_iter()
        .flat_map(|release| subchart_names(&release.chart));
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().map(str::to_owned).collect()
}
