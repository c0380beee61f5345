//! Which reads of the API server failed the last time.

use std::collections::BTreeMap;

use astern_cluster::TemporaryFailure;
use leptos::prelude::*;

/// The reads that failed the last time they were sent, by path. Each is sent again until it is answered.
#[derive(Clone, Debug, Default)]
pub struct FailingReads(ArcRwSignal<BTreeMap<String, TemporaryFailure>>);

impl FailingReads {
    /// Notes how a read ended; `None` is an answer. `target` is its path and query: lists and watches of one path count as one.
    pub(super) fn note(&self, target: &str, failure: Option<TemporaryFailure>) {
        let path = target.split('?').next().unwrap_or(target);
        let known = self.0.with_untracked(|reads| reads.get(path).copied());
        if known == failure {
            return;
        }
        self.0.update(|reads| match failure {
            Some(failure) => {
                reads.insert(path.to_owned(), failure);
            }
            None => {
                reads.remove(path);
            }
        });
    }

    /// Forgets all of them, because another page reads something else.
    pub fn forget(&self) {
        if !self.0.with_untracked(BTreeMap::is_empty) {
            self.0.update(BTreeMap::clear);
        }
    }

    /// Returns why reads fail, if any does: a throttled one first, because that explains the others.
    pub fn failure(&self) -> Option<TemporaryFailure> {
        self.0.with(|reads| {
            let throttled = |failure: &&TemporaryFailure| **failure == TemporaryFailure::Throttled;
            let mut failures = reads.values();
            let any = failures.clone().next();
            failures.find(throttled).or(any).copied()
        })
    }
}
