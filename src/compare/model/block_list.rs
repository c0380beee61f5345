//! The list of blocks that the page consists of, and their estimated heights.

use astern_compare::{Change, Comparison, Drift, Side};

use super::block::{Block, Collapsible, Item, Section, ValueList};
use super::line_diff::LINE_HEIGHT;
use super::page_model::{FIELDS_PER_BLOCK, ItemState, LINES_PER_BLOCK, PageModel};
use super::report::Report;
use super::view_options::{Layout, NoiseView};
use crate::virtual_list::Heights;

impl PageModel {
    /// Lists the blocks again, with measured heights where there are any and estimates elsewhere.
    pub fn rebuild_blocks(&mut self) {
        let mut blocks = Vec::new();
        if !self.report.verdict().is_complete() {
            blocks.push(Block::Unread);
        }
        blocks.push(Block::Summary);
        blocks.extend(self.print_summary.as_ref().map(|_| Block::PrintNote));
        match &self.report {
            Report::Recorded(comparison, _) => self.push_comparison(comparison, &mut blocks),
            Report::Live(drift) => self.push_drift(drift, &mut blocks),
        }
        if self.print_summary.is_some() {
            self.print_summary = Some(self.fit_to_print(&mut blocks));
        }
        let heights = blocks.iter().map(|block| self.height(*block));
        self.heights.set_heights(Heights::new(heights));
        self.blocks = blocks;
    }

    fn push_comparison(&self, comparison: &Comparison, blocks: &mut Vec<Block>) {
        blocks.push(Block::Section(Section::Values));
        self.push_values(ValueList::Set, blocks);
        self.push_values(ValueList::UsedDefaults, blocks);
        for (part, list) in [
            (Collapsible::Defaults, ValueList::Defaults),
            (Collapsible::Effective, ValueList::Effective),
        ] {
            if !self.report.values(list).is_empty() && self.push_collapsible(part, blocks) {
                self.push_values(list, blocks);
            }
        }
        blocks.push(Block::Section(Section::Objects));
        self.push_objects(blocks);
        if self
            .noise_only()
            .chain(self.noise_only_hooks())
            .next()
            .is_some()
        {
            let opened = self.push_collapsible(Collapsible::NoiseOnly, blocks);
            if opened || self.options.noise == NoiseView::Shown {
                let folded = self.noise_only().chain(self.noise_only_hooks());
                folded.for_each(|item| self.push_item(item, blocks));
            }
        }
        blocks.push(Block::Section(Section::Hooks));
        let folded: Vec<Item> = self.noise_only_hooks().collect();
        let shown = self.hooks().filter(|item| !folded.contains(item));
        shown.for_each(|item| self.push_item(item, blocks));
        blocks.push(Block::Crds);
        blocks.push(Block::Section(Section::Notes));
        if comparison.notes.differ {
            self.push_lines(Item::Notes, &self.notes, blocks);
        }
        blocks.push(Block::Chart);
    }

    /// Lists the objects. Those with similar changes stand together.
    fn push_objects(&self, blocks: &mut Vec<Block>) {
        let mut end = 0;
        for (group, number) in self.order.groups.iter().zip(0..) {
            let before = &self.order.objects[end..group.positions.start];
            let before = before.iter().map(|index| Item::Object(*index));
            before.for_each(|item| self.push_item(item, blocks));
            self.push_group(number, blocks);
            end = group.positions.end;
        }
        let rest = &self.order.objects[end..];
        let rest = rest.iter().map(|index| Item::Object(*index));
        rest.for_each(|item| self.push_item(item, blocks));
    }

    /// Lists a group: a table with a row for each member, and below it the members that are open.
    fn push_group(&self, number: u32, blocks: &mut Vec<Block>) {
        let group = Item::Group(number);
        blocks.push(Block::Heading(group));
        if !self.is_open(group) {
            return;
        }
        let members = self.members(number);
        let chunks = members.len().div_ceil(FIELDS_PER_BLOCK) as u32;
        blocks.extend((0..chunks).map(|chunk| Block::GroupRows(group, chunk)));
        let open = members.filter(|member| self.is_open(*member));
        open.for_each(|member| self.push_item(member, blocks));
    }

