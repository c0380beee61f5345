//! A virtual list that scrolls with the window.

use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;

use super::{Anchor, Content, Slot, slots};
use crate::browser::{
    View, before_next_frame, child_heights, focus_in_place, follow_view, in_window, now, pause,
    scroll_window, spawn_while_shown,
};

/// The number of window heights that are drawn above and below the window, so that scrolling finds rows there.
const OVERSCAN: f64 = 0.8;
/// The same right after a jump to another part of the list.
const OVERSCAN_AFTER_JUMP: f64 = 0.1;
/// The time without another jump after which [`OVERSCAN`] applies again.
const JUMP_REST: Duration = Duration::from_millis(60);
/// The time in milliseconds for which rows are prepared before a frame is drawn.
const PREPARE_MS: i64 = 8;
/// The distance in CSS pixels from which on the window counts as scrolled.
const SCROLLED: f64 = 2.0;

/// Which rows are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Those in view, and some around them.
    InView,
    /// All of them from the first on, but no more than this number: for a print.
    All(usize),
}

/// The position of the window relative to what the reader navigated to.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Target {
    /// The reader scrolled since.
    None,
    /// The window is about to be scrolled there.
    Pending,
    /// The window came to rest at this position.
    Reached(f64),
}

/// Called whenever rows are drawn, with the list and the position below what covers the top of the window.
type OnDraw<C> = Box<dyn Fn(WindowList<C>, f64)>;

/// A list of rows in a page that scrolls with the window. Cheap to copy; lives as long as the page.
pub struct WindowList<C: Content> {
    /// The element that the rows are drawn in.
    pub element: NodeRef<Div>,
    /// What is drawn in it.
    pub slots: RwSignal<Vec<Slot>>,
    content: StoredValue<C, LocalStorage>,
    on_draw: StoredValue<OnDraw<C>, LocalStorage>,
    covered: f64,
    extent: StoredValue<Extent, LocalStorage>,
    /// The position of the window when rows were drawn last.
    drawn_at: StoredValue<Option<f64>, LocalStorage>,
    /// The number of jumps to another part of the list so far.
    jumps: StoredValue<u32, LocalStorage>,
    /// The jump after which the window has not rested yet.
    unrested_jump: StoredValue<Option<u32>, LocalStorage>,
    target: StoredValue<Target, LocalStorage>,
    /// The position that stays at the top of the window while rows change.
    anchor: StoredValue<Option<Anchor<C::Key>>, LocalStorage>,
    focused: StoredValue<Option<C::Key>, LocalStorage>,
    /// The element to focus once it is drawn.
    pending_focus: StoredValue<Option<String>, LocalStorage>,
    is_measuring: StoredValue<bool, LocalStorage>,
    /// The distance to scroll by once the page has its new height.
    pending_scroll: StoredValue<Option<f64>, LocalStorage>,
}

impl<C: Content> Clone for WindowList<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Content> Copy for WindowList<C> {}

impl<C: Content> WindowList<C> {
    /// A list of these rows. `covered` is the height in CSS pixels that other elements cover at the top of the window.
    /// `on_draw` is called whenever rows are drawn, with the position below that.
    pub fn new(content: C, covered: f64, on_draw: impl Fn(Self, f64) + 'static) -> Self {
        let list = Self {
            element: NodeRef::new(),
            slots: RwSignal::new(Vec::new()),
            content: StoredValue::new_local(content),
            on_draw: StoredValue::new_local(Box::new(on_draw)),
            covered,
            extent: StoredValue::new_local(Extent::InView),
            drawn_at: StoredValue::new_local(None),
            jumps: StoredValue::new_local(0),
            unrested_jump: StoredValue::new_local(None),
            target: StoredValue::new_local(Target::None),
            anchor: StoredValue::new_local(None),
            focused: StoredValue::new_local(None),
            pending_focus: StoredValue::new_local(None),
            is_measuring: StoredValue::new_local(false),
            pending_scroll: StoredValue::new_local(None),
        };
        follow_view(
            list.element,
            move || list.on_scroll(),
            move || list.measure_before_next_frame(),
        );
        // A link may have set the anchor before the element was there.
        list.element
            .on_load(move |_| match list.anchor.get_value() {
                Some(_) => list.draw(),
                None => list.on_scroll(),
            });
        list
    }

