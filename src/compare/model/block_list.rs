//! Which blocks the page is made of, and how high they are.

use astern_compare::{Change, Comparison, Drift, Side};

use super::{
    Block, FIELDS, Folded, Heights, LINE, LINES, Layout, NoiseView, Report, Section, Shape, Sheet,
    Thing, ValueList,
};

impl Sheet {
    /// Lists the blocks anew, with heights as measured, else guessed.
    pub fn arrange(&mut self) {
        let mut blocks = vec![Block::Answer];
        blocks.extend(self.paper.as_ref().map(|_| Block::Paper));
        if !self.report.unreadable().is_empty() {
            blocks.push(Block::NotRead);
        }
        match &self.report {
            Report::Recorded(comparison, _) => self.put_recorded(comparison, &mut blocks),
            Report::Live(drift) => self.put_live(drift, &mut blocks),
        }
        if self.paper.is_some() {
            self.paper = Some(self.fit_on_paper(&mut blocks));
        }
        self.heights = Heights::of(blocks.iter().map(|block| self.height(*block)));
        self.blocks = blocks;
    }

    fn put_recorded(&self, comparison: &Comparison, blocks: &mut Vec<Block>) {
        blocks.push(Block::Section(Section::Values));
        self.put_values(ValueList::Set, blocks);
        for (part, list) in [
            (Folded::Defaults, ValueList::Defaults),
            (Folded::Effective, ValueList::Effective),
        ] {
            if !self.report.values(list).is_empty() && self.put_fold(part, blocks) {
                self.put_values(list, blocks);
            }
        }
        blocks.push(Block::Section(Section::Objects));
        self.put_objects(blocks);
        if !self.order.noise_only.is_empty() {
            let opened = self.put_fold(Folded::NoiseOnly, blocks);
            if opened || self.switches.noise == NoiseView::Shown {
                self.noise_only().for_each(|thing| self.put(thing, blocks));
            }
        }
        blocks.push(Block::Section(Section::Hooks));
        self.hooks().for_each(|thing| self.put(thing, blocks));
        blocks.push(Block::Crds);
        blocks.push(Block::Section(Section::Notes));
        if comparison.notes.differ {
            self.put_lines(Thing::Notes, &self.notes, blocks);
        }
        blocks.push(Block::Chart);
    }

    /// Those that change alike stand together.
    fn put_objects(&self, blocks: &mut Vec<Block>) {
        let mut end = 0;
        for (group, number) in self.order.groups.iter().zip(0..) {
            let before = &self.order.objects[end..group.places.start];
            let before = before.iter().map(|index| Thing::Object(*index));
            before.for_each(|thing| self.put(thing, blocks));
            self.put_group(number, blocks);
            end = group.places.end;
        }
        let rest = &self.order.objects[end..];
        let rest = rest.iter().map(|index| Thing::Object(*index));
        rest.for_each(|thing| self.put(thing, blocks));
    }

    /// A table with a row for each member, and below it those that are open.
    fn put_group(&self, number: u32, blocks: &mut Vec<Block>) {
        let group = Thing::Group(number);
        blocks.push(Block::Head(group));
        if !self.is_open(group) {
            return;
        }
        let members = self.members(number);
        let chunks = members.len().div_ceil(FIELDS) as u32;
        blocks.extend((0..chunks).map(|chunk| Block::Members(group, chunk)));
        let open = members.filter(|member| self.is_open(*member));
        open.for_each(|member| self.put(member, blocks));
    }

