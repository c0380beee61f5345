//! The parts of the two records that were not read, because they hold too much.

use std::collections::BTreeSet;

use astern_ledger::{RecordPart, Release, Revision};

use crate::{Side, Sides, Unread};

/// The parts that one of the records lacks because they were not read. They are compared on neither side.
#[derive(Default)]
pub(crate) struct UnreadParts(BTreeSet<(RecordPart, Side)>);

impl UnreadParts {
    pub(crate) fn of(releases: &Sides<&Release>) -> Self {
        let on = |side| {
            let parts = releases.get(side).left_out.iter();
            parts.map(move |part| (*part, side))
        };
        Self(on(Side::From).chain(on(Side::To)).collect())
    }

    /// Returns whether all of these parts were read on both sides.
    pub(crate) fn are_read(&self, parts: &[RecordPart]) -> bool {
        !self.0.iter().any(|(unread, _)| parts.contains(unread))
    }

    /// Returns each part that was not read.
    pub(crate) fn unread(&self, revisions: &Sides<Revision>) -> Vec<Unread> {
        let parts = self.0.iter();
        let unread = parts.map(|&(part, side)| Unread::part(*revisions.get(side), side, part));
        unread.collect()
    }
}
