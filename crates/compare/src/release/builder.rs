//! Compares two releases, in steps of one document or one object each.

use std::{array, collections::BTreeSet, vec};

use astern_ledger::{RecordPart, Release};
use astern_manifest::{InvalidDocument, Object, ObjectId};

use super::{
    chart::{rendered_subcharts, subchart_names},
    crds::CrdComparisonBuilder,
    documents::{Document, Source, release_documents},
    known_secrets::{add_document, add_release},
    notes::Extent,
    provenance::ProvenanceIndex,
    unread_parts::UnreadParts,
    values::{DefaultChanges, changed_defaults, changed_effective, changed_values},
};
use crate::{
    Cause, ChartChange, Classification, Comparison, Crds, DocumentPlace, FieldChange, HookChange,
    NoiseCount, NotesChange, ObjectChange, Side, Sides, Step, TooMuch, Unread, UnreadPiece,
    Verdict, WrittenOtherwise,
    budget::Budget,
    fields::ClassifiedField,
    impact::EffectsBuilder,
    objects::{
        ObjectChanges, ObjectPair, PairComparison, compare_pair,
        hooks::{
            HookObject, HookPair, compare_hook, hook_pairs, hooks_run_on_rollback, past_hooks,
        },
        noise::SelectedLabels,
        pair_objects,
        renames::{NameContext, RenameDetection},
    },
    verdict::Found,
};
use astern_masking::{Masking, SecretCollector};

/// Compares two revisions of a release.
#[must_use]
pub fn compare(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    ComparisonBuilder::new(from, to, masking).finish()
}

/// A document that could not be parsed, its side, and the piece that it is. Why is masked once all secrets are known.
type InvalidPiece = (Side, fn(DocumentPlace) -> UnreadPiece, InvalidDocument);

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
    masking: Masking,
    secrets: SecretCollector,
    chart: ChartChange,
    values: Vec<FieldChange>,
    defaults: DefaultChanges,
    effective: Vec<FieldChange>,
    provenance: ProvenanceIndex,
    selected: SelectedLabels,
    stage: Stage<'a>,
    objects_to_pair: Sides<Vec<Object>>,
    hooks_to_pair: Sides<Vec<HookObject<'a>>>,
    objects: ObjectChanges,
    written_otherwise: Vec<WrittenOtherwise>,
    hooks: Vec<HookChange>,
    unchanged_hooks: usize,
    effects: EffectsBuilder,
    crds: CrdComparisonBuilder<'a>,
    invalid: Vec<InvalidPiece>,
    /// The number of texts that were not searched for secrets.
    texts_not_searched: usize,
    unread_parts: UnreadParts,
    budget: Budget,
}

