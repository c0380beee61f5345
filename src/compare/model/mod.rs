//! The page as data: which blocks it is made of, where they stand, and which of them are in view.
//! Nothing here touches a browser.

mod block;
mod block_list;
mod edit;
mod find;
mod group;
mod heights;
mod labels;
mod lines;
mod order;
mod outline;
mod print;
mod report;
mod reveal;
mod similar_changes;
mod view_options;

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use astern_compare::{FieldChange, FieldPath, ObjectChange, patch};
use astern_masking::Masking;

pub use block::{Block, Folded, Owner, Section, Thing, ValueList};
pub use group::Member;
pub use heights::{Heights, Item, items};
pub use labels::written_by;
pub use lines::{LineAt, LineRow, Lines};
pub use outline::Entry;
pub use print::{PRINTED, Paper};
pub use report::Report;
pub use view_options::{Layout, NoiseView, Switches};

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
    /// Where values are hidden, of what has no fields that say it.
    hidden: Vec<FieldPath>,
    /// Counts up whenever its blocks have to be drawn anew.
    version: u32,
}

/// The page as data.
#[derive(Debug)]
pub struct Sheet {
    /// What is shown.
    pub report: Report,
    masking: Arc<Masking>,
    order: Order,
    switches: Switches,
    opened: BTreeSet<Folded>,
    objects: Vec<Shape>,
    hooks: Vec<Shape>,
    groups: Vec<Shape>,
    notes: Shape,
    paper: Option<Paper>,
    blocks: Vec<Block>,
    heights: Heights,
    measured: HashMap<(Block, u32), f64>,
    marked: Option<(Thing, LineAt)>,
}

/// Which edges of its thing's frame a block has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edges {
    /// It is the first of its thing.
    pub first: bool,
    /// It is the last.
    pub last: bool,
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
    /// The page of a report. No line of any object has been compared yet.
    pub fn new(report: Report, masking: Arc<Masking>, switches: Switches) -> Self {
        let shape = |object: &ObjectChange| Shape {
            open: object.fields.len() <= MANY_FIELDS,
            ..Shape::default()
        };
        let lines = report
            .comparison()
            .map(|comparison| comparison.notes.diff.clone());
        let lines = lines.map(Lines::of);
        let notes = Shape {
            open: true,
            rows: lines
                .as_ref()
                .map(|lines| lines.rows(switches.layout, switches.noise))
                .unwrap_or_default(),
            lines,
            ..Shape::default()
        };
        let order = Order::of(&report);
        let mut objects: Vec<Shape> = report.objects().into_iter().map(shape).collect();
        // A row of the table stands for each of them until it is opened.
        let grouped = order
            .groups
            .iter()
            .flat_map(|group| &order.objects[group.places.clone()]);
        grouped.for_each(|index| objects[*index as usize].open = false);
        let open = || Shape {
            open: true,
            ..Shape::default()
        };
        let mut sheet = Self {
            groups: order.groups.iter().map(|_| open()).collect(),
            order,
            objects,
            hooks: report.hooks().into_iter().map(shape).collect(),
            report,
            masking,
            switches,
            opened: BTreeSet::new(),
            notes,
            paper: None,
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
            Thing::Object(index) => self.report.object(index as usize),
            Thing::Hook(index) => self.report.hook(index as usize),
            Thing::Notes | Thing::Group(_) => None,
        }
    }

    /// Whether a thing's fields and lines are shown.
    pub fn is_open(&self, thing: Thing) -> bool {
        self.shape(thing).is_some_and(|shape| shape.open)
    }

    /// Whether a part that began closed has been opened.
    pub fn is_opened(&self, part: Folded) -> bool {
        self.opened.contains(&part)
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
        let all = self.report.values(list);
        let start = (chunk as usize * FIELDS).min(all.len());
        &all[start..(start + FIELDS).min(all.len())]
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

    /// Where in its thing's frame a block is.
    pub fn edges(&self, index: usize) -> Edges {
        let thing = |index: usize| self.blocks.get(index).and_then(|block| block.thing());
        let here = thing(index);
        Edges {
            first: index.checked_sub(1).and_then(thing) != here,
            last: thing(index + 1) != here,
        }
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
            None => match block {
                Block::Fold(part) => u32::from(self.is_opened(part)),
                _ => 0,
            },
        }
    }

    /// Where the blocks stand.
    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// Everything with lines, in the order of the page.
    pub fn things(&self) -> Vec<Thing> {
        let all = self.objects().chain(self.noise_only()).chain(self.hooks());
        let differ = self
            .report
            .comparison()
            .is_some_and(|comparison| comparison.notes.differ);
        all.chain(differ.then_some(Thing::Notes)).collect()
    }

    /// A thing as a patch, secrets masked.
    pub fn patch(&self, thing: Thing) -> String {
        self.change(thing)
            .map(|change| patch([change], &self.masking, 3).to_string())
            .unwrap_or_default()
    }

    fn shape(&self, thing: Thing) -> Option<&Shape> {
        match thing {
            Thing::Object(index) => self.objects.get(index as usize),
            Thing::Hook(index) => self.hooks.get(index as usize),
            Thing::Notes => Some(&self.notes),
            Thing::Group(index) => self.groups.get(index as usize),
        }
    }
}

#[cfg(test)]
mod tests;
