//! Searching everything that differs. The search of the browser finds only the rows in the document.

use leptos::prelude::*;

use super::controller::PageController;
use super::model::Item;
use crate::browser::{Direction, now, spawn_while_shown, yield_to_browser};

/// The time in milliseconds for which items are searched before the browser gets a turn.
const BUSY_MS: i64 = 8;

/// A match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Match {
    item: Item,
    location: Location,
}

/// Where in an item a match is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Location {
    Name,
    Field(usize),
    Row(usize),
}

/// A search and its matches.
#[derive(Clone, Copy)]
pub struct Search {
    controller: PageController,
    /// The text that is searched for.
    pub text: RwSignal<String>,
    matches: RwSignal<Vec<Match>>,
    current: RwSignal<Option<usize>>,
    is_done: RwSignal<bool>,
    generation: StoredValue<u32>,
}

impl Search {
    /// A search without a text.
    pub fn new(controller: PageController) -> Self {
        Self {
            controller,
            text: RwSignal::default(),
            matches: RwSignal::default(),
            current: RwSignal::default(),
            is_done: RwSignal::new(true),
            generation: StoredValue::new(0),
        }
    }

    /// Searches for a text, in slices between which the browser gets a turn.
    pub fn search(self, text: String) {
        self.generation.update_value(|generation| *generation += 1);
        let generation = self.generation.get_value();
        self.text.set(text.clone());
        self.matches.set(Vec::new());
        self.current.set(None);
        self.is_done.set(text.is_empty());
        if text.is_empty() {
            return;
        }
        spawn_while_shown(async move {
            let mut start = now().as_millisecond();
            let mut matches = Vec::new();
            for item in self.controller.with(|model| model.items()) {
                self.controller.with(|model| {
                    let found = model.find_in(item, &text);
                    let name = found.in_name.then_some(Location::Name);
                    let fields = found.fields.into_iter().map(Location::Field);
                    let rows = found.rows.into_iter().map(Location::Row);
                    let locations = name.into_iter().chain(fields).chain(rows);
                    matches.extend(locations.map(|location| Match { item, location }));
                });
                if now().as_millisecond() - start >= BUSY_MS {
                    yield_to_browser().await;
                    if self.generation.get_value() != generation {
                        return;
                    }
                    start = now().as_millisecond();
                }
            }
            self.matches.set(matches);
            self.is_done.set(true);
        });
    }

    /// The items with matches; `None` while there is no text or the search is not complete.
    pub fn items(self) -> Option<std::collections::HashSet<Item>> {
        (!self.text.read().is_empty() && self.is_done.get())
            .then(|| self.matches.read().iter().map(|found| found.item).collect())
    }

    /// Goes to the next or previous match. After the last one comes the first.
    pub fn step(self, direction: Direction) {
        let matches = self.matches.read_untracked();
        let Some(last) = matches.len().checked_sub(1) else {
            return;
        };
        let next = match (self.current.get_untracked(), direction) {
            (Some(at), Direction::Next) if at < last => at + 1,
            (Some(at), Direction::Previous) if at > 0 => at - 1,
            (_, Direction::Next) => 0,
            (_, Direction::Previous) => last,
        };
        let found = matches[next];
        drop(matches);
        self.current.set(Some(next));
        let (controller, item) = (self.controller, found.item);
        match found.location {
            Location::Name => controller.make_visible(item, None),
            Location::Row(row) => {
                controller.compute_lines(item);
                let line = controller.with(|model| model.line_at(item, row));
                controller.make_visible(item, line);
            }
            Location::Field(field) => {
                controller.make_visible(item, None);
                if let Some(block) = controller.with(|model| model.field_block(item, field)) {
                    controller.scroll_to(block);
                }
            }
        }
    }

    /// The state of the search: `Place 2 of 17`.
    pub fn status(self) -> String {
        let count = self.matches.read().len();
        match (
            self.text.read().is_empty(),
            self.is_done.get(),
            self.current.get(),
        ) {
            (true, ..) => String::new(),
            (_, false, _) => "Searching…".to_owned(),
            (_, true, Some(current)) => format!("Place {} of {count}", current + 1),
            (_, true, None) => match count {
                0 => "Found nowhere".to_owned(),
                1 => "Found in 1 place".to_owned(),
                many => format!("Found in {many} places"),
            },
        }
    }
}
