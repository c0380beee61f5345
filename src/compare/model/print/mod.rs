//! The page on paper: as a reader has opened it, with exact numbers of what it holds and what it leaves out.

mod summary;

use std::collections::{HashMap, HashSet};

use super::{Block, Folded, Layout, LineRow, NoiseView, Sheet, Thing, ValueList};

/// Blocks that a print has at most. A browser lays them all out at once, and more of them would be hundreds of sheets.
pub const PRINTED: usize = 1_000;

/// What a print holds and leaves out.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Paper {
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
    pub closed: Vec<(Folded, usize)>,
}

/// How many things, and how many fields that matter differ in them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Number {
    /// Things.
    pub things: usize,
    /// Fields.
    pub fields: usize,
}

impl Number {
    fn add(&mut self, fields: usize) {
        self.things += 1;
        self.fields += fields;
    }
}

impl Sheet {
    /// Puts the page on paper, until [`Sheet::end_print`]: all lines that are printed are compared now.
    pub fn print(&mut self) {
        self.paper = Some(Paper::default());
        if self.switches.layout != Layout::Fields {
            let mut blocks = 0;
            for thing in self.things() {
                let open = self.is_open(thing) && self.head(thing).is_some();
                if open && blocks <= PRINTED {
                    if self.lines(thing).is_none() {
                        self.read(thing);
                    }
                    blocks += 1 + self.row_blocks(thing);
                }
            }
        }
        self.arrange();
    }

    /// Puts the page back on the screen.
    pub fn end_print(&mut self) {
        self.paper = None;
        self.arrange();
    }

    /// What the print holds, while there is one.
    pub fn paper(&self) -> Option<&Paper> {
        self.paper.as_ref()
    }

    /// Takes from the blocks what is of no use on paper, and whole objects from the end as long as there are too many.
    pub(super) fn fit_on_paper(&self, blocks: &mut Vec<Block>) -> Paper {
        blocks.retain(|block| {
            let noise = block
                .thing()
                .is_some_and(|thing| self.is_folded_noise(thing));
            !(noise || matches!(block, Block::Tools(_)))
        });
        let mut sizes: HashMap<Thing, usize> = HashMap::new();
        for thing in blocks.iter().filter_map(|block| block.thing()) {
            *sizes.entry(thing).or_default() += 1;
        }
        let objects: Vec<Thing> = self.objects().chain(self.noise_only()).collect();
        let hooks: Vec<Thing> = self.hooks().collect();
        let mut last_first = objects.into_iter().rev().chain(hooks.into_iter().rev());
        let mut left = blocks.len();
        let mut too_long = HashSet::new();
        while left > PRINTED
            && let Some(thing) = last_first.next()
        {
            // A row of a table has no block of its own.
            if let Some(size) = sizes.get(&thing) {
                left -= size;
                too_long.insert(thing);
            }
        }
        blocks.retain(|block| block.thing().is_none_or(|thing| !too_long.contains(&thing)));
        self.on_paper(blocks, &too_long)
    }

    fn on_paper(&self, blocks: &[Block], too_long: &HashSet<Thing>) -> Paper {
        let heads = blocks.iter().filter_map(|block| match block {
            Block::Head(thing) => Some(*thing),
            _ => None,
        });
        let heads: HashSet<Thing> = heads.collect();
        let in_full = |thing: &Thing| heads.contains(thing) && self.is_open(*thing);
        let mut paper = Paper {
            layout: self.switches.layout,
            ..Paper::default()
        };
        for thing in self.objects() {
            let number = match (in_full(&thing), too_long.contains(&thing)) {
                (true, _) => &mut paper.in_full,
                (false, true) => &mut paper.too_long,
                (false, false) => &mut paper.by_name,
            };
            number.add(self.fields(thing).count());
        }
        for thing in self.hooks() {
            if self.is_folded_noise(thing) {
                paper.noise_only_hooks_out += 1;
                continue;
            }
            let number = match in_full(&thing) {
                true => &mut paper.hooks,
                false => &mut paper.hooks_out,
            };
            number.add(self.fields(thing).count());
        }
        paper.noise_only_out = self.noise_only().filter(|thing| !in_full(thing)).count();
        if self.switches.noise == NoiseView::Folded {
            paper.noise_fields_out = self.report.noise_fields();
        }
        let open = heads.iter().filter(|thing| self.is_open(**thing));
        let open = open.chain([&Thing::Notes]);
        paper.lines_out = open.map(|thing| self.lines_out(*thing)).sum();
        let parts = [Folded::Defaults, Folded::Effective, Folded::Unmanaged];
        let closed = parts.into_iter().filter(|part| !self.is_opened(*part));
        paper.closed = closed
            .map(|part| (part, self.held_by(part)))
            .filter(|(_, number)| *number > 0)
            .collect();
        paper
    }

    /// Whether a hook differs in noise only, which is folded.
    fn is_folded_noise(&self, thing: Thing) -> bool {
        matches!(thing, Thing::Hook(_))
            && self.switches.noise == NoiseView::Folded
            && self.change(thing).is_some_and(|change| change.noise_only)
    }

    /// How much a part holds that begins closed.
    fn held_by(&self, part: Folded) -> usize {
        match part {
            Folded::Defaults => self.report.values(ValueList::Defaults).len(),
            Folded::Effective => self.report.values(ValueList::Effective).len(),
            Folded::NoiseOnly => self.order.noise_only.len(),
            Folded::Unmanaged => self.report.drift().map_or(0, |drift| {
                let fields = drift.unmanaged.iter().map(|object| object.fields.len());
                fields.sum()
            }),
        }
    }

    /// Lines of a printed thing that are not printed.
    fn lines_out(&self, thing: Thing) -> usize {
        let Some(shape) = self.shape(thing) else {
            return 0;
        };
        let all = shape
            .lines
            .as_ref()
            .map_or(0, |lines| lines.diff.rows().len());
        if self.switches.layout == Layout::Fields && thing != Thing::Notes {
            return all;
        }
        let folded = |row: &LineRow| match row {
            LineRow::Fold(fold) => fold.rows.len(),
            LineRow::One(_) | LineRow::Two(_) => 0,
        };
        shape.rows.iter().map(folded).sum()
    }
}
