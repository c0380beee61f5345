//! The details of a revision that only its payload holds: chart, app version, description. They are read two at a time, in
//! the background.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use astern_cluster::PayloadError;
use astern_ledger::{
    ChartVersion, PayloadState, PayloadSummary, Record, RecordedRevision, Status, Timestamp,
};
use leptos::prelude::*;

use super::cluster::Cluster;
use super::payloads::MAX_IN_FLIGHT;

/// The most bytes of the version of an application that are kept. Real ones have ten.
const MAX_APP_VERSION: usize = 1024;

/// What a table row shows from a revision's payload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Details {
    /// Not read yet.
    Pending,
    /// Read.
    Loaded {
        /// What the payload holds about the revision's outcome: chart, description, time.
        summary: PayloadSummary,
        /// The version of the application that the chart installs.
        app_version: Option<String>,
    },
    /// The record cannot be read, and why.
    Unreadable(String),
    /// The record could not be fetched, and why.
    NotFetched(String),
}

impl Details {
    /// Returns the name and version of the chart, such as `shop-1.1.0`, once the payload is read.
    pub fn chart(&self) -> Option<String> {
        match self {
            Self::Loaded { summary, .. } => summary.chart.as_ref().map(ChartVersion::to_string),
            Self::Pending | Self::Unreadable(_) | Self::NotFetched(_) => None,
        }
    }

    /// Returns why the details cannot be had, when reading them has failed.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Unreadable(reason) | Self::NotFetched(reason) => Some(reason),
            Self::Pending | Self::Loaded { .. } => None,
        }
    }

    /// Returns the status that helm reads: the payload's once it is read, until then the label's.
    pub fn status(&self, record: &Record) -> Status {
        match self {
            Self::Loaded { summary, .. } => summary.status.clone(),
            Self::Pending | Self::Unreadable(_) | Self::NotFetched(_) => record.status.clone(),
        }
    }

    /// Returns when an uninstall of the revision began, once its payload is read.
    pub fn deleted(&self) -> Option<Timestamp> {
        match self {
            Self::Loaded { summary, .. } => summary.deleted,
            Self::Pending | Self::Unreadable(_) | Self::NotFetched(_) => None,
        }
    }

    /// Returns when a revision went live: the time in its payload, else when its record was created.
    pub fn went_live(&self, record: &Record) -> Option<Timestamp> {
        self.recorded_revision(record).began()
    }

    /// Combines a record with the state of its payload.
    pub fn recorded_revision(&self, record: &Record) -> RecordedRevision {
        let payload = match self {
            Self::Pending => PayloadState::NotRead,
            Self::Loaded { summary, .. } => PayloadState::Read(summary.clone()),
            Self::Unreadable(_) => PayloadState::Unreadable,
            Self::NotFetched(_) => PayloadState::NotFetched,
        };
        RecordedRevision::new(record, payload)
    }
}

/// What a payload says that the metadata of its record does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PayloadFinding {
    /// It cannot be read.
    Unreadable,
    /// Helm's status is another one than the label's.
    Status(Status),
}

impl PayloadFinding {
    fn of(record: &Record, details: &Details) -> Option<Self> {
        match details {
            Details::Unreadable(_) => Some(Self::Unreadable),
            Details::Loaded { summary, .. } if summary.status != record.status => {
                Some(Self::Status(summary.status.clone()))
            }
            Details::Pending | Details::NotFetched(_) | Details::Loaded { .. } => None,
        }
    }
}

/// Reads payloads in the background, for the rows that request them.
#[derive(Clone)]
pub struct DetailReader(Rc<Inner>);

struct Inner {
    cluster: Arc<Cluster>,
    details: RefCell<HashMap<Record, ArcRwSignal<Details>>>,
    queue: RefCell<VecDeque<Record>>,
    in_progress: RefCell<Vec<Record>>,
    findings: ArcRwSignal<Vec<(Record, PayloadFinding)>>,
}

impl DetailReader {
    /// Creates a reader for a cluster.
    pub fn new(cluster: Arc<Cluster>) -> Self {
        Self(Rc::new(Inner {
            cluster,
            details: RefCell::default(),
            queue: RefCell::default(),
            in_progress: RefCell::default(),
            findings: ArcRwSignal::default(),
        }))
    }

    /// Returns the details of a record, which change once its payload is read. A record whose object was written since has
    /// details of its own.
    pub fn details(&self, record: &Record) -> ArcRwSignal<Details> {
        let mut details = self.0.details.borrow_mut();
        if let Some(known) = details.get(record) {
            return known.clone();
        }
        let pending = ArcRwSignal::new(Details::Pending);
        details.insert(record.clone(), pending.clone());
        pending
    }

    /// Returns the records whose payloads turned out to say something else than their metadata.
    pub fn findings(&self) -> ArcRwSignal<Vec<(Record, PayloadFinding)>> {
        self.0.findings.clone()
    }

    /// Adds a record to the end of the queue, unless its payload is read or queued already.
    pub fn request(&self, record: &Record) {
        if self
            .details(record)
            .with_untracked(|details| *details != Details::Pending)
        {
            return;
        }
        let mut queue = self.0.queue.borrow_mut();
        if !queue.contains(record) && !self.0.in_progress.borrow().contains(record) {
            queue.push_back(record.clone());
        }
        drop(queue);
        self.read_next();
    }

    /// Empties the queue. Reads that have started continue.
    pub fn stop(&self) {
        self.0.queue.borrow_mut().clear();
    }

    /// Replaces the queue by these records, in this order.
    pub fn request_all(&self, records: &[Record]) {
        self.stop();
        for record in records {
            self.request(record);
        }
    }

    /// Removes a record from the queue, unless its read has started.
    pub fn cancel(&self, record: &Record) {
        self.0.queue.borrow_mut().retain(|queued| queued != record);
    }

    fn read_next(&self) {
        if self.0.in_progress.borrow().len() >= MAX_IN_FLIGHT {
            return;
        }
        let Some(record) = self.0.queue.borrow_mut().pop_front() else {
            return;
        };
        self.0.in_progress.borrow_mut().push(record.clone());
        let reader = self.clone();
        leptos::task::spawn_local(async move {
            let cluster = &reader.0.cluster;
            let details = match cluster.payloads.get(&cluster.api, &record).await {
                Ok(release) => Details::Loaded {
                    summary: PayloadSummary::from(&*release),
                    app_version: release
                        .chart
                        .metadata
                        .as_ref()
                        .and_then(|chart| chart.app_version.as_deref())
                        .map(|version| {
                            version[..version.floor_char_boundary(MAX_APP_VERSION)].to_owned()
                        }),
                },
                Err(error) => match *error {
                    PayloadError::Cluster(_) => Details::NotFetched(error.to_string()),
                    PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => {
                        Details::Unreadable(error.to_string())
                    }
                },
            };
            if let Some(finding) = PayloadFinding::of(&record, &details) {
                let finding = (record.clone(), finding);
                reader.0.findings.update(|findings| findings.push(finding));
            }
            reader.details(&record).set(details);
            let mut in_progress = reader.0.in_progress.borrow_mut();
            in_progress.retain(|other| *other != record);
            drop(in_progress);
            reader.read_next();
        });
    }
}
