//! Links to the page and its parts, and copying links and diffs.

use astern_protocol::{Address, Line, ObjectAnchor, ReleasePage, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::model::{Item, LinePosition};
use super::page_controller::{BUSY_MS, PageController, PageLink};
use crate::browser::{Copied, copy, now, replace_address, whole_address, yield_to_browser};

impl PageLink {
    /// The address of the page, with an anchor.
    fn address(&self, at: Option<ObjectAnchor>) -> Address {
        Address {
            route: Route::Release {
                namespace: self.namespace.clone(),
                release: self.release.clone(),
                page: ReleasePage::Compare {
                    from: self.ends.from,
                    to: self.ends.to,
                    at,
                },
            },
            cluster: self.cluster.clone(),
        }
    }
}

impl PageController {
    /// The link to an item or one of its lines; without an item, to the page.
    pub fn link(self, at: Option<(Item, Option<LinePosition>)>) -> Address {
        let anchor = |(item, line): (Item, Option<LinePosition>)| {
            let object = self.with(|model| Some(model.change(item)?.id.clone()))?;
            let line = line.map(Line::from);
            Some(ObjectAnchor { object, line })
        };
        self.page
            .with_value(|page| page.address(at.and_then(anchor)))
    }

    /// Highlights a line, puts its link into the address, and copies it.
    pub fn point_at(self, item: Item, line: LinePosition) {
        self.update(|model| model.highlight(item, line));
        self.copy_link(Some((item, Some(line))));
    }

    /// Copies a link to where the reader is: the highlighted line, the item, or the page.
    pub fn copy_link_here(self) {
        let current = self.current.get_untracked();
        let at = current.map(|item| (item, self.with(|model| model.highlighted(item))));
        self.copy_link(at);
    }

    /// Copies a link, and puts it into the address.
    pub fn copy_link(self, at: Option<(Item, Option<LinePosition>)>) {
        let link = self.link(at).to_string();
        replace_address(&link);
        self.copy_text(whole_address(&link), "The link is copied.");
    }

    /// Copies items as a unified diff, which is made in slices that the browser does not notice.
    pub fn copy_diff(self, items: Vec<Item>) {
        spawn_local(async move {
            let mut text = self.with(|model| model.unread_comments());
            let mut start = now().as_millisecond();
            for item in items {
                if self.list.is_disposed() {
                    return;
                }
                text += &self.with(|model| model.patch(item));
                if now().as_millisecond() - start >= BUSY_MS {
                    yield_to_browser().await;
                    start = now().as_millisecond();
                }
            }
            self.copy_text(text, "The diff is copied.");
        });
    }

    fn copy_text(self, text: String, done: &'static str) {
        // Not `spawn_while_shown`: the button that was pressed may be drawn again, which must not end the copy.
        spawn_local(async move {
            let message = match copy(&text).await {
                Copied::Yes => done,
                Copied::Refused => "The browser did not let it be copied.",
            };
            let _ = self.status.try_set(message.to_owned());
        });
    }
}
