//! The outline of the page: kinds and items with counts, for the tree beside the page. The count of an item is that of its
//! changed fields; the count of a kind is that of its objects, without those in which only noise differs.

use std::collections::{HashMap, HashSet};

use super::block::{Collapsible, Item};
use super::page_model::PageModel;
use super::view_options::NoiseView;

/// The headings of hooks and notes. No Kubernetes kind has such a name.
const HOOKS: &str = "Hooks";
const NOTES: &str = "Notes";

/// An entry of the outline.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum OutlineEntry {
    /// A kind. The entries of its objects follow.
    Kind {
        /// The name of the kind.
        name: String,
        /// The count of its objects, without those in which only noise differs while noise is folded.
        count: usize,
        /// The count of all its objects that differ.
        all: usize,
    },
    /// An item.
    Item(Item),
    /// The folded objects in which only noise differs, and how many.
    NoiseOnly(usize),
    /// The custom resource definitions in the charts' `crds/` that differ, and how many.
    Crds(usize),
}

/// A kind while its entries are collected.
#[derive(Default)]
struct KindEntries {
    entries: Vec<Item>,
    count: usize,
    all: usize,
}

impl PageModel {
    /// The outline, with kinds in the order in which the page first shows them. During a search it lists only the items that
    /// were `found`, folded or not.
    pub fn outline(&self, found: Option<&HashSet<Item>>) -> Vec<OutlineEntry> {
        let mut names: Vec<&str> = Vec::new();
        let mut kinds: HashMap<&str, KindEntries> = HashMap::new();
        let noise_shown = self.shows_noise_only();
        for item in self.items() {
            if found.is_some_and(|found| !found.contains(&item)) {
                continue;
            }
            let noise = self.is_noise_only(item);
            let listed = found.is_some() || noise_shown || !noise || self.report.drift().is_some();
            let name = self.kind(item);
            let kind = kinds.entry(name).or_insert_with(|| {
                names.push(name);
                KindEntries::default()
            });
            kind.all += 1;
            kind.count += usize::from(!noise || noise_shown || found.is_some());
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
        let noise_only = self.noise_only().chain(self.noise_only_hooks()).count();
        let mut folded = (found.is_none() && !noise_shown && noise_only > 0)
            .then_some(OutlineEntry::NoiseOnly(noise_only));
        // A search does not cover them.
        let crds = self.report.comparison().filter(|_| found.is_none());
        let crds = crds.map_or(0, |comparison| comparison.crds.changes.len());
        let mut crds = (crds > 0).then_some(OutlineEntry::Crds(crds));
        let mut entries = Vec::new();
        for name in names {
            // At their positions on the page: after the objects, and after the hooks.
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
                count: kind.count,
                all: kind.all,
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

    fn kind(&self, item: Item) -> &str {
        match (item, self.change(item)) {
            (Item::Object(_), Some(change)) => &change.id.kind,
            (Item::Hook(_), _) => HOOKS,
            _ => NOTES,
        }
    }
}
