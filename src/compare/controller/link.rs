//! Links to the page and to places on it, and copying.

use astern_compare::{Side, Sides};
use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{Address, End, Line, LinkedCluster, Place, Route, Spot};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::model::{Item, LinePosition};
use super::{BUSY_MS, PageController};
use crate::browser::{Copied, copy, now, replace_address, whole_address, yield_to_browser};

/// What links to this page are made of.
#[derive(Clone, Debug)]
pub struct PageLink {
    /// The release.
    pub namespace: Namespace,
    /// Its name.
    pub release: ReleaseName,
    /// The two sides.
    pub ends: Sides<End>,
    /// The cluster.
    pub cluster: Option<LinkedCluster>,
}

impl PageLink {
    /// The page's address, at a spot.
    pub(super) fn address(&self, at: Option<Spot>) -> Address {
        Address {
            route: Route::Release {
                namespace: self.namespace.clone(),
                release: self.release.clone(),
                place: Place::Compare {
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
    /// The link to a item or one of its lines, or, without one, to the page.
    pub fn link(self, at: Option<(Item, Option<LinePosition>)>) -> Address {
        let spot = |(item, line): (Item, Option<LinePosition>)| {
            let object = self.with(|model| Some(model.change(item)?.id.clone()))?;
            let line = line.map(|line| match line.side {
                Side::From => Line::Left(line.number),
                Side::To => Line::Right(line.number),
            });
            Some(Spot { object, line })
        };
        self.page.with_value(|page| page.address(at.and_then(spot)))
    }

    /// Points the address at a line, so that copying it is copying the line's link.
    pub fn point_at(self, item: Item, line: LinePosition) {
        self.change(|model| model.highlight(item, line));
        self.copy_link(Some((item, Some(line))));
    }

    /// Copies a link to where the reader is: the marked line, the object, or the page.
    pub fn copy_link_here(self) {
        let here = self.here.get_untracked();
        let at = here.map(|item| (item, self.with(|model| model.highlighted(item))));
        self.copy_link(at);
    }

    /// Copies a link and puts it into the address.
    pub fn copy_link(self, at: Option<(Item, Option<LinePosition>)>) {
        let link = self.link(at).to_string();
        replace_address(&link);
        self.copy_text(whole_address(&link), "The link is copied.");
    }

    /// Copies items as a unified diff, as many at a time as the browser can wait for.
    pub fn copy_diff(self, items: Vec<Item>) {
        spawn_local(async move {
            let mut text = String::new();
            let mut since = now().as_millisecond();
            for item in items {
                if self.model.is_disposed() {
                    return;
                }
                text += &self.with(|model| model.patch(item));
                if now().as_millisecond() - since >= BUSY_MS {
                    yield_to_browser().await;
                    since = now().as_millisecond();
                }
            }
            self.copy_text(text, "The diff is copied.");
        });
    }

    pub(super) fn copy_text(self, text: String, done: &'static str) {
        // What asked may be drawn anew meanwhile, which must not end the copy.
        spawn_local(async move {
            let said = match copy(&text).await {
                Copied::Yes => done,
                Copied::Refused => "The browser did not let it be copied.",
            };
            let _ = self.said.try_set(said.to_owned());
        });
    }
}
