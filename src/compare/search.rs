//! Searching everything that differs, drawn or not: the browser's own search sees what is drawn.

use leptos::prelude::*;

use super::controller::PageController;
use super::model::Item;
use crate::browser::{Direction, now, spawn_while_shown, yield_to_browser};

/// How long is searched at a time.
const BUSY_MS: i64 = 8;

/// A place that holds what is searched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    item: Item,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Name,
    Field(usize),
    Row(usize),
}

/// A search and what it found so far.
#[derive(Clone, Copy)]
pub struct Search {
    controller: PageController,
    /// What is searched for.
    pub text: RwSignal<String>,
    hits: RwSignal<Vec<Hit>>,
    at: RwSignal<Option<usize>>,
    done: RwSignal<bool>,
    asked: StoredValue<u32>,
}

impl Search {
    /// Searches nothing yet.
    pub fn new(controller: PageController) -> Self {
        Self {
            controller,
            text: RwSignal::default(),
            hits: RwSignal::default(),
            at: RwSignal::default(),
            done: RwSignal::new(true),
            asked: StoredValue::new(0),
        }
    }

    /// Searches for another text, a little at a time.
    pub fn search(self, text: String) {
        self.asked.update_value(|asked| *asked += 1);
        let asked = self.asked.get_value();
        self.text.set(text.clone());
        self.hits.set(Vec::new());
        self.at.set(None);
        self.done.set(text.is_empty());
        if text.is_empty() {
            return;
        }
        spawn_while_shown(async move {
            let mut since = now().as_millisecond();
            let mut found = Vec::new();
            for item in self.controller.with(|model| model.items()) {
                self.controller.with(|model| {
                    let at = model.find_in(item, &text);
                    let name = at.in_name.then_some(Place::Name);
                    let fields = at.fields.into_iter().map(Place::Field);
                    let rows = at.rows.into_iter().map(Place::Row);
                    let places = name.into_iter().chain(fields).chain(rows);
                    found.extend(places.map(|place| Hit { item, place }));
                });
                if now().as_millisecond() - since >= BUSY_MS {
                    yield_to_browser().await;
                    if self.asked.get_value() != asked {
                        return;
                    }
                    since = now().as_millisecond();
                }
            }
            self.hits.set(found);
            self.done.set(true);
        });
    }

    /// The items that hold the text; `None` while nothing is searched for.
    pub fn items(self) -> Option<std::collections::HashSet<Item>> {
        (!self.text.read().is_empty() && self.done.get())
            .then(|| self.hits.read().iter().map(|hit| hit.item).collect())
    }

    /// Goes to the next place, or the one before, and around at the ends.
    pub fn step(self, direction: Direction) {
        let hits = self.hits.read_untracked();
        let Some(last) = hits.len().checked_sub(1) else {
            return;
        };
        let next = match (self.at.get_untracked(), direction) {
            (Some(at), Direction::Next) if at < last => at + 1,
            (Some(at), Direction::Previous) if at > 0 => at - 1,
            (_, Direction::Next) => 0,
            (_, Direction::Previous) => last,
        };
        let hit = hits[next];
        drop(hits);
        self.at.set(Some(next));
        let (controller, item) = (self.controller, hit.item);
        match hit.place {
            Place::Name => controller.make_visible(item, None),
            Place::Row(row) => {
                controller.compute_lines(item);
                let line = controller.with(|model| model.line_at(item, row));
                controller.make_visible(item, line);
            }
            Place::Field(field) => {
                controller.make_visible(item, None);
                if let Some(block) = controller.with(|model| model.field_block(item, field)) {
                    controller.scroll_to(block);
                }
            }
        }
    }

    /// `Place 2 of 17`.
    pub fn told(self) -> String {
        let found = self.hits.read().len();
        match (self.text.read().is_empty(), self.done.get(), self.at.get()) {
            (true, ..) => String::new(),
            (_, false, _) => "Searching…".to_owned(),
            (_, true, Some(at)) => format!("Place {} of {found}", at + 1),
            (_, true, None) => match found {
                0 => "Found nowhere".to_owned(),
                1 => "Found in 1 place".to_owned(),
                many => format!("Found in {many} places"),
            },
        }
    }
}