    /// Returns whether the page was left.
    pub fn is_disposed(self) -> bool {
        self.content.is_disposed()
    }

    /// Reads the content.
    pub fn with<T>(self, read: impl FnOnce(&C) -> T) -> T {
        self.content.with_value(read)
    }

    /// Changes the content and draws it. The reader's position stays.
    pub fn update(self, change: impl FnOnce(&mut C)) {
        self.keep_position();
        self.content.update_value(change);
        self.draw();
    }

    /// Changes the content without drawing it. [`WindowList::draw`] is to be called when rows came, went or changed.
    pub fn update_undrawn(self, change: impl FnOnce(&mut C)) {
        self.content.update_value(change);
    }

    /// Sets which rows are drawn from the next time on.
    pub fn set_extent(self, extent: Extent) {
        self.extent.set_value(extent);
    }

    /// Keeps the row in the document for as long as something in it has the focus.
    pub fn set_focused(self, key: Option<C::Key>) {
        self.focused.set_value(key);
    }

    /// Focuses the element with that id once it is drawn.
    pub fn focus_when_drawn(self, id: String) {
        self.pending_focus.set_value(Some(id));
    }

    /// Scrolls so that the anchor is at the top of the window.
    pub fn scroll_to(self, anchor: Anchor<C::Key>) {
        self.anchor.set_value(Some(anchor));
        self.draw();
    }

    /// Marks the position that the next scroll leads to as the target.
    pub fn set_target(self) {
        self.target.set_value(Target::Pending);
    }

    /// Returns whether the reader has not scrolled away from the target. The window may be elsewhere nevertheless: the
    /// end of the page can keep the target from the top.
    pub fn is_at_target(self) -> bool {
        self.target.get_value() != Target::None
    }

    /// Handles that the window was scrolled or resized.
    fn on_scroll(self) {
        if self.is_disposed() {
            return;
        }
        if let Some(view) = in_window(self.element) {
            self.settle(view);
            self.draw();
        }
    }

    /// Makes the current position of the window the one to keep.
    fn settle(self, view: View) {
        self.target.update_value(|target| {
            *target = match *target {
                Target::None => Target::None,
                Target::Reached(top) if (top - view.top).abs() > SCROLLED => Target::None,
                Target::Pending | Target::Reached(_) => Target::Reached(view.top),
            };
        });
        let anchor = self.with(|content| Anchor::at(content, view.top + self.covered));
        self.anchor.set_value(anchor);
    }

    /// Takes the reader's position from the window, if it was scrolled and the event for that is still to come. To be
    /// called before the content changes by itself.
    pub fn keep_position(self) {
        let is_scrolling = self.pending_scroll.get_value().is_some();
        if let (Some(top), Some(view), false) = (
            self.drawn_at.get_value(),
            in_window(self.element),
            is_scrolling,
        ) && (top - view.top).abs() >= SCROLLED
        {
            self.settle(view);
        }
    }

