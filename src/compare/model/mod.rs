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

pub use block::{Block, Collapsible, Item, Owner, Section, ValueList};
pub use group::GroupRow;
pub use heights::{Heights, Slot, slots};
pub use labels::written_by;
pub use lines::{LineDiff, LinePosition, LineRow};
pub use outline::OutlineEntry;
pub use print::{PRINTED, PrintSummary};
pub use report::Report;
pub use view_options::{Layout, NoiseView, ViewOptions};

use order::Order;

/// Rows of fields or values in one block.
const FIELDS: usize = 20;
/// Rows of lines in one block.
const LINES: usize = 30;
/// Objects with more fields than this begin closed: a dashboard drawn anew, not a setting.
const MANY_FIELDS: usize = 40;

/// The height of a line that is not broken, in pixels, as the styles have it.
const LINE: f64 = 19.5;

/// One item's state on the page.
#[derive(Debug, Default)]
struct ItemState {
    open: bool,
    lines: Option<LineDiff>,
    rows: Vec<LineRow>,
    /// Where values are hidden, of what has no fields that say it.
    hidden: Vec<FieldPath>,
    /// Counts up whenever its blocks have to be drawn anew.
    version: u32,
}

/// The page as data.
#[derive(Debug)]
pub struct PageModel {
    /// What is shown.
    pub report: Report,
    masking: Arc<Masking>,
    order: Order,
    options: ViewOptions,
    opened: BTreeSet<Collapsible>,
    objects: Vec<ItemState>,
    hooks: Vec<ItemState>,
    groups: Vec<ItemState>,
    notes: ItemState,
    paper: Option<PrintSummary>,
    blocks: Vec<Block>,
    heights: Heights,
    measured: HashMap<(Block, u32), f64>,
    highlighted: Option<(Item, LinePosition)>,
}

/// Which edges of its item's frame a block has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrameEdges {
    /// It is the first of its item.
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

impl PageModel {
    /// The page of a report. No line of any object has been compared yet.
    pub fn new(report: Report, masking: Arc<Masking>, options: ViewOptions) -> Self {
        let state = |object: &ObjectChange| ItemState {
            open: object.fields.len() <= MANY_FIELDS,
            ..ItemState::default()
        };
        let lines = report
            .comparison()
            .map(|comparison| comparison.notes.diff.clone());
        let lines = lines.map(LineDiff::new);
        let notes = ItemState {
            open: true,
            rows: lines
                .as_ref()
                .map(|lines| lines.rows(options.layout, options.noise))
                .unwrap_or_default(),
            lines,
            ..ItemState::default()
        };
        let order = Order::of(&report);
        let mut objects: Vec<ItemState> = report.objects().into_iter().map(state).collect();
        // A row of the table stands for each of them until it is opened.
        let grouped = order
            .groups
            .iter()
            .flat_map(|group| &order.objects[group.places.clone()]);
        grouped.for_each(|index| objects[*index as usize].open = false);
        let open = || ItemState {
            open: true,
            ..ItemState::default()
        };
        let mut model = Self {
            groups: order.groups.iter().map(|_| open()).collect(),
            order,
            objects,
            hooks: report.hooks().into_iter().map(state).collect(),
            report,
            masking,
            options,
            opened: BTreeSet::new(),
            notes,
            paper: None,
            blocks: Vec::new(),
            heights: Heights::default(),
            measured: HashMap::new(),
            highlighted: None,
        };
        model.rebuild_blocks();
        model
    }

