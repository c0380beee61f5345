//! What only a payload tells: chart, app version, Helm's sentence. Read for the rows in view, two
//! at a time; nothing waits for it.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use astern_ledger::{HelmTime, Record, Timestamp};
use leptos::prelude::*;

use super::Cluster;

/// Payloads in flight at once: enough to hide the round trip, too few to burden an API server.
const IN_FLIGHT: usize = 2;

/// What a revision's payload tells in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Details {
    /// Not read yet.
    Waiting,
    /// Read.
    Known {
        /// Name and version, such as `shop-1.1.0`.
        chart: String,
        /// The version of what the chart installs.
        app_version: Option<String>,
        /// Helm's sentence, such as `Upgrade complete`.
        description: Option<String>,
        /// When Helm says it was deployed. The record's own creation time is later where records
        /// were restored from a backup.
        deployed: Option<Timestamp>,
    },
    /// It cannot be read, and why.
    Unreadable(String),
}

impl Details {
    /// When a revision went live: what its payload says, else when its record was created.
    pub fn went_live(&self, record: &Record) -> Option<Timestamp> {
        match self {
            Self::Known {
                deployed: Some(deployed),
                ..
            } => Some(*deployed),
            Self::Known { .. } | Self::Waiting | Self::Unreadable(_) => record.created,
        }
    }
}

/// Reads payloads for those rows that are in view.
#[derive(Clone)]
pub struct DetailReader(Rc<Inner>);

struct Inner {
    cluster: Arc<Cluster>,
    known: RefCell<HashMap<String, ArcRwSignal<Details>>>,
    queue: RefCell<VecDeque<Record>>,
    in_flight: Cell<usize>,
}

/// One revision in one state: when either changes, the details are read again.
fn key(record: &Record) -> String {
    format!("{}/{}/{}", record.namespace, record.object, record.status)
}

impl DetailReader {
    /// Reads from a cluster.
    pub fn new(cluster: Arc<Cluster>) -> Self {
        Self(Rc::new(Inner {
            cluster,
            known: RefCell::default(),
            queue: RefCell::default(),
            in_flight: Cell::new(0),
        }))
    }

    /// The details of a record, as they become known.
    pub fn of(&self, record: &Record) -> ArcRwSignal<Details> {
        let mut known = self.0.known.borrow_mut();
        known
            .entry(key(record))
            .or_insert_with(|| ArcRwSignal::new(Details::Waiting))
            .clone()
    }

    /// The row came into view: read its payload after those that are already waiting.
    pub fn want(&self, record: &Record) {
        if self
            .of(record)
            .with_untracked(|details| *details != Details::Waiting)
        {
            return;
        }
        let mut queue = self.0.queue.borrow_mut();
        if !queue.contains(record) {
            queue.push_back(record.clone());
        }
        drop(queue);
        self.read_next();
    }

    /// The row left the view: what was not begun need not be read.
    pub fn forget(&self, record: &Record) {
        self.0
            .queue
            .borrow_mut()
            .retain(|waiting| waiting != record);
    }

    fn read_next(&self) {
        if self.0.in_flight.get() >= IN_FLIGHT {
            return;
        }
        let Some(record) = self.0.queue.borrow_mut().pop_front() else {
            return;
        };
        self.0.in_flight.set(self.0.in_flight.get() + 1);
        let reader = self.clone();
        leptos::task::spawn_local(async move {
            let cluster = &reader.0.cluster;
            let details = match cluster.payloads.get(&cluster.api, &record).await {
                Ok(release) => {
                    let chart = release.chart.metadata.as_ref();
                    Details::Known {
                        chart: chart
                            .map(|m| format!("{}-{}", m.name, m.version))
                            .unwrap_or_default(),
                        app_version: chart.and_then(|m| m.app_version.clone()),
                        description: release.info.description.clone(),
                        deployed: release
                            .info
                            .last_deployed
                            .as_ref()
                            .and_then(HelmTime::timestamp),
                    }
                }
                Err(error) => Details::Unreadable(error.to_string()),
            };
            reader.of(&record).set(details);
            reader.0.in_flight.set(reader.0.in_flight.get() - 1);
            reader.read_next();
        });
    }
}
