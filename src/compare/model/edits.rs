//! What changes the page: opening and closing, comparing lines, display options, highlights, printing.

use astern_compare::{Change, Side};

use super::block::{Block, Collapsible, Item};
use super::line_diff::{LINE_HEIGHT, LineDiff, LinePosition};
use super::page_model::{LINES_PER_BLOCK, PageModel};
use super::print::MAX_PRINTED_BLOCKS;
use super::print_summary::PrintSummary;
use super::view_options::{Layout, ViewOptions};
use crate::virtual_list::Anchor;

impl PageModel {
    /// Compares the lines of an item. [`PageModel::rebuild_blocks`] is to be called after one or several.
    pub fn compute_lines(&mut self, item: Item) {
        let Some(change) = self.change(item) else {
            return;
        };
        let lines = LineDiff::new(change.text_diff());
        let hidden = match (change.change, change.is_text_masked()) {
            (Change::Added, true) => change.masked_paths(Side::To),
            (Change::Removed, true) => change.masked_paths(Side::From),
            _ => Vec::new(),
        };
        let options = self.options;
        if let Some(state) = self.state_mut(item) {
            state.hidden = hidden;
            state.rows = lines.rows(options.layout, options.noise);
            state.lines = Some(lines);
            state.version += 1;
        }
    }

    /// Opens or closes an item.
    pub fn set_open(&mut self, item: Item, open: bool) {
        if let Some(state) = self.state_mut(item) {
            state.is_open = open;
            state.version += 1;
        }
        self.redraw_group_of(item);
        self.rebuild_blocks();
    }

    /// The table of a group shows which of its members are open.
    fn redraw_group_of(&mut self, item: Item) -> Option<()> {
        let group = Item::Group(self.group_of(item)?);
        self.state_mut(group)?.version += 1;
        Some(())
    }

    /// Opens or closes a part that begins closed.
    pub fn set_part_open(&mut self, part: Collapsible, open: bool) {
        match open {
            true => self.open_parts.insert(part),
            false => self.open_parts.remove(&part),
        };
        self.rebuild_blocks();
    }

    /// Opens the fold of an item's lines that begins at this row.
    pub fn unfold(&mut self, item: Item, fold: usize) {
        let options = self.options;
        if let Some(state) = self.state_mut(item)
            && let Some(lines) = &mut state.lines
        {
            lines.open_fold(fold);
            state.rows = lines.rows(options.layout, options.noise);
            state.version += 1;
        }
        self.rebuild_blocks();
    }

    /// Changes how the comparison is displayed.
    pub fn set_options(&mut self, options: ViewOptions) {
        self.options = options;
        let items = self.objects.iter_mut().chain(&mut self.hooks);
        let items = items.chain(&mut self.groups);
        for state in items.chain([&mut self.notes]) {
            if let Some(lines) = &state.lines {
                state.rows = lines.rows(options.layout, options.noise);
            }
            state.version += 1;
        }
        self.rebuild_blocks();
    }

    /// Highlights a line that is in view.
    pub fn highlight(&mut self, item: Item, line: LinePosition) {
        let before = self.highlighted.replace((item, line)).map(|(item, _)| item);
        for touched in before.into_iter().chain([item]) {
            if let Some(state) = self.state_mut(touched) {
                state.version += 1;
            }
        }
        self.rebuild_blocks();
    }

    /// Opens whatever hides an item, and highlights a line of it. Returns the position of the line, or of the item.
    pub fn make_visible(&mut self, item: Item, line: Option<LinePosition>) -> Anchor<Block> {
        let is_folded = self
            .noise_only()
            .chain(self.noise_only_hooks())
            .any(|other| other == item);
        if is_folded {
            self.open_parts.insert(Collapsible::NoiseOnly);
        }
        let group = self.group_of(item).map(Item::Group);
        if let Some(state) = group.and_then(|group| self.state_mut(group)) {
            state.is_open = true;
            state.version += 1;
        }
        let before = self.highlighted.take().map(|(item, _)| item);
        if let Some(line) = line {
            if self.lines(item).is_none() {
                self.compute_lines(item);
            }
            if self.options.layout == Layout::Fields {
                self.set_options(ViewOptions {
                    layout: Layout::Unified,
                    ..self.options
                });
            }
            self.highlighted = Some((item, line));
        }
        let options = self.options;
        for touched in before.into_iter().chain([item]) {
            let Some(state) = self.state_mut(touched) else {
                continue;
            };
            state.version += 1;
            if touched == item {
                state.is_open = true;
                if let (Some(lines), Some(line)) = (&mut state.lines, line) {
                    lines.open_fold_around(line, options.noise);
                    state.rows = lines.rows(options.layout, options.noise);
                }
            }
        }
        self.rebuild_blocks();
        line.and_then(|line| self.line_anchor(item, line))
            .unwrap_or(Anchor::top_of(Block::Heading(item)))
    }

    fn line_anchor(&self, item: Item, line: LinePosition) -> Option<Anchor<Block>> {
        let state = self.state(item)?;
        let diff = &state.lines.as_ref()?.diff;
        let row = state.rows.iter().position(|row| row.contains(line, diff))?;
        Some(Anchor {
            key: Block::Lines(item, (row / LINES_PER_BLOCK) as u32),
            offset: (row % LINES_PER_BLOCK) as f64 * LINE_HEIGHT,
        })
    }

    /// Lays the page out for printing, until [`PageModel::end_print`]. The lines that are printed are compared now.
    pub fn begin_print(&mut self) {
        self.print_summary = Some(PrintSummary::default());
        if self.options.layout != Layout::Fields {
            let mut blocks = 0;
            for item in self.items() {
                let is_printed = self.is_open(item) && self.heading_index(item).is_some();
                if is_printed && blocks <= MAX_PRINTED_BLOCKS {
                    if self.lines(item).is_none() {
                        self.compute_lines(item);
                    }
                    blocks += 1 + self.line_block_count(item);
                }
            }
        }
        self.rebuild_blocks();
    }

    /// Lays the page out for the screen again.
    pub fn end_print(&mut self) {
        self.print_summary = None;
        self.rebuild_blocks();
    }
}
