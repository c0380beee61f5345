//! The page at work: what is drawn, what is read, where the reader is.

mod link;
mod navigation;
mod viewport;

use std::sync::Arc;

use astern_compare::Comparison;
use leptos::html::Div;
use leptos::prelude::*;

use super::model::{Anchor, Block, Collapsible, Item, PageModel, Slot, ViewOptions};
use crate::browser::{Printing, follow_view, on_print, read_setting, write_setting};

pub use link::PageLink;

/// How long lines are compared at a time.
const BUSY_MS: i64 = 8;

const VIEW_OPTIONS: &str = "astern.compare";

/// How a person likes to read, as remembered.
pub fn remembered() -> ViewOptions {
    ViewOptions::recall(&read_setting(VIEW_OPTIONS).unwrap_or_default())
}

/// The page at work. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub struct PageController {
    model: StoredValue<PageModel, LocalStorage>,
    /// The element that the blocks are drawn in.
    pub list: NodeRef<Div>,
    /// What is drawn in it.
    pub slots: RwSignal<Vec<Slot>>,
    /// Where the reader is.
    pub here: RwSignal<Option<Item>>,
    /// How the reader likes to read.
    pub options: RwSignal<ViewOptions>,
    /// Counts up when items were opened, closed or folded.
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
    item: Item,
    /// Where the window came to rest.
    top: Option<f64>,
}

/// The page at work, for what is drawn on it.
pub fn use_page_controller() -> PageController {
    expect_context::<PageController>()
}

impl PageController {
    /// Puts a page to work.
    pub fn new(model: PageModel, page: PageLink) -> Self {
        let controller = Self {
            list: NodeRef::new(),
            slots: RwSignal::new(Vec::new()),
            here: RwSignal::new(None),
            options: RwSignal::new(model.options()),
            changes: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            page: StoredValue::new_local(page),
            model: StoredValue::new_local(model),
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
        provide_context(controller);
        follow_view(
            controller.list,
            move || controller.scrolled(),
            move || controller.measure_before_next_frame(),
        );
        // A link may have said already where to look.
        controller
            .list
            .on_load(move |_| match controller.anchor.get_value() {
                Some(_) => controller.draw(),
                None => controller.scrolled(),
            });
        controller.compute_all_lines();
        on_print(move |printing| {
            controller.printing.set_value(printing == Printing::Begins);
            controller.change(|model| match printing {
                Printing::Begins => model.print(),
                Printing::Ended => model.end_print(),
            });
        });
        controller
    }

    /// Looks at the page's data.
    pub fn with<T>(self, look: impl FnOnce(&PageModel) -> T) -> T {
        self.model.with_value(look)
    }

    /// What is compared, unless one side is the cluster.
    pub fn comparison(self) -> Option<Arc<Comparison>> {
        self.with(|model| model.report.comparison().cloned())
    }

    /// Opens or closes a item.
    pub fn set_open(self, item: Item, open: bool) {
        self.change(|model| model.set_open(item, open));
    }

    /// Gives an element the focus that has it now and is drawn anew by what follows.
    pub fn focus_when_drawn(self, id: String) {
        self.to_focus.set_value(Some(id));
    }

    /// Opens a part that began closed, or closes it again.
    pub fn set_part_open(self, part: Collapsible, open: bool) {
        self.change(|model| model.set_part_open(part, open));
    }

    /// Opens a fold of a item's lines.
    pub fn unfold(self, item: Item, fold: usize) {
        self.change(|model| model.unfold(item, fold));
    }

    /// Reads otherwise from now on, and remembers it.
    pub fn switch(self, change: impl FnOnce(&mut ViewOptions)) {
        self.options.update(change);
        let options = self.options.get_untracked();
        write_setting(VIEW_OPTIONS, &options.remembered());
        self.change(|model| model.switch(options));
    }

    fn change(self, change: impl FnOnce(&mut PageModel)) {
        self.follow();
        self.model.update_value(change);
        self.draw();
        self.changes.update(|count| *count += 1);
    }

    /// Says what was done, to whoever sees and whoever listens.
    pub fn say(self, what: String) {
        self.said.set(what);
    }
}

/// The heading's element, to focus.
pub fn heading_id(item: Item) -> String {
    match item {
        Item::Object(index) => format!("object-{index}"),
        Item::Hook(index) => format!("hook-{index}"),
        Item::Notes => "notes".to_owned(),
        Item::Group(index) => format!("group-{index}"),
    }
}

/// The element that opens a part, to focus.
pub fn collapsible_id(part: Collapsible) -> String {
    format!("fold-{part:?}")
}

/// The element of a item's row in the table of its group, to focus.
pub fn row_id(item: Item) -> String {
    format!("row-{}", heading_id(item))
}
