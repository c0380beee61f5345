//! The state of the page, and reading it.

use std::collections::BTreeSet;

use astern_compare::{FieldChange, MaskedPath, ObjectChange, patch};

use super::block::{Block, Collapsible, Item, ValueList};
use super::line_diff::{LineDiff, LinePosition, LineRow};
use super::order::Order;
use super::print_summary::PrintSummary;
use super::report::Report;
use super::view_options::{NoiseView, ViewOptions};
use crate::virtual_list::MeasuredHeights;

/// The number of fields or values in one block.
pub(super) const FIELDS_PER_BLOCK: usize = 20;
/// The number of rows of lines in one block.
pub(super) const LINES_PER_BLOCK: usize = 30;
/// The number of unchanged lines around a change in a copied diff.
const PATCH_CONTEXT: usize = 3;

/// The state of one item.
#[derive(Debug, Default)]
pub(super) struct ItemState {
    pub(super) is_open: bool,
    /// Its lines, once they are compared.
    pub(super) lines: Option<LineDiff>,
    /// The lines as they are laid out.
    pub(super) rows: Vec<LineRow>,
    /// The paths of hidden values in an object that was added or removed, which has no changed fields to show them.
    pub(super) hidden: Vec<MaskedPath>,
    /// Increases whenever the item's blocks have to be drawn again.
    pub(super) version: u32,
}

/// The page as data.
#[derive(Debug)]
pub struct PageModel {
    /// What is shown.
    pub report: Report,
    pub(super) order: Order,
    pub(super) options: ViewOptions,
    /// The parts that begin closed and were opened.
    pub(super) open_parts: BTreeSet<Collapsible>,
    pub(super) objects: Vec<ItemState>,
    pub(super) hooks: Vec<ItemState>,
    pub(super) groups: Vec<ItemState>,
    pub(super) notes: ItemState,
    /// Present while the page is printed.
    pub(super) print_summary: Option<PrintSummary>,
    pub(super) blocks: Vec<Block>,
    /// The heights of the blocks, by block and version.
    pub(super) heights: MeasuredHeights<(Block, u32)>,
    /// The line that a link points at.
    pub(super) highlighted: Option<(Item, LinePosition)>,
}

/// Which edges of its item's frame a block has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrameEdges {
    /// The block is the first of its item.
    pub is_first: bool,
    /// The block is the last of its item.
    pub is_last: bool,
}

