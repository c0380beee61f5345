//! The page at work: what is drawn, what is read, where the reader is.

use std::sync::Arc;
use std::time::Duration;

use astern_compare::{Comparison, Side};
use astern_protocol::{Line, Spot};
use leptos::html::Div;
use leptos::prelude::*;

use super::sheet::{Anchor, Block, Item, LineAt, Sheet, Switches, Thing, items};
use crate::browser::{
    Direction, View, before_next_frame, child_heights, focus_in_place, follow_view, in_window, now,
    pause, read_setting, scroll_window, spawn_while_shown, write_setting,
};

/// What the bar on top covers of the window, and some air.
const COVERED: f64 = 72.0;
/// How many windows are drawn above and below the one that is seen, so that scrolling finds
/// something there.
const AHEAD: f64 = 0.8;
/// How long lines are compared at a time.
const BUSY_MS: i64 = 8;
/// And how long nothing is done after that, which belongs to whoever scrolls.
const REST: Duration = Duration::from_millis(16);

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
    anchor: StoredValue<Option<Anchor>, LocalStorage>,
    focused: StoredValue<Option<Block>, LocalStorage>,
    to_focus: StoredValue<Option<String>, LocalStorage>,
    to_measure: StoredValue<bool, LocalStorage>,
}

/// The page at work, for what is drawn on it.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

impl Desk {
    /// Puts a page to work.
    pub fn new(sheet: Sheet) -> Self {
        let desk = Self {
            list: NodeRef::new(),
            items: RwSignal::new(Vec::new()),
            here: RwSignal::new(None),
            switches: RwSignal::new(sheet.switches()),
            changes: RwSignal::new(0),
            sheet: StoredValue::new_local(sheet),
            anchor: StoredValue::new_local(None),
            focused: StoredValue::new_local(None),
            to_focus: StoredValue::new_local(None),
            to_measure: StoredValue::new_local(false),
        };
        provide_context(desk);
        follow_view(desk.list, move || desk.scrolled());
        // A link may have said already where to look.
        desk.list.on_load(move |_| match desk.anchor.get_value() {
            Some(_) => desk.draw(),
            None => desk.scrolled(),
        });
        desk.read_everything();
        desk
    }

    /// Looks at the page's data.
    pub fn with<T>(self, look: impl FnOnce(&Sheet) -> T) -> T {
        self.sheet.with_value(look)
    }

    /// What is compared.
    pub fn comparison(self) -> Arc<Comparison> {
        self.with(|sheet| sheet.comparison.clone())
    }

    /// Opens or closes a thing.
    pub fn set_open(self, thing: Thing, open: bool) {
        self.change(|sheet| sheet.set_open(thing, open));
    }

    /// Lists the objects with nothing but noise, or folds them.
    pub fn set_noise_open(self, open: bool) {
        self.change(|sheet| sheet.set_noise_open(open));
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
        self.sheet.update_value(change);
        self.draw();
        self.changes.update(|count| *count += 1);
    }

    /// Brings a block to the top of the window.
    pub fn show(self, block: Block) {
        self.anchor.set_value(Some(Anchor::of(block)));
        self.draw();
    }

