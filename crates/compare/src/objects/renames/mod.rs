//! Objects that come back under another name.
//!
//! To Kubernetes the old object goes and a new one comes; a person reads one object that changed. So what was removed and
//! what was added of the same kind and namespace is paired one to one where the bodies are alike: see [`Body`] for what
//! counts. Names that say the same need [`RELATED`] of it. Others need [`UNRELATED`] and a body of some size, because the
//! two workers of one chart are alike for the most part and yet not one.

mod body;
mod name;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::Sides;
use crate::objects::ObjectPair;

use body::{Body, Names};
pub(crate) use name::NameContext;
use name::{Name, same_ends};

/// How much of two bodies must be alike, in percent, when the names say the same, such as `web` and `web-v2`.
const RELATED: usize = 50;
/// As [`RELATED`], when they do not.
const UNRELATED: usize = 90;
/// The fewest leaves from which a body speaks for itself, whatever the names.
const TELLING: usize = 12;
/// The most pairs of one kind of which each is looked at. Of more, only those whose names say the same are.
const PAIRS: usize = 10_000;

/// A search for renamed objects, in steps of one object each.
#[derive(Default)]
pub(crate) struct Renaming {
    known: NameContext,
    /// The names of what came or went. Other objects may refer to them.
    names: Sides<HashSet<String>>,
    pairs: Vec<ObjectPair>,
    /// Places in `pairs` of what is still to be read, and its kind's place in `kinds`.
    unread: Vec<(usize, usize)>,
    kinds: Vec<Kind>,
    matches: Vec<Match>,
}

/// What came or went of one kind in one namespace.
struct Kind {
    removed: Vec<Candidate>,
    added: Vec<Candidate>,
    /// Whether each pair is looked at.
    all: bool,
}

/// An object that came or went.
struct Candidate {
    place: usize,
    name: Name,
    body: Body,
}

/// Two objects that may be the same one.
struct Match {
    places: Sides<usize>,
    /// What decides between two matches, the greater the better.
    rank: Rank,
}

/// Whether the names say the same, how much the bodies are alike, and how much of the names is the same.
type Rank = (bool, usize, usize);

impl Renaming {
    /// Takes pairs by identity.
    pub(crate) fn new(pairs: Vec<ObjectPair>, known: NameContext) -> Self {
        let mut renaming = Self {
            known,
            names: Sides::default(),
            pairs,
            unread: Vec::new(),
            kinds: Vec::new(),
            matches: Vec::new(),
        };
        let mut kinds: BTreeMap<[&str; 3], Sides<Vec<usize>>> = BTreeMap::new();
        for (place, pair) in renaming.pairs.iter().enumerate() {
            let (object, from_side) = match (&pair.from, &pair.to) {
                (Some(object), None) => (object, true),
                (None, Some(object)) => (object, false),
                _ => continue,
            };
            let id = &object.id;
            let namespace = renaming.known.namespace(id);
            let kind = kinds.entry([&id.group, &id.kind, namespace]).or_default();
            let (places, names) = match from_side {
                true => (&mut kind.from, &mut renaming.names.from),
                false => (&mut kind.to, &mut renaming.names.to),
            };
            places.push(place);
            names.insert(id.name.clone());
        }
        let both = kinds
            .into_values()
            .filter(|kind| !kind.from.is_empty() && !kind.to.is_empty());
        for (index, kind) in both.enumerate() {
            renaming.kinds.push(Kind {
                removed: Vec::with_capacity(kind.from.len()),
                added: Vec::with_capacity(kind.to.len()),
                all: kind.from.len() * kind.to.len() <= PAIRS,
            });
            let places = kind.from.into_iter().chain(kind.to);
            renaming.unread.extend(places.map(|place| (place, index)));
        }
        renaming
    }

    /// Reads one object, or holds one that went against all of its kind that came. Says whether there is more to do.
    pub(crate) fn step(&mut self) -> bool {
        if let Some((place, kind)) = self.unread.pop() {
            self.read(place, kind);
        } else if let Some(kind) = self.kinds.last_mut() {
            match kind.removed.pop() {
                Some(removed) => {
                    let alike = |added| Match::between(&removed, added, kind.all);
                    self.matches.extend(kind.added.iter().filter_map(alike));
                }
                None => drop(self.kinds.pop()),
            }
        } else {
            return false;
        }
        true
    }

    fn read(&mut self, place: usize, kind: usize) {
        let pair = &self.pairs[place];
        let (object, names) = match (&pair.from, &pair.to) {
            (Some(object), _) => (object, &self.names.from),
            (None, Some(object)) => (object, &self.names.to),
            (None, None) => return,
        };
        let candidate = Candidate {
            place,
            name: self.known.name(&object.id.name),
            body: Body::of(object, names),
        };
        let kind = &mut self.kinds[kind];
        match pair.from {
            Some(_) => kind.removed.push(candidate),
            None => kind.added.push(candidate),
        }
    }

    /// The pairs, those that were renamed among them: the best matches first, each object once.
    pub(crate) fn settle(mut self) -> Vec<ObjectPair> {
        while self.step() {}
        let name = |place: usize| {
            let pair = &self.pairs[place];
            pair.from
                .as_ref()
                .or(pair.to.as_ref())
                .map(|object| object.id.name.as_str())
        };
        // The names in order, so that the way back finds the same.
        let names = |found: &Match| {
            let (from, to) = (name(found.places.from), name(found.places.to));
            (from.min(to), from.max(to))
        };
        let mut matches = std::mem::take(&mut self.matches);
        astern_ledger::sort_by(&mut matches, |a, b| {
            b.rank.cmp(&a.rank).then_with(|| names(a).cmp(&names(b)))
        });
        let mut gone = HashSet::new();
        for Match { places, .. } in matches {
            if self.pairs[places.to].from.is_none() && gone.insert(places.from) {
                self.pairs[places.to].from = self.pairs[places.from].from.as_ref().map(Arc::clone);
            }
        }
        let mut place = 0..;
        self.pairs
            .retain(|_| place.next().is_none_or(|place| !gone.contains(&place)));
        self.pairs
    }
}

impl Match {
    /// `None` when the two are not alike enough. Without `all`, names that do not say the same rule it out.
    fn between(removed: &Candidate, added: &Candidate, all: bool) -> Option<Self> {
        let related = removed.name.says_the_same(&added.name);
        let telling = all && removed.body.len().min(added.body.len()) >= TELLING;
        let (names, least) = match (related, telling) {
            (true, _) => (Names::DoNotCount, RELATED),
            (false, true) => (Names::Count, UNRELATED),
            (false, false) => return None,
        };
        let alike = removed.body.alike(&added.body, names, least)?;
        Some(Self {
            places: Sides {
                from: removed.place,
                to: added.place,
            },
            rank: (related, alike, same_ends(&removed.name, &added.name)),
        })
    }
}
