//! Finding items, blocks and texts on the page.

use std::ops::Range;

use astern_compare::{SearchMatches, Side};
use astern_manifest::ObjectId;

use super::block::{Block, Item};
use super::line_diff::LinePosition;
use super::page_model::{FIELDS_PER_BLOCK, PageModel};

impl PageModel {
    /// The item at a position on the page.
    pub fn item_at(&self, position: f64) -> Option<Item> {
        let index = self.heights.heights().row_at_rounded(position);
        self.blocks.get(index)?.item()
    }

    /// The first item whose lines are not compared yet, in the order of the page.
    pub fn next_without_lines(&self) -> Option<Item> {
        let mut objects = self.objects().chain(self.noise_only()).chain(self.hooks());
        objects.find(|item| self.lines(*item).is_none())
    }

    /// The item with the next heading below that of `item`; the first one without it.
    pub fn next_item(&self, item: Option<Item>) -> Option<Item> {
        let first = match item.and_then(|item| self.heading_index(item)) {
            Some(index) => index + 1,
            None => 0,
        };
        self.blocks.iter().skip(first).find_map(heading_of)
    }

    /// The item with the next heading above that of `item`; none without it.
    pub fn previous_item(&self, item: Option<Item>) -> Option<Item> {
        let index = self.heading_index(item?)?;
        self.blocks[..index].iter().rev().find_map(heading_of)
    }

    /// The numbers of an item among the objects that matter, from 1, and how many there are. A group has several.
    pub fn position(&self, item: Option<Item>) -> (Option<Range<usize>>, usize) {
        let positions = match item {
            Some(Item::Group(group)) => {
                let group = self.order.groups.get(group as usize);
                group.map(|group| group.positions.clone())
            }
            item => {
                let mut objects = self.objects();
                let position = objects.position(|other| Some(other) == item);
                position.map(|position| position..position + 1)
            }
        };
        (
            positions.map(|positions| positions.start + 1..positions.end + 1),
            self.order.objects.len(),
        )
    }

    /// The item of an object.
    pub fn find(&self, object: &ObjectId) -> Option<Item> {
        let mut all = self.objects().chain(self.noise_only()).chain(self.hooks());
        all.find(|item| {
            self.change(*item)
                .is_some_and(|change| change.id == *object)
        })
    }

    /// Where a text is found in an item, as it is shown.
    pub fn find_in(&self, item: Item, text: &str) -> SearchMatches {
        match self.change(item) {
            Some(change) => change.find(text),
            None => SearchMatches {
                rows: self
                    .lines(item)
                    .map(|lines| lines.diff.rows_with(text))
                    .unwrap_or_default(),
                ..SearchMatches::default()
            },
        }
    }

    /// The line at a row of an item's diff, on the newer side where it has one.
    pub fn line_at(&self, item: Item, row: usize) -> Option<LinePosition> {
        let row = *self.lines(item)?.diff.rows().get(row)?;
        let at = |side| row.number(side).map(|number| LinePosition { side, number });
        at(Side::To).or(at(Side::From))
    }

    /// The block that shows a field, by the index of the field in its item.
    pub fn field_block(&self, item: Item, field: usize) -> Option<Block> {
        let wanted = self.change(item)?.fields.get(field)?;
        let shown = self
            .fields(item)
            .position(|field| std::ptr::eq(field, wanted))?;
        Some(Block::Fields(item, (shown / FIELDS_PER_BLOCK) as u32))
    }
}

fn heading_of(block: &Block) -> Option<Item> {
    match block {
        Block::Heading(item) => Some(*item),
        _ => None,
    }
}
