//! What a reader does to the page.

use astern_compare::{Change, Side};

use super::{
    Anchor, Block, Collapsible, Item, ItemState, LINE, LINES, Layout, LineDiff, LinePosition,
    PageModel, ViewOptions,
};

impl PageModel {
    /// Compares a item's lines. [`PageModel::rebuild_blocks`] is to be called after one or several.
    pub fn compute_lines(&mut self, item: Item) {
        let masking = self.masking.clone();
        let Some(change) = self.change(item) else {
            return;
        };
        let lines = LineDiff::new(change.text_diff(&masking));
        let hidden = match (change.change, change.is_text_masked(&masking)) {
            (Change::Added, true) => change.masked_places(Side::To, &masking),
            (Change::Removed, true) => change.masked_places(Side::From, &masking),
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

    /// Opens or closes a item.
    pub fn set_open(&mut self, item: Item, open: bool) {
        if let Some(state) = self.state_mut(item) {
            state.open = open;
            state.version += 1;
        }
        self.redraw_table_of(item);
        self.rebuild_blocks();
    }

    /// The table of a group says which of its members are open.
    fn redraw_table_of(&mut self, item: Item) -> Option<()> {
        let group = Item::Group(self.group_of(item)?);
        self.state_mut(group)?.version += 1;
        Some(())
    }

    /// Opens a part that began closed, or closes it again.
    pub fn set_part_open(&mut self, part: Collapsible, open: bool) {
        match open {
            true => self.opened.insert(part),
            false => self.opened.remove(&part),
        };
        self.rebuild_blocks();
    }

    /// Opens a fold of a item's lines.
    pub fn unfold(&mut self, item: Item, fold: usize) {
        let options = self.options;
        if let Some(state) = self.state_mut(item)
            && let Some(lines) = &mut state.lines
        {
            lines.open(fold);
            state.rows = lines.rows(options.layout, options.noise);
            state.version += 1;
        }
        self.rebuild_blocks();
    }

    /// Reads otherwise from now on.
    pub fn switch(&mut self, options: ViewOptions) {
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

    /// Marks a line that is in view.
    pub fn highlight(&mut self, item: Item, line: LinePosition) {
        let before = self
            .highlighted
            .replace((item, line))
            .map(|(marked, _)| marked);
        for touched in before.into_iter().chain([item]) {
            if let Some(state) = self.state_mut(touched) {
                state.version += 1;
            }
        }
        self.rebuild_blocks();
    }

    /// Makes a item visible, whatever hides it, and marks a line of it. Gives the place of the line, or of the item.
    pub fn make_visible(&mut self, item: Item, line: Option<LinePosition>) -> Anchor {
        if self
            .order
            .noise_only
            .iter()
            .any(|index| Item::Object(*index) == item)
        {
            self.opened.insert(Collapsible::NoiseOnly);
        }
        let group = self.group_of(item).map(Item::Group);
        if let Some(state) = group.and_then(|group| self.state_mut(group)) {
            state.open = true;
            state.version += 1;
        }
        let before = self.highlighted.take().map(|(marked, _)| marked);
        if let Some(line) = line {
            if self.lines(item).is_none() {
                self.compute_lines(item);
            }
            if self.options.layout == Layout::Fields {
                self.switch(ViewOptions {
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
                state.open = true;
                if let (Some(lines), Some(line)) = (&mut state.lines, line) {
                    lines.make_visible(line, options.noise);
                    state.rows = lines.rows(options.layout, options.noise);
                }
            }
        }
        self.rebuild_blocks();
        line.and_then(|line| self.line_anchor(item, line))
            .unwrap_or(Anchor::of(Block::Heading(item)))
    }

    fn line_anchor(&self, item: Item, line: LinePosition) -> Option<Anchor> {
        let state = self.state(item)?;
        let diff = &state.lines.as_ref()?.diff;
        let row = state.rows.iter().position(|row| row.is(line, diff))?;
        Some(Anchor {
            block: Block::Lines(item, (row / LINES) as u32),
            within: (row % LINES) as f64 * LINE,
        })
    }

    fn state_mut(&mut self, item: Item) -> Option<&mut ItemState> {
        match item {
            Item::Object(index) => self.objects.get_mut(index as usize),
            Item::Hook(index) => self.hooks.get_mut(index as usize),
            Item::Notes => Some(&mut self.notes),
            Item::Group(index) => self.groups.get_mut(index as usize),
        }
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
}