    /// The objects in the order of the page.
    pub fn objects(&self) -> impl Iterator<Item = Item> + '_ {
        self.order.objects.iter().map(|index| Item::Object(*index))
    }

    /// The objects in which nothing but noise differs, in order.
    pub fn noise_only(&self) -> impl Iterator<Item = Item> + '_ {
        self.order
            .noise_only
            .iter()
            .map(|index| Item::Object(*index))
    }

    /// The hooks.
    pub fn hooks(&self) -> impl Iterator<Item = Item> + use<> {
        (0..self.hooks.len() as u32).map(Item::Hook)
    }

    /// How a person likes to read.
    pub fn options(&self) -> ViewOptions {
        self.options
    }

    /// What a item is and how it differs.
    pub fn change(&self, item: Item) -> Option<&ObjectChange> {
        match item {
            Item::Object(index) => self.report.object(index as usize),
            Item::Hook(index) => self.report.hook(index as usize),
            Item::Notes | Item::Group(_) => None,
        }
    }

    /// Whether a item's fields and lines are shown.
    pub fn is_open(&self, item: Item) -> bool {
        self.state(item).is_some_and(|state| state.open)
    }

    /// Whether a part that began closed has been opened.
    pub fn is_part_open(&self, part: Collapsible) -> bool {
        self.opened.contains(&part)
    }

    /// The fields of a item that are shown as they are.
    pub fn fields(&self, item: Item) -> impl Iterator<Item = &FieldChange> {
        let all = self.options.noise == NoiseView::Shown;
        let fields = self
            .change(item)
            .into_iter()
            .flat_map(|change| &change.fields);
        fields.filter(move |field| all || field.noise.is_none())
    }

    /// How many fields of a item are folded, since they are nothing but noise.
    pub fn folded_field_count(&self, item: Item) -> usize {
        let all = self.change(item).map_or(0, |change| change.fields.len());
        all - self.fields(item).count()
    }

    /// Some of a item's fields: those of one block.
    pub fn field_rows(&self, item: Item, chunk: u32) -> impl Iterator<Item = &FieldChange> {
        self.fields(item).skip(chunk as usize * FIELDS).take(FIELDS)
    }

    /// Some of the user's values: those of one block.
    pub fn value_rows(&self, list: ValueList, chunk: u32) -> &[FieldChange] {
        let all = self.report.values(list);
        let start = (chunk as usize * FIELDS).min(all.len());
        &all[start..(start + FIELDS).min(all.len())]
    }

    /// A item's lines, once they have been compared.
    pub fn lines(&self, item: Item) -> Option<&LineDiff> {
        self.state(item)?.lines.as_ref()
    }

    /// Some of a item's rows: those of one block.
    pub fn line_rows(&self, item: Item, chunk: u32) -> &[LineRow] {
        let rows = self.state(item).map_or(&[][..], |state| &state.rows);
        let start = (chunk as usize * LINES).min(rows.len());
        &rows[start..(start + LINES).min(rows.len())]
    }

    /// How many blocks a item's rows are drawn in.
    pub fn line_block_count(&self, item: Item) -> usize {
        self.state(item)
            .map_or(0, |state| state.rows.len().div_ceil(LINES))
    }

    /// The blocks, from top to bottom.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Where in its item's frame a block is.
    pub fn frame_edges(&self, index: usize) -> FrameEdges {
        let item = |index: usize| self.blocks.get(index).and_then(|block| block.item());
        let here = item(index);
        FrameEdges {
            first: index.checked_sub(1).and_then(item) != here,
            last: item(index + 1) != here,
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
        match block.item() {
            Some(item) => self.state(item).map_or(0, |state| state.version),
            None => match block {
                Block::Collapsible(part) => u32::from(self.is_part_open(part)),
                _ => 0,
            },
        }
    }

    /// Where the blocks stand.
    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// Everything with lines, in the order of the page.
    pub fn items(&self) -> Vec<Item> {
        let all = self.objects().chain(self.noise_only()).chain(self.hooks());
        let differ = self
            .report
            .comparison()
            .is_some_and(|comparison| comparison.notes.differ);
        all.chain(differ.then_some(Item::Notes)).collect()
    }

    /// A item as a patch, secrets masked.
    pub fn patch(&self, item: Item) -> String {
        self.change(item)
            .map(|change| patch([change], &self.masking, 3).to_string())
            .unwrap_or_default()
    }

    fn state(&self, item: Item) -> Option<&ItemState> {
        match item {
            Item::Object(index) => self.objects.get(index as usize),
            Item::Hook(index) => self.hooks.get(index as usize),
            Item::Notes => Some(&self.notes),
            Item::Group(index) => self.groups.get(index as usize),
        }
    }
}

#[cfg(test)]
mod tests;
