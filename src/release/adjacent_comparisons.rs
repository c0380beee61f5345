//! The comparison of each revision with the one before: one pair at a time, newest first, as payloads are read.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use astern_cluster::PayloadError;
use astern_ledger::{History, Record, Revision};
use astern_masking::Masking;
use leptos::prelude::*;

use super::change_counts::ChangeCounts;
use crate::browser::spawn_while_shown;
use crate::compare::compare_releases;
use crate::connection::{Cluster, DetailReader, Details};

/// The comparison of a revision with the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AdjacentComparison {
    /// A payload is being read, or the revisions are being compared.
    Pending,
    /// This revision of the two cannot be read.
    Unreadable(Revision),
    /// This revision of the two could not be read yet.
    NotFetched(Revision),
    /// The revisions are compared.
    Compared(Arc<ChangeCounts>),
}

/// The comparisons of adjacent revisions, kept for as long as the page is shown. Only counts are kept of each. The payloads are
/// those that the reader reads for the rows.
#[derive(Clone)]
pub struct AdjacentComparisons(Rc<Inner>);

struct Inner {
    cluster: Arc<Cluster>,
    masking: Arc<Masking>,
    comparisons: RefCell<HashMap<(Record, Record), ArcRwSignal<AdjacentComparison>>>,
}

/// Two adjacent revisions.
struct Pair {
    older: Record,
    newer: Record,
    details: [ArcRwSignal<Details>; 2],
    comparison: ArcRwSignal<AdjacentComparison>,
}

impl AdjacentComparisons {
    /// Creates an empty set of comparisons.
    pub fn new(cluster: Arc<Cluster>, masking: Arc<Masking>) -> Self {
        Self(Rc::new(Inner {
            cluster,
            masking,
            comparisons: RefCell::default(),
        }))
    }

    /// Returns the comparison of two revisions, which changes once they are compared.
    pub fn comparison(&self, older: &Record, newer: &Record) -> ArcRwSignal<AdjacentComparison> {
        let mut comparisons = self.0.comparisons.borrow_mut();
        comparisons
            .entry((older.clone(), newer.clone()))
            .or_insert_with(|| ArcRwSignal::new(AdjacentComparison::Pending))
            .clone()
    }

    /// Returns the comparisons of a history, newest first.
    pub fn all(&self, history: &History) -> Vec<ArcRwSignal<AdjacentComparison>> {
        let pairs = history.records().windows(2);
        pairs
            .map(|pair| self.comparison(&pair[1], &pair[0]))
            .collect()
    }

    /// Compares all adjacent revisions of a history whose payloads are read, one pair at a time, for as long as the component
    /// that calls this is mounted.
    pub fn compare_all(&self, history: &History, reader: &DetailReader) {
        let pairs: Vec<Pair> = history
            .records()
            .windows(2)
            .map(|pair| Pair {
                details: [reader.details(&pair[0]), reader.details(&pair[1])],
                comparison: self.comparison(&pair[1], &pair[0]),
                older: pair[1].clone(),
                newer: pair[0].clone(),
            })
            .collect();
        let is_comparing = RwSignal::new(false);
        let owner = Owner::current();
        let (comparisons, reader) = (self.clone(), reader.clone());
        Effect::new(move |_| {
            if is_comparing.get() {
                return;
            }
            for pair in &pairs {
                pair.mark_not_read();
            }
            let ready = pairs.iter().find(|pair| pair.is_ready());
            let (Some(pair), Some(owner)) = (ready, &owner) else {
                return;
            };
            is_comparing.set(true);
            let (older, newer) = (pair.older.clone(), pair.newer.clone());
            let (comparison, comparisons) = (pair.comparison.clone(), comparisons.clone());
            let reader = reader.clone();
            owner.with(|| {
                spawn_while_shown(async move {
                    comparison.set(comparisons.compare(&older, &newer, &reader).await);
                    is_comparing.set(false);
                });
            });
        });
    }

    /// Compares two revisions. Both payloads were read; one that is not in memory any more is fetched again.
    async fn compare(
        &self,
        older: &Record,
        newer: &Record,
        reader: &DetailReader,
    ) -> AdjacentComparison {
        let Inner {
            cluster, masking, ..
        } = &*self.0;
        let from = cluster.payloads.get(&cluster.api, older).await;
        let to = cluster.payloads.get(&cluster.api, newer).await;
        match (from, to) {
            (Ok(from), Ok(to)) => {
                let comparison = compare_releases(&from, &to, masking).await;
                AdjacentComparison::Compared(Arc::new(ChangeCounts::from(&comparison)))
            }
            (Err(error), _) => not_compared(&error, older, reader),
            (_, Err(error)) => not_compared(&error, newer, reader),
        }
    }
}

fn not_compared(
    error: &PayloadError,
    record: &Record,
    reader: &DetailReader,
) -> AdjacentComparison {
    match error {
        PayloadError::Cluster(error) => {
            reader.not_fetched(record, error.clone());
            AdjacentComparison::NotFetched(record.revision)
        }
        PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => {
            AdjacentComparison::Unreadable(record.revision)
        }
    }
}

impl Pair {
    /// Sets the comparison to the state of a payload that is damaged or could not be fetched. One that could not be fetched may
    /// be later.
    fn mark_not_read(&self) {
        let revisions = [&self.newer, &self.older].map(|record| record.revision);
        let mut state = AdjacentComparison::Pending;
        for (details, revision) in self.details.iter().zip(revisions) {
            details.with(|details| match (details, &state) {
                (Details::Unreadable(_), _) => state = AdjacentComparison::Unreadable(revision),
                (Details::NotFetched(_), AdjacentComparison::Pending) => {
                    state = AdjacentComparison::NotFetched(revision);
                }
                _ => {}
            });
        }
        if self.is_open() && self.comparison.with_untracked(|known| *known != state) {
            self.comparison.set(state);
        }
    }

    /// Returns whether the revisions are still to be compared.
    fn is_open(&self) -> bool {
        self.comparison
            .with_untracked(|comparison| match comparison {
                AdjacentComparison::Pending | AdjacentComparison::NotFetched(_) => true,
                AdjacentComparison::Unreadable(_) | AdjacentComparison::Compared(_) => false,
            })
    }

    /// Returns whether both payloads are read and the revisions are not compared yet.
    fn is_ready(&self) -> bool {
        let is_loaded = |details: &ArcRwSignal<Details>| {
            details.with(|details| matches!(details, Details::Loaded { .. }))
        };
        self.is_open() && self.details.iter().all(is_loaded)
    }
}
