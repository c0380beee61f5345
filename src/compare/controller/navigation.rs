//! Going to parts of the page.

use astern_protocol::ObjectAnchor;
use leptos::prelude::*;

use super::super::model::{Block, Item, LinePosition, Section};
use super::element_ids::{heading_id, row_id};
use super::page_controller::PageController;
use crate::browser::Direction;
use crate::virtual_list::Anchor;

impl PageController {
    /// Goes to where a link points, and highlights the line.
    pub fn go_to_anchor(self, anchor: &ObjectAnchor) {
        let Some(item) = self.with(|model| model.find(&anchor.object)) else {
            let name = &anchor.object;
            let is_complete = self.with(|model| model.report.verdict().is_complete());
            return self.announce(match is_complete {
                true => format!("The link points at {name}, which is the same on both sides."),
                false => format!(
                    "The link points at {name}, which is not among what is known to differ."
                ),
            });
        };
        self.set_target(item);
        self.make_visible(item, anchor.line.map(LinePosition::from));
        self.focus_when_drawn(heading_id(item));
    }

    /// Brings an item into view, whatever hides it, and highlights a line of it.
    pub fn make_visible(self, item: Item, line: Option<LinePosition>) {
        let mut anchor = Anchor::top_of(Block::Heading(item));
        self.update(|model| anchor = model.make_visible(item, line));
        self.list.scroll_to(anchor);
    }

    /// Scrolls a block to the top of the window.
    pub fn scroll_to(self, block: Block) {
        self.list.scroll_to(Anchor::top_of(block));
    }

    /// Scrolls an item to the top of the window, whatever hides it, and focuses its heading.
    pub fn go_to(self, item: Item) {
        self.focus_when_drawn(heading_id(item));
        self.set_target(item);
        match (item, self.with(|model| model.heading_index(item))) {
            // The notes are a section of their own, without a heading below that of the section.
            (Item::Notes, _) => self.scroll_to(Block::Section(Section::Notes)),
            (_, Some(_)) => self.scroll_to(Block::Heading(item)),
            (_, None) => self.make_visible(item, None),
        }
    }

    /// Opens a member of a group below the table, and goes there.
    pub fn open_from_table(self, item: Item) {
        self.focus_when_drawn(heading_id(item));
        self.set_target(item);
        self.make_visible(item, None);
    }

    /// Opens an item if it is closed, else closes it. Its heading is drawn again and keeps the focus. A member of a group that is closed goes back
    /// into the table, and the focus to its row there.
    pub fn toggle(self, item: Item) {
        let open = self.with(|model| !model.is_open(item));
        self.focus_when_drawn(heading_id(item));
        self.update(|model| model.set_open(item, open));
        let row = self.with(|model| {
            let group = model.group_of(item)?;
            model.group_row_block(group, item)
        });
        if let Some(row) = row.filter(|_| !open) {
            self.focus_when_drawn(row_id(item));
            self.scroll_to(row);
        }
    }

    /// Goes to the next or previous item.
    pub fn go_to_neighbor(self, direction: Direction) {
        let current = self.current.get_untracked();
        let neighbor = self.with(|model| match direction {
            Direction::Next => model.next_item(current),
            Direction::Previous => model.previous_item(current),
        });
        if let Some(item) = neighbor {
            self.go_to(item);
        }
    }

    fn set_target(self, item: Item) {
        self.target.set_value(Some(item));
        self.list.set_target();
    }
}
