//! What a reader does to the page.

use astern_compare::{Change, Side};

use super::{
    Anchor, Block, Folded, LINE, LINES, Layout, LineAt, Lines, Shape, Sheet, Switches, Thing,
};

impl Sheet {
    /// Compares a thing's lines. [`Sheet::arrange`] is to be called after one or several.
    pub fn read(&mut self, thing: Thing) {
        let masking = self.masking.clone();
        let Some(change) = self.change(thing) else {
            return;
        };
        let lines = Lines::of(change.text_diff(&masking));
        let hidden = match (change.change, lines.diff.is_masked()) {
            (Change::Added, true) => change.masked_places(Side::To, &masking),
            (Change::Removed, true) => change.masked_places(Side::From, &masking),
            _ => Vec::new(),
        };
        let switches = self.switches;
        if let Some(shape) = self.shape_mut(thing) {
            shape.hidden = hidden;
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
        self.redraw_table_of(thing);
        self.arrange();
    }

    /// The table of a group says which of its members are open.
    fn redraw_table_of(&mut self, thing: Thing) -> Option<()> {
        let group = Thing::Group(self.group_of(thing)?);
        self.shape_mut(group)?.version += 1;
        Some(())
    }

    /// Opens a part that began closed, or closes it again.
    pub fn set_opened(&mut self, part: Folded, open: bool) {
        match open {
            true => self.opened.insert(part),
            false => self.opened.remove(&part),
        };
        self.arrange();
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
        let things = self.objects.iter_mut().chain(&mut self.hooks);
        let things = things.chain(&mut self.groups);
        for shape in things.chain([&mut self.notes]) {
            if let Some(lines) = &shape.lines {
                shape.rows = lines.rows(switches.layout, switches.noise);
            }
            shape.version += 1;
        }
        self.arrange();
    }

    /// Marks a line that is in view.
    pub fn mark(&mut self, thing: Thing, line: LineAt) {
        let before = self.marked.replace((thing, line)).map(|(marked, _)| marked);
        for touched in before.into_iter().chain([thing]) {
            if let Some(shape) = self.shape_mut(touched) {
                shape.version += 1;
            }
        }
        self.arrange();
    }

    /// Makes a thing visible, whatever hides it, and marks a line of it. Gives the place of the line, or of the thing.
    pub fn uncover(&mut self, thing: Thing, line: Option<LineAt>) -> Anchor {
        if self
            .order
            .noise_only
            .iter()
            .any(|index| Thing::Object(*index) == thing)
        {
            self.opened.insert(Folded::NoiseOnly);
        }
        let group = self.group_of(thing).map(Thing::Group);
        if let Some(shape) = group.and_then(|group| self.shape_mut(group)) {
            shape.open = true;
            shape.version += 1;
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

    fn shape_mut(&mut self, thing: Thing) -> Option<&mut Shape> {
        match thing {
            Thing::Object(index) => self.objects.get_mut(index as usize),
            Thing::Hook(index) => self.hooks.get_mut(index as usize),
            Thing::Notes => Some(&mut self.notes),
            Thing::Group(index) => self.groups.get_mut(index as usize),
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