impl PageModel {
    /// The objects in the order of the page.
    pub fn objects(&self) -> impl Iterator<Item = Item> + '_ {
        self.order.objects.iter().map(|index| Item::Object(*index))
    }

    /// The objects in which only noise differs, in order.
    pub fn noise_only(&self) -> impl Iterator<Item = Item> + '_ {
        self.order
            .noise_only
            .iter()
            .map(|index| Item::Object(*index))
    }

    /// The hooks of two recorded revisions in which only noise differs. They are folded with such objects.
    pub fn noise_only_hooks(&self) -> impl Iterator<Item = Item> + '_ {
        let is_recorded = self.report.comparison().is_some();
        let is_noise = |item: &Item| self.change(*item).is_some_and(|change| change.noise_only);
        self.hooks()
            .filter(move |item| is_recorded && is_noise(item))
    }

    /// The hooks.
    pub fn hooks(&self) -> impl Iterator<Item = Item> + use<> {
        (0..self.hooks.len() as u32).map(Item::Hook)
    }

    /// All items that have lines, in the order of the page.
    pub fn items(&self) -> Vec<Item> {
        let all = self.objects().chain(self.noise_only()).chain(self.hooks());
        let differ = self
            .report
            .comparison()
            .is_some_and(|comparison| comparison.notes.differ);
        all.chain(differ.then_some(Item::Notes)).collect()
    }

    /// How the comparison is displayed.
    pub fn options(&self) -> ViewOptions {
        self.options
    }

    /// The change of an item.
    pub fn change(&self, item: Item) -> Option<&ObjectChange> {
        match item {
            Item::Object(index) => self.report.object(index as usize),
            Item::Hook(index) => self.report.hook(index as usize),
            Item::Notes | Item::Group(_) => None,
        }
    }

    /// Returns whether an item's fields and lines are shown.
    pub fn is_open(&self, item: Item) -> bool {
        self.state(item).is_some_and(|state| state.is_open)
    }

    /// Returns whether a part that begins closed is open.
    pub fn is_part_open(&self, part: Collapsible) -> bool {
        self.open_parts.contains(&part)
    }

    /// The changed fields of an item that are shown.
    pub fn fields(&self, item: Item) -> impl Iterator<Item = &FieldChange> {
        let all = self.options.noise == NoiseView::Shown;
        let fields = self
            .change(item)
            .into_iter()
            .flat_map(|change| &change.fields);
        fields.filter(move |field| all || field.noise.is_none())
    }

    /// The number of changed fields of an item that are folded, because they are noise.
    pub fn folded_field_count(&self, item: Item) -> usize {
        let all = self.change(item).map_or(0, |change| change.fields.len());
        all - self.fields(item).count()
    }

    /// The fields of one block.
    pub fn field_rows(&self, item: Item, chunk: u32) -> impl Iterator<Item = &FieldChange> {
        self.fields(item)
            .skip(chunk as usize * FIELDS_PER_BLOCK)
            .take(FIELDS_PER_BLOCK)
    }

    /// The changed values of one block.
    pub fn value_rows(&self, list: ValueList, chunk: u32) -> &[FieldChange] {
        chunk_of(self.report.values(list), FIELDS_PER_BLOCK, chunk)
    }

    /// The hidden values of one block, of an object that was added or removed. Empty until its lines are compared.
    pub fn hidden_rows(&self, item: Item, chunk: u32) -> &[MaskedPath] {
        let all = self.state(item).map_or(&[][..], |state| &state.hidden);
        chunk_of(all, FIELDS_PER_BLOCK, chunk)
    }

    /// The lines of an item, once they are compared.
    pub fn lines(&self, item: Item) -> Option<&LineDiff> {
        self.state(item)?.lines.as_ref()
    }

    /// The rows of lines of one block.
    pub fn line_rows(&self, item: Item, chunk: u32) -> &[LineRow] {
        let all = self.state(item).map_or(&[][..], |state| &state.rows);
        chunk_of(all, LINES_PER_BLOCK, chunk)
    }

    /// The number of blocks for the lines of an item.
    pub fn line_block_count(&self, item: Item) -> usize {
        self.state(item)
            .map_or(0, |state| state.rows.len().div_ceil(LINES_PER_BLOCK))
    }

    /// The line of this item that a link points at.
    pub fn highlighted(&self, item: Item) -> Option<LinePosition> {
        self.highlighted
            .filter(|(highlighted, _)| *highlighted == item)
            .map(|(_, line)| line)
    }

    /// The blocks, from top to bottom.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The index of a block.
    pub fn block_index(&self, block: Block) -> Option<usize> {
        self.blocks.iter().position(|other| *other == block)
    }

    /// The index of an item's heading among the blocks.
    pub fn heading_index(&self, item: Item) -> Option<usize> {
        self.block_index(Block::Heading(item))
    }

    /// Where in the frame of its item a block is.
    pub fn frame_edges(&self, index: usize) -> FrameEdges {
        let item = |index: usize| self.blocks.get(index).and_then(|block| block.item());
        let here = item(index);
        FrameEdges {
            is_first: index.checked_sub(1).and_then(item) != here,
            is_last: item(index + 1) != here,
        }
    }

    /// The version of a block: it changes whenever the block has to be drawn again.
    pub(super) fn version(&self, block: Block) -> u32 {
        match block.item() {
            Some(item) => self.state(item).map_or(0, |state| state.version),
            None => match block {
                Block::Collapsible(part) => u32::from(self.is_part_open(part)),
                _ => 0,
            },
        }
    }

    /// What the print holds, while the page is printed.
    pub fn print_summary(&self) -> Option<&PrintSummary> {
        self.print_summary.as_ref()
    }

    /// What could not be read, as comment lines of a diff.
    pub fn unread_comments(&self) -> String {
        let lines = self.report.unread_lines();
        lines.iter().map(|line| format!("# {line}\n")).collect()
    }

    /// The change of an item as a unified diff, secrets masked.
    pub fn patch(&self, item: Item) -> String {
        self.change(item)
            .map(|change| patch([change], PATCH_CONTEXT).to_string())
            .unwrap_or_default()
    }

    pub(super) fn state(&self, item: Item) -> Option<&ItemState> {
        match item {
            Item::Object(index) => self.objects.get(index as usize),
            Item::Hook(index) => self.hooks.get(index as usize),
            Item::Notes => Some(&self.notes),
            Item::Group(index) => self.groups.get(index as usize),
        }
    }

    pub(super) fn state_mut(&mut self, item: Item) -> Option<&mut ItemState> {
        match item {
            Item::Object(index) => self.objects.get_mut(index as usize),
            Item::Hook(index) => self.hooks.get_mut(index as usize),
            Item::Notes => Some(&mut self.notes),
            Item::Group(index) => self.groups.get_mut(index as usize),
        }
    }
}

fn chunk_of<T>(all: &[T], size: usize, chunk: u32) -> &[T] {
    let start = (chunk as usize * size).min(all.len());
    &all[start..(start + size).min(all.len())]
}
