//! Finding items, places and texts on the page.

use std::ops::Range;

use astern_compare::{Found, Side};
use astern_manifest::ObjectId;

use super::{Anchor, Block, FIELDS, Item, LinePosition, PageModel};

/// A window that was scrolled to a block's edge may stand this little above it: browsers round.
const ROUNDED: f64 = 1.0;

impl PageModel {
    /// Where a item's heading is among the blocks.
    pub fn heading_index(&self, item: Item) -> Option<usize> {
        self.index(Block::Heading(item))
    }

    /// Where a block is.
    pub fn index(&self, block: Block) -> Option<usize> {
        self.blocks.iter().position(|b| *b == block)
    }

    /// The item at a place, or the last one above it.
    pub fn thing_at(&self, place: f64) -> Option<Item> {
        self.blocks.get(self.heights.at(place + ROUNDED))?.item()
    }

    /// The anchor at a place.
    pub fn anchor(&self, place: f64) -> Option<Anchor> {
        if place < 0.0 {
            return None;
        }
        let index = self.heights.at(place + ROUNDED);
        let block = *self.blocks.get(index)?;
        let within = place - self.heights.top(index);
        Some(Anchor { block, within })
    }

    /// Where an anchor is now.
    pub fn place(&self, anchor: Anchor) -> Option<f64> {
        let index = self
            .index(anchor.block)
            .or_else(|| self.heading_index(anchor.block.item()?))?;
        Some(self.heights.top(index) + anchor.within)
    }

    /// The first item in these blocks whose lines are to be shown and have not been compared.
    pub fn first_without_lines(&self, blocks: Range<usize>) -> Option<Item> {
        let blocks = self.blocks.get(blocks)?;
        blocks.iter().find_map(|block| match block {
            Block::Lines(item, _) if self.lines(*item).is_none() => Some(*item),
            _ => None,
        })
    }

    /// Some item whose lines have not been compared, in the order of the page.
    pub fn next_without_lines(&self) -> Option<Item> {
        let mut objects = self.objects().chain(self.noise_only()).chain(self.hooks());
        objects.find(|item| self.lines(*item).is_none())
    }

    /// The item after another one, or before it, among those that matter.
    pub fn beside(&self, here: Option<Item>, after: bool) -> Option<Item> {
        let index = here.and_then(|here| self.index(Block::Heading(here)));
        let is_next = |(at, block): (usize, &Block)| match (block, index) {
            (Block::Heading(item), Some(index)) if after => (at > index).then_some(*item),
            (Block::Heading(item), Some(index)) => (at < index).then_some(*item),
            (Block::Heading(item), None) => after.then_some(*item),
            _ => None,
        };
        let mut blocks = self.blocks.iter().enumerate();
        match after {
            true => blocks.find_map(is_next),
            false => blocks.rev().find_map(is_next),
        }
    }

    /// Which ones a item is among the objects that matter, from 1, and how many there are. A group is several.
    pub fn position(&self, item: Option<Item>) -> (Option<Range<usize>>, usize) {
        let place = match item {
            Some(Item::Group(group)) => {
                let group = self.order.groups.get(group as usize);
                group.map(|group| group.places.clone())
            }
            item => {
                let mut objects = self.objects();
                let place = objects.position(|other| Some(other) == item);
                place.map(|place| place..place + 1)
            }
        };
        (
            place.map(|places| places.start + 1..places.end + 1),
            self.order.objects.len(),
        )
    }

    /// The item that is called so.
    pub fn find(&self, object: &ObjectId) -> Option<Item> {
        let mut all = self.objects().chain(self.noise_only()).chain(self.hooks());
        all.find(|item| {
            self.change(*item)
                .is_some_and(|change| change.id == *object)
        })
    }

    /// Where a text is found in a item, as it is shown.
    pub fn find_in(&self, item: Item, text: &str) -> Found {
        match self.change(item) {
            Some(change) => change.find(text, &self.masking),
            None => Found {
                rows: self
                    .lines(item)
                    .map(|lines| lines.diff.rows_with(text))
                    .unwrap_or_default(),
                ..Found::default()
            },
        }
    }

    /// The line at a row of a item's diff, on the newer side where it has one.
    pub fn line_at(&self, item: Item, row: usize) -> Option<LinePosition> {
        let state = self.state(item)?;
        let row = *state.lines.as_ref()?.diff.rows().get(row)?;
        let at = |side| row.number(side).map(|number| LinePosition { side, number });
        at(Side::To).or(at(Side::From))
    }

    /// The block that shows a field, by its position in the item.
    pub fn field_block(&self, item: Item, field: usize) -> Option<Block> {
        let wanted = self.change(item)?.fields.get(field)?;
        let shown = self
            .fields(item)
            .position(|field| std::ptr::eq(field, wanted))?;
        Some(Block::Fields(item, (shown / FIELDS) as u32))
    }

    /// The line that a link points at, in this item.
    pub fn highlighted(&self, item: Item) -> Option<LinePosition> {
        self.highlighted
            .filter(|(marked, _)| *marked == item)
            .map(|(_, line)| line)
    }
}
