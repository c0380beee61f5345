//! Going to places on the page.

use astern_compare::Side;
use astern_protocol::{Line, Spot};
use leptos::prelude::*;

use super::super::sheet::{Anchor, Block, LineAt, Thing};
use super::{Aim, Desk, head_id};
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

    /// Brings a thing to the top of the window and focuses its heading.
    pub fn go_to(self, thing: Thing) {
        self.to_focus.set_value(Some(head_id(thing)));
        self.aimed.set_value(Some(Aim { thing, top: None }));
        self.show(Block::Head(thing));
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