    /// Draws the rows in view and some around them, and scrolls to the anchor.
    pub fn draw(self) {
        if self.is_disposed() {
            return;
        }
        let Some(view) = in_window(self.element) else {
            return;
        };
        self.prepare_in_view(view);
        let (target, shift) = self.anchored(view);
        let before = self
            .drawn_at
            .try_update_value(|at| at.replace(target.top))
            .flatten();
        if before.is_none_or(|top| (top - target.top).abs() > target.height) {
            self.jump();
        }
        let overscan = target.height
            * match self.unrested_jump.get_value() {
                Some(_) => OVERSCAN_AFTER_JUMP,
                None => OVERSCAN,
            };
        let focused = self.focused.get_value();
        let slots = self.with(|content| {
            let heights = content.heights();
            let range = match self.extent.get_value() {
                Extent::All(limit) => 0..heights.len().min(limit),
                Extent::InView => {
                    heights.rows_between(target.top - overscan, target.bottom() + overscan)
                }
            };
            let focused = focused.and_then(|key| content.index(key));
            slots(heights, range, focused, |index| content.render_key(index))
        });
        self.on_draw
            .with_value(|on_draw| on_draw(self, target.top + self.covered));
        if self.slots.with_untracked(|drawn| *drawn != slots) {
            self.slots.set(slots);
        }
        if shift.abs() < 1.0 {
            self.pending_scroll.set_value(None);
        } else {
            // Once the page has its new height.
            let is_asked = self
                .pending_scroll
                .try_update_value(|by| by.replace(shift).is_some());
            if is_asked == Some(false) {
                leptos::task::spawn_local(async move {
                    // Where rows were drawn again meanwhile, only the last distance is right.
                    let shift = self.pending_scroll.try_update_value(Option::take).flatten();
                    shift.into_iter().for_each(scroll_window);
                });
            }
        }
        self.measure_before_next_frame();
    }

    /// Draws little around the window until it has rested: a reader who drags the scroll bar jumps on every frame, and would
    /// wait for rows that are not in view.
    fn jump(self) {
        let jump = self.jumps.get_value() + 1;
        self.jumps.set_value(jump);
        self.unrested_jump.set_value(Some(jump));
        spawn_while_shown(async move {
            pause(JUMP_REST).await;
            if !self.is_disposed() && self.unrested_jump.get_value() == Some(jump) {
                self.unrested_jump.set_value(None);
                self.keep_position();
                self.draw();
            }
        });
    }

    /// The part of the list that the window shows once it was scrolled to the anchor, and the distance to there.
    fn anchored(self, view: View) -> (View, f64) {
        let position = self
            .anchor
            .get_value()
            .and_then(|anchor| self.with(|content| anchor.position(content)));
        let top = position.map_or(view.top, |position| position - self.covered);
        let shift = top - view.top;
        (View { top, ..view }, shift)
    }

    /// Prepares the rows in view, as far as a frame allows.
    fn prepare_in_view(self, view: View) {
        let start = now().as_millisecond();
        while now().as_millisecond() - start < PREPARE_MS {
            let (target, _) = self.anchored(view);
            let prepared = self.content.try_update_value(|content| {
                let rows = content.heights().rows_between(target.top, target.bottom());
                content.prepare_next(rows)
            });
            if prepared != Some(true) {
                return;
            }
        }
    }

    /// Measures the rows that were drawn, before they are painted.
    fn measure_before_next_frame(self) {
        if !self
            .is_measuring
            .try_update_value(|is_asked| std::mem::replace(is_asked, true))
            .unwrap_or(true)
        {
            before_next_frame(move || self.measure());
        }
    }

    fn measure(self) {
        if self.is_disposed() {
            return;
        }
        self.is_measuring.set_value(false);
        let heights = child_heights(self.element);
        let drawn = self.slots.get_untracked();
        if heights.len() != drawn.len() {
            return;
        }
        let measured = drawn
            .iter()
            .zip(heights)
            .filter_map(|(slot, height)| match slot {
                Slot::Row { index, .. } => Some((*index, height)),
                Slot::Spacer { .. } => None,
            });
        self.keep_position();
        let mut differ = false;
        self.content
            .update_value(|content| differ = content.record_heights(measured));
        if let Some(id) = self.pending_focus.try_update_value(Option::take).flatten() {
            focus_in_place(&id);
        }
        let is_unready = in_window(self.element).is_some_and(|view| {
            self.with(|content| {
                let rows = content.heights().rows_between(view.top, view.bottom());
                !content.are_ready(rows)
            })
        });
        if differ || is_unready {
            self.draw();
        }
    }
}
