//! Going to places on the page.

use astern_compare::Side;
use astern_protocol::{Line, Spot};
use leptos::prelude::*;

use super::super::model::{Anchor, Block, Item, LinePosition, Section};
use super::{Aim, PageController, heading_id, row_id};
use crate::browser::Direction;

impl PageController {
    /// Goes to where a link points, and marks the line.
    pub fn go_to_spot(self, spot: &Spot) {
        let Some(item) = self.with(|model| model.find(&spot.object)) else {
            let name = &spot.object;
            return self.say(format!(
                "The link points at {name}, which is the same on both sides."
            ));
        };
        let line = spot.line.map(|line| match line {
            Line::Left(number) => LinePosition {
                side: Side::From,
                number,
            },
            Line::Right(number) => LinePosition {
                side: Side::To,
                number,
            },
        });
        self.aimed.set_value(Some(Aim { item, top: None }));
        self.make_visible(item, line);
        self.to_focus.set_value(Some(heading_id(item)));
    }

    /// Brings a item into view, whatever hides it, and marks a line of it.
    pub fn make_visible(self, item: Item, line: Option<LinePosition>) {
        let mut anchor = Anchor::of(Block::Heading(item));
        self.change(|model| anchor = model.make_visible(item, line));
        self.anchor.set_value(Some(anchor));
        self.draw();
    }

    /// Brings a block to the top of the window.
    pub fn show(self, block: Block) {
        self.anchor.set_value(Some(Anchor::of(block)));
        self.draw();
    }

    /// Brings a item to the top of the window, whatever hides it, and focuses its heading.
    pub fn go_to(self, item: Item) {
        self.to_focus.set_value(Some(heading_id(item)));
        self.aimed.set_value(Some(Aim { item, top: None }));
        match (item, self.with(|model| model.heading_index(item))) {
            // The notes are a section of their own, without a heading below it.
            (Item::Notes, _) => self.show(Block::Section(Section::Notes)),
            (_, Some(_)) => self.show(Block::Heading(item)),
            (_, None) => self.make_visible(item, None),
        }
    }

    /// Opens a member of a group below the table, and goes there.
    pub fn open_from_table(self, item: Item) {
        self.to_focus.set_value(Some(heading_id(item)));
        self.aimed.set_value(Some(Aim { item, top: None }));
        self.make_visible(item, None);
    }

    /// Opens or closes a item, whose heading is drawn anew and keeps the focus. What a row of a table stands for goes back
    /// into the table, and the focus with it.
    pub fn open_or_close(self, item: Item, open: bool) {
        self.to_focus.set_value(Some(heading_id(item)));
        self.set_open(item, open);
        let row = self.with(|model| {
            let group = model.group_of(item)?;
            model.group_row_block(group, item)
        });
        if let Some(row) = row.filter(|_| !open) {
            self.to_focus.set_value(Some(row_id(item)));
            self.show(row);
        }
    }

    /// Goes to the next or previous item that differs.
    pub fn go_to_neighbor(self, direction: Direction) {
        let here = self.here.get_untracked();
        let found = self.with(|model| model.beside(here, direction == Direction::Next));
        if let Some(item) = found {
            self.go_to(item);
        }
    }

    /// Compares a item's lines if that has not been done yet.
    pub fn compute_lines(self, item: Item) {
        if self.with(|model| model.lines(item).is_none()) {
            self.change(|model| {
                model.compute_lines(item);
                model.rebuild_blocks();
            });
        }
    }
}
