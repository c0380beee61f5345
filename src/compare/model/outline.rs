//! The page's contents: kinds and objects with counts, for the tree beside the page. Counts of objects are fields, counts of
//! kinds are objects that matter.

use std::collections::{HashMap, HashSet};

use super::{Collapsible, Item, NoiseView, PageModel};

/// What hooks and notes stand under; no kind of Kubernetes is called so.
const HOOKS: &str = "Hooks";
const NOTES: &str = "Notes";

/// An entry of the contents.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum OutlineEntry {
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
    Item(Item),
    /// The objects in which nothing but noise differs, folded: so many.
    NoiseOnly(usize),
    /// The definitions in the charts' `crds/` that differ: so many.
    Crds(usize),
}

/// A kind while its entries are gathered.
#[derive(Default)]
struct Gathered {
    entries: Vec<Item>,
    number: usize,
    of: usize,
}

impl PageModel {
    /// What stands on the page, by kinds in the order in which it first shows them. While something is searched for, only
    /// what holds it, wherever it is.
    pub fn outline(&self, found: Option<&HashSet<Item>>) -> Vec<OutlineEntry> {
        let mut names: Vec<&str> = Vec::new();
        let mut kinds: HashMap<&str, Gathered> = HashMap::new();
        let noise_shown = self.shows_noise_only();
        for item in self.items() {
            if found.is_some_and(|found| !found.contains(&item)) {
                continue;
            }
            let noise = self.is_noise_only(item);
            let listed = found.is_some() || noise_shown || !noise || !self.is_object(item);
            let name = self.kind(item);
            let kind = kinds.entry(name).or_insert_with(|| {
                names.push(name);
                Gathered::default()
            });
            kind.of += 1;
            kind.number += usize::from(!noise || noise_shown || found.is_some());
            match self.group_of(item).filter(|_| found.is_none()) {
                Some(group) => {
                    let row = Item::Group(group);
                    if !kind.entries.contains(&row) {
                        kind.entries.push(row);
                    }
                    if self.heading_index(item).is_some() {
                        kind.entries.push(item);
                    }
                }
                None if listed => kind.entries.push(item),
                None => {}
            }
        }
        let noise_only = self.order.noise_only.len();
        let mut folded = (found.is_none() && !noise_shown && noise_only > 0)
            .then_some(OutlineEntry::NoiseOnly(noise_only));
        // The search does not look into them.
        let crds = self.report.comparison().filter(|_| found.is_none());
        let crds = crds.map_or(0, |comparison| comparison.crds.changes.len());
        let mut crds = (crds > 0).then_some(OutlineEntry::Crds(crds));
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
            entries.push(OutlineEntry::Kind {
                name: name.to_owned(),
                number: kind.number,
                of: kind.of,
            });
            entries.extend(kind.entries.into_iter().map(OutlineEntry::Item));
        }
        entries.extend(folded.into_iter().chain(crds));
        entries
    }

    fn shows_noise_only(&self) -> bool {
        self.options.noise == NoiseView::Shown || self.is_part_open(Collapsible::NoiseOnly)
    }

    fn is_noise_only(&self, item: Item) -> bool {
        self.change(item).is_some_and(|change| change.noise_only)
    }

    fn is_object(&self, item: Item) -> bool {
        matches!(item, Item::Object(_)) && self.report.comparison().is_some()
    }

    fn kind(&self, item: Item) -> &str {
        match (item, self.change(item)) {
            (Item::Object(_), Some(change)) => &change.id.kind,
            (Item::Hook(_), _) => HOOKS,
            _ => NOTES,
        }
    }
}