    fn push_drift(&self, drift: &Drift, blocks: &mut Vec<Block>) {
        let mut section = None;
        for item in self.objects() {
            let next = self.live_section(item);
            if section != next {
                blocks.extend(next.map(Block::Section));
                section = next;
            }
            self.push_item(item, blocks);
        }
        let chunks = |entries: usize| 0..entries.div_ceil(FIELDS_PER_BLOCK) as u32;
        if drift.hooks.len() + drift.absent_hooks.len() + drift.unchanged_hooks > 0 {
            blocks.push(Block::Section(Section::Hooks));
            self.hooks().for_each(|item| self.push_item(item, blocks));
            blocks.extend(chunks(drift.absent_hooks.len()).map(Block::AbsentHooks));
        }
        if !drift.unavailable.is_empty() {
            blocks.push(Block::Section(Section::Unavailable));
            blocks.extend(chunks(drift.unavailable.len()).map(Block::Unavailable));
        }
        if !drift.unmanaged.is_empty() && self.push_collapsible(Collapsible::Unmanaged, blocks) {
            blocks.extend((0..drift.unmanaged.len() as u32).map(Block::Unmanaged));
        }
    }

    /// Lists the heading that opens and closes a part. Returns whether the part is open.
    fn push_collapsible(&self, part: Collapsible, blocks: &mut Vec<Block>) -> bool {
        blocks.push(Block::Collapsible(part));
        self.is_part_open(part)
    }

    fn push_values(&self, list: ValueList, blocks: &mut Vec<Block>) {
        let chunks = self.report.values(list).len().div_ceil(FIELDS_PER_BLOCK) as u32;
        blocks.extend((0..chunks).map(|chunk| Block::Values(list, chunk)));
    }

    fn push_item(&self, item: Item, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading(item));
        let Some(state) = self.state(item).filter(|state| state.is_open) else {
            return;
        };
        let fields = self.fields(item).count().div_ceil(FIELDS_PER_BLOCK) as u32;
        blocks.extend((0..fields).map(|chunk| Block::Fields(item, chunk)));
        let hidden = state.hidden.len().div_ceil(FIELDS_PER_BLOCK) as u32;
        blocks.extend((0..hidden).map(|chunk| Block::Hidden(item, chunk)));
        blocks.push(Block::Toolbar(item));
        if self.options.layout != Layout::Fields {
            self.push_lines(item, state, blocks);
        }
    }

    /// Lists the lines of an item. Lines that are not compared yet take one block.
    fn push_lines(&self, item: Item, state: &ItemState, blocks: &mut Vec<Block>) {
        let placeholder = usize::from(state.lines.is_none());
        let lines = state.rows.len().div_ceil(LINES_PER_BLOCK).max(placeholder) as u32;
        blocks.extend((0..lines).map(|chunk| Block::Lines(item, chunk)));
    }

    /// The height of a block in CSS pixels: as it was measured, else an estimate for a wide window.
    fn height(&self, block: Block) -> f64 {
        let key = (block, self.version(block));
        if let Some(height) = self.heights.measured(&key) {
            return height;
        }
        const FIELD_HEIGHT: f64 = 31.0;
        // A row with a button is a little higher than one without.
        const HIDDEN_HEIGHT: f64 = 37.0;
        match block {
            Block::Summary => 320.0,
            // The screen shows nothing of it.
            Block::PrintNote => 0.0,
            Block::Unread
            | Block::Chart
            | Block::Crds
            | Block::Unavailable(_)
            | Block::AbsentHooks(_)
            | Block::Unmanaged(_) => 240.0,
            Block::Section(_) => 74.0,
            Block::Values(list, chunk) => {
                32.0 + FIELD_HEIGHT * self.value_rows(list, chunk).len() as f64
            }
            Block::Heading(_) => 54.0,
            Block::Fields(item, chunk) => {
                32.0 + FIELD_HEIGHT * self.field_rows(item, chunk).count() as f64
            }
            Block::Hidden(item, chunk) => {
                32.0 + HIDDEN_HEIGHT * self.hidden_rows(item, chunk).len() as f64
            }
            Block::GroupRows(Item::Group(group), chunk) => {
                let before = chunk as usize * FIELDS_PER_BLOCK;
                let rows = self.members(group).len().saturating_sub(before);
                32.0 + FIELD_HEIGHT * rows.min(FIELDS_PER_BLOCK) as f64
            }
            Block::GroupRows(..) => 0.0,
            Block::Toolbar(_) => 47.0,
            Block::Collapsible(_) => 60.0,
            Block::Lines(item, chunk) => match self.lines(item) {
                Some(_) => LINE_HEIGHT * self.line_rows(item, chunk).len() as f64,
                None => LINE_HEIGHT * self.estimated_line_count(item) as f64,
            },
        }
    }

    /// Estimates the number of rows for the lines of an item, from its changed fields.
    fn estimated_line_count(&self, item: Item) -> usize {
        let Some(change) = self.change(item) else {
            return 0;
        };
        let text = |side| change.object(side).map_or(0, |object| object.lines.len());
        let all = text(Side::From).max(text(Side::To));
        match change.change {
            Change::Changed | Change::Reordered => (9 * change.fields.len() + 1).min(all + 2),
            Change::Added | Change::Removed => all,
        }
    }
}