    fn put_live(&self, drift: &Drift, blocks: &mut Vec<Block>) {
        let mut section = None;
        for thing in self.objects() {
            let its = self.live_section(thing);
            if section != its {
                blocks.extend(its.map(Block::Section));
                section = its;
            }
            self.put(thing, blocks);
        }
        let chunks = |entries: usize| 0..entries.div_ceil(FIELDS) as u32;
        if drift.hooks.len() + drift.hooks_gone.len() + drift.unchanged_hooks > 0 {
            blocks.push(Block::Section(Section::Hooks));
            self.hooks().for_each(|thing| self.put(thing, blocks));
            blocks.extend(chunks(drift.hooks_gone.len()).map(Block::HooksGone));
        }
        if !drift.unasked.is_empty() {
            blocks.push(Block::Section(Section::Unasked));
            blocks.extend(chunks(drift.unasked.len()).map(Block::Unasked));
        }
        if !drift.unmanaged.is_empty() && self.put_fold(Folded::Unmanaged, blocks) {
            blocks.extend((0..drift.unmanaged.len() as u32).map(Block::Unmanaged));
        }
    }

    /// Lists what opens a part, and says whether it is open.
    fn put_fold(&self, part: Folded, blocks: &mut Vec<Block>) -> bool {
        blocks.push(Block::Fold(part));
        self.is_opened(part)
    }

    fn put_values(&self, list: ValueList, blocks: &mut Vec<Block>) {
        let chunks = self.report.values(list).len().div_ceil(FIELDS) as u32;
        blocks.extend((0..chunks).map(|chunk| Block::Values(list, chunk)));
    }

    fn put(&self, thing: Thing, blocks: &mut Vec<Block>) {
        blocks.push(Block::Head(thing));
        let Some(shape) = self.shape(thing).filter(|shape| shape.open) else {
            return;
        };
        let fields = self.fields(thing).count().div_ceil(FIELDS) as u32;
        blocks.extend((0..fields).map(|chunk| Block::Fields(thing, chunk)));
        let hidden = shape.hidden.len().div_ceil(FIELDS) as u32;
        blocks.extend((0..hidden).map(|chunk| Block::Hidden(thing, chunk)));
        blocks.push(Block::Tools(thing));
        if self.switches.layout != Layout::Fields {
            self.put_lines(thing, shape, blocks);
        }
    }

    /// Lines that are not known yet have room of one block.
    fn put_lines(&self, thing: Thing, shape: &Shape, blocks: &mut Vec<Block>) {
        let unknown = usize::from(shape.lines.is_none());
        let lines = shape.rows.len().div_ceil(LINES).max(unknown) as u32;
        blocks.extend((0..lines).map(|chunk| Block::Lines(thing, chunk)));
    }

    /// A block's height in pixels: as measured, else as a wide window would show it.
    fn height(&self, block: Block) -> f64 {
        let known = (block, self.version(block));
        if let Some(height) = self.measured.get(&known) {
            return *height;
        }
        const FIELD: f64 = 31.0;
        // A button is a little higher than a line.
        const HIDDEN: f64 = 37.0;
        match block {
            Block::Answer => 320.0,
            // Nothing of it is seen on a screen.
            Block::Paper => 0.0,
            Block::NotRead
            | Block::Chart
            | Block::Crds
            | Block::Unasked(_)
            | Block::HooksGone(_)
            | Block::Unmanaged(_) => 240.0,
            Block::Section(_) => 74.0,
            Block::Values(list, chunk) => 32.0 + FIELD * self.values_of(list, chunk).len() as f64,
            Block::Head(_) => 54.0,
            Block::Fields(thing, chunk) => {
                32.0 + FIELD * self.fields_of(thing, chunk).count() as f64
            }
            Block::Hidden(thing, chunk) => {
                32.0 + HIDDEN * self.hidden_of(thing, chunk).len() as f64
            }
            Block::Members(Thing::Group(group), chunk) => {
                let before = chunk as usize * FIELDS;
                let rows = self.members(group).len().saturating_sub(before);
                32.0 + FIELD * rows.min(FIELDS) as f64
            }
            Block::Members(..) => 0.0,
            Block::Tools(_) => 47.0,
            Block::Fold(_) => 60.0,
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
        let all = text(Side::From).max(text(Side::To));
        match change.change {
            Change::Changed | Change::Reordered => (9 * change.fields.len() + 1).min(all + 2),
            Change::Added | Change::Removed => all,
        }
    }
}
