//! Collects consequences and names the objects in them.

use astern_compare::{Comparison, Severity};
use astern_manifest::ObjectId;

use super::consequence::Consequence;
use crate::count::{count, list};

/// The number of objects that a sentence names; the others are counted.
pub(super) const MAX_NAMED: usize = 3;

/// Collects the consequences of a comparison.
pub(super) struct ConsequenceWriter<'a> {
    pub(super) comparison: &'a Comparison,
    consequences: Vec<Consequence>,
}

impl<'a> ConsequenceWriter<'a> {
    pub(super) fn new(comparison: &'a Comparison) -> Self {
        Self {
            comparison,
            consequences: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<Consequence> {
        self.consequences
    }

    pub(super) fn push(&mut self, severity: Severity, sentence: String) {
        self.consequences.push(Consequence { severity, sentence });
    }

    /// Adds the number of consequences that have no sentence of their own.
    pub(super) fn push_remaining(
        &mut self,
        severity: Severity,
        total: usize,
        noun: &str,
        predicate: &str,
    ) {
        if total > MAX_NAMED {
            let subject = count(total - MAX_NAMED, &format!("more {noun}"));
            self.push(severity, format!("{subject} {predicate}."));
        }
    }

    /// Returns the name of an object, without the namespace of the release.
    pub(super) fn name(&self, id: &ObjectId) -> String {
        let mut id = id.clone();
        id.namespace = id
            .namespace
            .filter(|namespace| namespace != self.comparison.namespace.as_str());
        id.to_string()
    }

    /// Returns the names of objects, of which at most [`MAX_NAMED`] are listed.
    pub(super) fn names<'b>(&self, ids: impl ExactSizeIterator<Item = &'b ObjectId>) -> String {
        list(ids.map(|id| self.name(id)), MAX_NAMED)
    }
}
