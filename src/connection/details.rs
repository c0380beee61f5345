//! The details of a revision that only its payload holds: chart, app version, description. They are read two at a time, in
//! the background.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, PayloadError, wait_until_reread};
use astern_ledger::{
    ChartVersion, PayloadState, PayloadSummary, Record, RecordedRevision, Status, Timestamp,
};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::cluster::Cluster;
use super::payloads::MAX_IN_FLIGHT;
use super::read_again::ReadAgain;
use crate::browser::pause;

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
    /// The record could not be fetched, and why. It is read again later.
    NotFetched(ClusterError),
}

impl Details {
    /// Returns the name and version of the chart, such as `shop-1.1.0`, once the payload is read.
    pub fn chart(&self) -> Option<String> {
        match self {
            Self::Loaded { summary, .. } => summary.chart.as_ref().map(ChartVersion::to_string),
            Self::Pending | Self::Unreadable(_) | Self::NotFetched(_) => None,
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
    not_fetched: RefCell<Vec<Record>>,
    rereading: Cell<Rereading>,
}

/// When the records that could not be fetched are read again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rereading {
    /// When one could not be fetched, after a wait that depends on how many times in a row that was so.
    Idle { given_up: u32 },
    /// After a wait that has begun.
    Waiting { given_up: u32 },
    /// Never: the page was left.
    Ended,
}

impl DetailReader {
    /// Creates a reader for a cluster, which reads for as long as the component that calls this is mounted.
    pub fn new(cluster: Arc<Cluster>) -> Self {
        let reader = Self(Rc::new(Inner {
            cluster,
            details: RefCell::default(),
            queue: RefCell::default(),
            in_progress: RefCell::default(),
            findings: ArcRwSignal::default(),
            not_fetched: RefCell::default(),
            rereading: Cell::new(Rereading::Idle { given_up: 0 }),
        }));
        let left = SendWrapper::new(reader.clone());
        on_cleanup(move || left.end());
        let again = ReadAgain::use_context();
        let pressed = reader.clone();
        Effect::new(move |was_created: Option<()>| {
            again.track();
            if was_created.is_some() {
                for record in pressed.take_not_fetched(|_| true) {
                    pressed.details(&record).set(Details::Pending);
                    pressed.enqueue(&record);
                }
            }
        });
        reader
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
        self.enqueue(record);
    }

    fn enqueue(&self, record: &Record) {
        let mut queue = self.0.queue.borrow_mut();
        if !queue.contains(record) && !self.0.in_progress.borrow().contains(record) {
            queue.push_back(record.clone());
        }
        drop(queue);
        self.read_next();
    }

    /// Reads nothing any more. Reads that have started continue.
    fn end(&self) {
        self.0.queue.borrow_mut().clear();
        self.0.not_fetched.borrow_mut().clear();
        self.0.rereading.set(Rereading::Ended);
    }

    /// Replaces the queue by these records, in this order.
    pub fn request_all(&self, records: &[Record]) {
        self.0.queue.borrow_mut().clear();
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
                Err(error) => match &*error {
                    PayloadError::Cluster(error) => Details::NotFetched(error.clone()),
                    PayloadError::Empty { .. } | PayloadError::Corrupt { .. } => {
                        Details::Unreadable(error.to_string())
                    }
                },
            };
            let mut in_progress = reader.0.in_progress.borrow_mut();
            in_progress.retain(|other| *other != record);
            drop(in_progress);
            reader.set(&record, details);
            reader.read_next();
        });
    }

    /// Notes that a record whose payload was read could not be fetched once more.
    pub fn not_fetched(&self, record: &Record, error: ClusterError) {
        self.set(record, Details::NotFetched(error));
    }

    fn set(&self, record: &Record, details: Details) {
        match &details {
            Details::NotFetched(error) => {
                self.0.not_fetched.borrow_mut().push(record.clone());
                if error.temporary().is_some() {
                    self.read_again_later(error.retry_after());
                }
            }
            Details::Loaded { .. } => {
                if let Rereading::Idle { .. } = self.0.rereading.get() {
                    self.0.rereading.set(Rereading::Idle { given_up: 0 });
                }
            }
            Details::Unreadable(_) | Details::Pending => {}
        }
        if let Some(finding) = PayloadFinding::of(record, &details) {
            let findings = &self.0.findings;
            findings.update(|findings| findings.push((record.clone(), finding)));
        }
        self.details(record).set(details);
    }

    /// Reads again, after a wait, what could not be fetched for a reason that may pass.
    fn read_again_later(&self, retry_after: Option<Duration>) {
        let Rereading::Idle { given_up } = self.0.rereading.get() else {
            return;
        };
        self.0.rereading.set(Rereading::Waiting { given_up });
        let reader = self.clone();
        leptos::task::spawn_local(async move {
            pause(wait_until_reread(given_up, retry_after)).await;
            if let Rereading::Waiting { given_up } = reader.0.rereading.get() {
                let given_up = given_up.saturating_add(1);
                reader.0.rereading.set(Rereading::Idle { given_up });
                for record in reader.take_not_fetched(|error| error.temporary().is_some()) {
                    reader.enqueue(&record);
                }
            }
        });
    }

    /// Removes the records that could not be fetched for such a reason from those that wait for being read again.
    fn take_not_fetched(&self, is_reason: impl Fn(&ClusterError) -> bool) -> Vec<Record> {
        let all = self.0.not_fetched.take();
        let (taken, others) = all.into_iter().partition(|record| {
            let details = self.details(record);
            details.with_untracked(
                |details| matches!(details, Details::NotFetched(error) if is_reason(error)),
            )
        });
        self.0.not_fetched.replace(others);
        taken
    }
}
