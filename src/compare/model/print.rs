//! The blocks of a print: what the reader has opened, cut to a length that a browser can lay out.

use std::collections::{HashMap, HashSet};

use super::block::{Block, Collapsible, Item, ValueList};
use super::line_diff::LineRow;
use super::page_model::PageModel;
use super::print_summary::PrintSummary;
use super::view_options::{Layout, NoiseView};

/// The largest number of blocks in a print. A browser lays all of them out at once, and more would be hundreds of pages.
pub const MAX_PRINTED_BLOCKS: usize = 1_000;

impl PageModel {
    /// Removes the blocks that a print has no use for, and whole items from the end while there are too many blocks.
    pub(super) fn fit_to_print(&self, blocks: &mut Vec<Block>) -> PrintSummary {
        blocks.retain(|block| {
            let is_noise = block.item().is_some_and(|item| self.is_folded_noise(item));
            !(is_noise || matches!(block, Block::Toolbar(_)))
        });
        let mut sizes: HashMap<Item, usize> = HashMap::new();
        for item in blocks.iter().filter_map(|block| block.item()) {
            *sizes.entry(item).or_default() += 1;
        }
        let objects: Vec<Item> = self.objects().chain(self.noise_only()).collect();
        let hooks: Vec<Item> = self.hooks().collect();
        let mut last_first = objects.into_iter().rev().chain(hooks.into_iter().rev());
        let mut left = blocks.len();
        let mut too_long = HashSet::new();
        while left > MAX_PRINTED_BLOCKS
            && let Some(item) = last_first.next()
        {
            // A member of a group that is not open has no block of its own.
            if let Some(size) = sizes.get(&item) {
                left -= size;
                too_long.insert(item);
            }
        }
        blocks.retain(|block| block.item().is_none_or(|item| !too_long.contains(&item)));
        self.summarize_print(blocks, &too_long)
    }

    /// Counts what the print holds and leaves out.
    fn summarize_print(&self, blocks: &[Block], too_long: &HashSet<Item>) -> PrintSummary {
        let headings = blocks.iter().filter_map(|block| match block {
            Block::Heading(item) => Some(*item),
            _ => None,
        });
        let headings: HashSet<Item> = headings.collect();
        let in_full = |item: &Item| headings.contains(item) && self.is_open(*item);
        let mut summary = PrintSummary {
            layout: self.options.layout,
            ..PrintSummary::default()
        };
        for item in self.objects() {
            let count = match (in_full(&item), too_long.contains(&item)) {
                (true, _) => &mut summary.in_full,
                (false, true) => &mut summary.too_long,
                (false, false) => &mut summary.by_name,
            };
            count.add(self.fields(item).count());
        }
        for item in self.hooks() {
            if self.is_folded_noise(item) {
                summary.omitted_noise_hooks += 1;
                continue;
            }
            let count = match in_full(&item) {
                true => &mut summary.hooks,
                false => &mut summary.hooks_by_name,
            };
            count.add(self.fields(item).count());
        }
        summary.omitted_noise_objects = self.noise_only().filter(|item| !in_full(item)).count();
        if self.options.noise == NoiseView::Folded {
            summary.omitted_noise_fields = self.report.noise_fields();
        }
        let open = headings.iter().filter(|item| self.is_open(**item));
        let open = open.chain([&Item::Notes]);
        summary.omitted_lines = open.map(|item| self.omitted_lines(*item)).sum();
        let parts = [
            Collapsible::Defaults,
            Collapsible::Effective,
            Collapsible::Unmanaged,
        ];
        let closed = parts.into_iter().filter(|part| !self.is_part_open(*part));
        summary.closed = closed
            .map(|part| (part, self.entry_count(part)))
            .filter(|(_, count)| *count > 0)
            .collect();
        summary
    }

    /// Returns whether an item is a hook in which only noise differs, while noise is folded.
    fn is_folded_noise(&self, item: Item) -> bool {
        matches!(item, Item::Hook(_))
            && self.options.noise == NoiseView::Folded
            && self.change(item).is_some_and(|change| change.noise_only)
    }

    /// The number of entries in a part that begins closed.
    fn entry_count(&self, part: Collapsible) -> usize {
        match part {
            Collapsible::Defaults => self.report.values(ValueList::Defaults).len(),
            Collapsible::Effective => self.report.values(ValueList::Effective).len(),
            Collapsible::NoiseOnly => self.order.noise_only.len(),
            Collapsible::Unmanaged => self.report.drift().map_or(0, |drift| {
                let fields = drift.unmanaged.iter().map(|object| object.fields.len());
                fields.sum()
            }),
        }
    }

    /// The number of lines of a printed item that are not printed.
    fn omitted_lines(&self, item: Item) -> usize {
        let Some(state) = self.state(item) else {
            return 0;
        };
        let all = state
            .lines
            .as_ref()
            .map_or(0, |lines| lines.diff.rows().len());
        if self.options.layout == Layout::Fields && item != Item::Notes {
            return all;
        }
        let folded = |row: &LineRow| match row {
            LineRow::Fold(fold) => fold.rows.len(),
            LineRow::Unified(_) | LineRow::Split(_) => 0,
        };
        state.rows.iter().map(folded).sum()
    }
}
