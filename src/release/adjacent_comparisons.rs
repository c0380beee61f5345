//! What each revision changed against the one before: compared one pair after the other, newest
//! first, as payloads come in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use astern_ledger::{History, Record, Revision};
use astern_masking::Masking;
use leptos::prelude::*;

use super::change_counts::Changes;
use crate::browser::spawn_while_shown;
use crate::compare::compare_releases;
use crate::connection::{Cluster, DetailReader, Details};

/// What is known of one pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// A payload is on its way, or the comparison is.
    Waiting,
    /// This revision of the two cannot be read.
    Unreadable(Revision),
    /// Compared.
    Known(Arc<Changes>),
}

/// The comparisons of neighbours, kept for as long as the page is shown. Of each only its numbers
/// are kept; the payloads it was made from are those that the reader reads for the rows.
#[derive(Clone)]
pub struct Matrix(Rc<Inner>);

struct Inner {
    cluster: Arc<Cluster>,
    masking: Arc<Masking>,
    cells: RefCell<HashMap<(Record, Record), ArcRwSignal<Cell>>>,
}

/// Two neighbours.
struct Pair {
    older: Record,
    newer: Record,
    details: [ArcRwSignal<Details>; 2],
    cell: ArcRwSignal<Cell>,
}

impl Matrix {
    /// Compares revisions of a release on this cluster.
    pub fn new(cluster: Arc<Cluster>, masking: Arc<Masking>) -> Self {
        Self(Rc::new(Inner {
            cluster,
            masking,
            cells: RefCell::default(),
        }))
    }

    /// What the newer of two changed, as soon as it is known.
    pub fn cell(&self, older: &Record, newer: &Record) -> ArcRwSignal<Cell> {
        let mut cells = self.0.cells.borrow_mut();
        cells
            .entry((older.clone(), newer.clone()))
            .or_insert_with(|| ArcRwSignal::new(Cell::Waiting))
            .clone()
    }

    /// The cells of a history, newest first.
    pub fn cells(&self, history: &History) -> Vec<ArcRwSignal<Cell>> {
        let pairs = history.records().windows(2);
        pairs.map(|pair| self.cell(&pair[1], &pair[0])).collect()
    }

    /// Compares all neighbours of a history whose payloads the reader has read, one pair at a
    /// time, for as long as what asked for it is shown.
    pub fn fill(&self, history: &History, reader: &DetailReader) {
        let pairs: Vec<Pair> = history
            .records()
            .windows(2)
            .map(|pair| Pair {
                details: [reader.details(&pair[0]), reader.details(&pair[1])],
                cell: self.cell(&pair[1], &pair[0]),
                older: pair[1].clone(),
                newer: pair[0].clone(),
            })
            .collect();
        let busy = RwSignal::new(false);
        let owner = Owner::current();
        let matrix = self.clone();
        Effect::new(move |_| {
            if busy.get() {
                return;
            }
            for pair in &pairs {
                pair.see_unreadable();
            }
            let ready = pairs.iter().find(|pair| pair.is_ready());
            let (Some(pair), Some(owner)) = (ready, &owner) else {
                return;
            };
            busy.set(true);
            let (older, newer) = (pair.older.clone(), pair.newer.clone());
            let (cell, matrix) = (pair.cell.clone(), matrix.clone());
            owner.with(|| {
                spawn_while_shown(async move {
                    cell.set(matrix.compare(&older, &newer).await);
                    busy.set(false);
                });
            });
        });
    }

    /// Both payloads are in memory by now, so nothing is fetched.
    async fn compare(&self, older: &Record, newer: &Record) -> Cell {
        let Inner {
            cluster, masking, ..
        } = &*self.0;
        let from = cluster.payloads.get(&cluster.api, older).await;
        let to = cluster.payloads.get(&cluster.api, newer).await;
        match (from, to) {
            (Ok(from), Ok(to)) => {
                let comparison = compare_releases(&from, &to, masking).await;
                Cell::Known(Arc::new(Changes::from(&comparison)))
            }
            (Err(_), _) => Cell::Unreadable(older.revision),
            (_, Err(_)) => Cell::Unreadable(newer.revision),
        }
    }
}

impl Pair {
    fn see_unreadable(&self) {
        let revisions = [&self.newer, &self.older].map(|record| record.revision);
        for (details, revision) in self.details.iter().zip(revisions) {
            let unreadable = details.with(|details| details.failure().is_some());
            if unreadable && self.cell.with_untracked(|cell| *cell == Cell::Waiting) {
                self.cell.set(Cell::Unreadable(revision));
            }
        }
    }

    fn is_ready(&self) -> bool {
        let read = |details: &ArcRwSignal<Details>| {
            details.with(|details| matches!(details, Details::Loaded { .. }))
        };
        self.cell.with_untracked(|cell| *cell == Cell::Waiting) && self.details.iter().all(read)
    }
}
