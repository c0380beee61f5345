//! Detects renamed objects.
//!
//! To Kubernetes the old object is deleted and a new one is created; a person sees one object that changed. Removed and
//! added objects of the same kind and namespace are paired one to one where their content is similar: see
//! [`ObjectContent`]. Related names need a similarity of [`MIN_SIMILARITY_RELATED`]. Other names need
//! [`MIN_SIMILARITY_UNRELATED`] and a minimum size, because two workers of one chart are mostly alike and yet two objects.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::content::{NameComparison, ObjectContent};
use super::name::{Name, NameContext, common_ends};
use crate::Sides;
use crate::budget::Allowance;
use crate::objects::ObjectPair;

/// The least similarity in percent of objects with related names, such as `web` and `web-v2`.
const MIN_SIMILARITY_RELATED: usize = 50;
/// The least similarity in percent of objects with unrelated names.
const MIN_SIMILARITY_UNRELATED: usize = 90;
/// The least number of leaves of objects with unrelated names.
const MIN_LEAVES_UNRELATED: usize = 12;
/// The limit on pairs of a removed and an added object of one kind. Up to this limit every pair is compared; beyond it,
/// only pairs with related names.
const MAX_PAIRS: usize = 10_000;
/// The steps that a pair takes besides the comparison of its leaves.
const STEPS_OF_PAIR: usize = 16;

/// A detection of renamed objects, in steps of one object each.
#[derive(Default)]
pub(crate) struct RenameDetection {
    context: NameContext,
    /// The names of the unpaired objects. Other objects may refer to them.
    names: Sides<HashSet<String>>,
    pairs: Vec<ObjectPair>,
    /// Indexes in `pairs` of the unpaired objects that are not read yet, each with the index of its kind in `kinds`.
    unread: Vec<(usize, usize)>,
    kinds: Vec<Candidates>,
    /// The groups of which every pair is compared, the largest first.
    groups: Option<Vec<Candidates>>,
    matches: Vec<RenameMatch>,
}

/// The unpaired objects of one kind in one namespace, or those of them with related names.
struct Candidates {
    removed: Vec<Candidate>,
    added: Vec<Candidate>,
    /// Which pairs are compared.
    pairs_compared: PairsCompared,
}

/// Which pairs of one kind are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PairsCompared {
    All,
    /// Only pairs with related names, because there are too many.
    RelatedNames,
}

/// An unpaired object.
struct Candidate {
    /// The index of its pair.
    index: usize,
    name: Name,
    content: ObjectContent,
}

/// Two objects that may be one renamed object.
struct RenameMatch {
    /// The indexes of their pairs.
    indexes: Sides<usize>,
    /// Decides between two matches: the greater is better.
    rank: Rank,
}

/// Whether the names are related, the similarity, and the number of bytes that the names begin and end with in common.
type Rank = (bool, usize, usize);

impl RenameDetection {
    /// Starts a detection among objects that are paired by identity.
    pub(crate) fn new(pairs: Vec<ObjectPair>, context: NameContext) -> Self {
        let mut detection = Self {
            context,
            names: Sides::default(),
            pairs,
            unread: Vec::new(),
            kinds: Vec::new(),
            groups: None,
            matches: Vec::new(),
        };
        let mut kinds: BTreeMap<[&str; 3], Sides<Vec<usize>>> = BTreeMap::new();
        for (index, pair) in detection.pairs.iter().enumerate() {
            let (object, from_side) = match (&pair.from, &pair.to) {
                (Some(object), None) => (object, true),
                (None, Some(object)) => (object, false),
                _ => continue,
            };
            let id = &object.id;
            let namespace = detection.context.namespace(id);
            let kind = kinds.entry([&id.group, &id.kind, namespace]).or_default();
            let (indexes, names) = match from_side {
                true => (&mut kind.from, &mut detection.names.from),
                false => (&mut kind.to, &mut detection.names.to),
            };
            indexes.push(index);
            names.insert(id.name.clone());
        }
        let both = kinds
            .into_values()
            .filter(|kind| !kind.from.is_empty() && !kind.to.is_empty());
        for (index, kind) in both.enumerate() {
            detection.kinds.push(Candidates {
                removed: Vec::with_capacity(kind.from.len()),
                added: Vec::with_capacity(kind.to.len()),
                pairs_compared: match kind.from.len() * kind.to.len() <= MAX_PAIRS {
                    true => PairsCompared::All,
                    false => PairsCompared::RelatedNames,
                },
            });
            let unpaired = kind.from.into_iter().chain(kind.to);
            detection.unread.extend(unpaired.map(|pair| (pair, index)));
        }
        detection
    }

    /// Reads one object, or compares one removed object with the added ones of its group. Returns whether there is more to do.
    pub(crate) fn step(&mut self, allowance: &Allowance) -> bool {
        if let Some((index, kind)) = self.unread.pop() {
            self.read(index, kind);
            return true;
        }
        let kinds = &mut self.kinds;
        let groups = self
            .groups
            .get_or_insert_with(|| groups(std::mem::take(kinds), allowance));
        let Some(group) = groups.last_mut() else {
            return false;
        };
        match group.removed.pop() {
            Some(removed) => {
                let matching = |added| RenameMatch::between(&removed, added, group.pairs_compared);
                self.matches.extend(group.added.iter().filter_map(matching));
            }
            None => drop(groups.pop()),
        }
        true
    }

