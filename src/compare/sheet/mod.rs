//! The page as data: which blocks it is made of, where they stand, and which of them are in view.
//! Nothing here touches a browser.

mod block;
mod heights;
mod lines;
mod order;
mod switches;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use astern_compare::{Change, Comparison, FieldChange, Masking, ObjectChange};
use astern_manifest::ObjectId;

pub use block::{Block, Section, Thing, ValueList};
pub use heights::{Heights, Item, items};
pub use lines::{LineAt, LineRow, Lines};
pub use switches::{Layout, NoiseView, Switches};

use order::Order;

/// Rows of fields or values in one block.
const FIELDS: usize = 20;
/// Rows of lines in one block.
const LINES: usize = 30;
/// Objects with more fields than this begin closed: a dashboard drawn anew, not a setting.
const MANY_FIELDS: usize = 40;

/// The height of a line that is not broken, in pixels, as the styles have it.
const LINE: f64 = 19.5;

/// One thing's state on the page.
#[derive(Debug, Default)]
struct Shape {
    open: bool,
    lines: Option<Lines>,
    rows: Vec<LineRow>,
    /// Counts up whenever its blocks have to be drawn anew.
    version: u32,
}

/// The page as data.
#[derive(Debug)]
pub struct Sheet {
    /// What is shown.
    pub comparison: Arc<Comparison>,
    masking: Arc<Masking>,
    order: Order,
    switches: Switches,
    noise_open: bool,
    objects: Vec<Shape>,
    hooks: Vec<Shape>,
    blocks: Vec<Block>,
    heights: Heights,
    measured: HashMap<(Block, u32), f64>,
    marked: Option<(Thing, LineAt)>,
}

/// A place on the page that stays where it is while what is above it grows or shrinks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Anchor {
    block: Block,
    within: f64,
}

impl Anchor {
    /// A block's upper edge.
    pub fn of(block: Block) -> Self {
        Self { block, within: 0.0 }
    }
}

impl Sheet {
    /// The page of a comparison. No line of any object has been compared yet.
    pub fn new(comparison: Arc<Comparison>, masking: Arc<Masking>, switches: Switches) -> Self {
        let shape = |object: &ObjectChange| Shape {
            open: object.fields.len() <= MANY_FIELDS,
            ..Shape::default()
        };
        let mut sheet = Self {
            order: Order::of(&comparison),
            objects: comparison.objects.iter().map(shape).collect(),
            hooks: comparison
                .hooks
                .iter()
                .map(|hook| shape(&hook.object))
                .collect(),
            comparison,
            masking,
            switches,
            noise_open: false,
            blocks: Vec::new(),
            heights: Heights::default(),
            measured: HashMap::new(),
            marked: None,
        };
        sheet.arrange();
        sheet
    }

