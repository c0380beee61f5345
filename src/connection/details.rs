//! What only a payload tells: chart, app version, Helm's sentence. Read two at a time; nothing
//! waits for it.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use astern_cluster::PayloadError;
use astern_ledger::{ChartVersion, Known, Record, Telling, Timestamp, Told};
use leptos::prelude::*;

use super::Cluster;
use super::payloads::IN_FLIGHT;

/// What a revision's payload tells in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Details {
    /// Not read yet.
    Waiting,
    /// Read.
    Known {
        /// What it tells of the revision's course: chart, Helm's sentence, time.
        told: Told,
        /// The version of what the chart installs.
        app_version: Option<String>,
    },
    /// It cannot be read, and why.
    Unreadable(String),
    /// It could not be fetched, and why.
    NotFetched(String),
}

impl Details {
    /// Name and version of the chart, such as `shop-1.1.0`, once that is known.
    pub fn chart(&self) -> Option<String> {
        match self {
            Self::Known { told, .. } => told.chart.as_ref().map(ChartVersion::to_string),
            Self::Waiting | Self::Unreadable(_) | Self::NotFetched(_) => None,
        }
    }

    /// Why it is not known, when that is for good.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Unreadable(why) | Self::NotFetched(why) => Some(why),
            Self::Waiting | Self::Known { .. } => None,
        }
    }

    /// When a revision went live: what its payload says, else when its record was created.
    pub fn went_live(&self, record: &Record) -> Option<Timestamp> {
        self.known(record).began()
    }

    /// The record together with what its payload tells.
    pub fn known(&self, record: &Record) -> Known {
        let telling = match self {
            Self::Waiting => Telling::Unread,
            Self::Known { told, .. } => Telling::Told(told.clone()),
            Self::Unreadable(_) => Telling::Unreadable,
            Self::NotFetched(_) => Telling::NotFetched,
        };
        Known {
            telling,
            ..Known::unread(record)
        }
    }
}

/// Reads payloads for those rows that want them.
#[derive(Clone)]
pub struct DetailReader(Rc<Inner>);

struct Inner {
    cluster: Arc<Cluster>,
    known: RefCell<HashMap<String, ArcRwSignal<Details>>>,
    queue: RefCell<VecDeque<Record>>,
    reading: RefCell<Vec<Record>>,
    unreadable: ArcRwSignal<Vec<Record>>,
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
            reading: RefCell::default(),
            unreadable: ArcRwSignal::default(),
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

    /// The records that turned out to be unreadable.
    pub fn unreadable(&self) -> ArcRwSignal<Vec<Record>> {
        self.0.unreadable.clone()
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
        if !queue.contains(record) && !self.0.reading.borrow().contains(record) {
            queue.push_back(record.clone());
        }
        drop(queue);
        self.read_next();
    }

    /// Nobody wants anything any more: what was not begun need not be read.
    pub fn stop(&self) {
        self.0.queue.borrow_mut().clear();
    }

    /// Read all of these, in this order.
    pub fn want_all(&self, records: &[Record]) {
        self.stop();
        for record in records {
            self.want(record);
        }
    }

    /// The row left the view: what was not begun need not be read.
    pub fn forget(&self, record: &Record) {
        self.0
            .queue
            .borrow_mut()
            .retain(|waiting| waiting != record);
    }

    fn read_next(&self) {
        if self.0.reading.borrow().len() >= IN_FLIGHT {
            return;
        }
        let Some(record) = self.0.queue.borrow_mut().pop_front() else {
            return;
        };
        self.0.reading.borrow_mut().push(record.clone());
        let reader = self.clone();
        leptos::task::spawn_local(async move {
            let cluster = &reader.0.cluster;
            let details = match cluster.payloads.get(&cluster.api, &record).await {
                Ok(release) => Details::Known {
                    told: Told::of(&release),
                    app_version: release
                        .chart
                        .metadata
                        .as_ref()
                        .and_then(|chart| chart.app_version.clone()),
                },
                Err(error) => match *error {
                    PayloadError::Cluster(_) => Details::NotFetched(error.to_string()),
                    PayloadError::Empty { .. }
                    | PayloadError::Corrupt { .. }
                    | PayloadError::Other { .. } => Details::Unreadable(error.to_string()),
                },
            };
            if matches!(details, Details::Unreadable(_)) {
                reader
                    .0
                    .unreadable
                    .update(|known| known.push(record.clone()));
            }
            reader.of(&record).set(details);
            reader.0.reading.borrow_mut().retain(|one| *one != record);
            reader.read_next();
        });
    }
}
