//! What is drawn: what is in view and a little around it.

use std::time::Duration;

use leptos::prelude::*;

use super::super::model::{Block, PRINTED, PageModel, Slot, slots};
use super::{Aim, BUSY_MS, PageController};
use crate::browser::{
    View, before_next_frame, child_heights, focus_in_place, in_window, now, pause, scroll_window,
    spawn_while_shown,
};

/// What the bar on top covers of the window, and some air.
const COVERED: f64 = 72.0;
/// How many windows are drawn above and below the one that is seen, so that scrolling finds
/// something there.
const AHEAD: f64 = 0.8;
/// The same after a leap to another part of the page.
const LEAPT: f64 = 0.1;
/// How long the window rests after a leap before more is drawn.
const LEAP_REST: Duration = Duration::from_millis(60);
/// And how long nothing is done after that, which belongs to whoever scrolls.
const REST: Duration = Duration::from_millis(16);

impl PageController {
    /// Keeps the block drawn for as long as something in it has the focus.
    pub fn focused(self, block: Option<Block>) {
        self.focused.set_value(block);
    }

    /// The window shows another part of the page, or has another size.
    pub(super) fn scrolled(self) {
        if self.model.is_disposed() {
            return;
        }
        if let Some(view) = in_window(self.list) {
            self.settle(view);
            self.draw();
        }
    }

    /// Takes the window as it is for where the reader wants to be.
    fn settle(self, view: View) {
        self.aimed.update_value(|aimed| {
            *aimed = aimed.take().and_then(|aim| match aim.top {
                Some(top) if (top - view.top).abs() > 2.0 => None,
                _ => Some(Aim {
                    top: Some(view.top),
                    ..aim
                }),
            });
        });
        let anchor = self.with(|model| model.anchor(view.top + COVERED));
        self.anchor.set_value(anchor);
    }

    /// Before the page changes by itself: a window that was scrolled and has not said so yet stays
    /// where the reader put it.
    pub(super) fn follow(self) {
        let on_its_way = self.to_scroll.get_value().is_some();
        if let (Some(top), Some(view), false) =
            (self.drawn_at.get_value(), in_window(self.list), on_its_way)
            && (top - view.top).abs() >= 2.0
        {
            self.settle(view);
        }
    }

    /// Draws what is in view and a little around it.
    pub(super) fn draw(self) {
        if self.model.is_disposed() {
            return;
        }
        let Some(view) = in_window(self.list) else {
            return;
        };
        self.compute_lines_in_view(view);
        let (seen, shift) = self.seen(view);
        let before = self
            .drawn_at
            .try_update_value(|at| at.replace(seen.top))
            .flatten();
        if before.is_none_or(|top| (top - seen.top).abs() > seen.height) {
            self.leap();
        }
        let ahead = seen.height
            * match self.leaping.get_value() {
                Some(_) => LEAPT,
                None => AHEAD,
            };
        let focused = self.focused.get_value();
        let slots = self.with(|model| {
            let heights = model.heights();
            let range = match self.printing.get_value() {
                true => 0..heights.len().min(PRINTED),
                false => heights.touching(seen.top - ahead, seen.bottom() + ahead),
            };
            let focused = focused.and_then(|block| model.index(block));
            slots(heights, range, focused, |index| model.key(index))
        });
        let aimed = self.aimed.get_value().map(|aim| aim.item);
        let here = aimed.or_else(|| self.with(|model| model.thing_at(seen.top + COVERED)));
        if self.here.get_untracked() != here {
            self.here.set(here);
        }
        if self.slots.with_untracked(|drawn| *drawn != slots) {
            self.slots.set(slots);
        }
        if shift.abs() < 1.0 {
            self.to_scroll.set_value(None);
        } else {
            // Once the page has its new length.
            let asked = self
                .to_scroll
                .try_update_value(|to| to.replace(shift).is_some());
            if asked == Some(false) {
                leptos::task::spawn_local(async move {
                    // Drawn twice meanwhile: only the last way is the right one.
                    let shift = self.to_scroll.try_update_value(Option::take).flatten();
                    shift.into_iter().for_each(scroll_window);
                });
            }
        }
        self.measure_before_next_frame();
    }

    /// After a leap what is seen comes first, the rest once the window has rested: whoever drags the scroll bar leaps on
    /// every frame, and would wait for what they do not see.
    fn leap(self) {
        let this = self.leaps.get_value() + 1;
        self.leaps.set_value(this);
        self.leaping.set_value(Some(this));
        spawn_while_shown(async move {
            pause(LEAP_REST).await;
            if !self.model.is_disposed() && self.leaping.get_value() == Some(this) {
                self.leaping.set_value(None);
                self.follow();
                self.draw();
            }
        });
    }

    /// Where the window will be once it has been scrolled to the anchor, and by how much that is.
    fn seen(self, view: View) -> (View, f64) {
        let place = self
            .anchor
            .get_value()
            .and_then(|anchor| self.with(|model| model.place(anchor)));
        let top = place.map_or(view.top, |place| place - COVERED);
        let shift = top - view.top;
        (View { top, ..view }, shift)
    }

    /// Compares the lines that are in view, as far as a frame allows.
    fn compute_lines_in_view(self, view: View) {
        let since = now().as_millisecond();
        loop {
            let (seen, _) = self.seen(view);
            let found = self.with(|model| {
                model.first_without_lines(model.heights().touching(seen.top, seen.bottom()))
            });
            let Some(item) = found.filter(|_| now().as_millisecond() - since < BUSY_MS) else {
                return;
            };
            self.model.update_value(|model| {
                model.compute_lines(item);
                model.rebuild_blocks();
            });
        }
    }

    /// Measures what was drawn before anybody sees it.
    pub(super) fn measure_before_next_frame(self) {
        if !self
            .to_measure
            .try_update_value(|asked| std::mem::replace(asked, true))
            .unwrap_or(true)
        {
            before_next_frame(move || self.measure());
        }
    }

    fn measure(self) {
        if self.model.is_disposed() {
            return;
        }
        self.to_measure.set_value(false);
        let heights = child_heights(self.list);
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
        self.follow();
        let mut otherwise = false;
        self.model
            .update_value(|model| otherwise = model.measure(measured));
        if let Some(id) = self.to_focus.try_update_value(Option::take).flatten() {
            focus_in_place(&id);
        }
        let unread = in_window(self.list).is_some_and(|view| {
            self.with(|model| {
                let seen = model.heights().touching(view.top, view.bottom());
                model.first_without_lines(seen).is_some()
            })
        });
        if otherwise || unread {
            self.draw();
        }
    }

    /// Compares all lines bit by bit, so that scrolling and searching find them there.
    pub(super) fn compute_all_lines(self) {
        spawn_while_shown(async move {
            loop {
                pause(REST).await;
                self.follow();
                let since = now().as_millisecond();
                let mut any = false;
                while now().as_millisecond() - since < BUSY_MS {
                    let Some(item) = self.with(PageModel::next_without_lines) else {
                        break;
                    };
                    any = true;
                    self.model.update_value(|model| model.compute_lines(item));
                }
                if !any {
                    return;
                }
                self.model.update_value(PageModel::rebuild_blocks);
                self.draw();
            }
        });
    }
}
