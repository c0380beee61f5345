//! Going to places on the page.

use astern_compare::Side;
use astern_protocol::{Line, Spot};
use leptos::prelude::*;

use super::super::model::{Anchor, Block, LineAt, Section, Thing};
use super::{Aim, Desk, head_id, row_id};
use crate::browser::Direction;

impl Desk {
    /// Goes to where a link points, and marks the line.
    pub fn go_to_spot(self, spot: &Spot) {
        let Some(thing) = self.with(|sheet| sheet.find(&spot.object)) else {
            let name = &spot.object;
            return self.say(format!(
                "The link points at {name}, which is the same on both sides."
            ));
        };
        let line = spot.line.map(|line| match line {
            Line::Left(number) => LineAt {
                side: Side::From,
                number,
            },
            Line::Right(number) => LineAt {
                side: Side::To,
                number,
            },
        });
        self.aimed.set_value(Some(Aim { thing, top: None }));
        self.uncover(thing, line);
        self.to_focus.set_value(Some(head_id(thing)));
    }

    /// Brings a thing into view, whatever hides it, and marks a line of it.
    pub fn uncover(self, thing: Thing, line: Option<LineAt>) {
        let mut anchor = Anchor::of(Block::Head(thing));
        self.change(|sheet| anchor = sheet.uncover(thing, line));
        self.anchor.set_value(Some(anchor));
        self.draw();
    }

    /// Brings a block to the top of the window.
    pub fn show(self, block: Block) {
        self.anchor.set_value(Some(Anchor::of(block)));
        self.draw();
    }

    /// Brings a thing to the top of the window, whatever hides it, and focuses its heading.
    pub fn go_to(self, thing: Thing) {
        self.to_focus.set_value(Some(head_id(thing)));
        self.aimed.set_value(Some(Aim { thing, top: None }));
        match (thing, self.with(|sheet| sheet.head(thing))) {
            // The notes are a section of their own, without a heading below it.
            (Thing::Notes, _) => self.show(Block::Section(Section::Notes)),
            (_, Some(_)) => self.show(Block::Head(thing)),
            (_, None) => self.uncover(thing, None),
        }
    }

    /// Opens a member of a group below the table, and goes there.
    pub fn open_from_table(self, thing: Thing) {
        self.to_focus.set_value(Some(head_id(thing)));
        self.aimed.set_value(Some(Aim { thing, top: None }));
        self.uncover(thing, None);
    }

    /// Opens or closes a thing, whose heading is drawn anew and keeps the focus. What a row of a table stands for goes back
    /// into the table, and the focus with it.
    pub fn open_or_close(self, thing: Thing, open: bool) {
        self.to_focus.set_value(Some(head_id(thing)));
        self.set_open(thing, open);
        let row = self.with(|sheet| {
            let group = sheet.group_of(thing)?;
            sheet.row_block(group, thing)
        });
        if let Some(row) = row.filter(|_| !open) {
            self.to_focus.set_value(Some(row_id(thing)));
            self.show(row);
        }
    }

    /// Goes to the next or previous thing that differs.
    pub fn go_beside(self, direction: Direction) {
        let here = self.here.get_untracked();
        let found = self.with(|sheet| sheet.beside(here, direction == Direction::Next));
        if let Some(thing) = found {
            self.go_to(thing);
        }
    }

    /// Compares a thing's lines if that has not been done yet.
    pub fn read(self, thing: Thing) {
        if self.with(|sheet| sheet.lines(thing).is_none()) {
            self.change(|sheet| {
                sheet.read(thing);
                sheet.arrange();
            });
        }
    }
}
