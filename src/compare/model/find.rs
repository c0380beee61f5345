//! Finding things, places and texts on the page.

use std::ops::Range;

use astern_compare::{Found, Side};
use astern_manifest::ObjectId;

use super::{Anchor, Block, FIELDS, LineAt, Sheet, Thing};

/// A window that was scrolled to a block's edge may stand this little above it: browsers round.
const ROUNDED: f64 = 1.0;

impl Sheet {
    /// Where a thing's heading is among the blocks.
    pub fn head(&self, thing: Thing) -> Option<usize> {
        self.index(Block::Head(thing))
    }

    /// Where a block is.
    pub fn index(&self, block: Block) -> Option<usize> {
        self.blocks.iter().position(|b| *b == block)
    }

    /// The thing at a place, or the last one above it.
    pub fn thing_at(&self, place: f64) -> Option<Thing> {
        self.blocks.get(self.heights.at(place + ROUNDED))?.thing()
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
            .or_else(|| self.head(anchor.block.thing()?))?;
        Some(self.heights.top(index) + anchor.within)
    }

    /// The first thing in these blocks whose lines are to be shown and have not been compared.
    pub fn unread_in(&self, blocks: Range<usize>) -> Option<Thing> {
        let blocks = self.blocks.get(blocks)?;
        blocks.iter().find_map(|block| match block {
            Block::Lines(thing, _) if self.lines(*thing).is_none() => Some(*thing),
            _ => None,
        })
    }

    /// Some thing whose lines have not been compared, in the order of the page.
    pub fn unread(&self) -> Option<Thing> {
        let mut objects = self.objects().chain(self.noise_only()).chain(self.hooks());
        objects.find(|thing| self.lines(*thing).is_none())
    }

    /// The thing after another one, or before it, among those that matter.
    pub fn beside(&self, here: Option<Thing>, after: bool) -> Option<Thing> {
        let index = here.and_then(|here| self.index(Block::Head(here)));
        let is_next = |(at, block): (usize, &Block)| match (block, index) {
            (Block::Head(thing), Some(index)) if after => (at > index).then_some(*thing),
            (Block::Head(thing), Some(index)) => (at < index).then_some(*thing),
            (Block::Head(thing), None) => after.then_some(*thing),
            _ => None,
        };
        let mut blocks = self.blocks.iter().enumerate();
        match after {
            true => blocks.find_map(is_next),
            false => blocks.rev().find_map(is_next),
        }
    }

    /// Which ones a thing is among the objects that matter, from 1, and how many there are. A group is several.
    pub fn position(&self, thing: Option<Thing>) -> (Option<Range<usize>>, usize) {
        let place = match thing {
            Some(Thing::Group(group)) => {
                let group = self.order.groups.get(group as usize);
                group.map(|group| group.places.clone())
            }
            thing => {
                let mut objects = self.objects();
                let place = objects.position(|other| Some(other) == thing);
                place.map(|place| place..place + 1)
            }
        };
        (
            place.map(|places| places.start + 1..places.end + 1),
            self.order.objects.len(),
        )
    }

    /// The thing that is called so.
    pub fn find(&self, object: &ObjectId) -> Option<Thing> {
        let mut all = self.objects().chain(self.noise_only()).chain(self.hooks());
        all.find(|thing| {
            self.change(*thing)
                .is_some_and(|change| change.id == *object)
        })
    }

    /// Where a text is found in a thing, as it is shown.
    pub fn find_in(&self, thing: Thing, text: &str) -> Found {
        match self.change(thing) {
            Some(change) => change.find(text, &self.masking),
            None => Found {
                rows: self
                    .lines(thing)
                    .map(|lines| lines.diff.rows_with(text))
                    .unwrap_or_default(),
                ..Found::default()
            },
        }
    }

    /// The line at a row of a thing's diff, on the newer side where it has one.
    pub fn line_at(&self, thing: Thing, row: usize) -> Option<LineAt> {
        let shape = self.shape(thing)?;
        let row = *shape.lines.as_ref()?.diff.rows().get(row)?;
        let at = |side| row.number(side).map(|number| LineAt { side, number });
        at(Side::To).or(at(Side::From))
    }

    /// The block that shows a field, by its position in the thing.
    pub fn field_block(&self, thing: Thing, field: usize) -> Option<Block> {
        let wanted = self.change(thing)?.fields.get(field)?;
        let shown = self
            .fields(thing)
            .position(|field| std::ptr::eq(field, wanted))?;
        Some(Block::Fields(thing, (shown / FIELDS) as u32))
    }

    /// The line that a link points at, in this thing.
    pub fn marked(&self, thing: Thing) -> Option<LineAt> {
        self.marked
            .filter(|(marked, _)| *marked == thing)
            .map(|(_, line)| line)
    }
}