enum Stage<'a> {
    /// The secrets of values, defaults and notes are collected, those of one release in each step.
    Releases(array::IntoIter<&'a Release, 2>),
    /// Everything is read before anything is compared: a secret that is known from one document is masked in all.
    Reading(Box<dyn Iterator<Item = Document<'a>> + 'a>),
    Values,
    Defaults,
    Effective,
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
    /// Prepares the comparison, without reading a document.
    #[must_use]
    pub fn new(from: &'a Release, to: &'a Release, masking: &Masking) -> Self {
        let releases = Sides { from, to };
        let unread_parts = UnreadParts::of(&releases);
        let crds = match unread_parts.are_read(&[RecordPart::Files]) {
            true => CrdComparisonBuilder::new(&releases),
            false => CrdComparisonBuilder::default(),
        };
        Self {
            releases,
            masking: masking.clone(),
            secrets: SecretCollector::default(),
            chart: ChartChange::default(),
            values: Vec::new(),
            objects_to_pair: Sides::default(),
            hooks_to_pair: Sides::default(),
            defaults: DefaultChanges::default(),
            effective: Vec::new(),
            provenance: ProvenanceIndex::default(),
            selected: SelectedLabels::default(),
            stage: Stage::Releases([from, to].into_iter()),
            objects: ObjectChanges::default(),
            written_otherwise: Vec::new(),
            hooks: Vec::new(),
            unchanged_hooks: 0,
            effects: EffectsBuilder::new(to.namespace.as_str()),
            crds,
            invalid: Vec::new(),
            texts_not_searched: 0,
            unread_parts,
            budget: Budget::default(),
        }
    }

    /// Reads the values of one release or one document, or compares one object or one set of values.
    pub fn step(&mut self) -> Step {
        match &mut self.stage {
            Stage::Releases(releases) => match releases.next() {
                Some(release) => add_release(&mut self.secrets, release),
                None => {
                    let Sides { from, to } = self.releases;
                    let from = release_documents(Side::From, from);
                    let documents = from.chain(release_documents(Side::To, to));
                    self.stage = Stage::Reading(Box::new(documents));
                }
            },
            Stage::Reading(documents) => match documents.next() {
                Some(Document {
                    side,
                    source,
                    unread_piece,
                    read,
                }) => {
                    let release = *self.releases.get(side);
                    add_document(&mut self.secrets, release, source, &read);
                    match (read, source) {
                        (Ok(object), Source::Manifest) => {
                            self.objects_to_pair.get_mut(side).push(object);
                        }
                        (Ok(_), Source::Hook(_))
                            if !self.unread_parts.are_read(&[RecordPart::Hooks]) => {}
                        (Ok(object), Source::Hook(hook)) => {
                            let hook = HookObject { hook, object };
                            self.hooks_to_pair.get_mut(side).push(hook);
                        }
                        (Err(invalid), _) => {
                            self.invalid.push((side, unread_piece, invalid));
                        }
                    }
                }
                None => {
                    let secrets = std::mem::take(&mut self.secrets);
                    self.texts_not_searched = secrets.not_searched();
                    self.masking = self.masking.knowing(secrets.known());
                    self.stage = Stage::Values;
                }
            },
            Stage::Values => {
                let Sides { from, to } = self.releases;
                if self.unread_parts.are_read(&[RecordPart::ChartMetadata]) {
                    let rendered = self.objects_to_pair.as_ref();
                    let rendered = rendered.map(|objects| rendered_subcharts(objects));
                    self.chart = ChartChange::between((from, to), &rendered, &self.masking);
                }
                if self.unread_parts.are_read(&[RecordPart::Values]) {
                    self.values = changed_values(&self.releases, &self.masking, &self.budget);
                }
                self.stage = Stage::Defaults;
            }
            Stage::Defaults => {
                if self
                    .unread_parts
                    .are_read(&[RecordPart::Values, RecordPart::Defaults])
                {
                    self.defaults = changed_defaults(
                        self.releases.map(|release| release.chart.values.as_ref()),
                        self.releases.map(|release| release.config.as_ref()),
                        &self.masking,
                        &self.budget,
                    );
                }
                self.stage = Stage::Effective;
            }
            Stage::Effective => {
                let is_known = self
                    .unread_parts
                    .are_read(&[RecordPart::Values, RecordPart::Defaults]);
                let effective = match is_known {
                    true => changed_effective(&self.releases, &self.masking, &self.budget),
                    false => Vec::new(),
                };
                (self.provenance, self.effective) =
                    ProvenanceIndex::new(&self.releases, &self.values, effective);
                let namespaces = Sides {
                    from: self.releases.from.namespace.as_str(),
                    to: self.releases.to.namespace.as_str(),
                };
                let hooks = std::mem::take(&mut self.hooks_to_pair);
                let objects = std::mem::take(&mut self.objects_to_pair);
                let hooks = hook_pairs(hooks, &objects, &namespaces);
                let pairs = pair_objects(objects, &namespaces).collect();
                self.stage = Stage::DetectingRenames {
                    detection: Box::new(RenameDetection::new(
                        pairs,
                        NameContext::of(&self.releases),
                    )),
                    hooks,
                };
            }
            Stage::DetectingRenames { detection, hooks } => {
                if !detection.step(&self.budget.renames) {
                    let objects = std::mem::take(detection).finish(&self.budget.renames);
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
                    let PairComparison {
                        changed: compared,
                        written_otherwise,
                    } = compare_pair(pair.clone(), &self.masking, &self.budget);
                    self.written_otherwise.extend(written_otherwise);
                    let effect = self.effects.observe(&pair, compared.as_ref());
                    match compared {
                        Some(compared) => {
                            let field_change = |object: &ObjectId, field: ClassifiedField| {
                                let provenance =
                                    self.provenance.trace(&field, &self.budget.origins);
                                match self.selected.contains(object, field.field.path.source()) {
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
                        let provenance = self.provenance.trace(&field, &self.budget.origins);
                        field.into_change(provenance)
                    };
                    let hook = compare_hook(
                        pair,
                        &self.masking,
                        &self.budget,
                        field_change,
                        &mut self.written_otherwise,
                    );
                    match hook {
                        Some(change) => self.hooks.push(change),
                        None => self.unchanged_hooks += 1,
                    }
                } else {
                    self.stage = Stage::Crds;
                }
            }
            Stage::Crds => return self.crds.step(&self.masking),
        }
        Step::More
    }

    /// Returns whether the values of both releases were read, so that [`Self::chart_and_values`] has nothing left to read.
    #[must_use]
    pub fn has_read_values(&self) -> bool {
        !matches!(self.stage, Stage::Releases(_))
    }

    /// Compares the charts, values and defaults alone. `None` where neither chart nor values differ: then the classification
    /// depends on the objects.
    ///
    /// The result contains no objects, hooks or CRDs, even where those differ. Its classification, chart, values, defaults and
    /// cause are those of the complete comparison. Secrets that only an object tells are not masked by their place in it.
    #[must_use]
    pub fn chart_and_values(&mut self) -> Option<Comparison> {
        while !self.has_read_values() {
            self.step();
        }
        let Sides { from, to } = self.releases;
        let masking = self.masking.knowing(self.secrets.known());
        let mut part = ComparisonBuilder::new(from, to, &masking);
        part.stage = Stage::Values;
        while !matches!(part.stage, Stage::Effective) {
            part.step();
        }
        part.crds = CrdComparisonBuilder::new(&Sides { from, to: from });
        part.stage = Stage::Crds;
        let comparison = part.finish();
        match comparison.classification {
            Classification::None | Classification::Other => None,
            Classification::Chart | Classification::Values | Classification::ChartAndValues => {
                Some(Comparison {
                    verdict: comparison.verdict.of_a_part(),
                    ..comparison
                })
            }
        }
    }

    /// Does the remaining steps and returns the comparison.
    #[must_use]
    pub fn finish(mut self) -> Comparison {
        while self.step() == Step::More {}
        let Sides { from, to } = self.releases;
        let notes = NotesChange::between(
            &self.releases.map(|release| release.info.notes.as_deref()),
            &self.masking,
        );
        let rendered_differs =
            notes.differ || !self.objects.changes.is_empty() || !self.hooks.is_empty();
        let effects = self.effects.finish(&self.masking);
        let revisions = self.releases.map(|release| release.revision);
        let is_step_back = from.revision > to.revision;
        let hooks_not_undone =
            match is_step_back && self.unread_parts.are_read(&[RecordPart::Hooks]) {
                true => past_hooks(from, to),
                false => Vec::new(),
            };
        let unread = self.invalid.into_iter().map(|(side, piece, invalid)| {
            Unread::document(*revisions.get(side), (side, piece), invalid, &self.masking)
        });
        let mut unread: Vec<Unread> = self
            .unread_parts
            .unread(&revisions)
            .into_iter()
            .chain(unread)
            .collect();
        let hooks = self.hooks.iter().map(|hook| &hook.object);
        let noise = NoiseCount {
            objects: NoiseCount::of(self.objects.changes.iter()).objects,
            ..NoiseCount::of(self.objects.changes.iter().chain(hooks))
        };
        let (crds, unread_crds) = self.crds.finish();
        let crds = Crds {
            subcharts: subcharts(from, to, &self.masking),
            ..crds
        };
        unread.extend(unread_crds);
        let changed = self.objects.changes.iter();
        let changed: Vec<&ObjectChange> = changed
            .chain(self.hooks.iter().map(|hook| &hook.object))
            .collect();
        let (chart_differs, values_differ) = (self.chart.differs(), !self.values.is_empty());
        let found = Found::any([
            chart_differs,
            values_differ,
            rendered_differs,
            !crds.changes.is_empty(),
            self.defaults.single_values > 0,
        ]);
        let verdict = Verdict::new(found, unread.len());
        let classification = Classification::new(chart_differs, values_differ, verdict);
        let cause = Cause::between(
            &self.releases,
            (classification, verdict),
            &self.chart,
            &changed,
        );
        let mut too_much: Vec<TooMuch> = Vec::new();
        let not_searched = Some(self.texts_not_searched).filter(|number| *number > 0);
        too_much.extend(not_searched.map(|not_searched| TooMuch::Secrets { not_searched }));
        too_much.extend((notes.extent == Extent::Beginning).then_some(TooMuch::Notes));
        too_much.extend(self.budget.too_much());
        let mut comparison = Comparison {
            release: to.name.clone(),
            namespace: to.namespace.clone(),
            revisions: Sides {
                from: from.revision,
                to: to.revision,
            },
            verdict,
            unread,
            classification,
            cause,
            chart: self.chart,
            values: self.values,
            defaults: self.defaults.in_force,
            used_defaults: 0,
            changed_defaults: self.defaults.single_values,
            overridden_defaults: self.defaults.overridden,
            effective: self.effective,
            objects: self.objects.changes,
            unchanged_objects: self.objects.unchanged,
            written_otherwise: self.written_otherwise,
            noise,
            effects,
            hooks: self.hooks,
            unchanged_hooks: self.unchanged_hooks,
            rollback_hooks: self.releases.map(hooks_run_on_rollback),
            hooks_not_undone,
            notes,
            crds,
            too_much,
            masking: self.masking,
        };
        comparison.order_defaults();
        comparison
    }
}

/// Returns the names of the subcharts of both sides, sorted and without duplicates.
fn subcharts(from: &Release, to: &Release, masking: &Masking) -> Vec<String> {
    let names = [from, to]
        .into_iter()
        .flat_map(|release| subchart_names(&release.chart));
    let names: BTreeSet<&str> = names.collect();
    let mask = |name| masking.mask_name(name).into_inner().into_owned();
    names.into_iter().map(mask).collect()
}
