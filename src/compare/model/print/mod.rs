//! The page on paper: as a reader has opened it, with exact numbers of what it holds and what it leaves out.

mod summary;

use std::collections::{HashMap, HashSet};

use super::{Block, Collapsible, Item, Layout, LineRow, NoiseView, PageModel, ValueList};

/// Blocks that a print has at most. A browser lays them all out at once, and more of them would be hundreds of sheets.
pub const PRINTED: usize = 1_000;

/// What a print holds and leaves out.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PrintSummary {
    /// Objects that matter and are printed with what differs in them.
    pub in_full: Number,
    /// Those of which a heading or a row of a table is printed.
    pub by_name: Number,
    /// Those that would make the print too long.
    pub too_long: Number,
    /// Hooks that are printed with what differs in them.
    pub hooks: Number,
    /// Hooks of which a heading is printed, or nothing for length.
    pub hooks_out: Number,
    /// Objects in which nothing but noise differs and that are not printed.
    pub noise_only_out: usize,
    /// The same of hooks.
    pub noise_only_hooks_out: usize,
    /// Fields of noise that are not printed, in objects and hooks.
    pub noise_fields_out: usize,
    /// Lines of what is printed in full that are not printed: those that are folded, or, in [`Layout::Fields`], all.
    pub lines_out: usize,
    /// How lines are laid out.
    pub layout: Layout,
    /// Parts that are closed on the page, with how much they hold.
    pub closed: Vec<(Collapsible, usize)>,
}

/// How many items, and how many fields that matter differ in them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Number {
    /// Things.
    pub items: usize,
    /// Fields.
    pub fields: usize,
}

impl Number {
    fn add(&mut self, fields: usize) {
        self.items += 1;
        self.fields += fields;
    }
}

impl PageModel {
    /// Puts the page on paper, until [`PageModel::end_print`]: all lines that are printed are compared now.
    pub fn print(&mut self) {
        self.paper = Some(PrintSummary::default());
        if self.options.layout != Layout::Fields {
            let mut blocks = 0;
            for item in self.items() {
                let open = self.is_open(item) && self.heading_index(item).is_some();
                if open && blocks <= PRINTED {
                    if self.lines(item).is_none() {
                        self.compute_lines(item);
                    }
                    blocks += 1 + self.line_block_count(item);
                }
            }
        }
        self.rebuild_blocks();
    }

    /// Puts the page back on the screen.
    pub fn end_print(&mut self) {
        self.paper = None;
        self.rebuild_blocks();
    }

    /// What the print holds, while there is one.
    pub fn paper(&self) -> Option<&PrintSummary> {
        self.paper.as_ref()
    }

    /// Takes from the blocks what is of no use on paper, and whole objects from the end as long as there are too many.
    pub(super) fn fit_on_paper(&self, blocks: &mut Vec<Block>) -> PrintSummary {
        blocks.retain(|block| {
            let noise = block.item().is_some_and(|item| self.is_folded_noise(item));
            !(noise || matches!(block, Block::Toolbar(_)))
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
        while left > PRINTED
            && let Some(item) = last_first.next()
        {
            // A row of a table has no block of its own.
            if let Some(size) = sizes.get(&item) {
                left -= size;
                too_long.insert(item);
            }
        }
        blocks.retain(|block| block.item().is_none_or(|item| !too_long.contains(&item)));
        self.on_paper(blocks, &too_long)
    }

    fn on_paper(&self, blocks: &[Block], too_long: &HashSet<Item>) -> PrintSummary {
        let heads = blocks.iter().filter_map(|block| match block {
            Block::Heading(item) => Some(*item),
            _ => None,
        });
        let heads: HashSet<Item> = heads.collect();
        let in_full = |item: &Item| heads.contains(item) && self.is_open(*item);
        let mut paper = PrintSummary {
            layout: self.options.layout,
            ..PrintSummary::default()
        };
        for item in self.objects() {
            let number = match (in_full(&item), too_long.contains(&item)) {
                (true, _) => &mut paper.in_full,
                (false, true) => &mut paper.too_long,
                (false, false) => &mut paper.by_name,
            };
            number.add(self.fields(item).count());
        }
        for item in self.hooks() {
            if self.is_folded_noise(item) {
                paper.noise_only_hooks_out += 1;
                continue;
            }
            let number = match in_full(&item) {
                true => &mut paper.hooks,
                false => &mut paper.hooks_out,
            };
            number.add(self.fields(item).count());
        }
        paper.noise_only_out = self.noise_only().filter(|item| !in_full(item)).count();
        if self.options.noise == NoiseView::Folded {
            paper.noise_fields_out = self.report.noise_fields();
        }
        let open = heads.iter().filter(|item| self.is_open(**item));
        let open = open.chain([&Item::Notes]);
        paper.lines_out = open.map(|item| self.lines_out(*item)).sum();
        let parts = [
            Collapsible::Defaults,
            Collapsible::Effective,
            Collapsible::Unmanaged,
        ];
        let closed = parts.into_iter().filter(|part| !self.is_part_open(*part));
        paper.closed = closed
            .map(|part| (part, self.held_by(part)))
            .filter(|(_, number)| *number > 0)
            .collect();
        paper
    }

    /// Whether a hook differs in noise only, which is folded.
    fn is_folded_noise(&self, item: Item) -> bool {
        matches!(item, Item::Hook(_))
            && self.options.noise == NoiseView::Folded
            && self.change(item).is_some_and(|change| change.noise_only)
    }

    /// How much a part holds that begins closed.
    fn held_by(&self, part: Collapsible) -> usize {
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

    /// Lines of a printed item that are not printed.
    fn lines_out(&self, item: Item) -> usize {
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