    /// Goes to where a link points, and marks the line. Says whether it is there.
    pub fn go_to_spot(self, spot: &Spot) -> bool {
        let Some(thing) = self.with(|sheet| sheet.find(&spot.object)) else {
            return false;
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
        let mut anchor = Anchor::of(Block::Head(thing));
        self.change(|sheet| anchor = sheet.uncover(thing, line));
        self.to_focus.set_value(Some(head_id(thing)));
        self.anchor.set_value(Some(anchor));
        self.draw();
        true
    }

    /// Brings a thing to the top of the window and focuses its heading.
    pub fn go_to(self, thing: Thing) {
        self.to_focus.set_value(Some(head_id(thing)));
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

    /// Keeps the block drawn for as long as something in it has the focus.
    pub fn focused(self, block: Option<Block>) {
        self.focused.set_value(block);
    }

    /// The window shows another part of the page, or has another size.
    fn scrolled(self) {
        if self.sheet.is_disposed() {
            return;
        }
        if let Some(view) = in_window(self.list) {
            let anchor = self.with(|sheet| sheet.anchor(view.top + COVERED));
            self.anchor.set_value(anchor);
            self.draw();
        }
    }

    /// Draws what is in view and a little around it.
    fn draw(self) {
        let Some(view) = in_window(self.list) else {
            return;
        };
        self.read_in_view(view);
        let (seen, shift) = self.seen(view);
        let ahead = seen.height * AHEAD;
        let focused = self.focused.get_value();
        let items = self.with(|sheet| {
            let heights = sheet.heights();
            let range = heights.touching(seen.top - ahead, seen.bottom() + ahead);
            let focused = focused.and_then(|block| sheet.index(block));
            items(heights, range, focused, |index| sheet.key(index))
        });
        let here = self.with(|sheet| sheet.thing_at(seen.top + COVERED));
        if self.here.get_untracked() != here {
            self.here.set(here);
        }
        if self.items.with_untracked(|drawn| *drawn != items) {
            self.items.set(items);
        }
        if shift.abs() >= 1.0 {
            // Once the page has its new length.
            leptos::task::spawn_local(async move { scroll_window(shift) });
        }
        self.measure_before_next_frame();
    }

    /// Where the window will be once it has been scrolled to the anchor, and by how much that is.
    fn seen(self, view: View) -> (View, f64) {
        let place = self
            .anchor
            .get_value()
            .and_then(|anchor| self.with(|sheet| sheet.place(anchor)));
        let top = place.map_or(view.top, |place| place - COVERED);
        let shift = top - view.top;
        (View { top, ..view }, shift)
    }

    /// Compares the lines that are in view, as far as a frame allows.
    fn read_in_view(self, view: View) {
        let since = now().as_millisecond();
        loop {
            let (seen, _) = self.seen(view);
            let found = self
                .with(|sheet| sheet.unread_in(sheet.heights().touching(seen.top, seen.bottom())));
            let Some(thing) = found.filter(|_| now().as_millisecond() - since < BUSY_MS) else {
                return;
            };
            self.sheet.update_value(|sheet| {
                sheet.read(thing);
                sheet.arrange();
            });
        }
    }

    /// Measures what was drawn before anybody sees it.
    fn measure_before_next_frame(self) {
        if !self
            .to_measure
            .try_update_value(|asked| std::mem::replace(asked, true))
            .unwrap_or(true)
        {
            before_next_frame(move || self.measure());
        }
    }

    fn measure(self) {
        if self.sheet.is_disposed() {
            return;
        }
        self.to_measure.set_value(false);
        let heights = child_heights(self.list);
        let drawn = self.items.get_untracked();
        if heights.len() != drawn.len() {
            return;
        }
        let measured = drawn
            .iter()
            .zip(heights)
            .filter_map(|(item, height)| match item {
                Item::Drawn { index, .. } => Some((*index, height)),
                Item::Gap { .. } => None,
            });
        let mut otherwise = false;
        self.sheet
            .update_value(|sheet| otherwise = sheet.measure(measured));
        if let Some(id) = self.to_focus.try_update_value(Option::take).flatten() {
            focus_in_place(&id);
        }
        let unread = in_window(self.list).is_some_and(|view| {
            self.with(|sheet| {
                let seen = sheet.heights().touching(view.top, view.bottom());
                sheet.unread_in(seen).is_some()
            })
        });
        if otherwise || unread {
            self.draw();
        }
    }

    /// Compares all lines bit by bit, so that scrolling and searching find them there.
    fn read_everything(self) {
        spawn_while_shown(async move {
            loop {
                pause(REST).await;
                let since = now().as_millisecond();
                let mut any = false;
                while now().as_millisecond() - since < BUSY_MS {
                    let Some(thing) = self.with(Sheet::unread) else {
                        break;
                    };
                    any = true;
                    self.sheet.update_value(|sheet| sheet.read(thing));
                }
                if !any {
                    return;
                }
                self.sheet.update_value(Sheet::arrange);
                self.draw();
            }
        });
    }
}

/// The heading's element, to focus.
pub fn head_id(thing: Thing) -> String {
    match thing {
        Thing::Object(index) => format!("object-{index}"),
        Thing::Hook(index) => format!("hook-{index}"),
    }
}
