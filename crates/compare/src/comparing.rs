//! A comparison on its way, in steps of one document or one object each.

use std::vec;

use astern_ledger::{Hook, Release};
use astern_manifest::{InvalidDocument, Object, documents};
use serde_json::{Map, Value};

use crate::{
    ChartChange, Classification, Comparison, Effects, FieldChange, HookChange, Masking, NoiseCount,
    Part, Side, Sides, Unreadable, changed_fields,
    hooks::compare_hook,
    objects::{ObjectChanges, Pair, pairs},
};

/// Compares two revisions of a release.
#[must_use]
pub fn compare(from: &Release, to: &Release, masking: &Masking) -> Comparison {
    Comparing::new(from, to, masking).finish()
}

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Call again.
    More,
    /// Everything is compared; [`Comparing::finish`] has nothing left to do.
    Done,
}

/// A comparison on its way.
///
/// ```
/// # fn show(from: &astern_ledger::Release, to: &astern_ledger::Release, masking: &astern_compare::Masking) {
/// use astern_compare::{Comparing, Step};
///
/// let mut comparing = Comparing::new(from, to, masking);
/// while comparing.step() == Step::More {
///     // yield to the browser now and then
/// }
/// let comparison = comparing.finish();
/// # }
/// ```
pub struct Comparing<'a> {
    releases: Sides<&'a Release>,
    masking: &'a Masking,
    chart: ChartChange,
    values: Vec<FieldChange>,
    stage: Stage<'a>,
    objects: ObjectChanges,
    hooks: Vec<HookChange>,
    unchanged_hooks: usize,
    unreadable: Vec<Unreadable>,
}

enum Stage<'a> {
    Reading {
        documents: Box<dyn Iterator<Item = Document> + 'a>,
        objects: Sides<Vec<Object>>,
        hooks: Sides<Vec<Object>>,
    },
    Pairing {
        objects: vec::IntoIter<Pair>,
        hooks: vec::IntoIter<Pair>,
    },
}

/// One document of one of the releases.
struct Document {
    side: Side,
    part: Part,
    read: Result<Object, InvalidDocument>,
}

impl<'a> Comparing<'a> {
    /// Compares charts and values, and makes ready to compare the rest.
    #[must_use]
    pub fn new(from: &'a Release, to: &'a Release, masking: &'a Masking) -> Self {
        let documents = release_documents(Side::From, from).chain(release_documents(Side::To, to));
        Self {
            releases: Sides { from, to },
            masking,
            chart: ChartChange::between(from, to),
            values: changed_values(from.config.as_ref(), to.config.as_ref(), masking),
            stage: Stage::Reading {
                documents: Box::new(documents),
                objects: Sides::default(),
                hooks: Sides::default(),
            },
            objects: ObjectChanges::default(),
            hooks: Vec::new(),
            unchanged_hooks: 0,
            unreadable: Vec::new(),
        }
    }

    /// Reads one document or compares one object.
    pub fn step(&mut self) -> Step {
        match &mut self.stage {
            Stage::Reading {
                documents,
                objects,
                hooks,
            } => match documents.next() {
                Some(Document { side, part, read }) => match read {
                    Ok(object) => {
                        let sides = match part {
                            Part::Manifest => objects,
                            Part::Hook => hooks,
                        };
                        match side {
                            Side::From => sides.from.push(object),
                            Side::To => sides.to.push(object),
                        }
                    }
                    Err(invalid) => self.unreadable.push(Unreadable::new(side, part, invalid)),
                },
                None => {
                    let namespaces = Sides {
                        from: self.releases.from.namespace.as_str(),
                        to: self.releases.to.namespace.as_str(),
                    };
                    self.stage = Stage::Pairing {
                        objects: pairs(std::mem::take(objects), &namespaces),
                        hooks: pairs(std::mem::take(hooks), &namespaces),
                    };
                }
            },
            Stage::Pairing { objects, hooks } => {
                if let Some(pair) = objects.next() {
                    self.objects.add(pair, self.masking);
                } else if let Some(pair) = hooks.next() {
                    match compare_hook(pair, self.masking) {
                        Some(change) => self.hooks.push(change),
                        None => self.unchanged_hooks += 1,
                    }
                } else {
                    return Step::Done;
                }
            }
        }
        Step::More
    }

    /// Does what is left and gives the answer.
    #[must_use]
    pub fn finish(mut self) -> Comparison {
        while self.step() == Step::More {}
        let Sides { from, to } = self.releases;
        let notes_differ = notes(from) != notes(to);
        let anything_else = notes_differ
            || !self.objects.changes.is_empty()
            || !self.hooks.is_empty()
            || !self.unreadable.is_empty();
        let hooks = self.hooks.iter().map(|hook| &hook.object);
        let noise = NoiseCount {
            objects: NoiseCount::of(self.objects.changes.iter()).objects,
            ..NoiseCount::of(self.objects.changes.iter().chain(hooks))
        };
        Comparison {
            release: to.name.clone(),
            namespace: to.namespace.clone(),
            revisions: Sides {
                from: from.revision,
                to: to.revision,
            },
            classification: Classification::new(
                self.chart.differs(),
                !self.values.is_empty(),
                anything_else,
            ),
            cause: None,
            chart: self.chart,
            values: self.values,
            objects: self.objects.changes,
            unchanged_objects: self.objects.unchanged,
            noise,
            effects: Effects::default(),
            hooks: self.hooks,
            unchanged_hooks: self.unchanged_hooks,
            notes_differ,
            unreadable: self.unreadable,
        }
    }
}

fn release_documents(side: Side, release: &Release) -> impl Iterator<Item = Document> + '_ {
    let document = move |part| move |read| Document { side, part, read };
    let manifest = documents(&release.manifest).map(document(Part::Manifest));
    let hooks = release
        .hooks
        .iter()
        .flat_map(hook_documents)
        .map(document(Part::Hook));
    manifest.chain(hooks)
}

/// A hook's manifest holds no `# Source:` comment; its path says the same.
fn hook_documents(hook: &Hook) -> impl Iterator<Item = Result<Object, InvalidDocument>> + '_ {
    let template = || Some(hook.path.clone()).filter(|path| !path.is_empty());
    documents(&hook.manifest).map(move |read| match read {
        Ok(object) => Ok(Object {
            template: object.template.or_else(template),
            ..object
        }),
        Err(invalid) => Err(InvalidDocument {
            template: invalid.template.or_else(template),
            ..invalid
        }),
    })
}

/// Values that were never set and an empty mapping are the same.
fn changed_values(
    from: Option<&Map<String, Value>>,
    to: Option<&Map<String, Value>>,
    masking: &Masking,
) -> Vec<FieldChange> {
    let value =
        |config: Option<&Map<String, Value>>| Value::Object(config.cloned().unwrap_or_default());
    changed_fields(&value(from), &value(to), masking)
}

fn notes(release: &Release) -> &str {
    release.info.notes.as_deref().unwrap_or_default()
}