    fn read(&mut self, index: usize, kind: usize) {
        let pair = &self.pairs[index];
        let (object, names) = match (&pair.from, &pair.to) {
            (Some(object), _) => (object, &self.names.from),
            (None, Some(object)) => (object, &self.names.to),
            (None, None) => return,
        };
        let candidate = Candidate {
            index,
            name: self.context.name(&object.id.name),
            content: ObjectContent::new(object, names),
        };
        let kind = &mut self.kinds[kind];
        match pair.from {
            Some(_) => kind.removed.push(candidate),
            None => kind.added.push(candidate),
        }
    }

    /// Returns the pairs, with renamed objects paired too: by the best matches first, each object once.
    pub(crate) fn finish(mut self, allowance: &Allowance) -> Vec<ObjectPair> {
        while self.step(allowance) {}
        let name = |index: usize| {
            let pair = &self.pairs[index];
            pair.from
                .as_ref()
                .or(pair.to.as_ref())
                .map(|object| object.id.name.as_str())
        };
        // The names in order, so that the comparison in the other direction has the same result.
        let names = |matched: &RenameMatch| {
            let (from, to) = (name(matched.indexes.from), name(matched.indexes.to));
            (from.min(to), from.max(to))
        };
        let mut matches = std::mem::take(&mut self.matches);
        astern_ledger::sort_by(&mut matches, |a, b| {
            b.rank.cmp(&a.rank).then_with(|| names(a).cmp(&names(b)))
        });
        let mut taken = HashSet::new();
        for RenameMatch { indexes, .. } in matches {
            if self.pairs[indexes.to].from.is_none() && taken.insert(indexes.from) {
                self.pairs[indexes.to].from =
                    self.pairs[indexes.from].from.as_ref().map(Arc::clone);
            }
        }
        let mut index = 0..;
        self.pairs
            .retain(|_| index.next().is_none_or(|index| !taken.contains(&index)));
        self.pairs
    }
}

/// Returns the groups of objects in which every pair is compared: a kind, or in a kind with many objects those with related
/// names. Small groups come last and spend from the allowance first.
fn groups(kinds: Vec<Candidates>, allowance: &Allowance) -> Vec<Candidates> {
    let mut groups: Vec<Candidates> = Vec::new();
    for kind in kinds {
        match kind.pairs_compared {
            PairsCompared::All => groups.push(kind),
            PairsCompared::RelatedNames => groups.extend(kind.by_related_names()),
        }
    }
    let mut groups: Vec<(usize, Candidates)> = groups
        .into_iter()
        .map(|group| (group.steps(), group))
        .collect();
    astern_ledger::sort_by_key(&mut groups, |(steps, _)| *steps);
    groups.retain(|(steps, group)| allowance.spend(*steps, group.removed.len()));
    groups.into_iter().rev().map(|(_, group)| group).collect()
}

impl Candidates {
    /// Returns how many steps it takes to compare every pair.
    fn steps(&self) -> usize {
        let leaves = |side: &[Candidate]| -> usize {
            side.iter().map(|candidate| candidate.content.len()).sum()
        };
        let pairs = self.removed.len().saturating_mul(self.added.len());
        pairs
            .saturating_mul(STEPS_OF_PAIR)
            .saturating_add(leaves(&self.removed).saturating_mul(self.added.len()))
            .saturating_add(leaves(&self.added).saturating_mul(self.removed.len()))
    }

    /// Splits into groups of objects with related names.
    fn by_related_names(self) -> impl Iterator<Item = Self> {
        let mut groups: BTreeMap<Vec<String>, (Vec<Candidate>, Vec<Candidate>)> = BTreeMap::new();
        for removed in self.removed {
            let words = removed.name.words().to_vec();
            groups.entry(words).or_default().0.push(removed);
        }
        for added in self.added {
            if let Some((_, group)) = groups.get_mut(added.name.words()) {
                group.push(added);
            }
        }
        let both = groups.into_values().filter(|(_, added)| !added.is_empty());
        both.map(|(removed, added)| Self {
            removed,
            added,
            pairs_compared: PairsCompared::RelatedNames,
        })
    }
}

impl RenameMatch {
    /// Compares two unpaired objects; `None` when they are not similar enough.
    fn between(
        removed: &Candidate,
        added: &Candidate,
        pairs_compared: PairsCompared,
    ) -> Option<Self> {
        let are_related = removed.name.is_related_to(&added.name);
        let leaves = removed.content.len().min(added.content.len());
        let is_large = pairs_compared == PairsCompared::All && leaves >= MIN_LEAVES_UNRELATED;
        let (names, minimum) = match (are_related, is_large) {
            (true, _) => (NameComparison::Ignored, MIN_SIMILARITY_RELATED),
            (false, true) => (NameComparison::Exact, MIN_SIMILARITY_UNRELATED),
            (false, false) => return None,
        };
        let similarity = removed.content.similarity(&added.content, names, minimum)?;
        Some(Self {
            indexes: Sides {
                from: removed.index,
                to: added.index,
            },
            rank: (
                are_related,
                similarity,
                common_ends(&removed.name, &added.name),
            ),
        })
    }
}
