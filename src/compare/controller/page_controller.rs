//! The state of the page in the browser, and changing it.

use std::sync::Arc;
use std::time::Duration;

use astern_compare::{Comparison, Sides};
use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{LinkedCluster, RevisionOrLive};
use leptos::prelude::*;

use super::super::model::{Block, Collapsible, Item, MAX_PRINTED_BLOCKS, PageModel, ViewOptions};
use crate::browser::{
    Printing, now, on_print, pause, read_setting, spawn_while_shown, write_setting,
};
use crate::virtual_list::{Extent, WindowList};

/// The height in CSS pixels that the top bar covers of the window, with a margin.
const COVERED: f64 = 72.0;

/// The time in milliseconds for which lines are compared or copied before the browser gets a turn.
pub(super) const BUSY_MS: i64 = 8;

/// The pause after that, in which the page can scroll.
const REST: Duration = Duration::from_millis(16);

/// The key under which the browser stores the view options.
const SETTING: &str = "astern.compare";

/// The view options that the browser stores.
pub fn saved_options() -> ViewOptions {
    ViewOptions::from_setting(&read_setting(SETTING).unwrap_or_default())
}

/// What a link to this page consists of.
#[derive(Clone, Debug)]
pub struct PageLink {
    /// The namespace of the release.
    pub namespace: Namespace,
    /// The name of the release.
    pub release: ReleaseName,
    /// The two sides of the comparison.
    pub ends: Sides<RevisionOrLive>,
    /// The cluster.
    pub cluster: Option<LinkedCluster>,
}

/// The controller of the page. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub struct PageController {
    /// The list that draws the blocks of the model.
    pub list: WindowList<PageModel>,
    /// The item that the reader is at.
    pub current: RwSignal<Option<Item>>,
    /// How the comparison is displayed.
    pub options: RwSignal<ViewOptions>,
    /// Increases whenever items were opened, closed or folded.
    pub changes: RwSignal<u32>,
    /// What was done last, for a status line.
    pub status: RwSignal<String>,
    pub(super) page: StoredValue<PageLink, LocalStorage>,
    /// The item that was navigated to. It is the current one until the reader scrolls away from it, even where the end of
    /// the page keeps it from the top of the window.
    pub(super) target: StoredValue<Option<Item>, LocalStorage>,
}

/// The controller of the page that is shown.
pub fn use_page_controller() -> PageController {
    expect_context::<PageController>()
}

impl PageController {
    /// Starts a page, and provides its controller to the components on it.
    pub fn new(model: PageModel, page: PageLink) -> Self {
        let options = RwSignal::new(model.options());
        let current = RwSignal::new(None);
        let target = StoredValue::new_local(None);
        let list = WindowList::new(
            model,
            COVERED,
            move |list: WindowList<PageModel>, position| {
                let target = target.get_value().filter(|_| list.is_at_target());
                let item = target.or_else(|| list.with(|model| model.item_at(position)));
                if current.get_untracked() != item {
                    current.set(item);
                }
            },
        );
        let controller = Self {
            list,
            current,
            options,
            changes: RwSignal::new(0),
            status: RwSignal::new(String::new()),
            page: StoredValue::new_local(page),
            target,
        };
        provide_context(controller);
        controller.compute_all_lines();
        on_print(move |printing| {
            controller.list.set_extent(match printing {
                Printing::Begins => Extent::All(MAX_PRINTED_BLOCKS),
                Printing::Ended => Extent::InView,
            });
            controller.update(|model| match printing {
                Printing::Begins => model.begin_print(),
                Printing::Ended => model.end_print(),
            });
        });
        controller
    }

    /// Reads the model.
    pub fn with<T>(self, read: impl FnOnce(&PageModel) -> T) -> T {
        self.list.with(read)
    }

    /// The comparison; `None` when one side is the cluster.
    pub fn comparison(self) -> Option<Arc<Comparison>> {
        self.with(|model| model.report.comparison().cloned())
    }

    /// Opens a part if it is closed, else closes it.
    pub fn toggle_part(self, part: Collapsible) {
        let open = self.with(|model| !model.is_part_open(part));
        self.update(|model| model.set_part_open(part, open));
    }

    /// Opens the fold of an item's lines that begins at this row.
    pub fn unfold(self, item: Item, fold: usize) {
        self.update(|model| model.unfold(item, fold));
    }

    /// Changes how comparisons are displayed, and stores that in the browser.
    pub fn change_options(self, change: impl FnOnce(&mut ViewOptions)) {
        self.options.update(change);
        let options = self.options.get_untracked();
        write_setting(SETTING, &options.to_setting());
        self.update(|model| model.set_options(options));
    }

    /// Focuses the element with that id once it is drawn, such as a button that a change draws again.
    pub fn focus_when_drawn(self, id: String) {
        self.list.focus_when_drawn(id);
    }

    /// Keeps a block in the document while something in it has the focus.
    pub fn set_focused(self, block: Option<Block>) {
        self.list.set_focused(block);
    }

    /// Shows a message in the status line, which screen readers announce.
    pub fn announce(self, message: String) {
        self.status.set(message);
    }

    /// Compares the lines of an item, unless that was done before.
    pub fn compute_lines(self, item: Item) {
        if self.with(|model| model.lines(item).is_none()) {
            self.update(|model| {
                model.compute_lines(item);
                model.rebuild_blocks();
            });
        }
    }

    /// Changes the model, draws it, and notifies what depends on it.
    pub(super) fn update(self, change: impl FnOnce(&mut PageModel)) {
        self.list.update(change);
        self.changes.update(|count| *count += 1);
    }

    /// Compares the lines of all items in the background, so that scrolling and searching find them compared.
    fn compute_all_lines(self) {
        let list = self.list;
        spawn_while_shown(async move {
            loop {
                pause(REST).await;
                list.keep_position();
                let start = now().as_millisecond();
                let mut any = false;
                while now().as_millisecond() - start < BUSY_MS {
                    let Some(item) = list.with(PageModel::next_without_lines) else {
                        break;
                    };
                    any = true;
                    list.update_undrawn(|model| model.compute_lines(item));
                }
                if !any {
                    return;
                }
                list.update_undrawn(PageModel::rebuild_blocks);
                list.draw();
            }
        });
    }
}