    /// The objects in the order of the page.
    pub fn objects(&self) -> impl Iterator<Item = Thing> + '_ {
        self.order.objects.iter().map(|index| Thing::Object(*index))
    }

    /// The objects in which nothing but noise differs, in order.
    pub fn noise_only(&self) -> impl Iterator<Item = Thing> + '_ {
        self.order
            .noise_only
            .iter()
            .map(|index| Thing::Object(*index))
    }

    /// The hooks.
    pub fn hooks(&self) -> impl Iterator<Item = Thing> + use<> {
        (0..self.hooks.len() as u32).map(Thing::Hook)
    }

    /// How a person likes to read.
    pub fn switches(&self) -> Switches {
        self.switches
    }

    /// What a thing is and how it differs.
    pub fn change(&self, thing: Thing) -> Option<&ObjectChange> {
        match thing {
            Thing::Object(index) => self.comparison.objects.get(index as usize),
            Thing::Hook(index) => self
                .comparison
                .hooks
                .get(index as usize)
                .map(|hook| &hook.object),
        }
    }

    /// Whether a thing's fields and lines are shown.
    pub fn is_open(&self, thing: Thing) -> bool {
        self.shape(thing).is_some_and(|shape| shape.open)
    }

    /// Whether the objects with nothing but noise are listed.
    pub fn is_noise_open(&self) -> bool {
        self.noise_open
    }

    /// The fields of a thing that are shown as they are.
    pub fn fields(&self, thing: Thing) -> impl Iterator<Item = &FieldChange> {
        let all = self.switches.noise == NoiseView::Shown;
        let fields = self
            .change(thing)
            .into_iter()
            .flat_map(|change| &change.fields);
        fields.filter(move |field| all || field.noise.is_none())
    }

    /// How many fields of a thing are folded, since they are nothing but noise.
    pub fn folded_fields(&self, thing: Thing) -> usize {
        let all = self.change(thing).map_or(0, |change| change.fields.len());
        all - self.fields(thing).count()
    }

    /// Some of a thing's fields: those of one block.
    pub fn fields_of(&self, thing: Thing, chunk: u32) -> impl Iterator<Item = &FieldChange> {
        self.fields(thing)
            .skip(chunk as usize * FIELDS)
            .take(FIELDS)
    }

    /// Some of the user's values: those of one block.
    pub fn values_of(&self, list: ValueList, chunk: u32) -> &[FieldChange] {
        let all = self.values(list);
        let start = (chunk as usize * FIELDS).min(all.len());
        &all[start..(start + FIELDS).min(all.len())]
    }

    fn values(&self, list: ValueList) -> &[FieldChange] {
        match list {
            ValueList::Set => &self.comparison.values,
        }
    }

    /// A thing's lines, once they have been compared.
    pub fn lines(&self, thing: Thing) -> Option<&Lines> {
        self.shape(thing)?.lines.as_ref()
    }

    /// Some of a thing's rows: those of one block.
    pub fn rows_of(&self, thing: Thing, chunk: u32) -> &[LineRow] {
        let rows = self.shape(thing).map_or(&[][..], |shape| &shape.rows);
        let start = (chunk as usize * LINES).min(rows.len());
        &rows[start..(start + LINES).min(rows.len())]
    }

    /// How many blocks a thing's rows are drawn in.
    pub fn row_blocks(&self, thing: Thing) -> usize {
        self.shape(thing)
            .map_or(0, |shape| shape.rows.len().div_ceil(LINES))
    }

    /// The blocks, from top to bottom.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Whether a block is the last one of its thing, which closes its frame.
    pub fn closes(&self, index: usize) -> bool {
        let thing = |index: usize| self.blocks.get(index).and_then(|block| block.thing());
        thing(index) != thing(index + 1)
    }

    /// Tells one drawing of a block from another.
    pub fn key(&self, index: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        if let Some(block) = self.blocks.get(index) {
            block.hash(&mut hasher);
            self.version(*block).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn version(&self, block: Block) -> u32 {
        match block.thing() {
            Some(thing) => self.shape(thing).map_or(0, |shape| shape.version),
            None => u32::from(self.noise_open),
        }
    }

    /// Where a thing's heading is among the blocks.
    pub fn head(&self, thing: Thing) -> Option<usize> {
        self.index(Block::Head(thing))
    }

    /// Where a block is.
    pub fn index(&self, block: Block) -> Option<usize> {
        self.blocks.iter().position(|b| *b == block)
    }

    /// Where the blocks stand.
    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// The thing at a place, or the last one above it.
    pub fn thing_at(&self, place: f64) -> Option<Thing> {
        self.blocks.get(self.heights.at(place))?.thing()
    }

    /// The anchor at a place.
    pub fn anchor(&self, place: f64) -> Option<Anchor> {
        if place < 0.0 {
            return None;
        }
        let index = self.heights.at(place);
        let block = *self.blocks.get(index)?;
        let within = place - self.heights.top(index);
        Some(Anchor { block, within })
    }

    /// Where an anchor is now.
    pub fn place(&self, anchor: Anchor) -> Option<f64> {
        let index = self
            .index(anchor.block)
            .or(self.head(anchor.block.thing()?))?;
        Some(self.heights.top(index) + anchor.within)
    }

    /// Takes what was measured of drawn blocks. Says whether anything was not as guessed.
    pub fn measure(&mut self, measured: impl Iterator<Item = (usize, f64)>) -> bool {
        let mut wrong = Vec::new();
        for (index, height) in measured {
            let Some(block) = self.blocks.get(index) else {
                continue;
            };
            let known = (*block, self.version(*block));
            self.measured.insert(known, height);
            if (self.heights.length(index..index + 1) - height).abs() >= 0.5 {
                wrong.push((index, height));
            }
        }
        self.heights.correct(&wrong);
        !wrong.is_empty()
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

    /// Compares a thing's lines. [`Sheet::arrange`] is to be called after one or several.
    pub fn read(&mut self, thing: Thing) {
        let masking = self.masking.clone();
        let Some(change) = self.change(thing) else {
            return;
        };
        let lines = Lines::of(change.text_diff(&masking));
        let switches = self.switches;
        if let Some(shape) = self.shape_mut(thing) {
            shape.rows = lines.rows(switches.layout, switches.noise);
            shape.lines = Some(lines);
            shape.version += 1;
        }
    }

    /// Opens or closes a thing.
    pub fn set_open(&mut self, thing: Thing, open: bool) {
        if let Some(shape) = self.shape_mut(thing) {
            shape.open = open;
            shape.version += 1;
        }
        self.arrange();
    }

    /// Lists the objects with nothing but noise, or folds them again.
    pub fn set_noise_open(&mut self, open: bool) {
        self.noise_open = open;
        self.arrange();
    }

    /// The thing that is called so.
    pub fn find(&self, object: &ObjectId) -> Option<Thing> {
        let mut all = self.objects().chain(self.noise_only()).chain(self.hooks());
        all.find(|thing| {
            self.change(*thing)
                .is_some_and(|change| change.id == *object)
        })
    }

    /// The line that a link points at, in this thing.
    pub fn marked(&self, thing: Thing) -> Option<LineAt> {
        self.marked
            .filter(|(marked, _)| *marked == thing)
            .map(|(_, line)| line)
    }

    /// Makes a thing visible, whatever hides it, and marks a line of it. Gives the place of the line, or of the thing.
    pub fn uncover(&mut self, thing: Thing, line: Option<LineAt>) -> Anchor {
        if self
            .order
            .noise_only
            .iter()
            .any(|index| Thing::Object(*index) == thing)
        {
            self.noise_open = true;
        }
        let before = self.marked.take().map(|(marked, _)| marked);
        if let Some(line) = line {
            if self.lines(thing).is_none() {
                self.read(thing);
            }
            if self.switches.layout == Layout::Fields {
                self.switch(Switches {
                    layout: Layout::Unified,
                    ..self.switches
                });
            }
            self.marked = Some((thing, line));
        }
        let switches = self.switches;
        for touched in before.into_iter().chain([thing]) {
            let Some(shape) = self.shape_mut(touched) else {
                continue;
            };
            shape.version += 1;
            if touched == thing {
                shape.open = true;
                if let (Some(lines), Some(line)) = (&mut shape.lines, line) {
                    lines.uncover(line, switches.noise);
                    shape.rows = lines.rows(switches.layout, switches.noise);
                }
            }
        }
        self.arrange();
        line.and_then(|line| self.line_anchor(thing, line))
            .unwrap_or(Anchor::of(Block::Head(thing)))
    }

    fn line_anchor(&self, thing: Thing, line: LineAt) -> Option<Anchor> {
        let shape = self.shape(thing)?;
        let diff = &shape.lines.as_ref()?.diff;
        let row = shape.rows.iter().position(|row| row.is(line, diff))?;
        Some(Anchor {
            block: Block::Lines(thing, (row / LINES) as u32),
            within: (row % LINES) as f64 * LINE,
        })
    }

    /// Opens a fold of a thing's lines.
    pub fn unfold(&mut self, thing: Thing, fold: usize) {
        let switches = self.switches;
        if let Some(shape) = self.shape_mut(thing)
            && let Some(lines) = &mut shape.lines
        {
            lines.open(fold);
            shape.rows = lines.rows(switches.layout, switches.noise);
            shape.version += 1;
        }
        self.arrange();
    }

    /// Reads otherwise from now on.
    pub fn switch(&mut self, switches: Switches) {
        self.switches = switches;
        for shape in self.objects.iter_mut().chain(&mut self.hooks) {
            if let Some(lines) = &shape.lines {
                shape.rows = lines.rows(switches.layout, switches.noise);
            }
            shape.version += 1;
        }
        self.arrange();
    }

    fn shape(&self, thing: Thing) -> Option<&Shape> {
        match thing {
            Thing::Object(index) => self.objects.get(index as usize),
            Thing::Hook(index) => self.hooks.get(index as usize),
        }
    }

    fn shape_mut(&mut self, thing: Thing) -> Option<&mut Shape> {
        match thing {
            Thing::Object(index) => self.objects.get_mut(index as usize),
            Thing::Hook(index) => self.hooks.get_mut(index as usize),
        }
    }

    /// Lists the blocks anew, with heights as measured, else guessed.
    pub fn arrange(&mut self) {
        let mut blocks = vec![Block::Answer];
        if !self.comparison.unreadable.is_empty() {
            blocks.push(Block::NotRead);
        }
        blocks.push(Block::Section(Section::Values));
        let chunks = self.values(ValueList::Set).len().div_ceil(FIELDS) as u32;
        blocks.extend((0..chunks).map(|chunk| Block::Values(ValueList::Set, chunk)));
        blocks.push(Block::Section(Section::Objects));
        let shown = self.switches.noise == NoiseView::Shown;
        self.objects()
            .for_each(|thing| self.put(thing, &mut blocks));
        if !self.order.noise_only.is_empty() {
            blocks.push(Block::NoiseOnly);
            if shown || self.noise_open {
                self.noise_only()
                    .for_each(|thing| self.put(thing, &mut blocks));
            }
        }
        if !self.hooks.is_empty() || self.comparison.unchanged_hooks > 0 {
            blocks.push(Block::Section(Section::Hooks));
            self.hooks().for_each(|thing| self.put(thing, &mut blocks));
        }
        blocks.push(Block::Rest);
        self.heights = Heights::of(blocks.iter().map(|block| self.height(*block)));
        self.blocks = blocks;
    }

    fn put(&self, thing: Thing, blocks: &mut Vec<Block>) {
        blocks.push(Block::Head(thing));
        let Some(shape) = self.shape(thing).filter(|shape| shape.open) else {
            return;
        };
        let fields = self.fields(thing).count().div_ceil(FIELDS) as u32;
        blocks.extend((0..fields).map(|chunk| Block::Fields(thing, chunk)));
        blocks.push(Block::Tools(thing));
        if self.switches.layout != Layout::Fields {
            // Lines that are not known yet have room of one block.
            let lines = shape
                .rows
                .len()
                .div_ceil(LINES)
                .max(usize::from(shape.lines.is_none()));
            blocks.extend((0..lines as u32).map(|chunk| Block::Lines(thing, chunk)));
        }
    }

    /// A block's height in pixels: as measured, else as a wide window would show it.
    fn height(&self, block: Block) -> f64 {
        let known = (block, self.version(block));
        if let Some(height) = self.measured.get(&known) {
            return *height;
        }
        const FIELD: f64 = 31.0;
        match block {
            Block::Answer => 320.0,
            Block::NotRead | Block::Rest => 240.0,
            Block::Section(_) => 74.0,
            Block::Values(list, chunk) => 32.0 + FIELD * self.values_of(list, chunk).len() as f64,
            Block::Head(_) => 54.0,
            Block::Fields(thing, chunk) => {
                32.0 + FIELD * self.fields_of(thing, chunk).count() as f64
            }
            Block::Tools(_) => 47.0,
            Block::NoiseOnly => 60.0,
            Block::Lines(thing, chunk) => match self.lines(thing) {
                Some(_) => LINE * self.rows_of(thing, chunk).len() as f64,
                None => LINE * self.guessed_rows(thing) as f64,
            },
        }
    }

    /// About how many rows the lines of a thing will be, of which nothing is known but its fields.
    fn guessed_rows(&self, thing: Thing) -> usize {
        let Some(change) = self.change(thing) else {
            return 0;
        };
        let text = |side| change.object(side).map_or(0, |object| object.lines.len());
        let all = text(astern_compare::Side::From).max(text(astern_compare::Side::To));
        match change.change {
            Change::Changed | Change::Reordered => (9 * change.fields.len() + 1).min(all + 2),
            Change::Added | Change::Removed => all,
        }
    }
}

#[cfg(test)]
mod tests;
