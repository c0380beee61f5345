//! The page's contents: kinds and objects with counts, for the tree beside the page. Counts of objects are fields, counts of
//! kinds are objects that matter.

use std::collections::{HashMap, HashSet};

use super::{Folded, NoiseView, Sheet, Thing};

/// What hooks and notes stand under; no kind of Kubernetes is called so.
const HOOKS: &str = "Hooks";
const NOTES: &str = "Notes";

/// An entry of the contents.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Entry {
    /// A kind: what follows is of it.
    Kind {
        /// Its name.
        name: String,
        /// Objects that matter.
        number: usize,
        /// All that differ, noise included; more where noise is folded.
        of: usize,
    },
    /// Something with a heading on the page.
    Thing(Thing),
    /// The objects in which nothing but noise differs, folded: so many.
    NoiseOnly(usize),
    /// The definitions in the charts' `crds/` that differ: so many.
    Crds(usize),
}

/// A kind while its entries are gathered.
#[derive(Default)]
struct Gathered {
    entries: Vec<Thing>,
    number: usize,
    of: usize,
}

impl Sheet {
    /// What stands on the page, by kinds in the order in which it first shows them. While something is searched for, only
    /// what holds it, wherever it is.
    pub fn contents(&self, found: Option<&HashSet<Thing>>) -> Vec<Entry> {
        let mut names: Vec<&str> = Vec::new();
        let mut kinds: HashMap<&str, Gathered> = HashMap::new();
        let noise_shown = self.shows_noise_only();
        for thing in self.things() {
            if found.is_some_and(|found| !found.contains(&thing)) {
                continue;
            }
            let noise = self.is_noise_only(thing);
            let listed = found.is_some() || noise_shown || !noise || !self.is_object(thing);
            let name = self.kind(thing);
            let kind = kinds.entry(name).or_insert_with(|| {
                names.push(name);
                Gathered::default()
            });
            kind.of += 1;
            kind.number += usize::from(!noise || noise_shown || found.is_some());
            match self.group_of(thing).filter(|_| found.is_none()) {
                Some(group) => {
                    let row = Thing::Group(group);
                    if !kind.entries.contains(&row) {
                        kind.entries.push(row);
                    }
                    if self.head(thing).is_some() {
                        kind.entries.push(thing);
                    }
                }
                None if listed => kind.entries.push(thing),
                None => {}
            }
        }
        let noise_only = self.order.noise_only.len();
        let mut folded = (found.is_none() && !noise_shown && noise_only > 0)
            .then_some(Entry::NoiseOnly(noise_only));
        // The search does not look into them.
        let crds = self.report.comparison().filter(|_| found.is_none());
        let crds = crds.map_or(0, |comparison| comparison.crds.changes.len());
        let mut crds = (crds > 0).then_some(Entry::Crds(crds));
        let mut entries = Vec::new();
        for name in names {
            // Where the page has them: after the objects, and after the hooks.
            if matches!(name, HOOKS | NOTES) {
                entries.extend(folded.take());
            }
            if name == NOTES {
                entries.extend(crds.take());
            }
            let Some(kind) = kinds.remove(name).filter(|kind| !kind.entries.is_empty()) else {
                continue;
            };
            entries.push(Entry::Kind {
                name: name.to_owned(),
                number: kind.number,
                of: kind.of,
            });
            entries.extend(kind.entries.into_iter().map(Entry::Thing));
        }
        entries.extend(folded.into_iter().chain(crds));
        entries
    }

    fn shows_noise_only(&self) -> bool {
        self.switches.noise == NoiseView::Shown || self.is_opened(Folded::NoiseOnly)
    }

    fn is_noise_only(&self, thing: Thing) -> bool {
        self.change(thing).is_some_and(|change| change.noise_only)
    }

    fn is_object(&self, thing: Thing) -> bool {
        matches!(thing, Thing::Object(_)) && self.report.comparison().is_some()
    }

    fn kind(&self, thing: Thing) -> &str {
        match (thing, self.change(thing)) {
            (Thing::Object(_), Some(change)) => &change.id.kind,
            (Thing::Hook(_), _) => HOOKS,
            _ => NOTES,
        }
    }
}
