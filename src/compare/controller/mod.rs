//! The page at work: what is drawn, what is read, where the reader is.

mod link;
mod navigation;
mod viewport;

use std::sync::Arc;

use astern_compare::Comparison;
use leptos::html::Div;
use leptos::prelude::*;

use super::model::{Anchor, Block, Folded, Item, Sheet, Switches, Thing};
use crate::browser::{Printing, follow_view, on_print, read_setting, write_setting};

pub use link::PageLink;

/// How long lines are compared at a time.
const BUSY_MS: i64 = 8;

const SWITCHES: &str = "astern.compare";

/// How a person likes to read, as remembered.
pub fn remembered() -> Switches {
    Switches::recall(&read_setting(SWITCHES).unwrap_or_default())
}

/// The page at work. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub struct Desk {
    sheet: StoredValue<Sheet, LocalStorage>,
    /// The element that the blocks are drawn in.
    pub list: NodeRef<Div>,
    /// What is drawn in it.
    pub items: RwSignal<Vec<Item>>,
    /// Where the reader is.
    pub here: RwSignal<Option<Thing>>,
    /// How the reader likes to read.
    pub switches: RwSignal<Switches>,
    /// Counts up when things were opened, closed or folded.
    pub changes: RwSignal<u32>,
    /// What was done last, in words.
    pub said: RwSignal<String>,
    page: StoredValue<PageLink, LocalStorage>,
    printing: StoredValue<bool, LocalStorage>,
    drawn_at: StoredValue<Option<f64>, LocalStorage>,
    /// How often the window has leapt to another part of the page.
    leaps: StoredValue<u32, LocalStorage>,
    /// The leap after which the window has not rested yet.
    leaping: StoredValue<Option<u32>, LocalStorage>,
    aimed: StoredValue<Option<Aim>, LocalStorage>,
    anchor: StoredValue<Option<Anchor>, LocalStorage>,
    focused: StoredValue<Option<Block>, LocalStorage>,
    to_focus: StoredValue<Option<String>, LocalStorage>,
    to_measure: StoredValue<bool, LocalStorage>,
    to_scroll: StoredValue<Option<f64>, LocalStorage>,
}

/// What a reader went to. It is where they are even when the page's end keeps it from the top.
#[derive(Clone, Copy)]
struct Aim {
    thing: Thing,
    /// Where the window came to rest.
    top: Option<f64>,
}

/// The page at work, for what is drawn on it.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

impl Desk {
    /// Puts a page to work.
    pub fn new(sheet: Sheet, page: PageLink) -> Self {
        let desk = Self {
            list: NodeRef::new(),
            items: RwSignal::new(Vec::new()),
            here: RwSignal::new(None),
            switches: RwSignal::new(sheet.switches()),
            changes: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            page: StoredValue::new_local(page),
            sheet: StoredValue::new_local(sheet),
            printing: StoredValue::new_local(false),
            drawn_at: StoredValue::new_local(None),
            leaps: StoredValue::new_local(0),
            leaping: StoredValue::new_local(None),
            aimed: StoredValue::new_local(None),
            anchor: StoredValue::new_local(None),
            focused: StoredValue::new_local(None),
            to_focus: StoredValue::new_local(None),
            to_measure: StoredValue::new_local(false),
            to_scroll: StoredValue::new_local(None),
        };
        provide_context(desk);
        follow_view(
            desk.list,
            move || desk.scrolled(),
            move || desk.measure_before_next_frame(),
        );
        // A link may have said already where to look.
        desk.list.on_load(move |_| match desk.anchor.get_value() {
            Some(_) => desk.draw(),
            None => desk.scrolled(),
        });
        desk.read_everything();
        on_print(move |printing| {
            desk.printing.set_value(printing == Printing::Begins);
            desk.change(|sheet| match printing {
                Printing::Begins => sheet.print(),
                Printing::Ended => sheet.end_print(),
            });
        });
        desk
    }

    /// Looks at the page's data.
    pub fn with<T>(self, look: impl FnOnce(&Sheet) -> T) -> T {
        self.sheet.with_value(look)
    }

    /// What is compared, unless one side is the cluster.
    pub fn comparison(self) -> Option<Arc<Comparison>> {
        self.with(|sheet| sheet.report.comparison().cloned())
    }

    /// Opens or closes a thing.
    pub fn set_open(self, thing: Thing, open: bool) {
        self.change(|sheet| sheet.set_open(thing, open));
    }

    /// Gives an element the focus that has it now and is drawn anew by what follows.
    pub fn keep_focus(self, id: String) {
        self.to_focus.set_value(Some(id));
    }

    /// Opens a part that began closed, or closes it again.
    pub fn set_opened(self, part: Folded, open: bool) {
        self.change(|sheet| sheet.set_opened(part, open));
    }

    /// Opens a fold of a thing's lines.
    pub fn unfold(self, thing: Thing, fold: usize) {
        self.change(|sheet| sheet.unfold(thing, fold));
    }

    /// Reads otherwise from now on, and remembers it.
    pub fn switch(self, change: impl FnOnce(&mut Switches)) {
        self.switches.update(change);
        let switches = self.switches.get_untracked();
        write_setting(SWITCHES, &switches.remembered());
        self.change(|sheet| sheet.switch(switches));
    }

    fn change(self, change: impl FnOnce(&mut Sheet)) {
        self.follow();
        self.sheet.update_value(change);
        self.draw();
        self.changes.update(|count| *count += 1);
    }

    /// Says what was done, to whoever sees and whoever listens.
    pub fn say(self, what: String) {
        self.said.set(what);
    }
}

/// The heading's element, to focus.
pub fn head_id(thing: Thing) -> String {
    match thing {
        Thing::Object(index) => format!("object-{index}"),
        Thing::Hook(index) => format!("hook-{index}"),
        Thing::Notes => "notes".to_owned(),
        Thing::Group(index) => format!("group-{index}"),
    }
}

/// The element that opens a part, to focus.
pub fn fold_id(part: Folded) -> String {
    format!("fold-{part:?}")
}

/// The element of a thing's row in the table of its group, to focus.
pub fn row_id(thing: Thing) -> String {
    format!("row-{}", head_id(thing))
}
